using XthonBot.Core.Modules.Catalog;
using XthonBot.Core.Modules.Messages;
using XthonBot.Core.Modules.Stock;
using XthonBot.Core.Reactions.Notifications;
using XthonBot.Core.Views.Storefront;

namespace XthonBot.Core.Tests.Messages;

public sealed class AssigningFacts
{
    private const string Words = "Secret 54321 is your code";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_that_is_handed_over_is_as_if_it_had_arrived_at_its_order()
    {
        await using var store = await TestStore.StartAsync();
        var order = await BoughtAsync(store);
        var message = await KeptBackAsync(store, order);

        Assert.Equal(Reception.CodeDelivered, (await AssignAsync(store, message, order)).Value);
        await store.DeliverAsync();

        var after = await store.OrderAsync(order);
        Assert.Equal((OrderStatus.Succeeded, "54321"), (after.Status, after.Code));
        Assert.Equal(Words, Assert.Single(store.Channel.Delivered, d => d.Kind == NotificationKind.CodeArrived).Message!.Text);
        Assert.Single(store.Channel.Delivered, d => d.Kind == NotificationKind.OrderChanged);
        Assert.Equal(0, (await ListAsync(store)).Total);
        Assert.Equal(
            $"operator:1003 message:{message.Value} {order.Id}",
            await store.ScalarAsync<string>(
                "select actor || ' ' || subject || ' ' || after as value from audit_log where action = 'message.handover'"
            )
        );
        Assert.Equal(
            0,
            await store.ScalarAsync<int>(
                "select count(*) as value from audit_log where coalesce(before, '') || coalesce(after, '') || coalesce(reason, '') || subject like '%54321%'"
            )
        );
        Assert.Empty(await store.DifferencesAsync());
    }

