using System.Text;
using CsCheck;

namespace XthonBot.Core.Tests.Durability;

public sealed class InboxFacts
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_comes_again_is_stored_once_also_within_one_batch()
    {
        await using var store = await TestStore.StartAsync();
        var inbox = store.Get<Inbox>();

        var first = await inbox.StoreAsync([Update(1), Update(2), Update(2)], take: true, Ct);
        var again = await inbox.StoreAsync([Update(2), Update(3), Update(1)], take: true, Ct);

        Assert.Equal([(1L, "u1"), (2L, "u2")], first.Taken.Select(i => (i.ExternalId, i.Payload)));
        Assert.Equal([(3L, "u3")], again.Taken.Select(i => (i.ExternalId, i.Payload)));
        Assert.Equal((2, 1), (first.Added, again.Added));
        Assert.Empty(again.BegunAgain);
        Assert.Equal(3, await store.ScalarAsync<int>("select count(*) as value from inbox"));
    }

    [Fact]
    public async Task A_batch_delivered_twenty_times_at_once_is_new_once_and_taken_once()
    {
        await using var store = await TestStore.StartAsync();

        var stored = await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(_ =>
                    store.Get<Inbox>().StoreAsync([.. Enumerable.Range(1, 10).Select(i => Update(i, partition: i))], take: true, Ct)
                )
        );

        Assert.Equal(Enumerable.Range(1, 10).Select(i => (long)i), stored.SelectMany(s => s.Taken).Select(i => i.ExternalId).Order());
        Assert.Equal(10, await store.ScalarAsync<int>("select count(*) as value from inbox"));
    }

    [Fact]
    public async Task A_partition_is_worked_at_one_after_the_other_in_the_order_of_arrival()
    {
        await using var store = await TestStore.StartAsync();
        var inbox = store.Get<Inbox>();

        var first = Assert.Single((await inbox.StoreAsync([Update(9, partition: 7), Update(8, partition: 7)], take: true, Ct)).Taken);
        // Ids that begin again are no reason to go first.
        Assert.Empty((await inbox.StoreAsync([Update(2, partition: 7)], take: true, Ct)).Taken);

        Assert.Equal(9, first.ExternalId);
        var second = await inbox.CompleteAsync(first, Ct);
        Assert.Equal(8, second?.ExternalId);
        var third = await inbox.CompleteAsync(second!, Ct);
        Assert.Equal(2, third?.ExternalId);
        Assert.Null(await inbox.CompleteAsync(third!, Ct));
        Assert.Equal(4, Assert.Single((await inbox.StoreAsync([Update(4, partition: 7)], take: true, Ct)).Taken).ExternalId);
    }

    [Fact]
    public async Task Another_process_takes_a_partition_only_when_its_holder_is_not_heard_of_any_more()
    {
        await using var store = await TestStore.StartAsync();
        var other = TestStore.Open(store.Database);
        await store.Get<Heartbeat>().BeatAsync(Ct);
        await other.Get<Heartbeat>().BeatAsync(Ct);
        var mine = Assert.Single((await store.Get<Inbox>().StoreAsync([Update(1, partition: 7)], take: true, Ct)).Taken);
        Assert.Empty((await other.Get<Inbox>().StoreAsync([Update(2, partition: 7)], take: true, Ct)).Taken);
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
        Assert.Null(await store.Get<Inbox>().CompleteAsync(mine, Ct));
        Assert.Equal(2, (await other.Get<Inbox>().CompleteAsync(taken, Ct))?.ExternalId);
        await other.CloseAsync();
    }

    [Fact]
    public async Task What_was_stored_and_not_taken_is_found_by_the_sweep_the_oldest_of_each_partition()
    {
        await using var store = await TestStore.StartAsync();
        await store
            .Get<Inbox>()
            .StoreAsync(
                [Update(9, partition: 1), Update(4, partition: 1), Update(7, partition: 2), Update(5, partition: 3)],
                take: false,
                Ct
            );

        Assert.Equal([5L, 7L, 9L], (await Sweep(store, "telegram")).Select(i => i.ExternalId).Order());
        Assert.Empty(await Sweep(store, "telegram"));
    }

    [Fact]
    public async Task What_takes_long_goes_aside_and_its_partition_goes_on()
    {
        await using var store = await TestStore.StartAsync();
        var inbox = store.Get<Inbox>();
        var item = Assert.Single((await inbox.StoreAsync([Update(1, partition: 7), Update(2, partition: 7)], take: true, Ct)).Taken);

        var (aside, next) = await inbox.SetAsideAsync(item, Ct);

        Assert.Equal(2, next?.ExternalId);
        Assert.Null(await inbox.CompleteAsync(next!, Ct));
        Assert.Equal([aside.Id], await inbox.ReadHeldAsync("telegram", Ct));
        Assert.Null(await inbox.CompleteAsync(aside, Ct));
        Assert.Empty(await inbox.ReadHeldAsync("telegram", Ct));
    }

    [Fact]
    public async Task A_stop_that_another_process_asks_for_is_seen_by_the_one_that_works_at_what_was_set_aside()
    {
        await using var store = await TestStore.StartAsync();
        var other = TestStore.Open(store.Database);
        var inbox = store.Get<Inbox>();
        var item = Assert.Single((await inbox.StoreAsync([Update(1, partition: 7)], take: true, Ct)).Taken);
        Assert.False(await other.Get<Inbox>().RequestStopAsync("telegram", item.Id, Ct));
        var (aside, _) = await inbox.SetAsideAsync(item, Ct);
        Assert.False(await inbox.IsStopRequestedAsync(aside.Id, Ct));

        Assert.False(await other.Get<Inbox>().RequestStopAsync("somewhere else", aside.Id, Ct));
        Assert.True(await other.Get<Inbox>().RequestStopAsync("telegram", aside.Id, Ct));

        Assert.True(await inbox.IsStopRequestedAsync(aside.Id, Ct));
        Assert.Equal(0, await store.ScalarAsync<int>("select count(*) as value from leases where name like 'stop:%'"));
        await inbox.CompleteAsync(aside, Ct);
        Assert.False(await other.Get<Inbox>().RequestStopAsync("telegram", aside.Id, Ct));
        await other.CloseAsync();
    }

    [Fact]
    public async Task What_is_done_is_empty_and_still_known_until_it_is_forgotten_after_a_week()
    {
        await using var store = await TestStore.StartAsync();
        var inbox = store.Get<Inbox>();
        var stored = (
            await inbox.StoreAsync([Update(1, payload: "something private", partition: 1), Update(2, partition: 2)], take: true, Ct)
        ).Taken;

        await inbox.CompleteAsync(stored.Single(i => i.ExternalId == 1), Ct);
        Assert.Equal("", await store.ScalarAsync<string>("select payload as value from inbox where external_id = 1"));
        Assert.Equal(0, (await inbox.StoreAsync([Update(1)], take: true, Ct)).Added);

        store.Time.Advance(TimeSpan.FromDays(7));
        Assert.Equal(0, await inbox.PurgeAsync(Ct));
        store.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, await inbox.PurgeAsync(Ct));
        // What is not done is never forgotten.
        Assert.Equal([stored.Single(i => i.ExternalId == 2).Id], await inbox.ReadHeldAsync("telegram", Ct));
    }

    [Fact]
    public async Task Bug_Ids_that_begin_again_were_dropped_in_silence()
    {
        await using var store = await TestStore.StartAsync();
        var inbox = store.Get<Inbox>();
        await inbox.StoreAsync([Of("first", "one")], take: true, Ct);

        var again = await inbox.StoreAsync([Of("first", "one"), Of("second", "one"), Of("second", "one")], take: true, Ct);

        Assert.Equal(1, again.Added);
        Assert.Equal([5L], again.BegunAgain);
        Assert.Equal(0, (await inbox.StoreAsync([Of("second", "one"), Of("first", "one")], take: true, Ct)).Added);
        Assert.Equal(2, await store.ScalarAsync<int>("select count(*) as value from inbox"));
    }

    [Fact]
    public async Task Whether_the_content_is_another_is_not_known_where_the_key_is_another_and_then_the_id_decides()
    {
        await using var store = await TestStore.StartAsync();
        var inbox = store.Get<Inbox>();
        await inbox.StoreAsync([Of("first", "one")], take: true, Ct);
        await inbox.StoreAsync([Update(6)], take: true, Ct);

        Assert.Equal(0, (await inbox.StoreAsync([Of("first", "two"), Of("second", "two")], take: true, Ct)).Added);
        // What an earlier release stored has no digest.
        Assert.Equal(0, (await inbox.StoreAsync([Of("sixth", "one", id: 6)], take: true, Ct)).Added);
    }

    /// <summary>For each key, a digest says the same of the same content, another of another, and nothing by another key.</summary>
    [Fact]
    public void A_digest_tells_contents_apart_by_its_own_key_alone() =>
        Gen.Select(Gen.Byte.Array[1, 20], Gen.Byte.Array[1, 20], Gen.Byte.Array[0, 20], Gen.Byte.Array[0, 20])
            .Sample(
                (key, otherKey, content, otherContent) =>
                {
                    var (one, other) = (new ContentDigest(key), new ContentDigest(otherKey));
                    Assert.NotEqual(0, one.Of(content));
                    Assert.True(ContentDigest.MayBeSame(one.Of(content), new ContentDigest(key).Of(content)));
                    Assert.Equal(content.SequenceEqual(otherContent), ContentDigest.MayBeSame(one.Of(content), one.Of(otherContent)));
                    if (!key.SequenceEqual(otherKey) && (one.Of(content) ^ other.Of(content)) >>> 48 != 0)
                        Assert.True(ContentDigest.MayBeSame(one.Of(content), other.Of(otherContent)));
                    Assert.True(ContentDigest.MayBeSame(0, one.Of(content)));
                }
            );

    [Fact]
    public async Task Progress_is_what_waits_longest_in_its_partition_and_what_was_last_done()
    {
        await using var store = await TestStore.StartAsync();
        var inbox = store.Get<Inbox>();
        Assert.Equal(new InboxProgress(null, null), await inbox.ReadProgressAsync("telegram", Ct));
        var began = store.Time.GetUtcNow().UtcDateTime;
        var item = Assert.Single((await inbox.StoreAsync([Update(1)], take: true, Ct)).Taken);
        store.Time.Advance(TimeSpan.FromMinutes(1));
        var second = Assert.Single((await inbox.StoreAsync([Update(2)], take: true, Ct)).Taken);
        Assert.Equal(new InboxProgress(began, null), await inbox.ReadProgressAsync("telegram", Ct));

        // What takes long goes aside, and is no sign that nothing moves.
        await inbox.SetAsideAsync(item, Ct);
        Assert.Equal(new InboxProgress(began.AddMinutes(1), null), await inbox.ReadProgressAsync("telegram", Ct));
        await inbox.CompleteAsync(second, Ct);
        Assert.Equal(new InboxProgress(null, began.AddMinutes(1)), await inbox.ReadProgressAsync("telegram", Ct));
        Assert.Equal(new InboxProgress(null, null), await inbox.ReadProgressAsync("another", Ct));
    }

    private static Incoming Of(string content, string key, long id = 5) =>
        new("telegram", id, id, content, new ContentDigest(Encoding.UTF8.GetBytes(key)).Of(Encoding.UTF8.GetBytes(content)));

    private static Task<IReadOnlyList<PendingItem>> Sweep(TestStore store, string source) => store.Get<Inbox>().SweepAsync(source, 100, Ct);

    private static Incoming Update(long id, string? payload = null, long? partition = null) =>
        new("telegram", id, partition ?? id, payload ?? $"u{id}");
}
