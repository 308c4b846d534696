using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace XthonBot.Core.Tests.Data;

public sealed class WriteQueueFacts
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_failing_write_takes_no_neighbour_along()
    {
        await using var rig = await Rig.StartAsync();
        var gate = rig.Block();

        var writes = Enumerable
            .Range(0, 100)
            .Select(i =>
                rig.Writes.RunAsync<Result<int>>(
                    async (db, token) =>
                    {
                        await AddAsync(db, i, token);
                        if (i % 5 == 0)
                            throw new InvalidTimeZoneException($"planted {i}");
                        if (i % 7 == 0)
                            await AddAsync(db, 1, token); // taken: a unique violation
                        return i % 3 == 0 ? new Error.NotFound($"{i}") : i;
                    },
                    Ct
                )
            )
            .ToList();
        gate.SetResult();
        await Task.WhenAll(writes.Select(w => w.ContinueWith(_ => { }, Ct, TaskContinuationOptions.None, TaskScheduler.Default)));

        var kept = Enumerable.Range(0, 100).Where(i => i % 5 != 0 && i % 7 != 0 && i % 3 != 0).ToList();
        Assert.Equal(kept.Select(i => (long)i), await rig.IdsAsync());
        for (var i = 0; i < 100; i++)
        {
            if (i % 5 == 0)
                Assert.Equal($"planted {i}", (await Assert.ThrowsAsync<InvalidTimeZoneException>(() => writes[i])).Message);
            else if (i % 7 == 0)
                Assert.True((await Assert.ThrowsAsync<DbUpdateException>(() => writes[i])).IsUniqueViolation());
            else if (i % 3 == 0)
                Assert.Equal(new Error.NotFound($"{i}"), (await writes[i]).Error);
            else
                Assert.Equal(i, (await writes[i]).Value);
        }
    }

    [Fact]
    public async Task Writes_go_in_the_order_in_which_they_came()
    {
        await using var rig = await Rig.StartAsync();

        await Task.WhenAll(Enumerable.Range(0, 300).Select(i => rig.Writes.RunAsync((db, token) => AddAsync(db, i, token), Ct)));

        Assert.Equal(Enumerable.Range(0, 300).Select(i => (long)i), await rig.IdsAsync());
    }

    [Fact]
    public async Task A_write_sees_what_the_one_before_it_wrote_but_not_its_tracked_objects()
    {
        await using var rig = await Rig.StartAsync();
        var gate = rig.Block();
        var first = rig.Writes.RunAsync((db, token) => AddAsync(db, 1, token), Ct);
        var second = rig.Writes.RunAsync(async (db, token) => (db.ChangeTracker.Entries().Count(), await db.Inbox.CountAsync(token)), Ct);
        gate.SetResult();

        await first;
        Assert.Equal((0, 1), await second);
    }

    [Fact]
    public async Task A_write_that_is_canceled_before_or_in_its_middle_leaves_nothing()
    {
        await using var rig = await Rig.StartAsync();
        using var before = new CancellationTokenSource();
        using var within = new CancellationTokenSource();
        var gate = rig.Block();
        var ran = false;
        var early = rig.Writes.RunAsync(
            (db, token) =>
            {
                ran = true;
                return AddAsync(db, 1, token);
            },
            before.Token
        );
        var middle = rig.Writes.RunAsync(
            async (db, token) =>
            {
                await AddAsync(db, 2, token);
                await within.CancelAsync();
                return await AddAsync(db, 3, token);
            },
            within.Token
        );
        var neighbour = rig.Writes.RunAsync((db, token) => AddAsync(db, 4, token), Ct);
        await before.CancelAsync();
        gate.SetResult();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => early);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => middle);
        await neighbour;
        Assert.True(early.IsCanceled && middle.IsCanceled);
        Assert.False(ran);
        Assert.Equal([4L], await rig.IdsAsync());
    }

    [Fact]
    public async Task A_write_that_fails_alone_leaves_nothing_and_commits_nothing()
    {
        await using var rig = await Rig.StartAsync();

        var refused = await rig.Writes.RunAsync<Result<int>>(
            async (db, token) =>
            {
                await AddAsync(db, 1, token);
                return new Error.NotFound("x");
            },
            Ct
        );

        Assert.False(refused.IsOk);
        Assert.Empty(await rig.IdsAsync());
        Assert.Equal(0, rig.Commits);
    }

    [Fact]
    public async Task Many_waiting_writes_share_a_few_commits_and_one_alone_goes_alone()
    {
        await using var rig = await Rig.StartAsync();
        await rig.Writes.RunAsync((db, token) => AddAsync(db, -1, token), Ct);
        Assert.Equal(1, rig.Commits);

        var gate = rig.Block();
        var writes = Enumerable.Range(0, 500).Select(i => rig.Writes.RunAsync((db, token) => AddAsync(db, i, token), Ct)).ToList();
        gate.SetResult();
        await Task.WhenAll(writes);

        // The one that blocked, and four batches of up to 128.
        Assert.InRange(rig.Commits, 5, 6);
    }

    [Fact]
    public async Task No_write_is_answered_before_its_commit()
    {
        await using var rig = await Rig.StartAsync();
        for (var i = 0; i < 20; i++)
        {
            await rig.Writes.RunAsync((db, token) => AddAsync(db, i, token), Ct);
            Assert.Equal(i + 1, (await rig.IdsAsync()).Count);
        }
    }

    [Fact]
    public async Task A_commit_that_breaks_fails_all_its_writes_and_the_queue_goes_on()
    {
        await using var rig = await Rig.StartAsync();
        var gate = rig.Block();
        var writes = Enumerable.Range(0, 3).Select(i => rig.Writes.RunAsync((db, token) => AddAsync(db, i, token), Ct)).ToList();
        rig.BreakCommits = true;
        gate.SetResult();

        foreach (var write in writes)
            await Assert.ThrowsAsync<IOException>(() => write);
        rig.BreakCommits = false;
        await rig.Writes.RunAsync((db, token) => AddAsync(db, 9, token), Ct);

        Assert.Equal([9L], await rig.IdsAsync());
    }

    [Fact]
    public async Task The_end_finishes_what_was_accepted_and_takes_no_more()
    {
        await using var rig = await Rig.StartAsync();
        var gate = rig.Block();
        var writes = Enumerable.Range(0, 200).Select(i => rig.Writes.RunAsync((db, token) => AddAsync(db, i, token), Ct)).ToList();

        var ending = rig.Writes.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => rig.Writes.RunAsync((db, token) => AddAsync(db, 999, token), Ct));
        gate.SetResult();
        await ending;

        Assert.All(writes, write => Assert.True(write.IsCompletedSuccessfully));
        Assert.Equal(200, (await rig.IdsAsync()).Count);
    }

    private static async Task<int> AddAsync(StoreDbContext db, long id, CancellationToken ct)
    {
        db.Add(new InboxItem(new Incoming("test", id, 0, ""), DateTime.UnixEpoch));
        return await db.SaveChangesAsync(ct);
    }

    /// <summary>A queue of its own on a store's file, whose commits are counted.</summary>
    private sealed class Rig : DbTransactionInterceptor, IDbContextFactory<StoreDbContext>, IAsyncDisposable
    {
        private readonly TestStore store;
        private readonly DbContextOptions<SqliteStoreDbContext> options;
        private int commits;

        private Rig(TestStore store)
        {
            this.store = store;
            var builder = new DbContextOptionsBuilder<SqliteStoreDbContext>();
            SqliteStoreDbContext.Configure(builder, $"{store.Database.ConnectionString};Pooling=False");
            builder.AddInterceptors(this);
            options = builder.Options;
            Writes = new WriteQueue(this, store.Get<DomainEventDispatcher>());
        }

        public WriteQueue Writes { get; }

        public int Commits => commits;

        public bool BreakCommits { get; set; }

        public static async Task<Rig> StartAsync() => new(await TestStore.StartAsync());

        /// <summary>Keeps the queue busy with one write until the test lets go, so that what comes meanwhile waits together.</summary>
        public TaskCompletionSource Block()
        {
            var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var begun = new TaskCompletionSource();
            _ = Writes.RunAsync(
                async (_, token) =>
                {
                    begun.SetResult();
                    await gate.Task.WaitAsync(Patience.Limit, token);
                    return BreakCommits ? (Result<int>)new Error.NotFound("nothing to commit") : 0;
                },
                Ct
            );
            begun.Task.Wait(Ct);
            return gate;
        }

        public Task<List<long>> IdsAsync() =>
            store.Get<Store>().ReadAsync((db, token) => db.Inbox.OrderBy(i => i.Id).Select(i => i.ExternalId).ToListAsync(token), Ct);

        public StoreDbContext CreateDbContext() => new SqliteStoreDbContext(options);

        public override ValueTask<InterceptionResult> TransactionCommittingAsync(
            DbTransaction transaction,
            TransactionEventData eventData,
            InterceptionResult result,
            CancellationToken cancellationToken = default
        ) => BreakCommits ? throw new IOException("The disk is full.") : ValueTask.FromResult(result);

        public override Task TransactionCommittedAsync(
            DbTransaction transaction,
            TransactionEndEventData eventData,
            CancellationToken cancellationToken = default
        )
        {
            Interlocked.Increment(ref commits);
            return Task.CompletedTask;
        }

        public async ValueTask DisposeAsync()
        {
            await Writes.DisposeAsync();
            await store.DisposeAsync();
        }
    }
}
