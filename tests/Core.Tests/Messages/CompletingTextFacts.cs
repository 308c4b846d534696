using XthonBot.Core.Modules.Catalog;
using XthonBot.Core.Modules.Messages;
using XthonBot.Core.Reactions.Notifications;
using XthonBot.Core.Reactions.Webhooks;
using XthonBot.Core.Views.Storefront;

namespace XthonBot.Core.Tests.Messages;

/// <summary>Texts without a code complete an order where the operator says so, and its buyer could read it.</summary>
public sealed class CompletingTextFacts
{
    private const string Text = "Hello, no code here";
    private const string Key = "Orders:TextCompletes";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task As_the_store_comes_a_text_without_a_code_leaves_the_order_waiting_and_its_money_refundable()
    {
        await using var store = await TestStore.StartAsync();
        var order = await BoughtAsync(store, null);

        Assert.Equal(Reception.TextDelivered, await store.ReceiveAsync(order.Phone, Text));

        Assert.Equal((OrderStatus.Pending, false), await StateAsync(store, order));
        Assert.True((await store.CancelAsync(order)).IsOk);
        Assert.Equal("5.00", $"{await store.BalanceAsync(order.Customer)}");
    }

    [Fact]
    public async Task Any_text_completes_the_order_as_a_code_does_where_the_store_says_any()
    {
        await using var store = await TestStore.StartAsync((Key, "Any"));
        var order = await BoughtAsync(store, null, webhook: true);

        Assert.Equal(Reception.TextDelivered, await store.ReceiveAsync(order.Phone, Text));
        await store.ReceiveAsync(order.Phone, "And another one");
        await store.DeliverAsync();
        await store.TellWebhooksAsync();

        Assert.Equal((OrderStatus.Succeeded, true), await StateAsync(store, order));
        Assert.Null((await store.OrderAsync(order)).Code);
        Assert.Equal(new Error.TextArrived(order.Id), (await store.CancelAsync(order)).Error);
        Assert.Equal(2, store.Channel.Delivered.Count(d => d.Kind == NotificationKind.TextArrived));
        Assert.Single(store.Channel.Delivered, d => d.Kind == NotificationKind.OrderChanged);
        var success = Assert.Single(store.Webhooks.Calls, c => c.Event == WebhookEvents.Succeeded);
        Assert.Equal((OrderStatus.Succeeded, null, Text), (success.Order!.Status, success.Order.Code, success.Message!.Text));

        store.Time.Advance(TimeSpan.FromMinutes(20));
        Assert.Equal(0, await store.ExpireAsync());
        Assert.Equal("3.80", $"{await store.BalanceAsync(order.Customer)}");
        Assert.Equal(new Error.TextArrived(order.Id), (await store.CancelAsync(order)).Error);
        Assert.Empty(await store.DifferencesAsync());
    }

    [Fact]
    public async Task A_code_that_comes_after_the_text_is_the_orders_code()
    {
        await using var store = await TestStore.StartAsync((Key, "Any"));
        var order = await BoughtAsync(store, null, webhook: true);
        await store.ReceiveAsync(order.Phone, Text);

        Assert.Equal(Reception.CodeDelivered, await store.ReceiveAsync(order.Phone, "Your code is 54321"));
        await store.TellWebhooksAsync();

        Assert.Equal((OrderStatus.Succeeded, false), await StateAsync(store, order));
        Assert.Equal("54321", (await store.OrderAsync(order)).Code);
        Assert.Equal(new Error.CodeArrived(order.Id, "54321"), (await store.CancelAsync(order)).Error);
        Assert.Single(store.Webhooks.Calls, c => c.Event == WebhookEvents.Succeeded);
    }

    [Fact]
    public async Task Of_a_text_and_a_code_that_come_at_once_the_code_completes_the_order_once()
    {
        await using var store = await TestStore.StartAsync((Key, "Any"));
        var order = await BoughtAsync(store, null, webhook: true);
        var gate = await Data.BatchGate.CloseAsync(store);
        var receiving = new[] { Text, "Your code is 54321", "Bye" }.Select(text => store.ReceiveAsync(order.Phone, text)).ToList();
        gate.Open();
        await Task.WhenAll(receiving);
        await store.TellWebhooksAsync();

        Assert.Equal("54321", (await store.OrderAsync(order)).Code);
        Assert.Single(store.Webhooks.Calls, c => c.Event == WebhookEvents.Succeeded);
        Assert.Equal(3, store.Webhooks.Calls.Count(c => c.Event == WebhookEvents.Message));
    }

