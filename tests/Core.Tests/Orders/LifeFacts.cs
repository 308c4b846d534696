using XthonBot.Core.Modules.Messages;
using XthonBot.Core.Reactions.Notifications;

namespace XthonBot.Core.Tests.Orders;

public sealed class LifeFacts
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(20);
    private static readonly TimeSpan CoolDown = TimeSpan.FromMinutes(30);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_second_code_on_a_live_order_reaches_the_customer_and_replaces_the_first()
    {
        await using var store = await TestStore.StartAsync();
        var (_, order) = await BoughtAsync(store);

        Assert.Equal(Reception.CodeDelivered, await store.ReceiveAsync(order.Phone, "Your code is 11111"));
        Assert.Equal(Reception.CodeDelivered, await store.ReceiveAsync(order.Phone, "Your code is 22222"));
        await store.DeliverAsync();

        Assert.Equal(
            ["11111", "22222"],
            store.Channel.Delivered.Where(d => d.Kind == NotificationKind.CodeArrived).Select(d => d.Message?.Code)
        );
        var after = await store.OrderAsync(order);
        Assert.Equal((OrderStatus.Succeeded, "22222", true), (after.Status, after.Code, after.IsOpen));
        Assert.Empty(await store.DifferencesAsync());
    }

    [Fact]
    public async Task An_order_with_a_code_closes_at_its_end_of_life_and_its_number_is_sold()
    {
        await using var store = await TestStore.StartAsync();
        var (ann, order) = await BoughtAsync(store);
        await store.ReceiveAsync(order.Phone, "Your code is 54321");

        store.Time.Advance(Lifetime - TimeSpan.FromMilliseconds(1));
        await store.ExpireAsync();
        Assert.True((await store.OrderAsync(order)).IsOpen);
        store.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(0, await store.ExpireAsync());

        var after = await store.OrderAsync(order);
        Assert.Equal((OrderStatus.Succeeded, "54321", false, null), (after.Status, after.Code, after.IsOpen, after.EndedAt));
        Assert.Equal(3, await store.ScalarAsync<int>("select status as value from numbers"));
        Assert.Equal(Reception.Unmatched, await store.ReceiveAsync(order.Phone, "Your code is 99999"));
        Assert.Equal("54321", (await store.OrderAsync(order)).Code);
        Assert.Equal("3.80", $"{await store.BalanceAsync(ann.Id)}");
        // Money can still be given back, once, and the number stays sold.
        Assert.True((await store.RefundAsync(order)).IsOk);
        Assert.Equal("5.00", $"{await store.BalanceAsync(ann.Id)}");
        Assert.Equal(3, await store.ScalarAsync<int>("select status as value from numbers"));
        Assert.Empty(await store.DifferencesAsync());
    }

    [Fact]
    public async Task A_refunded_order_takes_no_more_messages()
    {
        await using var store = await TestStore.StartAsync();
        var (_, order) = await BoughtAsync(store);
        await store.ReceiveAsync(order.Phone, "Your code is 54321");
        await store.RefundAsync(order);

        Assert.Equal(Reception.Unmatched, await store.ReceiveAsync(order.Phone, "Your code is 99999"));
        Assert.Equal(3, await store.ScalarAsync<int>("select status as value from numbers"));
        Assert.Empty(await store.DifferencesAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_message_after_the_end_belongs_to_nobody(bool cancel)
    {
        await using var store = await TestStore.StartAsync();
        var (ann, order) = await BoughtAsync(store);
        if (!cancel)
            store.Time.Advance(Lifetime);
        _ = cancel ? (await store.CancelAsync(order)).Value.Minor : await store.ExpireAsync();

        Assert.Equal(Reception.Unmatched, await store.ReceiveAsync(order.Phone, "Your code is 54321"));
        // Nor does one that was sent while the order was open and came too late.
        Assert.Equal(Reception.Unmatched, await store.ReceiveAsync(order.Phone, "Your code is 54321", at: order.CreatedAt.AddSeconds(5)));

        Assert.Null((await store.OrderAsync(order)).Code);
        Assert.Equal("5.00", $"{await store.BalanceAsync(ann.Id)}");
        Assert.Equal(2, await store.ScalarAsync<int>("select count(*) as value from messages where order_id is null and text is not null"));
        Assert.Empty(await store.DifferencesAsync());
    }

    [Fact]
    public async Task A_message_from_before_an_order_never_goes_to_it()
    {
        await using var store = await TestStore.StartAsync();
        var (ann, first) = await BoughtAsync(store);
        await store.CancelAsync(first);
        store.Time.Advance(CoolDown);
        await store.Get<Core.Modules.Stock.FreeCooledNumbersHandler>().HandleAsync(Ct);
        var boris = await store.CustomerAsync("5.00");
        var service = (await store.Get<Core.Views.Storefront.ListServicesHandler>().AllAsync(Ct)).Single();
        var second = (await store.BuyAsync(boris, service)).Value;
        Assert.Equal(first.Phone, second.Phone);
        store.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(Reception.Unmatched, await store.ReceiveAsync(second.Phone, "Your code is 11111", at: first.CreatedAt));
        Assert.Equal(OrderStatus.Pending, (await store.OrderAsync(second)).Status);
        Assert.Equal(Reception.CodeDelivered, await store.ReceiveAsync(second.Phone, "Your code is 22222", at: second.CreatedAt));

        Assert.Equal("22222", (await store.OrderAsync(second)).Code);
        Assert.Null((await store.OrderAsync(first)).Code);
        Assert.Equal("5.00", $"{await store.BalanceAsync(ann.Id)}");
    }

    [Fact]
    public async Task A_message_from_the_future_counts_as_one_of_now()
    {
        await using var store = await TestStore.StartAsync();
        var (_, order) = await BoughtAsync(store);

        Assert.Equal(Reception.CodeDelivered, await store.ReceiveAsync(order.Phone, "Your code is 54321", at: store.Now.AddYears(10)));
        Assert.Equal(1, await store.ScalarAsync<int>("select count(*) as value from messages where received_at = stored_at"));

        // It opens no door to an order that begins later either.
        Assert.Equal(Reception.Unmatched, await store.ReceiveAsync("+447700900123", "Your code is 54321", at: store.Now.AddYears(10)));
    }

    [Fact]
    public async Task A_message_for_an_order_that_is_due_but_not_swept_still_wins()
    {
        await using var store = await TestStore.StartAsync();
        var (ann, order) = await BoughtAsync(store);
        store.Time.Advance(Lifetime + TimeSpan.FromSeconds(5));

        Assert.Equal(Reception.CodeDelivered, await store.ReceiveAsync(order.Phone, "Your code is 54321"));
        Assert.Equal(0, await store.ExpireAsync());

        var after = await store.OrderAsync(order);
        Assert.Equal((OrderStatus.Succeeded, "54321", false), (after.Status, after.Code, after.IsOpen));
        Assert.Equal("3.80", $"{await store.BalanceAsync(ann.Id)}");
        Assert.Empty(await store.DifferencesAsync());
    }

    [Fact]
    public async Task A_message_without_a_code_is_passed_on_as_text_and_the_order_goes_on_waiting()
    {
        await using var store = await TestStore.StartAsync();
        var (ann, order) = await BoughtAsync(store);

        Assert.Equal(Reception.TextDelivered, await store.ReceiveAsync(order.Phone, "Welcome to Telegram!"));
        await store.DeliverAsync();

        var told = Assert.Single(store.Channel.Delivered, d => d.Kind == NotificationKind.TextArrived);
        Assert.Equal(
            (ann.TelegramId, "Telegram", "Welcome to Telegram!", null),
            (told.TelegramId, told.Message?.Sender, told.Message?.Text, told.Message?.Code)
        );
        Assert.Equal((OrderStatus.Pending, null), ((await store.OrderAsync(order)).Status, (await store.OrderAsync(order)).Code));
        Assert.True((await store.CancelAsync(order)).IsOk);
    }

    [Fact]
    public async Task The_lifetime_and_the_rest_are_the_configured_ones()
    {
        await using var store = await TestStore.StartAsync(("Orders:Lifetime", "00:01:00"), ("Stock:CoolDown", "00:02:00"));
        var (_, order) = await BoughtAsync(store);
        Assert.Equal(order.CreatedAt.AddMinutes(1), order.ExpiresAt);

        store.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, await store.ExpireAsync());
        store.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(1, await store.Get<Core.Modules.Stock.FreeCooledNumbersHandler>().HandleAsync(Ct));
    }

    private static async Task<(CustomerProfile Ann, OrderView Order)> BoughtAsync(TestStore store)
    {
        var service = await store.ServiceAsync(numbers: 1);
        var ann = await store.CustomerAsync("5.00");
        return (ann, (await store.BuyAsync(ann, service)).Value);
    }
}
