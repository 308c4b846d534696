using XthonBot.Core.Modules.Catalog;
using XthonBot.Core.Reactions.Notifications;
using XthonBot.Core.Views.Storefront;

namespace XthonBot.Core.Tests.Orders;

public sealed class PlacingFacts
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Another_price_than_the_agreed_one_is_refused_and_nothing_is_charged()
    {
        await using var store = await TestStore.StartAsync();
        var service = await store.ServiceAsync(numbers: 1);
        var ann = await store.CustomerAsync("5.00");
        await store.Get<EditCatalogHandler>().HandleAsync("tg", new CatalogEdit.SetPrice(new Money(130)), TestStore.Operator, Ct);

        Assert.Equal(new Error.PriceChanged(new Money(120), new Money(130)), (await PlaceAsync(store, ann, service, agreed: 120)).Error);
        Assert.Equal("5.00", $"{await store.BalanceAsync(ann.Id)}");
        Assert.Equal(new Money(130), (await PlaceAsync(store, ann, service, agreed: 130)).Value.Price);
    }

    [Fact]
    public async Task A_balance_that_does_not_reach_leaves_the_number_on_the_shelf()
    {
        await using var store = await TestStore.StartAsync();
        var service = await store.ServiceAsync(numbers: 1);
        var ann = await store.CustomerAsync("1.19");

        Assert.Equal(new Error.InsufficientFunds(new Money(120), new Money(119)), (await store.BuyAsync(ann, service)).Error);

        Assert.Equal(0, await store.ScalarAsync<int>("select status as value from numbers"));
        Assert.Equal(0, await store.ScalarAsync<int>("select count(*) as value from orders"));
        await store.CreditAsync(ann.Id, new Money(1));
        Assert.True((await store.BuyAsync(ann, service)).IsOk);
    }

    [Fact]
    public async Task An_empty_shelf_and_an_unknown_service_charge_nothing()
    {
        await using var store = await TestStore.StartAsync();
        var service = await store.ServiceAsync();
        var ann = await store.CustomerAsync("5.00");

        Assert.Equal(new Error.OutOfStock("USA Telegram"), (await store.BuyAsync(ann, service)).Error);
        Assert.Equal(
            new Error.NotFound("service"),
            (await store.BuyAsync(ann, service with { Id = new ServiceId(Guid.CreateVersion7()) })).Error
        );
        Assert.Equal("5.00", $"{await store.BalanceAsync(ann.Id)}");
    }

    [Fact]
    public async Task A_replay_with_its_key_gives_the_same_order_once_the_balance_is_empty_and_the_shelf_too()
    {
        await using var store = await TestStore.StartAsync();
        var service = await store.ServiceAsync(numbers: 1);
        var ann = await store.CustomerAsync("1.20");
        var order = (await store.BuyAsync(ann, service, "nonce")).Value;

        Assert.Equal(order, (await store.BuyAsync(ann, service, "nonce")).Value);
        await store.Get<EditCatalogHandler>().HandleAsync("tg", new CatalogEdit.Pause(), TestStore.Operator, Ct);
        Assert.Equal(order, (await store.BuyAsync(ann, service, "nonce")).Value);
        await store.ReceiveAsync(order.Phone, "Your code is 54321");
        Assert.Equal(
            (order.Id, "54321"),
            ((await store.BuyAsync(ann, service, "nonce")).Value.Id, (await store.BuyAsync(ann, service, "nonce")).Value.Code)
        );
        Assert.Equal(Money.Zero, await store.BalanceAsync(ann.Id));
    }

    [Fact]
    public async Task A_key_is_its_owners_alone_and_another_key_is_another_purchase()
    {
        await using var store = await TestStore.StartAsync();
        var service = await store.ServiceAsync(numbers: 3);
        var ann = await store.CustomerAsync("5.00");
        var boris = await store.CustomerAsync("5.00");

        var bought = new[]
        {
            (await store.BuyAsync(ann, service, "a")).Value,
            (await store.BuyAsync(ann, service, "b")).Value,
            (await store.BuyAsync(boris, service, "a")).Value,
        };

        Assert.Equal(3, bought.Select(o => o.Id).Distinct().Count());
        Assert.Empty(await store.DifferencesAsync());
    }

    [Fact]
    public async Task A_purchase_that_failed_does_not_use_up_its_key()
    {
        await using var store = await TestStore.StartAsync();
        var service = await store.ServiceAsync(numbers: 1);
        var ann = await store.CustomerAsync();
        Assert.IsType<Error.InsufficientFunds>((await store.BuyAsync(ann, service, "nonce")).Error);

        await store.CreditAsync(ann.Id, new Money(120));

        Assert.True((await store.BuyAsync(ann, service, "nonce")).IsOk);
    }

    [Fact]
    public async Task The_receipt_goes_to_the_chat_where_the_order_came_from_it()
    {
        await using var store = await TestStore.StartAsync();
        var service = await store.ServiceAsync(numbers: 2);
        var ann = await store.CustomerAsync("5.00");
        var chat = (await store.BuyAsync(ann, service)).Value;
        var api = (await store.BuyAsync(ann, service, channel: OrderChannel.Api)).Value;
        await store.CancelAsync(api);
        await store.DeliverAsync();

        var told = Assert.Single(store.Channel.Delivered, d => d.Order is not null);
        Assert.Equal((NotificationKind.OrderPlaced, chat.Id, ann.TelegramId), (told.Kind, told.Order!.Id, told.TelegramId));
    }

    [Fact]
    public async Task Bug_An_api_order_that_an_operator_canceled_was_paid_back_without_a_word()
    {
        await using var store = await TestStore.StartAsync();
        var service = await store.ServiceAsync(numbers: 1);
        var ann = await store.CustomerAsync("5.00");
        var order = (await store.BuyAsync(ann, service, channel: OrderChannel.Api)).Value;

        await store.RefundAsync(order);
        await store.DeliverAsync();

        Assert.Single(store.Channel.Delivered, d => d.Kind == NotificationKind.OrderCanceled && d.TelegramId == ann.TelegramId);
    }

    [Fact]
    public async Task Orders_are_listed_open_ones_first_then_the_newest()
    {
        await using var store = await TestStore.StartAsync();
        var service = await store.ServiceAsync(numbers: 5, price: "0.10");
        var ann = await store.CustomerAsync("5.00");
        var boris = await store.CustomerAsync("5.00");
        var mine = new List<OrderView>();
        for (var i = 0; i < 4; i++)
            mine.Add((await store.BuyAsync(ann, service)).Value);
        await store.BuyAsync(boris, service);
        await store.CancelAsync(mine[3]);
        await store.CancelAsync(mine[1]);

        var first = await store.Get<ReadOrdersHandler>().PageAsync(ann.Id, 0, 3, Ct);
        var second = await store.Get<ReadOrdersHandler>().PageAsync(ann.Id, 1, 3, Ct);

        Assert.Equal((4, 4), (first.Total, second.Total));
        Assert.Equal([mine[2].Id, mine[0].Id, mine[3].Id, mine[1].Id], first.Orders.Concat(second.Orders).Select(o => o.Id));
    }

    [Fact]
    public async Task The_till_counts_each_day_its_sales_refunds_and_codes()
    {
        await using var store = await TestStore.StartAsync();
        var service = await store.ServiceAsync(numbers: 5, price: "1.00");
        var ann = await store.CustomerAsync("9.00");
        var yesterday = (await store.BuyAsync(ann, service)).Value;
        await store.ReceiveAsync(yesterday.Phone, "Your code is 54321");
        await store.ReceiveAsync("+447700900123", "for nobody");
        store.Time.Advance(TimeSpan.FromDays(1));
        await store.ExpireAsync();
        await store.RefundAsync(yesterday);
        var today = (await store.BuyAsync(ann, service)).Value;
        await store.ReceiveAsync(today.Phone, "Your code is 54321");
        await store.CancelAsync((await store.BuyAsync(ann, service)).Value);
        await store.BuyAsync(ann, service);

        var sales = await store.Get<SalesStatsHandler>().HandleAsync(3, Ct);

        var day = DateOnly.FromDateTime(store.Now);
        Assert.Equal(
            [
                new DayOfSales(day.AddDays(-2), 0, 0, Money.Zero, Money.Zero),
                new DayOfSales(day.AddDays(-1), 1, 0, new Money(100), Money.Zero),
                new DayOfSales(day, 3, 1, new Money(300), new Money(200)),
            ],
            sales.Days
        );
        Assert.Equal(
            (4, new Money(400), new Money(200), 67, 1),
            (sales.Orders, sales.Sold, sales.Refunded, sales.SuccessRate, sales.UnmatchedMessages)
        );
        Assert.Equal(new StockCount("USA Telegram", 1, 2, 1, 0, 4), Assert.Single(sales.Stock));
    }

    private static Task<Result<OrderView>> PlaceAsync(TestStore store, CustomerProfile who, ServiceView service, long agreed) =>
        store
            .Get<PlaceOrderHandler>()
            .HandleAsync(new PlaceOrder(Buyer.Person(who.Id), service.Id, OrderChannel.Chat, null, new Money(agreed)), Ct);
}