    [Theory]
    [InlineData("Telegram", Text, true)]
    [InlineData("TELEGRAM", Text, true)]
    [InlineData("Somebody", "Greetings from telegram", false)]
    public async Task Of_wanted_senders_it_is_the_sender_that_counts_and_not_what_the_text_names(string sender, string text, bool completes)
    {
        await using var store = await TestStore.StartAsync((Key, "WantedSenders"));
        var order = await BoughtAsync(store, new CatalogEdit.SetSenders("telegram"));

        Assert.Equal(Reception.TextDelivered, await FromAsync(store, order, sender, text));

        Assert.Equal((completes ? OrderStatus.Succeeded : OrderStatus.Pending, completes), await StateAsync(store, order));
    }

    [Fact]
    public async Task Where_no_senders_are_wanted_none_completes_and_the_buyer_reads_of_none()
    {
        await using var store = await TestStore.StartAsync((Key, "WantedSenders"));
        var order = await BoughtAsync(store, null);

        await store.ReceiveAsync(order.Phone, Text);

        Assert.Equal((OrderStatus.Pending, false), await StateAsync(store, order));
        Assert.Equal(TextCompletes.Never, Assert.Single(await store.Get<ListServicesHandler>().HandleAsync(order.Customer, Ct)).Texts);
    }

    [Theory]
    [InlineData("Never", TextCompletes.Any, true)]
    [InlineData("Any", TextCompletes.Never, false)]
    [InlineData("Any", null, true)]
    public async Task A_services_own_setting_goes_before_the_stores(string ofTheStore, TextCompletes? own, bool completes)
    {
        await using var store = await TestStore.StartAsync((Key, ofTheStore));
        var order = await BoughtAsync(store, new CatalogEdit.SetTexts(own));

        await store.ReceiveAsync(order.Phone, Text);

        Assert.Equal((completes ? OrderStatus.Succeeded : OrderStatus.Pending, completes), await StateAsync(store, order));
        var shown = Assert.Single(await store.Get<ListServicesHandler>().HandleAsync(order.Customer, Ct));
        Assert.Equal(completes ? TextCompletes.Any : TextCompletes.Never, shown.Texts);
    }

    [Fact]
    public async Task The_rule_of_the_purchase_holds_whatever_the_operator_sets_after_it()
    {
        await using var store = await TestStore.StartAsync();
        var order = await BoughtAsync(store, null);
        await EditAsync(store, new CatalogEdit.SetTexts(TextCompletes.Any));

        await store.ReceiveAsync(order.Phone, Text);

        Assert.Equal((OrderStatus.Pending, false), await StateAsync(store, order));
    }

    [Fact]
    public async Task A_message_with_gaps_completes_nothing_since_its_code_may_be_in_them()
    {
        await using var store = await TestStore.StartAsync((Key, "Any"));
        var order = await BoughtAsync(store, null);
        await store
            .Get<ReceivePartHandler>()
            .HandleAsync(
                new ReceivePart("test", "p1", "Telegram", PhoneNumber.Parse(order.Phone!).Value, "ref", 1, 2, "Hello, ", null),
                Ct
            );
        store.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(1, await store.Get<FlushIncompleteMessagesHandler>().HandleAsync(Ct));

        Assert.Equal((OrderStatus.Pending, false), await StateAsync(store, order));
    }

    [Theory]
    [InlineData("Any", OrderStatus.Succeeded)]
    [InlineData("WantedSenders", OrderStatus.Pending)]
    public async Task Of_what_an_operator_types_nobody_knows_the_sender(string rule, OrderStatus status)
    {
        await using var store = await TestStore.StartAsync((Key, rule));
        var order = await BoughtAsync(store, new CatalogEdit.SetSenders("."));
        var phone = PhoneNumber.Parse(order.Phone!).Value;

        await store
            .Get<ReceiveMessageHandler>()
            .HandleAsync(new ReceiveMessage("operator", "1", "SMS", phone, Text, null, TestStore.Operator), Ct);

        Assert.Equal(status, (await store.OrderAsync(order)).Status);
    }

