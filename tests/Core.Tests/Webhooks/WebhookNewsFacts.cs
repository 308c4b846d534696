using XthonBot.Core.Modules.Messages;
using XthonBot.Core.Reactions.Webhooks;

namespace XthonBot.Core.Tests.Webhooks;

/// <summary>What happens to an order is written down for the webhooks of its owner, once.</summary>
public sealed class WebhookNewsFacts : IAsyncLifetime
{
    private TestStore store = null!;

    public async ValueTask InitializeAsync() => store = await TestStore.StartAsync();

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Theory]
    [InlineData(OrderChannel.Chat)]
    [InlineData(OrderChannel.Api)]
    public async Task A_code_is_told_as_a_success_and_as_a_message_and_a_later_one_as_a_message_alone(OrderChannel channel)
    {
        var (_, order) = await BoughtAsync(channel);

        await store.ReceiveAsync(order.Phone, "Hello, no code here");
        await store.ReceiveAsync(order.Phone, "Your code is 54321", "twice");
        await store.ReceiveAsync(order.Phone, "Your code is 54321", "twice");
        store.Time.Advance(TimeSpan.FromSeconds(1));
        await store.ReceiveAsync(order.Phone, "Your code is 98765");

        // Told late: each with the code of its own text.
        Assert.Equal(
            [
                "transaction.message  Hello, no code here",
                "transaction.message 54321 Your code is 54321",
                "transaction.message 98765 Your code is 98765",
                "transaction.succeeded 54321 Your code is 54321",
            ],
            (await ToldAsync()).Select(c => $"{c.Event.Name()} {c.Message!.Code} {c.Message.Text}").Order(StringComparer.Ordinal)
        );
        var success = store.Webhooks.Calls.Single(c => c.Event == WebhookEvents.Succeeded).Order!;
        Assert.Equal((order.Id, OrderStatus.Succeeded, "54321"), (success.Id, success.Status, success.Code));
    }

    [Fact]
    public async Task Codes_that_come_at_once_make_one_success()
    {
        var (_, order) = await BoughtAsync();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => store.ReceiveAsync(order.Phone, $"Your code is 1000{i}")));

        var told = await ToldAsync();
        var success = Assert.Single(told, c => c.Event == WebhookEvents.Succeeded);
        Assert.Equal(success.Message!.Code, success.Order!.Code);
        Assert.Equal(8, told.Where(c => c.Event == WebhookEvents.Message).Select(c => c.Message!.Code).Distinct().Count());
    }

    [Theory]
    [InlineData(OrderChannel.Chat)]
    [InlineData(OrderChannel.Api)]
    public async Task A_cancel_is_told_once(OrderChannel channel)
    {
        var (_, order) = await BoughtAsync(channel);

        await store.CancelAsync(order);
        await store.CancelAsync(order);

        Assert.Equal([(WebhookEvents.Canceled, OrderStatus.Canceled)], (await ToldAsync()).Select(c => (c.Event, c.Order!.Status)));
    }

    [Fact]
    public async Task An_expiry_is_told_once()
    {
        await BoughtAsync(OrderChannel.Api);
        store.Time.Advance(TimeSpan.FromHours(1));

        await store.ExpireAsync();
        await store.ExpireAsync();

        Assert.Equal([(WebhookEvents.Expired, OrderStatus.Expired)], (await ToldAsync()).Select(c => (c.Event, c.Order!.Status)));
    }

    [Fact]
    public async Task A_refund_is_told_and_the_success_before_it_stays_what_it_was()
    {
        var (_, order) = await BoughtAsync(OrderChannel.Api);
        await store.ReceiveAsync(order.Phone, "Your code is 54321");

        await store.RefundAsync(order);

        Assert.Equal(
            [(WebhookEvents.Succeeded, OrderStatus.Succeeded, "54321"), (WebhookEvents.Refunded, OrderStatus.Refunded, "54321")],
            (await ToldAsync())
                .Where(c => c.Event != WebhookEvents.Message)
                .OrderBy(c => c.Event)
                .Select(c => (c.Event, c.Order!.Status, c.Order.Code))
        );
    }

    [Fact]
    public async Task A_message_that_an_operator_hands_over_is_told_like_any_other()
    {
        var (_, order) = await BoughtAsync(OrderChannel.Api);
        await store.SqlAsync("update services set sender_pattern = 'nobody'");
        await store.ReceiveAsync(order.Phone, "Your code is 54321");
        var message = new MessageId(await store.ScalarAsync<long>("select id as \"Value\" from messages"));

        Assert.True(
            (
                await store
                    .Get<AssignMessageHandler>()
                    .HandleAsync(new AssignMessage(message, order.Id, TestStore.Operator), TestContext.Current.CancellationToken)
            ).IsOk
        );

        Assert.Equal([WebhookEvents.Succeeded, WebhookEvents.Message], (await ToldAsync()).Select(c => c.Event).Order());
    }

    [Fact]
    public async Task Each_webhook_is_told_what_it_chose_under_one_id_and_strangers_nothing()
    {
        var (ann, order) = await BoughtAsync();
        await store.WebhookAsync(ann, WebhookEvents.Succeeded | WebhookEvents.Canceled, "second");
        await store.WebhookAsync(await store.CustomerAsync(), name: "stranger");

        await store.ReceiveAsync(order.Phone, "Your code is 54321");

        var told = await ToldAsync();
        Assert.Equal(
            ["/hook transaction.message", "/hook transaction.succeeded", "/second transaction.succeeded"],
            told.Select(c => $"{c.Url.AbsolutePath} {c.Event.Name()}").Order(StringComparer.Ordinal)
        );
        Assert.Single(told.Where(c => c.Event == WebhookEvents.Succeeded).Select(c => c.Id).Distinct());
    }

    [Fact]
    public async Task One_that_is_off_or_removed_is_told_nothing()
    {
        var ann = await store.CustomerAsync("10.00");
        var (off, removed) = ((await store.WebhookAsync(ann)).Webhook, (await store.WebhookAsync(ann)).Webhook);
        var service = await store.ServiceAsync(numbers: 2);
        var waiting = (await store.BuyAsync(ann, service)).Value;
        await store.ReceiveAsync(waiting.Phone, "Your code is 54321");

        _ = (
            await store
                .Get<ChangeWebhookHandler>()
                .HandleAsync(new ChangeWebhook(ann.Id, off.Id, IsOn: false), TestContext.Current.CancellationToken)
        ).Value;
        _ = (await store.Get<RemoveWebhookHandler>().HandleAsync(ann.Id, removed.Id, TestContext.Current.CancellationToken)).Value;
        await store.CancelAsync((await store.BuyAsync(ann, service)).Value);

        Assert.Empty(await ToldAsync());
        Assert.Equal(
            0,
            await store.ScalarAsync<int>("select cast(count(*) as int) as \"Value\" from webhook_deliveries where due_at is not null")
        );
    }

    [Fact]
    public async Task A_low_balance_is_told_once_until_it_was_higher_again()
    {
        var ann = await store.CustomerAsync("5.00");
        await store.WebhookAsync(ann, balanceBelow: new Money(400));
        var service = await store.ServiceAsync(numbers: 2);
        Assert.Equal(0, await WatchAsync());

        var order = (await store.BuyAsync(ann, service)).Value;
        Assert.Equal((1, 0), (await WatchAsync(), await WatchAsync()));
        Assert.Equal(new LowBalance(380, 400), Assert.Single(await ToldAsync()).LowBalance);
        await store.CancelAsync(order);
        Assert.Equal(0, await WatchAsync());
        await store.BuyAsync(ann, service);
        Assert.Equal(1, await WatchAsync());

        Task<int> WatchAsync() => store.Get<WatchBalancesHandler>().HandleAsync(TestContext.Current.CancellationToken);
    }

    private async Task<(CustomerProfile Customer, OrderView Order)> BoughtAsync(OrderChannel channel = OrderChannel.Chat)
    {
        var customer = await store.CustomerAsync("5.00");
        await store.WebhookAsync(customer);
        return (customer, (await store.BuyAsync(customer, await store.ServiceAsync(numbers: 1), channel: channel)).Value);
    }

    private async Task<IReadOnlyList<WebhookCall>> ToldAsync()
    {
        await store.TellWebhooksAsync();
        return store.Webhooks.Calls;
    }
}
