using XthonBot.Core.Modules.Messages;
using XthonBot.Core.Reactions.Notifications;

namespace XthonBot.Core.Tests.Messages;

public sealed class ReceivingFacts
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_same_message_twenty_times_at_once_is_stored_and_told_once()
    {
        await using var store = await TestStore.StartAsync();
        var order = await BoughtAsync(store);

        var receptions = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => store.ReceiveAsync(order.Phone, "Your code is 54321", "same"))
        );

        Assert.Single(receptions, r => r == Reception.CodeDelivered);
        Assert.Equal(19, receptions.Count(r => r == Reception.Duplicate));
        await store.DeliverAsync();
        Assert.Single(store.Channel.Delivered, d => d.Kind == NotificationKind.CodeArrived);
        Assert.Equal(1, await store.ScalarAsync<int>("select count(*) as value from messages"));
    }

    [Fact]
    public async Task The_same_id_of_another_source_is_another_message()
    {
        await using var store = await TestStore.StartAsync();
        var order = await BoughtAsync(store);
        var phone = PhoneNumber.Parse(order.Phone).Value;

        Assert.Equal(Reception.CodeDelivered, await store.ReceiveAsync(order.Phone, "Your code is 54321", "1"));
        Assert.Equal(
            Reception.CodeDelivered,
            await store
                .Get<ReceiveMessageHandler>()
                .HandleAsync(new ReceiveMessage("other", "1", "Telegram", phone, "Your code is 12345", null), Ct)
        );
    }

    [Fact]
    public async Task A_message_for_an_unknown_number_is_kept_and_shown_to_nobody()
    {
        await using var store = await TestStore.StartAsync();
        await BoughtAsync(store);

        Assert.Equal(Reception.Unmatched, await store.ReceiveAsync("+447700900123", "Your code is 54321"));
        await store.DeliverAsync();

        Assert.Equal(
            "Your code is 54321",
            store.Opened(await store.ScalarAsync<string>("select text as value from messages where order_id is null and code is null"))
        );
        Assert.DoesNotContain(store.Channel.Delivered, d => d.Message is not null);
    }

    [Fact]
    public async Task A_message_that_came_before_its_order_is_still_a_duplicate_afterwards()
    {
        await using var store = await TestStore.StartAsync();
        var service = await store.ServiceAsync(numbers: 1);
        var ann = await store.CustomerAsync("5.00");
        var phone = await store.ScalarAsync<string>("select phone as value from numbers");
        Assert.Equal(Reception.Unmatched, await store.ReceiveAsync(phone, "Your code is 54321", "m"));
        store.Time.Advance(TimeSpan.FromSeconds(1));
        var order = (await store.BuyAsync(ann, service)).Value;

        Assert.Equal(Reception.Duplicate, await store.ReceiveAsync(phone, "Your code is 54321", "m"));
        Assert.Equal(OrderStatus.Pending, (await store.OrderAsync(order)).Status);
    }

    [Fact]
    public async Task What_an_operator_hands_in_is_audited_without_its_text()
    {
        await using var store = await TestStore.StartAsync();
        var order = await BoughtAsync(store);

        await store
            .Get<ReceiveMessageHandler>()
            .HandleAsync(
                new ReceiveMessage(
                    "operator",
                    "1",
                    "Telegram",
                    PhoneNumber.Parse(order.Phone).Value,
                    "Your code is 54321",
                    null,
                    TestStore.Operator
                ),
                Ct
            );

        Assert.Equal(
            $"operator:1003 number:{order.Phone} -",
            await store.ScalarAsync<string>(
                "select actor || ' ' || subject || ' ' || coalesce(before, after, reason, '-') as value from audit_log where action = 'sms'"
            )
        );
    }

    [Fact]
    public async Task An_api_order_takes_its_code_without_news_to_the_chat()
    {
        await using var store = await TestStore.StartAsync();
        var order = await BoughtAsync(store, OrderChannel.Api);

        Assert.Equal(Reception.CodeDelivered, await store.ReceiveAsync(order.Phone, "Your code is 54321"));

        Assert.Equal("54321", (await store.OrderAsync(order)).Code);
        Assert.Equal(0, await store.ScalarAsync<int>("select count(*) as value from notifications where order_id is not null"));
    }

    [Fact]
    public async Task Text_and_code_are_gone_after_their_time_and_the_order_stays()
    {
        await using var store = await TestStore.StartAsync(("Messages:Retention", "3.00:00:00"));
        var order = await BoughtAsync(store);
        await store.ReceiveAsync(order.Phone, "Your code is 54321");
        await store.ReceiveAsync("+447700900123", "Secret words for nobody 54321");
        await store.DeliverAsync();

        store.Time.Advance(TimeSpan.FromHours(72));
        Assert.Equal(0, await store.Get<PurgeTextsHandler>().HandleAsync(Ct));
        store.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(2, await store.Get<PurgeTextsHandler>().HandleAsync(Ct));
        Assert.Equal(0, await store.Get<PurgeTextsHandler>().HandleAsync(Ct));

        var after = await store.OrderAsync(order);
        Assert.Equal((OrderStatus.Succeeded, null, order.Phone), (after.Status, after.Code, after.Phone));
        Assert.Equal(0, await store.ScalarAsync<int>("select count(*) as value from messages where text is not null or code is not null"));
        Assert.Equal(
            0,
            await store.ScalarAsync<int>(
                "select count(*) as value from notifications where coalesce(detail, '') || coalesce(failure, '') like '%54321%'"
            )
        );
        Assert.Equal(
            0,
            await store.ScalarAsync<int>(
                "select count(*) as value from audit_log where coalesce(before, '') || coalesce(after, '') || coalesce(reason, '') like '%54321%'"
            )
        );
        // A late duplicate is still known.
        Assert.Equal(Reception.Duplicate, await store.ReceiveAsync(order.Phone, "Your code is 54321", "m1"));
        Assert.Empty(await store.DifferencesAsync());
    }

    [Fact]
    public async Task Bug_News_that_was_told_long_ago_was_kept_for_ever()
    {
        await using var store = await TestStore.StartAsync();
        var order = await BoughtAsync(store);
        await store.DeliverAsync();
        store.Time.Advance(TimeSpan.FromDays(7));
        await store.ReceiveAsync(order.Phone, "Your code is 54321");
        await store.Get<PurgeNotificationsHandler>().HandleAsync(Ct);
        Assert.True(await store.ScalarAsync<int>("select count(*) as value from notifications where done_at is not null") > 0);

        store.Time.Advance(TimeSpan.FromMilliseconds(1));
        await store.Get<PurgeNotificationsHandler>().HandleAsync(Ct);

        Assert.Equal(0, await store.ScalarAsync<int>("select count(*) as value from notifications where done_at is not null"));
        Assert.Equal(2, await store.ScalarAsync<int>("select count(*) as value from notifications where done_at is null"));
    }

    private static async Task<OrderView> BoughtAsync(TestStore store, OrderChannel channel = OrderChannel.Chat)
    {
        var service = await store.ServiceAsync(numbers: 1);
        var ann = await store.CustomerAsync("5.00");
        return (await store.BuyAsync(ann, service, channel: channel)).Value;
    }
}
