using XthonBot.Core.Inbox;
using XthonBot.Core.Leases;

namespace XthonBot.Core.Tests.Inbox;

public sealed class InboxFacts
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_comes_again_is_stored_once_also_within_one_batch()
    {
        await using var store = await TestStore.StartAsync();
        var inbox = store.Get<InboxHandler>();

        var first = await inbox.StoreAsync([Update(1), Update(2), Update(2)], take: true, Ct);
        var again = await inbox.StoreAsync([Update(2, payload: "changed"), Update(3), Update(1)], take: true, Ct);

        Assert.Equal([(1L, "u1"), (2L, "u2")], first.Select(i => (i.ExternalId, i.Payload)));
        Assert.Equal([(3L, "u3")], again.Select(i => (i.ExternalId, i.Payload)));
        Assert.Equal(3, await store.ScalarAsync<int>("select count(*) as value from inbox"));
    }

    [Fact]
    public async Task A_batch_delivered_twenty_times_at_once_is_new_once_and_taken_once()
    {
        await using var store = await TestStore.StartAsync();

        var stored = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ =>
            store.Get<InboxHandler>().StoreAsync([.. Enumerable.Range(1, 10).Select(i => Update(i, lane: i))], take: true, Ct)));

        Assert.Equal(Enumerable.Range(1, 10).Select(i => (long)i), stored.SelectMany(s => s).Select(i => i.ExternalId).Order());
        Assert.Equal(10, await store.ScalarAsync<int>("select count(*) as value from inbox"));
    }

    [Fact]
    public async Task A_lane_is_worked_at_one_after_the_other_in_the_order_of_its_source()
    {
        await using var store = await TestStore.StartAsync();
        var inbox = store.Get<InboxHandler>();

        var first = Assert.Single(await inbox.StoreAsync([Update(1, lane: 7), Update(3, lane: 7)], take: true, Ct));
        // A webhook may bring an earlier one later.
        Assert.Empty(await inbox.StoreAsync([Update(2, lane: 7)], take: true, Ct));

        Assert.Equal(1, first.ExternalId);
        var second = await inbox.CompleteAsync(first, Ct);
        Assert.Equal(2, second?.ExternalId);
        var third = await inbox.CompleteAsync(second!, Ct);
        Assert.Equal(3, third?.ExternalId);
        Assert.Null(await inbox.CompleteAsync(third!, Ct));
        Assert.Equal(4, Assert.Single(await inbox.StoreAsync([Update(4, lane: 7)], take: true, Ct)).ExternalId);
    }

    [Fact]
    public async Task Another_process_takes_a_lane_only_when_its_holder_is_not_heard_of_any_more()
    {
        await using var store = await TestStore.StartAsync();
        var other = TestStore.Open(store.Database);
        await store.Get<Heartbeat>().BeatAsync(Ct);
        await other.Get<Heartbeat>().BeatAsync(Ct);
        var mine = Assert.Single(await store.Get<InboxHandler>().StoreAsync([Update(1, lane: 7)], take: true, Ct));
        Assert.Empty(await other.Get<InboxHandler>().StoreAsync([Update(2, lane: 7)], take: true, Ct));
        // Long enough for the other one to judge, while the first still beats.
        other.Time.Advance(TimeSpan.FromSeconds(11));
        Assert.Empty(await Sweep(other, "unknown"));
        store.Time.Advance(TimeSpan.FromSeconds(11));
        await store.Get<Heartbeat>().BeatAsync(Ct);
        Assert.Empty(await Sweep(other, "telegram"));

        await store.Get<Heartbeat>().StopAsync(Ct);
        var taken = Assert.Single(await Sweep(other, "telegram"));

        Assert.Equal(1, taken.ExternalId);
        // Whoever was taken for dead and was not has lost it: what it says of it changes nothing.
        Assert.Null(await store.Get<InboxHandler>().CompleteAsync(mine, Ct));
        Assert.Equal(2, (await other.Get<InboxHandler>().CompleteAsync(taken, Ct))?.ExternalId);
        await other.CloseAsync();
    }

    [Fact]
    public async Task What_was_stored_and_not_taken_is_found_by_the_sweep_the_oldest_of_each_lane()
    {
        await using var store = await TestStore.StartAsync();
        await store.Get<InboxHandler>().StoreAsync([Update(9, lane: 1), Update(4, lane: 1), Update(7, lane: 2), Update(5, lane: 3)], take: false, Ct);

        Assert.Equal([4L, 5L, 7L], (await Sweep(store, "telegram")).Select(i => i.ExternalId).Order());
        Assert.Empty(await Sweep(store, "telegram"));
    }

    [Fact]
    public async Task What_takes_long_goes_aside_and_its_lane_goes_on()
    {
        await using var store = await TestStore.StartAsync();
        var inbox = store.Get<InboxHandler>();
        var item = Assert.Single(await inbox.StoreAsync([Update(1, lane: 7), Update(2, lane: 7)], take: true, Ct));

        var (aside, next) = await inbox.SetAsideAsync(item, Ct);

        Assert.Equal(2, next?.ExternalId);
        Assert.Null(await inbox.CompleteAsync(next!, Ct));
        Assert.True(await inbox.IsOpenAsync("telegram", 1, Ct));
        Assert.Null(await inbox.CompleteAsync(aside, Ct));
        Assert.False(await inbox.IsOpenAsync("telegram", 1, Ct));
    }

    [Fact]
    public async Task What_is_done_is_empty_and_still_known_until_it_is_forgotten_after_a_week()
    {
        await using var store = await TestStore.StartAsync();
        var inbox = store.Get<InboxHandler>();
        var stored = await inbox.StoreAsync([Update(1, payload: "something private", lane: 1), Update(2, lane: 2)], take: true, Ct);

        await inbox.CompleteAsync(stored.Single(i => i.ExternalId == 1), Ct);
        Assert.Equal("", await store.ScalarAsync<string>("select payload as value from inbox where external_id = 1"));
        Assert.Empty(await inbox.StoreAsync([Update(1)], take: true, Ct));

        store.Time.Advance(TimeSpan.FromDays(7));
        Assert.Equal(0, await inbox.PurgeAsync(Ct));
        store.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, await inbox.PurgeAsync(Ct));
        // What is not done is never forgotten.
        Assert.True(await inbox.IsOpenAsync("telegram", 2, Ct));
    }

    private static Task<IReadOnlyList<PendingItem>> Sweep(TestStore store, string source) => store.Get<InboxHandler>().SweepAsync(source, 100, Ct);

    private static Incoming Update(long id, string? payload = null, long? lane = null) => new("telegram", id, lane ?? id, payload ?? $"u{id}");
}
