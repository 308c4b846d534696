using Microsoft.EntityFrameworkCore;

namespace XthonBot.Core.Tests.Data;

public sealed class BatchWriteFacts
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_waits_together_is_carried_out_together_and_each_gets_its_own_answer()
    {
        await using var store = await TestStore.StartAsync();
        var adding = new Adding();
        var gate = await BatchGate.CloseAsync(store);

        var writes = Enumerable.Range(0, 100).Select(i => store.Get<Store>().WriteAsync(adding, i, Ct)).ToList();
        gate.Open();

        Assert.Equal(Enumerable.Range(0, 100).Select(Adding.AnswerTo), await Task.WhenAll(writes));
        Assert.Equal(100, Assert.Single(adding.Sizes));
        Assert.Equal(Enumerable.Range(0, 100).Where(i => i % 10 != 0).Select(i => (long)i), await IdsAsync(store));
    }

    [Fact]
    public async Task One_that_comes_alone_goes_alone_at_once()
    {
        await using var store = await TestStore.StartAsync();
        var adding = new Adding();

        for (var i = 1; i < 4; i++)
            Assert.True((await store.Get<Store>().WriteAsync(adding, i, Ct)).IsOk);

        Assert.Equal([1, 1, 1], adding.Sizes);
    }

    [Fact]
    public async Task One_that_breaks_the_set_fails_alone_and_the_others_are_done()
    {
        await using var store = await TestStore.StartAsync();
        var adding = new Adding { Broken = 7 };
        var gate = await BatchGate.CloseAsync(store);

        var writes = Enumerable.Range(0, 20).Select(i => store.Get<Store>().WriteAsync(adding, i, Ct)).ToList();
        gate.Open();

        Assert.Equal("planted", (await Assert.ThrowsAsync<InvalidTimeZoneException>(() => writes[7])).Message);
        for (var i = 0; i < 20; i++)
        {
            if (i != 7)
                Assert.Equal(Adding.AnswerTo(i), await writes[i]);
        }

        Assert.Equal(Enumerable.Range(0, 20).Where(i => i % 10 != 0 && i != 7).Select(i => (long)i), await IdsAsync(store));
    }

    [Fact]
    public async Task Who_has_left_before_it_began_is_left_out()
    {
        await using var store = await TestStore.StartAsync();
        using var gone = new CancellationTokenSource();
        var adding = new Adding();
        var gate = await BatchGate.CloseAsync(store);
        var impatient = store.Get<Store>().WriteAsync(adding, 1, gone.Token);
        var patient = store.Get<Store>().WriteAsync(adding, 2, Ct);
        await gone.CancelAsync();
        gate.Open();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        Assert.True((await patient).IsOk);
        Assert.Equal([2L], await IdsAsync(store));
    }

    private static Task<List<long>> IdsAsync(TestStore store) =>
        store.Get<Store>().ReadAsync((db, token) => db.Inbox.OrderBy(i => i.Id).Select(i => i.ExternalId).ToListAsync(token), Ct);

    /// <summary>Adds what is no multiple of ten, and refuses the others.</summary>
    private sealed class Adding : IBatchWrite<int, Result<int>>
    {
        public LockOrder Locks => LockOrder.Rest;

        public List<int> Sizes { get; } = [];

        public int? Broken { get; init; }

        public static Result<int> AnswerTo(int command) => command % 10 == 0 ? new Error.NotFound($"{command}") : command;

        public async Task<IReadOnlyList<Result<int>>> RunAsync(StoreDbContext db, IReadOnlyList<int> commands, CancellationToken ct)
        {
            Sizes.Add(commands.Count);
            foreach (var command in commands.Where(c => AnswerTo(c).IsOk))
                db.Add(new InboxItem(new Incoming("test", command, 0, ""), DateTime.UnixEpoch));
            await db.SaveChangesAsync(ct);
            return Broken is { } broken && commands.Contains(broken)
                ? throw new InvalidTimeZoneException("planted")
                : [.. commands.Select(AnswerTo)];
        }
    }
}