    [Fact]
    public async Task A_text_that_an_operator_hands_over_completes_the_order_too()
    {
        await using var store = await TestStore.StartAsync((Key, "Any"));
        var order = await BoughtAsync(store, new CatalogEdit.SetSenders("^telegram$"), webhook: true);
        Assert.Equal(Reception.Unmatched, await FromAsync(store, order, "Somebody", Text));
        var message = (await store.Get<ListUnmatchedMessagesHandler>().PageAsync(0, 5, TestStore.Operator, Ct)).Messages[0].Id;

        Assert.Equal(
            Reception.TextDelivered,
            (await store.Get<AssignMessageHandler>().HandleAsync(new AssignMessage(message, order.Id, TestStore.Operator), Ct)).Value
        );
        await store.TellWebhooksAsync();

        Assert.Equal((OrderStatus.Succeeded, true), await StateAsync(store, order));
        Assert.Single(store.Webhooks.Calls, c => c.Event == WebhookEvents.Succeeded);
    }

    [Fact]
    public async Task A_cancel_and_a_text_at_once_have_one_winner()
    {
        const int rounds = 20;
        await using var store = await TestStore.StartAsync((Key, "Any"));
        var service = await store.ServiceAsync(numbers: rounds, price: "0.10");
        var ann = await store.CustomerAsync("10.00");

        for (var round = 0; round < rounds; round++)
        {
            var order = (await store.BuyAsync(ann, service)).Value;
            var before = await store.BalanceAsync(ann.Id);
            var early = round % 2 == 0 ? store.CancelAsync(order) : null;
            var receiving = Task.Run(() => store.ReceiveAsync(order.Phone, Text));
            var canceled = await (early ?? store.CancelAsync(order));
            await receiving;

            var status = (await store.OrderAsync(order)).Status;
            Assert.Equal(canceled.IsOk ? OrderStatus.Canceled : OrderStatus.Succeeded, status);
            if (!canceled.IsOk)
                Assert.Equal(new Error.TextArrived(order.Id), canceled.Error);
            Assert.Equal(canceled.IsOk ? before + order.Price : before, await store.BalanceAsync(ann.Id));
        }

        Assert.Empty(await store.DifferencesAsync());
    }

    [Fact]
    public async Task A_change_of_the_rule_is_audited_with_before_and_after()
    {
        await using var store = await TestStore.StartAsync();
        await store.ServiceAsync();
        await EditAsync(store, new CatalogEdit.SetTexts(TextCompletes.Any));
        await EditAsync(store, new CatalogEdit.SetTexts(null));

        Assert.Equal(
            "USA Telegram, 1.20, completed by texts: Any > USA Telegram, 1.20",
            await store.ScalarAsync<string>(
                "select before || ' > ' || after as value from audit_log where action = 'service.settexts' and before like '%texts%'"
            )
        );
    }

    private static async Task<OrderView> BoughtAsync(TestStore store, CatalogEdit? edit, bool webhook = false)
    {
        var service = await store.ServiceAsync(numbers: 1);
        if (edit is not null)
            await EditAsync(store, edit);
        var ann = await store.CustomerAsync("5.00");
        if (webhook)
            await store.WebhookAsync(ann);
        return (await store.BuyAsync(ann, service)).Value;
    }

    private static async Task EditAsync(TestStore store, CatalogEdit edit) =>
        _ = (await store.Get<EditCatalogHandler>().HandleAsync("tg", edit, TestStore.Operator, Ct)).Value;

    private static Task<Reception> FromAsync(TestStore store, OrderView order, string sender, string text) =>
        store
            .Get<ReceiveMessageHandler>()
            .HandleAsync(new ReceiveMessage("test", text, sender, PhoneNumber.Parse(order.Phone!).Value, text, null), Ct);

    private static async Task<(OrderStatus, bool)> StateAsync(TestStore store, OrderView order)
    {
        var now = await store.OrderAsync(order);
        return (now.Status, now.IsByText);
    }
}
