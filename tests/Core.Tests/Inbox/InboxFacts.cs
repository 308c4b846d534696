using XthonBot.Core.Inbox;

namespace XthonBot.Core.Tests.Inbox;

public sealed class InboxFacts
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_comes_again_is_stored_once_also_within_one_batch()
    {
        await using var store = await TestStore.StartAsync();
        var inbox = store.Get<InboxHandler>();

        var first = await inbox.StoreAsync([Update(1), Update(2), Update(2)], Ct);
        var again = await inbox.StoreAsync([Update(2, payload: "changed"), Update(3), Update(1)], Ct);

        Assert.Equal([1L, 2L], first.Select(i => i.ExternalId));
        Assert.Equal([3L], again.Select(i => i.ExternalId));
        Assert.Equal(["u1", "u2", "u3"], (await inbox.ReadPendingAsync("telegram", Ct)).Select(i => i.Payload));
    }

    [Fact]
    public async Task A_batch_delivered_twenty_times_at_once_is_new_once()
    {
        await using var store = await TestStore.StartAsync();

        var stored = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ =>
            store.Get<InboxHandler>().StoreAsync([.. Enumerable.Range(1, 10).Select(i => Update(i))], Ct)));

        Assert.Equal(10, stored.Sum(s => s.Count));
        Assert.Equal(10, await store.ScalarAsync<int>("select count(*) as value from inbox"));
    }

    [Fact]
    public async Task What_was_not_done_before_a_crash_is_there_in_its_order_afterwards()
    {
        await using var store = await TestStore.StartAsync();
        var stored = await store.Get<InboxHandler>().StoreAsync([Update(9), Update(4), Update(7), Update(5)], Ct);
        await store.Get<InboxHandler>().StoreAsync([new Incoming("other", 1, 1, "o")], Ct);
        await store.Get<InboxHandler>().CompleteAsync(stored[1].Id, Ct);

        var next = TestStore.Open(store.Database);
        var pending = await next.Get<InboxHandler>().ReadPendingAsync("telegram", Ct);
        await next.CloseAsync();

        Assert.Equal([stored[0], stored[2], stored[3]], pending);
    }

    [Fact]
    public async Task What_is_done_is_empty_and_still_known_until_it_is_forgotten_after_a_week()
    {
        await using var store = await TestStore.StartAsync();
        var inbox = store.Get<InboxHandler>();
        var stored = await inbox.StoreAsync([Update(1, payload: "something private"), Update(2)], Ct);

        await inbox.CompleteAsync(stored[0].Id, Ct);
        Assert.Equal("", await store.ScalarAsync<string>("select payload as value from inbox where external_id = 1"));
        Assert.Empty(await inbox.StoreAsync([Update(1)], Ct));

        store.Time.Advance(TimeSpan.FromDays(7));
        Assert.Equal(0, await inbox.PurgeAsync(Ct));
        store.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, await inbox.PurgeAsync(Ct));
        // What is not done is never forgotten.
        Assert.Equal([2L], (await inbox.ReadPendingAsync("telegram", Ct)).Select(i => i.ExternalId));
    }

    private static Incoming Update(long id, string? payload = null) => new("telegram", id, id % 3, payload ?? $"u{id}");
}
