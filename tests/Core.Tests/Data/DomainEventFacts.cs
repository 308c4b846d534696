using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace XthonBot.Core.Tests.Data;

public sealed class DomainEventFacts
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_reaction_writes_in_the_transaction_and_hears_after_the_commit_before_the_writer_does()
    {
        await using var rig = await Rig.StartAsync();

        Assert.Equal(0, await rig.Writes.RunAsync((db, _) => Publish(db, "a", "b"), Ct));

        Assert.Equal(["a", "b"], await rig.RowsAsync());
        Assert.Equal(["written a b", "committed a b"], rig.Heard);
    }

    [Fact]
    public async Task What_a_reaction_cannot_write_undoes_the_write_and_nobody_elses()
    {
        await using var rig = await Rig.StartAsync();
        await rig.Writes.RunAsync((db, _) => Publish(db, "taken"), Ct);
        rig.Heard.Clear();
        var gate = rig.Block();
        var before = rig.Writes.RunAsync((db, _) => Publish(db, "before"), Ct);
        var broken = rig.Writes.RunAsync((db, _) => Publish(db, "half", "taken"), Ct);
        var after = rig.Writes.RunAsync((db, _) => Publish(db, "after"), Ct);
        gate.SetResult();

        var fault = await Assert.ThrowsAnyAsync<Exception>(() => broken);
        await Task.WhenAll(before, after);

        Assert.True(fault.IsUniqueViolation());
        Assert.Equal(["after", "before", "taken"], await rig.RowsAsync());
        Assert.Equal(
            ["committed after", "committed before"],
            rig.Heard.Where(h => h.StartsWith("committed", StringComparison.Ordinal)).Order()
        );
    }

    [Fact]
    public async Task A_command_that_fails_has_published_nothing()
    {
        await using var rig = await Rig.StartAsync();

        var refused = await rig.Writes.RunAsync(
            async (db, _) =>
            {
                await Publish(db, "a");
                return (Result<Done>)new Error.NotFound("anything");
            },
            Ct
        );
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            rig.Writes.RunAsync<int>(
                async (db, _) =>
                {
                    await Publish(db, "b");
                    throw new InvalidOperationException();
                },
                Ct
            )
        );
        await rig.Writes.RunAsync((db, _) => Publish(db, "c"), Ct);

        Assert.False(refused.IsOk);
        Assert.Equal(["c"], await rig.RowsAsync());
        Assert.Equal(["written c", "committed c"], rig.Heard);
    }

    [Fact]
    public async Task A_reaction_that_throws_after_the_commit_fails_nobody()
    {
        await using var rig = await Rig.StartAsync();
        rig.IsBroken = true;

        Assert.Equal(0, await rig.Writes.RunAsync((db, _) => Publish(db, "a"), Ct));

        Assert.Equal(["a"], await rig.RowsAsync());
    }

    [Fact]
    public async Task What_a_batch_write_publishes_comes_to_a_reaction_at_once()
    {
        await using var rig = await Rig.StartAsync();
        var batch = new PublishAll();
        var gate = batch.Block();
        var first = rig.Writes.RunAsync(batch, "first", Ct);
        await batch.Began.Task;
        var others = "abc".Select(name => rig.Writes.RunAsync(batch, name.ToString(), Ct)).ToList();
        gate.SetResult();
        await Task.WhenAll([first, .. others]);

        Assert.Equal(["written first", "committed first", "written a b c", "committed a b c"], rig.Heard);
        Assert.Equal(["a", "b", "c", "first"], await rig.RowsAsync());
    }

    private static Task<int> Publish(StoreDbContext db, params string[] names)
    {
        db.Publish(Array.ConvertAll(names, name => new Happened(name)));
        return Task.FromResult(0);
    }

    private readonly record struct Happened(string Name) : IDomainEvent;

    private sealed class PublishAll : IBatchWrite<string, int>
    {
        private TaskCompletionSource? gate;

        public TaskCompletionSource Began { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public LockOrder Locks => LockOrder.Rest;

        public TaskCompletionSource Block() => gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        public async Task<IReadOnlyList<int>> RunAsync(StoreDbContext db, IReadOnlyList<string> commands, CancellationToken ct)
        {
            Began.TrySetResult();
            await gate!.Task;
            db.Publish([.. commands.Select(name => new Happened(name))]);
            return [.. commands.Select(_ => 0)];
        }
    }

    /// <summary>A queue of its own on a store's database, with one reaction that writes a lease for each event.</summary>
    private sealed class Rig : IReaction<Happened>, IAsyncDisposable
    {
        private static readonly RowInsert<Happened> AddSql = new(
            "leases",
            null,
            null,
            RowStatement<Happened>.Of("name", e => e.Name),
            RowStatement<Happened>.Of("holder", _ => "test"),
            RowStatement<Happened>.Of("until", _ => DateTime.UnixEpoch)
        );

        private readonly TestStore store;
        private readonly ServiceProvider services;

        private Rig(TestStore store)
        {
            this.store = store;
            services = new ServiceCollection().AddSingleton<IReaction<Happened>>(this).BuildServiceProvider();
            Writes = new WriteQueue(
                store.Get<IDbContextFactory<StoreDbContext>>(),
                new DomainEventDispatcher(services, NullLogger<DomainEventDispatcher>.Instance)
            );
        }

        public WriteQueue Writes { get; }

        public ConcurrentQueue<string> Heard { get; } = [];

        public bool IsBroken { get; set; }

        public static async Task<Rig> StartAsync() => new(await TestStore.StartAsync());

        public void Write(StatementBatch batch, IReadOnlyList<Happened> events)
        {
            Heard.Enqueue("written " + string.Join(' ', events.Select(e => e.Name)));
            batch.Add(AddSql.Statement, events, row: null);
        }

        public void Committed(IReadOnlyList<Happened> events)
        {
            if (IsBroken)
                throw new InvalidOperationException("The reaction is broken.");
            Heard.Enqueue("committed " + string.Join(' ', events.Select(e => e.Name)));
        }

        /// <summary>Keeps the queue busy until the test lets go, so that what comes meanwhile waits together.</summary>
        public TaskCompletionSource Block()
        {
            var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _ = Writes.RunAsync(
                async (_, _) =>
                {
                    await gate.Task;
                    return 0;
                },
                Ct
            );
            return gate;
        }

        public Task<List<string>> RowsAsync() =>
            store
                .Get<Store>()
                .ReadAsync(
                    (db, token) => db.Leases.Where(l => l.Holder == "test").OrderBy(l => l.Name).Select(l => l.Name).ToListAsync(token),
                    Ct
                );

        public async ValueTask DisposeAsync()
        {
            await Writes.DisposeAsync();
            await services.DisposeAsync();
            await store.DisposeAsync();
        }
    }
}