    [Fact]
    public async Task Of_many_operators_at_once_one_hands_it_over()
    {
        await using var store = await TestStore.StartAsync();
        var order = await BoughtAsync(store);
        var message = await KeptBackAsync(store, order);

        var handed = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => AssignAsync(store, message, order)));
        await store.DeliverAsync();

        Assert.Single(handed, h => h.IsOk);
        Assert.Equal(7, handed.Count(h => h.Error is Error.AlreadyDone));
        Assert.Single(store.Channel.Delivered, d => d.Message is not null);
    }

    [Theory]
    [InlineData(OrderStatus.Canceled)]
    [InlineData(OrderStatus.Expired)]
    [InlineData(OrderStatus.Refunded)]
    public async Task An_order_whose_money_went_back_takes_no_message(OrderStatus ended)
    {
        await using var store = await TestStore.StartAsync();
        var order = await BoughtAsync(store);
        var message = await KeptBackAsync(store, order);
        await EndAsync(store, order, ended);

        Assert.Equal(new Error.WrongStatus(order.Id, ended), (await AssignAsync(store, message, order)).Error);
        await store.DeliverAsync();

        Assert.DoesNotContain(store.Channel.Delivered, d => d.Message?.Text == Words);
        Assert.Equal(1, (await ListAsync(store)).Total);
        Assert.False(Assert.Single((await OpenAsync(store, message)).Owners).CanTake);
    }

    [Fact]
    public async Task A_message_that_came_late_goes_to_the_order_that_was_over_by_then()
    {
        await using var store = await TestStore.StartAsync();
        var order = await BoughtAsync(store);
        await store.ReceiveAsync(order.Phone, "Whatsapp code 11111");
        var sent = store.Now.AddMinutes(1);
        store.Time.Advance(TimeSpan.FromMinutes(20));
        await store.ExpireAsync();
        Assert.Equal(Reception.Unmatched, await store.ReceiveAsync(order.Phone, Words, at: sent));
        var message = Assert.Single((await ListAsync(store)).Messages).Id;

        Assert.Equal(Reception.CodeDelivered, (await AssignAsync(store, message, order)).Value);
        await store.DeliverAsync();

        Assert.Equal((OrderStatus.Succeeded, "54321"), ((await store.OrderAsync(order)).Status, (await store.OrderAsync(order)).Code));
        Assert.Single(store.Channel.Delivered, d => d.Message?.Text == Words);
        Assert.Empty(await store.DifferencesAsync());
    }

    [Fact]
    public async Task Neither_the_holder_after_nor_the_one_before_can_be_given_a_message()
    {
        await using var store = await TestStore.StartAsync();
        var before = await BoughtAsync(store);
        await store.ReceiveAsync(before.Phone, "Whatsapp code 11111");
        store.Time.Advance(TimeSpan.FromMinutes(20));
        await store.ExpireAsync();
        await store.ReceiveAsync(before.Phone, Words);
        var ofBefore = Assert.Single((await ListAsync(store)).Messages).Id;
        store.Time.Advance(TimeSpan.FromMinutes(1));
        await store.StockAsync("wa", [before.Phone!]);
        store.Time.Advance(TimeSpan.FromHours(1));
        await store.Get<FreeCooledNumbersHandler>().HandleAsync(Ct);
        var bob = await store.CustomerAsync("5.00");
        var after = (await store.BuyAsync(bob, (await store.Get<ListServicesHandler>().AllAsync(Ct))[0])).Value;
        Assert.Equal(before.Phone, after.Phone);
        var ofAfter = await KeptBackAsync(store, after);

        Assert.Equal(new Error.Invalid("transaction", "not-holder"), (await AssignAsync(store, ofBefore, after)).Error);
        Assert.Equal(new Error.Invalid("transaction", "not-holder"), (await AssignAsync(store, ofAfter, before)).Error);
        Assert.Equal([after.Id, before.Id], (await OpenAsync(store, ofAfter)).Owners.Select(o => o.Order.Id));
        Assert.Equal([true, false], (await OpenAsync(store, ofAfter)).Owners.Select(o => o.CanTake));
        Assert.Equal(before.Id, Assert.Single((await OpenAsync(store, ofBefore)).Owners).Order.Id);
        Assert.True((await AssignAsync(store, ofBefore, before)).IsOk);
        Assert.True((await AssignAsync(store, ofAfter, after)).IsOk);
    }

    [Fact]
    public async Task A_message_for_another_number_is_not_handed_over()
    {
        await using var store = await TestStore.StartAsync();
        var order = await BoughtAsync(store);
        await store.ReceiveAsync("+447700900123", Words);
        var message = Assert.Single((await ListAsync(store)).Messages).Id;

        Assert.Equal(new Error.Invalid("transaction", "not-holder"), (await AssignAsync(store, message, order)).Error);
        Assert.Empty((await OpenAsync(store, message)).Owners);
    }

    [Fact]
    public async Task An_api_order_takes_what_is_handed_over_without_news_to_the_chat()
    {
        await using var store = await TestStore.StartAsync();
        var order = await BoughtAsync(store, OrderChannel.Api);
        Assert.True((await AssignAsync(store, await KeptBackAsync(store, order), order)).IsOk);

        Assert.Equal("54321", (await store.OrderAsync(order)).Code);
        Assert.Equal(0, await store.ScalarAsync<int>("select count(*) as value from notifications where order_id is not null"));
    }

    [Fact]
    public async Task A_dismissed_message_waits_no_more_and_can_still_be_handed_over()
    {
        await using var store = await TestStore.StartAsync();
        var order = await BoughtAsync(store);
        var message = await KeptBackAsync(store, order);
        var dismiss = store.Get<DismissMessageHandler>();

        Assert.True((await dismiss.HandleAsync(new DismissMessage(message, TestStore.Operator), Ct)).IsOk);
        Assert.Equal(
            new Error.AlreadyDone("message"),
            (await dismiss.HandleAsync(new DismissMessage(message, TestStore.Operator), Ct)).Error
        );
        Assert.Equal(
            new Error.NotFound("message"),
            (await dismiss.HandleAsync(new DismissMessage(new MessageId(999), TestStore.Operator), Ct)).Error
        );
        Assert.Equal(0, (await ListAsync(store)).Total);
        Assert.Equal(0, (await store.Get<SalesStatsHandler>().HandleAsync(1, Ct)).UnmatchedMessages);
        Assert.Equal(1, await store.ScalarAsync<int>("select count(*) as value from audit_log where action = 'message.dismiss'"));

        Assert.True((await AssignAsync(store, message, order)).IsOk);
        Assert.Equal(
            new Error.AlreadyDone("message"),
            (await dismiss.HandleAsync(new DismissMessage(message, TestStore.Operator), Ct)).Error
        );
    }

    [Fact]
    public async Task Where_the_text_is_purged_nothing_waits_and_nothing_is_handed_over()
    {
        await using var store = await TestStore.StartAsync(("Orders:Lifetime", "7.00:00:00"));
        var order = await BoughtAsync(store);
        var message = await KeptBackAsync(store, order);
        store.Time.Advance(TimeSpan.FromHours(73));
        Assert.Equal(1, await store.Get<PurgeTextsHandler>().HandleAsync(Ct));

        Assert.Equal(0, (await ListAsync(store)).Total);
        Assert.Equal(new Error.NotFound("message"), (await AssignAsync(store, message, order)).Error);
    }

    [Fact]
    public async Task The_list_shows_the_newest_first_by_pages_and_looking_is_audited()
    {
        await using var store = await TestStore.StartAsync();
        foreach (var i in Enumerable.Range(1, 7))
        {
            await store.ReceiveAsync("+447700900123", $"Text {i}");
            store.Time.Advance(TimeSpan.FromSeconds(i % 2));
        }

        var pages = new List<string>();
        foreach (var page in new[] { 0, 1, 2, 9 })
            pages.Add(
                string.Join(
                    ' ',
                    (await store.Get<ListUnmatchedMessagesHandler>().PageAsync(page, 3, TestStore.Operator, Ct)).Messages.Select(m =>
                        m.Text[5..]
                    )
                )
            );

        Assert.Equal(["7 6 5", "4 3 2", "1", "1"], pages);
        Assert.Equal(
            4,
            await store.ScalarAsync<int>("select count(*) as value from audit_log where action = 'find' and subject = 'messages'")
        );
    }

    /// <summary>An order of a service that takes messages of WhatsApp alone.</summary>
    private static async Task<OrderView> BoughtAsync(TestStore store, OrderChannel channel = OrderChannel.Chat)
    {
        var service = await store.ServiceAsync("wa", numbers: 1);
        await store.Get<EditCatalogHandler>().HandleAsync("wa", new CatalogEdit.SetSenders("whatsapp"), TestStore.Operator, Ct);
        return (await store.BuyAsync(await store.CustomerAsync("5.00"), service, channel: channel)).Value;
    }

    /// <summary>A message that its order's service does not take by itself.</summary>
    private static async Task<MessageId> KeptBackAsync(TestStore store, OrderView order)
    {
        Assert.Equal(Reception.Unmatched, await store.ReceiveAsync(order.Phone, Words));
        return (await ListAsync(store)).Messages[0].Id;
    }

    private static async Task EndAsync(TestStore store, OrderView order, OrderStatus to)
    {
        if (to == OrderStatus.Canceled)
            await store.CancelAsync(order);
        else if (to == OrderStatus.Expired)
        {
            store.Time.Advance(TimeSpan.FromMinutes(20));
            await store.ExpireAsync();
        }
        else
        {
            await store.ReceiveAsync(order.Phone, "Whatsapp code 11111");
            await store.RefundAsync(order);
        }

        Assert.Equal(to, (await store.OrderAsync(order)).Status);
    }

    private static Task<UnmatchedPage> ListAsync(TestStore store) =>
        store.Get<ListUnmatchedMessagesHandler>().PageAsync(0, 10, TestStore.Operator, Ct);

    private static async Task<UnmatchedDetails> OpenAsync(TestStore store, MessageId id) =>
        (await store.Get<ListUnmatchedMessagesHandler>().HandleAsync(id, TestStore.Operator, Ct)).Value;

    private static Task<Result<Reception>> AssignAsync(TestStore store, MessageId message, OrderView order) =>
        store.Get<AssignMessageHandler>().HandleAsync(new AssignMessage(message, order.Id, TestStore.Operator), Ct);
}
