using XthonBot.Core.Reactions.Notifications;
using XthonBot.Core.Reactions.Webhooks;

namespace XthonBot.Core.Tests.Webhooks;

/// <summary>How webhooks are told: again until it arrives, side by side, and not for ever.</summary>
public sealed class WebhookDeliveryFacts : IAsyncLifetime
{
    private TestStore store = null!;
    private CustomerProfile ann = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        store = await TestStore.StartAsync();
        ann = await store.CustomerAsync("5.00");
    }

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public async Task A_failure_is_tried_again_with_growing_pauses_over_a_day_and_then_given_up()
    {
        var webhook = (await store.WebhookAsync(ann)).Webhook;
        store.Webhooks.Fail(503);
        await TestAsync(webhook);
        var pauses = new List<TimeSpan>();

        await store.TellWebhooksAsync();
        while ((await LastAsync(webhook)).NextAt is { } next)
        {
            pauses.Add(next - store.Now);
            store.Time.Advance(next - store.Now - TimeSpan.FromMilliseconds(1));
            var before = store.Webhooks.Calls.Count;
            await store.TellWebhooksAsync();
            Assert.Equal(before, store.Webhooks.Calls.Count);
            store.Time.Advance(TimeSpan.FromMilliseconds(1));
            await store.TellWebhooksAsync();
        }

        TimeSpan[] least =
        [
            TimeSpan.FromSeconds(5),
            TimeSpan.FromMinutes(5),
            TimeSpan.FromMinutes(30),
            TimeSpan.FromHours(2),
            TimeSpan.FromHours(5),
            TimeSpan.FromHours(10),
            TimeSpan.FromHours(10),
        ];
        Assert.Equal(least.Length, pauses.Count);
        Assert.All(pauses.Zip(least), pair => Assert.InRange(pair.First, pair.Second, pair.Second * 1.1));
        Assert.Equal(least.Length + 1, store.Webhooks.Calls.Count);
        Assert.Single(store.Webhooks.Calls.Select(c => (c.Id, c.At, c.Event)).Distinct());
        var last = await LastAsync(webhook);
        Assert.Equal(
            (null, store.Now, 503, "status-503", 8),
            (last.DeliveredAt, last.GivenUpAt, last.LastStatus, last.LastError, last.Attempts)
        );
    }

    [Fact]
    public async Task Bug_What_was_due_before_the_clock_was_set_back_waited_for_as_much_longer()
    {
        var webhook = (await store.WebhookAsync(ann)).Webhook;
        await TestAsync(webhook);
        store.Time.AdjustTime(store.Time.GetUtcNow().AddHours(-2));
        await store.Get<AfterSetBackHandler>().HandleAsync(Ct);

        await store.TellWebhooksAsync();
        Assert.Single(store.Webhooks.Calls);
    }

    [Fact]
    public async Task What_arrived_at_the_second_try_is_told_no_more()
    {
        var webhook = (await store.WebhookAsync(ann)).Webhook;
        store.Webhooks.Fail();
        await TestAsync(webhook);
        await store.TellWebhooksAsync();
        Assert.Equal(store.Now, (await ReadAsync(webhook)).FailingSince);

        store.Webhooks.Decide = null;
        store.Time.Advance(TimeSpan.FromSeconds(10));
        await store.TellWebhooksAsync();
        store.Time.Advance(TimeSpan.FromDays(1));
        await store.TellWebhooksAsync();

        Assert.Equal(2, store.Webhooks.Calls.Count);
        var last = await LastAsync(webhook);
        Assert.Equal((200, null, 2), (last.LastStatus, last.LastError, last.Attempts));
        Assert.NotNull(last.DeliveredAt);
        Assert.Null((await ReadAsync(webhook)).FailingSince);
    }

    [Fact]
    public async Task A_process_that_dies_before_it_notes_an_answer_is_followed_by_one_that_tells_the_same_again()
    {
        await store.WebhookAsync(ann);
        var order = (await store.BuyAsync(ann, await store.ServiceAsync(numbers: 1))).Value;
        await store.ReceiveAsync(order.Phone, "Your code is 54321");
        var never = new TaskCompletionSource<WebhookAnswer>();
        store.Webhooks.Decide = _ => never.Task;
        await store.Get<WebhookDispatcher>().HandleAsync(Ct);
        await UntilAsync(() => store.Webhooks.Calls.Count == 2);

        var second = TestStore.Open(store.Database);
        await second.TellWebhooksAsync();
        Assert.Empty(second.Webhooks.Calls);
        second.Time.Advance(TimeSpan.FromSeconds(20));
        await second.TellWebhooksAsync();

        Assert.Equal(store.Webhooks.Calls.OrderBy(c => c.Event).Select(Told), second.Webhooks.Calls.OrderBy(c => c.Event).Select(Told));
        // What the first one would still note is no longer its to note.
        never.SetResult(new WebhookAnswer(500, "status-500"));
        await store.Get<WebhookDispatcher>().DrainAsync();
        Assert.Equal(
            0,
            await store.ScalarAsync<int>(
                "select cast(count(*) as int) as \"Value\" from webhook_deliveries where delivered_at is null or due_at is not null"
            )
        );
        await second.CloseAsync();

        static object Told(WebhookCall call) => (call.Id, call.Event, call.At, call.Order, call.Message, call.LowBalance);
    }

    [Fact]
    public async Task Two_that_deliver_at_once_tell_each_event_once()
    {
        var webhook = (await store.WebhookAsync(ann)).Webhook;
        var second = TestStore.Open(store.Database);
        for (var i = 0; i < 40; i++)
            await TestAsync(webhook);

        await Task.WhenAll(store.TellWebhooksAsync(), second.TellWebhooksAsync());

        var told = store.Webhooks.Calls.Concat(second.Webhooks.Calls).Select(c => c.Id).ToList();
        Assert.Equal(40, told.Count);
        Assert.Equal(40, told.Distinct().Count());
        await second.CloseAsync();
    }

    [Fact]
    public async Task One_that_does_not_answer_holds_up_nobody_else_and_gets_a_few_at_a_time()
    {
        var slow = (await store.WebhookAsync(ann, name: "slow")).Webhook;
        var quick = (await store.WebhookAsync(ann, name: "quick")).Webhook;
        var answer = new TaskCompletionSource<WebhookAnswer>();
        store.Webhooks.Decide = call => call.Url.AbsolutePath == "/slow" ? answer.Task : Task.FromResult(new WebhookAnswer(204, null));
        for (var i = 0; i < 10; i++)
        {
            await TestAsync(slow);
            await TestAsync(quick);
        }

        await store.Get<WebhookDispatcher>().HandleAsync(Ct);
        await UntilAsync(() =>
            store.Webhooks.Calls.Count(c => c.Url.AbsolutePath == "/quick") == 10
            && store.Webhooks.Calls.Count(c => c.Url.AbsolutePath == "/slow") >= 4
        );

        Assert.Equal(4, store.Webhooks.Calls.Count(c => c.Url.AbsolutePath == "/slow"));
        answer.SetResult(new WebhookAnswer(204, null));
        await store.Get<WebhookDispatcher>().DrainAsync();
        Assert.Equal(20, store.Webhooks.Calls.Count);
    }

    [Fact]
    public async Task However_many_fail_and_do_not_answer_those_that_work_are_told_at_once()
    {
        var never = new TaskCompletionSource<WebhookAnswer>();
        store.Webhooks.Decide = call => call.Url.AbsolutePath == "/slow" ? never.Task : Task.FromResult(new WebhookAnswer(204, null));
        for (var i = 0; i < 14; i++)
        {
            var customer = await store.CustomerAsync();
            for (var j = 0; j < 5; j++)
            {
                var slow = (await store.WebhookAsync(customer, name: "slow")).Webhook;
                _ = (await store.Get<TestWebhookHandler>().HandleAsync(customer.Id, slow.Id, Ct)).Value;
            }
        }

        await store.SqlAsync("update webhooks set failing_since = created_at");
        Assert.Equal(32, await store.Get<WebhookDispatcher>().HandleAsync(Ct));
        var quick = (await store.WebhookAsync(ann, name: "quick")).Webhook;
        await TestAsync(quick);
        Assert.Equal(1, await store.Get<WebhookDispatcher>().HandleAsync(Ct));
        await UntilAsync(() => store.Webhooks.Calls.Any(c => c.Url.AbsolutePath == "/quick"));
    }

    [Fact]
    public async Task One_that_fails_for_days_is_switched_off_and_its_owner_is_told_once()
    {
        var webhook = (await store.WebhookAsync(ann)).Webhook;
        store.Webhooks.Fail();
        await TestAsync(webhook);
        await store.TellWebhooksAsync();
        store.Time.Advance(TimeSpan.FromDays(3) - TimeSpan.FromSeconds(1));
        await store.TellWebhooksAsync();
        Assert.Null((await ReadAsync(webhook)).DisabledAt);

        store.Time.Advance(TimeSpan.FromHours(12));
        await store.TellWebhooksAsync();

        Assert.Equal("failing", (await ReadAsync(webhook)).DisabledReason);
        Assert.Null((await LastAsync(webhook)).NextAt);
        Assert.IsType<Error.Invalid>((await store.Get<TestWebhookHandler>().HandleAsync(ann.Id, webhook.Id, Ct)).Error);
        await store.DeliverAsync();
        Assert.Equal(
            new NotificationDetail.WebhookOff("example.com", "failing"),
            Assert.Single(store.Channel.Delivered, d => d.Kind == NotificationKind.WebhookOff).Detail
        );

        var on = (await store.Get<ChangeWebhookHandler>().HandleAsync(new ChangeWebhook(ann.Id, webhook.Id, IsOn: true), Ct)).Value;
        Assert.Equal((null, null, null), (on.DisabledAt, on.DisabledReason, on.FailingSince));
        store.Webhooks.Decide = null;
        await TestAsync(webhook);
        await store.TellWebhooksAsync();
        Assert.NotNull((await LastAsync(webhook)).DeliveredAt);
    }

    [Fact]
    public async Task One_that_says_it_is_gone_is_switched_off_at_once()
    {
        var webhook = (await store.WebhookAsync(ann)).Webhook;
        store.Webhooks.Fail(410);
        await TestAsync(webhook);
        await TestAsync(webhook);

        await store.TellWebhooksAsync();

        Assert.Equal("gone", (await ReadAsync(webhook)).DisabledReason);
        await store.DeliverAsync();
        Assert.Single(store.Channel.Delivered, d => d.Kind == NotificationKind.WebhookOff);
    }

    [Fact]
    public async Task What_was_given_up_or_arrived_is_sent_again_on_demand_with_the_same_id()
    {
        var webhook = (await store.WebhookAsync(ann)).Webhook;
        await TestAsync(webhook);
        await store.TellWebhooksAsync();
        var first = await LastAsync(webhook);
        Assert.NotNull(first.DeliveredAt);

        var again = (await store.Get<RedeliverHandler>().HandleAsync(ann.Id, webhook.Id, first.Id, Ct)).Value;
        Assert.Equal((first.Id, 0, null), (again.Id, again.Attempts, again.DeliveredAt));
        await store.TellWebhooksAsync();

        Assert.Equal([first.Id, first.Id], store.Webhooks.Calls.Select(c => c.Id));
        var stranger = await store.CustomerAsync();
        Assert.IsType<Error.NotFound>((await store.Get<RedeliverHandler>().HandleAsync(stranger.Id, webhook.Id, first.Id, Ct)).Error);
    }

    [Fact]
    public async Task After_a_rotation_both_secrets_sign_for_a_day()
    {
        var made = await store.WebhookAsync(ann);
        var next = (await store.Get<RotateSecretHandler>().HandleAsync(ann.Id, made.Webhook.Id, "nonce", Ct)).Value;
        Assert.IsType<Error.AlreadyDone>((await store.Get<RotateSecretHandler>().HandleAsync(ann.Id, made.Webhook.Id, "nonce", Ct)).Error);

        await TestAsync(made.Webhook);
        await store.TellWebhooksAsync();
        store.Time.Advance(TimeSpan.FromHours(24));
        await TestAsync(made.Webhook);
        await store.TellWebhooksAsync();

        Assert.Equal([next.Secret, made.Secret], store.Webhooks.Calls[0].Secrets);
        Assert.Equal([next.Secret], store.Webhooks.Calls[1].Secrets);
        Assert.StartsWith("sealed:", await store.ScalarAsync<string>("select secret as \"Value\" from webhooks"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Old_deliveries_are_deleted_and_with_them_what_was_left_of_a_removed_webhook()
    {
        var webhook = (await store.WebhookAsync(ann)).Webhook;
        await TestAsync(webhook);
        await store.TellWebhooksAsync();
        _ = (await store.Get<RemoveWebhookHandler>().HandleAsync(ann.Id, webhook.Id, Ct)).Value;

        Assert.Equal(0, await store.Get<PurgeDeliveriesHandler>().HandleAsync(Ct));
        store.Time.Advance(TimeSpan.FromDays(30) + TimeSpan.FromSeconds(1));
        Assert.Equal(1, await store.Get<PurgeDeliveriesHandler>().HandleAsync(Ct));

        Assert.Equal(0, await store.ScalarAsync<int>("select cast(count(*) as int) as \"Value\" from webhooks"));
    }

    private async Task TestAsync(WebhookView webhook) =>
        _ = (await store.Get<TestWebhookHandler>().HandleAsync(ann.Id, webhook.Id, Ct)).Value;

    private async Task<WebhookView> ReadAsync(WebhookView webhook) =>
        (await store.Get<ReadWebhooksHandler>().HandleAsync(ann.Id, webhook.Id, Ct)).Value;

    private async Task<DeliveryView> LastAsync(WebhookView webhook) =>
        (await store.Get<ReadDeliveriesHandler>().HandleAsync(ann.Id, webhook.Id, 1, null, Ct)).Value.Items.Single();

    private static async Task UntilAsync(Func<bool> isSo)
    {
        for (var i = 0; i < 1000 && !isSo(); i++)
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Ct);
        Assert.True(isSo());
    }
}
