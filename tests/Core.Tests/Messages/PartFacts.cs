using XthonBot.Core.Modules.Messages;
using XthonBot.Core.Reactions.Notifications;

namespace XthonBot.Core.Tests.Messages;

public sealed class PartFacts
{
    private static readonly string[] Texts = ["Your Telegram co", "de is 543", "21. Do not share it"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, 2, 3)]
    [InlineData(1, 3, 2)]
    [InlineData(2, 1, 3)]
    [InlineData(2, 3, 1)]
    [InlineData(3, 1, 2)]
    [InlineData(3, 2, 1)]
    public async Task Parts_in_any_order_are_one_message(int first, int second, int third)
    {
        await using var store = await TestStore.StartAsync();
        var order = await BoughtAsync(store);

        Assert.Equal(new PartReception(true, null), await PartAsync(store, order, first));
        Assert.Equal(new PartReception(true, null), await PartAsync(store, order, second));
        Assert.Equal(0, await store.ScalarAsync<int>("select count(*) as value from messages"));
        Assert.Equal(new PartReception(true, Reception.CodeDelivered), await PartAsync(store, order, third));

        Assert.Equal("54321", (await store.OrderAsync(order)).Code);
        Assert.Equal([string.Concat(Texts)], await TextsAsync(store));
        await store.DeliverAsync();
        Assert.Single(store.Channel.Delivered, d => d.Kind == NotificationKind.CodeArrived);
    }

    [Fact]
    public async Task All_parts_twenty_times_at_once_are_one_message_told_once()
    {
        await using var store = await TestStore.StartAsync();
        var order = await BoughtAsync(store);

        var receptions = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => PartAsync(store, order, (i % 3) + 1)));

        Assert.Equal(3, receptions.Count(r => r.IsNew));
        Assert.Equal(Reception.CodeDelivered, Assert.Single(receptions, r => r.Whole is not null).Whole);
        Assert.Equal([string.Concat(Texts)], await TextsAsync(store));
        await store.DeliverAsync();
        Assert.Single(store.Channel.Delivered, d => d.Kind == NotificationKind.CodeArrived);
    }

    [Fact]
    public async Task A_part_again_changes_nothing_under_its_own_id_or_another()
    {
        await using var store = await TestStore.StartAsync();
        var order = await BoughtAsync(store);
        await PartAsync(store, order, 1);

        Assert.False((await PartAsync(store, order, 1)).IsNew);
        Assert.False((await PartAsync(store, order, 1, id: "resent")).IsNew);
        await PartAsync(store, order, 2);
        await PartAsync(store, order, 3);
        foreach (var index in new[] { 3, 1, 2 })
        {
            Assert.False((await PartAsync(store, order, index)).IsNew);
            Assert.False((await PartAsync(store, order, index, id: $"resent {index}")).IsNew);
        }

        store.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(0, await SweepAsync(store));
        Assert.Equal([string.Concat(Texts)], await TextsAsync(store));
    }

    [Fact]
    public async Task One_id_for_all_parts_of_a_message_loses_none()
    {
        await using var store = await TestStore.StartAsync();
        var order = await BoughtAsync(store);
        foreach (var index in new[] { 1, 2, 3 })
            Assert.True((await PartAsync(store, order, index, id: "the message")).IsNew);

        Assert.Equal("54321", (await store.OrderAsync(order)).Code);
    }

    [Fact]
    public async Task The_same_reference_of_another_sender_or_number_is_another_message()
    {
        await using var store = await TestStore.StartAsync();
        var order = await BoughtAsync(store);
        var elsewhere = order with { Phone = "+447700900123" };
        foreach (var index in new[] { 1, 2, 3 })
        {
            await PartAsync(store, order, index, id: $"a{index}", from: "Ann");
            await PartAsync(store, order, index, id: $"b{index}", from: "Bob");
            await PartAsync(store, elsewhere, index, id: $"c{index}", from: "Ann");
        }

        Assert.Equal(Enumerable.Repeat(string.Concat(Texts), 3), await TextsAsync(store));
    }

    [Fact]
    public async Task A_message_that_stays_incomplete_goes_off_with_its_gaps_after_the_wait()
    {
        await using var store = await TestStore.StartAsync(("Messages:PartsWait", "00:01:00"));
        var order = await BoughtAsync(store);
        await PartAsync(store, order, 2, text: "code is 54321 for", count: 4);
        store.Time.Advance(TimeSpan.FromMilliseconds(59_999));
        Assert.Equal(0, await SweepAsync(store));

        store.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, await SweepAsync(store));
        Assert.Equal(0, await SweepAsync(store));

        Assert.Equal(["…code is 54321 for…"], await TextsAsync(store));
        Assert.Equal("54321", (await store.OrderAsync(order)).Code);
    }

    [Fact]
    public async Task A_part_that_comes_after_the_gaps_follows_at_once()
    {
        await using var store = await TestStore.StartAsync();
        var order = await BoughtAsync(store);
        await PartAsync(store, order, 1);
        await PartAsync(store, order, 3);
        store.Time.Advance(TimeSpan.FromMinutes(1));
        await SweepAsync(store);

        Assert.Equal(Reception.CodeDelivered, (await PartAsync(store, order, 2)).Whole);

        Assert.Equal(["Your Telegram co…21. Do not share it", string.Concat(Texts)], await TextsAsync(store));
        Assert.Equal("54321", (await store.OrderAsync(order)).Code);
    }

    [Fact]
    public async Task Two_sweeps_and_the_last_part_at_once_lose_and_double_nothing()
    {
        await using var store = await TestStore.StartAsync();
        var order = await BoughtAsync(store);
        await PartAsync(store, order, 1);
        await PartAsync(store, order, 2);
        store.Time.Advance(TimeSpan.FromMinutes(1));

        var last = PartAsync(store, order, 3);
        var given = await Task.WhenAll(SweepAsync(store), SweepAsync(store));
        await last;

        var texts = await TextsAsync(store);
        Assert.Equal(string.Concat(Texts), texts[^1]);
        Assert.Equal(given.Sum() + 1, texts.Count);
        Assert.InRange(given.Sum(), 0, 1);
        Assert.Equal("54321", (await store.OrderAsync(order)).Code);
    }

    [Fact]
    public async Task A_reference_that_comes_round_is_another_message()
    {
        await using var store = await TestStore.StartAsync();
        var order = await BoughtAsync(store);
        await AllAsync("a", "54321");
        await AllAsync("b", "65432");
        store.Time.Advance(TimeSpan.FromHours(1));
        await AllAsync("c", "65432");
        // The first, once more: its answer was lost on the way.
        Assert.False((await PartAsync(store, order, 1, id: "a1", text: "Your code ", count: 2)).IsNew);

        // What is the same in both messages cannot be told from a repetition; the code that is not goes off all the same.
        store.Time.Advance(TimeSpan.FromMinutes(1));
        await SweepAsync(store);
        Assert.Equal(["Your code is 54321", "…is 65432", "Your code is 65432"], await TextsAsync(store));

        async Task AllAsync(string id, string code)
        {
            await PartAsync(store, order, 1, id: id + "1", text: "Your code ", count: 2);
            await PartAsync(store, order, 2, id: id + "2", text: "is " + code, count: 2);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Bug_A_gateway_that_counts_its_parts_anew_lost_the_first_ones_with_a_200(bool isOtherReference)
    {
        await using var store = await TestStore.StartAsync();
        var order = await BoughtAsync(store);
        await AllAsync("54321", "7", "for you");
        store.Time.Advance(TimeSpan.FromHours(2));
        // Under another reference also the same part is another one; under the same one it cannot be told from a repetition.
        var (reference, end) = isOtherReference ? ("8", "for you") : ("7", "for you too");
        await AllAsync("65432", reference, end);
        await AllAsync("65432", reference, end, isNew: false);

        Assert.Equal(["Code 54321, for you", "Code 65432, " + end], await TextsAsync(store));
        Assert.Equal("65432", (await store.OrderAsync(order)).Code);

        async Task AllAsync(string code, string reference, string end, bool isNew = true)
        {
            foreach (var (index, text) in new[] { (1, $"Code {code}, "), (2, end) })
            {
                var part = Part(order.Phone!, index) with { ExternalId = $"{index}", Reference = reference, Text = text, Count = 2 };
                Assert.Equal(isNew, (await store.Get<ReceivePartHandler>().HandleAsync(part, Ct)).IsNew);
            }
        }
    }

    [Fact]
    public async Task A_reference_that_comes_round_too_early_gives_out_what_was_there()
    {
        await using var store = await TestStore.StartAsync();
        var order = await BoughtAsync(store);
        await PartAsync(store, order, 1, id: "a1", text: "Your code is 54321, ", count: 2);
        await PartAsync(store, order, 1, id: "b1", text: "Another", count: 2);
        await PartAsync(store, order, 2, id: "b2", text: " one", count: 2);

        Assert.Equal(["Your code is 54321, …", "Another one"], await TextsAsync(store));
        Assert.Equal("54321", (await store.OrderAsync(order)).Code);
    }

    [Fact]
    public async Task A_message_that_began_before_its_order_is_not_for_the_buyer()
    {
        await using var store = await TestStore.StartAsync();
        var service = await store.ServiceAsync(numbers: 1);
        var ann = await store.CustomerAsync("5.00");
        var phone = await store.ScalarAsync<string>("select phone as value from numbers");
        await store.Get<ReceivePartHandler>().HandleAsync(Part(phone, 1), Ct);
        store.Time.Advance(TimeSpan.FromSeconds(1));
        var order = (await store.BuyAsync(ann, service)).Value;
        store.Time.Advance(TimeSpan.FromSeconds(1));

        await PartAsync(store, order, 2);
        Assert.Equal(Reception.Unmatched, (await PartAsync(store, order, 3)).Whole);

        Assert.Null((await store.OrderAsync(order)).Code);
    }

    [Fact]
    public async Task Characters_that_a_database_does_not_keep_lose_no_part()
    {
        await using var store = await TestStore.StartAsync();
        var order = await BoughtAsync(store);
        await PartAsync(store, order, 1, text: "Your code \0 is ", count: 2);
        Assert.False((await PartAsync(store, order, 1, id: "again", text: "Your code \0 is ", count: 2)).IsNew);
        await PartAsync(store, order, 2, text: "54321 \ud83d", count: 2);

        Assert.Equal(["Your code \uFFFD is 54321 \uFFFD"], await TextsAsync(store));
    }

    [Fact]
    public async Task Parts_are_purged_with_the_texts_but_not_while_they_wait()
    {
        await using var store = await TestStore.StartAsync(("Messages:Retention", "3.00:00:00"));
        var order = await BoughtAsync(store);
        foreach (var index in new[] { 1, 2, 3 })
            await PartAsync(store, order, index);
        await store.Get<ReceivePartHandler>().HandleAsync(Part(order.Phone!, 1) with { ExternalId = "w", Reference = "waiting" }, Ct);

        store.Time.Advance(TimeSpan.FromHours(72));
        await store.Get<PurgeTextsHandler>().HandleAsync(Ct);
        Assert.Equal(4, await store.ScalarAsync<int>("select count(*) as value from message_parts"));
        store.Time.Advance(TimeSpan.FromMilliseconds(1));
        await store.Get<PurgeTextsHandler>().HandleAsync(Ct);
        Assert.Equal(1, await store.ScalarAsync<int>("select count(*) as value from message_parts"));
        Assert.Equal(1, await store.ScalarAsync<int>("select count(*) as value from long_messages"));

        await SweepAsync(store);
        await store.Get<PurgeTextsHandler>().HandleAsync(Ct);
        Assert.Equal(0, await store.ScalarAsync<int>("select count(*) as value from message_parts"));
        Assert.Equal(0, await store.ScalarAsync<int>("select count(*) as value from long_messages"));
        Assert.Equal(["Your Telegram co…"], await TextsAsync(store));
        Assert.Empty(await store.DifferencesAsync());
    }

    private static ReceivePart Part(string phone, int index) =>
        new("test", $"p{index}", "Telegram", PhoneNumber.Parse(phone).Value, "7", index, Texts.Length, Texts[index - 1], null);

    private static Task<PartReception> PartAsync(
        TestStore store,
        OrderView order,
        int index,
        string? id = null,
        string from = "Telegram",
        string? text = null,
        int count = 3
    ) =>
        store
            .Get<ReceivePartHandler>()
            .HandleAsync(
                Part(order.Phone!, index) with
                {
                    ExternalId = id ?? $"p{index}",
                    From = from,
                    Text = text ?? Texts[index - 1],
                    Count = count,
                },
                Ct
            );

    private static Task<int> SweepAsync(TestStore store) => store.Get<FlushIncompleteMessagesHandler>().HandleAsync(Ct);

    /// <summary>Of all messages, in the order in which they were stored.</summary>
    private static async Task<IReadOnlyList<string>> TextsAsync(TestStore store)
    {
        var count = await store.ScalarAsync<int>("select count(*) as value from messages");
        var texts = new List<string>();
        for (var i = 0; i < count; i++)
            texts.Add(await store.TextAsync($"select text as value from messages order by id limit 1 offset {i}") ?? "-");
        return [.. texts.Where(t => t != "-")];
    }

    private static async Task<OrderView> BoughtAsync(TestStore store)
    {
        var service = await store.ServiceAsync(numbers: 1);
        var ann = await store.CustomerAsync("5.00");
        return (await store.BuyAsync(ann, service)).Value;
    }
}
