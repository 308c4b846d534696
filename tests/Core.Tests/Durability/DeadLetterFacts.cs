using XthonBot.Core.Reactions.Notifications;
using XthonBot.Core.Reactions.Webhooks;

namespace XthonBot.Core.Tests.Durability;

/// <summary>What was given up is kept for an operator, who has it tried again or puts it aside.</summary>
public sealed class DeadLetterFacts : IAsyncLifetime
{
    private TestStore store = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private Inbox Inbox => store.Get<Inbox>();

    public async ValueTask InitializeAsync() => store = await TestStore.StartAsync();

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public async Task An_update_that_was_given_up_is_listed_while_its_chat_goes_on()
    {
        var ann = await store.CustomerAsync();
        var items = await Inbox.StoreAsync([Update(1, ann.TelegramId), Update(2, ann.TelegramId)], take: true, Ct);

        var next = await Inbox.GiveUpAsync(items.Taken.Single(), new GivenUp(ann.TelegramId, "callback_query", "FormatException"), Ct);

        Assert.Equal(2, next?.ExternalId);
        var letter = Assert.Single(await ListAsync());
        Assert.Equal(
            (DeadLetterKind.Update, ann.TelegramId, "callback_query", "FormatException", store.Now),
            (letter.Kind, letter.TelegramId, letter.What, letter.Reason, letter.At)
        );
        Assert.Equal(ann.Id, letter.Customer?.Id);
        Assert.StartsWith("sealed:", await PayloadAsync(1), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_update_is_tried_again_as_it_came_beside_its_chat_and_is_emptied_when_it_succeeds()
    {
        var first = (await Inbox.StoreAsync([Update(1, 7), Update(2, 7)], take: true, Ct)).Taken.Single();
        var busy = await Inbox.GiveUpAsync(first, new GivenUp(7, "message", "FormatException"), Ct);

        Assert.True((await DecideAsync(await OneAsync(), retry: true)).IsOk);

        // Its chat is worked at meanwhile; nobody waits for the other.
        var again = Assert.Single(await Inbox.SweepAsync("telegram", 100, Ct));
        Assert.Equal((first.Id, first.Payload, first.ExternalId), (again.Id, again.Payload, again.ExternalId));
        Assert.True(again.PartitionKey < Inbox.LowestPartitionKey);
        Assert.Empty(await ListAsync());
        Assert.Null(await Inbox.CompleteAsync(again, Ct));
        Assert.Equal("", await PayloadAsync(1));
        Assert.Null(await Inbox.CompleteAsync(busy!, Ct));
        Assert.Equal(0, (await Inbox.StoreAsync([Update(1, 7)], take: true, Ct)).Added);
    }

    [Fact]
    public async Task What_fails_again_is_listed_again()
    {
        var item = (await Inbox.StoreAsync([Update(1, 7)], take: true, Ct)).Taken.Single();
        await Inbox.GiveUpAsync(item, new GivenUp(7, "message", "FormatException"), Ct);
        var before = await OneAsync();
        await DecideAsync(before, retry: true);
        var again = Assert.Single(await Inbox.SweepAsync("telegram", 100, Ct));

        await Inbox.GiveUpAsync(again, new GivenUp(7, "message", "OverflowException"), Ct);

        var letter = Assert.Single(await ListAsync());
        Assert.Equal("OverflowException", letter.Reason);
        Assert.NotEqual(before, letter.Id);
        Assert.True((await DecideAsync(letter.Id, retry: true)).IsOk);
    }

    [Fact]
    public async Task Of_operators_who_decide_at_once_one_does()
    {
        var other = TestStore.Open(store.Database);
        var item = (await Inbox.StoreAsync([Update(1, 7)], take: true, Ct)).Taken.Single();
        await Inbox.GiveUpAsync(item, new GivenUp(7, "message", "FormatException"), Ct);
        var letter = await OneAsync();

        var decided = await Task.WhenAll(
            Enumerable.Range(0, 12).Select(i => Task.Run(() => DecideAsync(letter, retry: true, i % 2 == 0 ? store : other)))
        );

        Assert.Single(decided, d => d.IsOk);
        Assert.All(decided.Where(d => !d.IsOk), d => Assert.IsType<Error.AlreadyDone>(d.Error));
        Assert.Single(await Inbox.SweepAsync("telegram", 100, Ct));
        Assert.Equal(1, await CountAsync($"audit_log where action = 'failed.retry' and subject = 'update:{item.Id}'"));
        await other.CloseAsync();
    }

    [Fact]
    public async Task What_is_put_aside_leaves_the_list_and_nothing_of_it_is_kept()
    {
        var item = (await Inbox.StoreAsync([Update(1, 7)], take: true, Ct)).Taken.Single();
        await Inbox.GiveUpAsync(item, new GivenUp(null, "message", "FormatException"), Ct);
        var letter = await OneAsync();

        Assert.True((await DecideAsync(letter, retry: false)).IsOk);

        Assert.Empty(await ListAsync());
        Assert.IsType<Error.AlreadyDone>((await DecideAsync(letter, retry: true)).Error);
        Assert.Equal("", await PayloadAsync(1));
        Assert.Empty(await Inbox.SweepAsync("telegram", 100, Ct));
        Assert.Equal(1, await CountAsync("audit_log where action = 'failed.aside'"));
    }

    [Fact]
    public async Task A_notification_that_was_given_up_is_told_when_it_is_tried_again()
    {
        var ann = await store.CustomerAsync("5.00");
        store.Channel.Answer = new DeliveryOutcome.GivenUp("rejected");
        await store.DeliverAsync();
        var letter = Assert.Single(await ListAsync());
        Assert.Equal(
            (DeadLetterKind.Notification, ann.TelegramId, "BalanceCredited", "rejected"),
            (letter.Kind, letter.TelegramId, letter.What, letter.Reason)
        );
        await store.DeliverAsync();
        Assert.Single(store.Channel.Delivered);

        store.Channel.Answer = new DeliveryOutcome.Sent(1);
        Assert.True((await DecideAsync(letter.Id, retry: true)).IsOk);
        await store.DeliverAsync();

        Assert.Equal(2, store.Channel.Delivered.Count);
        Assert.Equal(1, store.Channel.Delivered[1].Attempts);
        Assert.Equal(1, await CountAsync("notifications where done_at is not null and failure is null"));
        Assert.Empty(await ListAsync());
    }

    [Fact]
    public async Task A_delivery_that_ran_out_of_tries_is_sent_again_with_all_its_tries()
    {
        await GivenUpDeliveryAsync();
        var letter = Assert.Single(await ListAsync());
        Assert.Equal((DeadLetterKind.Delivery, "Test", "status-503"), (letter.Kind, letter.What, letter.Reason));
        var tries = store.Webhooks.Calls.Count;

        store.Webhooks.Decide = null;
        Assert.True((await DecideAsync(letter.Id, retry: true)).IsOk);
        await store.TellWebhooksAsync();

        Assert.Equal(tries + 1, store.Webhooks.Calls.Count);
        Assert.Single(store.Webhooks.Calls.Select(c => c.Id).Distinct());
        Assert.Equal(1, await CountAsync("webhook_deliveries where delivered_at is not null and given_up_at is null and attempts = 1"));
        Assert.Empty(await ListAsync());
    }

    [Fact]
    public async Task A_delivery_of_a_webhook_that_is_off_is_refused_and_stays_on_the_list()
    {
        await GivenUpDeliveryAsync();
        var letter = await OneAsync();
        await store.SqlAsync("update webhooks set disabled_at = created_at, disabled_reason = 'failing'");

        Assert.Equal("webhook-off", Assert.IsType<Error.Invalid>((await DecideAsync(letter, retry: true)).Error).Reason);

        Assert.Equal(letter, await OneAsync());
        Assert.True((await DecideAsync(letter, retry: false)).IsOk);
    }

    [Fact]
    public async Task What_its_customer_sends_again_leaves_the_operators_list()
    {
        var (customer, webhook) = await GivenUpDeliveryAsync();
        var delivery = await LastAsync(customer, webhook);

        Assert.True((await store.Get<RedeliverHandler>().HandleAsync(customer, webhook, delivery.Id, Ct)).IsOk);

        Assert.Empty(await ListAsync());
    }

    [Fact]
    public async Task What_nobody_decides_on_is_forgotten_after_a_week()
    {
        var item = (await Inbox.StoreAsync([Update(1, 7)], take: true, Ct)).Taken.Single();
        await Inbox.GiveUpAsync(item, new GivenUp(7, "message", "FormatException"), Ct);

        store.Time.Advance(TimeSpan.FromDays(7));
        await Inbox.PurgeAsync(Ct);
        Assert.Single(await ListAsync());
        store.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, await Inbox.PurgeAsync(Ct));
        Assert.Empty(await ListAsync());
    }

    [Fact]
    public async Task Whoever_lost_an_update_to_another_process_gives_up_nothing()
    {
        var item = (await Inbox.StoreAsync([Update(1, 7)], take: true, Ct)).Taken.Single();
        await store.SqlAsync("update inbox set holder = 'somebody else'");

        Assert.Null(await Inbox.GiveUpAsync(item, new GivenUp(7, "message", "FormatException"), Ct));

        Assert.Empty(await ListAsync());
        Assert.Equal(0, await CountAsync("inbox where done_at is not null"));
    }

    private async Task<(CustomerId Customer, WebhookId Webhook)> GivenUpDeliveryAsync()
    {
        var ann = await store.CustomerAsync();
        var webhook = (await store.WebhookAsync(ann)).Webhook;
        store.Webhooks.Fail(503);
        _ = (await store.Get<TestWebhookHandler>().HandleAsync(ann.Id, webhook.Id, Ct)).Value;
        await store.TellWebhooksAsync();
        while ((await LastAsync(ann.Id, webhook.Id)).NextAt is { } next)
        {
            store.Time.Advance(next - store.Now);
            await store.TellWebhooksAsync();
        }

        return (ann.Id, webhook.Id);
    }

    private async Task<DeliveryView> LastAsync(CustomerId customer, WebhookId webhook) =>
        (await store.Get<ReadDeliveriesHandler>().HandleAsync(customer, webhook, 1, null, Ct)).Value.Items.Single();

    private Task<string> PayloadAsync(int update) =>
        store.ScalarAsync<string>($"select payload as \"Value\" from inbox where external_id = {update}");

    private Task<int> CountAsync(string rows) => store.ScalarAsync<int>($"select count(*) as value from {rows}");

    private async Task<IReadOnlyList<DeadLetterView>> ListAsync() =>
        (await store.Get<ListDeadLettersHandler>().PageAsync(0, 10, Ct)).Letters;

    private async Task<DeadLetterId> OneAsync() => Assert.Single(await ListAsync()).Id;

    private Task<Result<Done>> DecideAsync(DeadLetterId letter, bool retry, TestStore? process = null) =>
        (process ?? store).Get<DecideDeadLetterHandler>().HandleAsync(new DecideDeadLetter(letter, retry, TestStore.Operator), Ct);

    private static Incoming Update(long id, long partition) => new("telegram", id, partition, $"u{id}");
}
