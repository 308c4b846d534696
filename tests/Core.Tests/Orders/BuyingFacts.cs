using XthonBot.Core.Modules.Messages;
using XthonBot.Core.Reactions.Notifications;
using XthonBot.TestKit;

namespace XthonBot.Core.Tests.Orders;

public sealed class BuyingFacts
{
    private static readonly CancellationToken Ct = CancellationToken.None;

    [Fact]
    public async Task A_purchase_charges_the_price_less_the_bonus_and_holds_a_number()
    {
        await using var store = await TestStore.StartAsync();
        var service = await store.ServiceAsync(numbers: 1);
        var ann = await store.CustomerAsync("10.00", bonus: 10);

        var order = (await store.BuyAsync(ann, service)).Value;

        Assert.Equal(("1.08", "1.20", OrderStatus.Pending), ($"{order.Price}", $"{order.ListPrice}", order.Status));
        Assert.Equal("8.92", $"{await store.BalanceAsync(ann.Id)}");
        Assert.Equal(new Error.OutOfStock("USA Telegram"), (await store.BuyAsync(ann, service)).Error);
        Assert.Empty(await store.DifferencesAsync());
    }

    [Fact]
    public async Task Fifty_buyers_at_once_for_the_last_ten_numbers_get_exactly_ten()
    {
        await using var store = await TestStore.StartAsync();
        var service = await store.ServiceAsync(numbers: 10);
        var buyers = new List<Core.Modules.Customers.CustomerProfile>();
        for (var i = 0; i < 50; i++)
            buyers.Add(await store.CustomerAsync("5.00"));

        var results = await Task.WhenAll(buyers.Select(b => store.BuyAsync(b, service)));

        Assert.Equal(10, results.Count(r => r.IsOk));
        Assert.All(results.Where(r => !r.IsOk), r => Assert.IsType<Error.OutOfStock>(r.Error));
        Assert.Equal(10, results.Where(r => r.IsOk).Select(r => r.Value.Phone).Distinct().Count());
        Assert.Empty(await store.DifferencesAsync());
    }

    [Fact]
    public async Task Fifty_purchases_at_once_on_a_balance_for_ten_are_exactly_ten()
    {
        await using var store = await TestStore.StartAsync();
        var service = await store.ServiceAsync(numbers: 60, price: "1.00");
        var ann = await store.CustomerAsync("10.00");

        var results = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => store.BuyAsync(ann, service)));

        Assert.Equal(10, results.Count(r => r.IsOk));
        Assert.All(results.Where(r => !r.IsOk), r => Assert.Equal(new Error.InsufficientFunds(new Money(100), Money.Zero), r.Error));
        Assert.Empty(await store.DifferencesAsync());
    }

    [Fact]
    public async Task The_same_purchase_key_in_parallel_buys_once_and_answers_the_same()
    {
        await using var store = await TestStore.StartAsync();
        var service = await store.ServiceAsync(numbers: 5);
        var ann = await store.CustomerAsync("1.20");

        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => store.BuyAsync(ann, service, "nonce")));

        Assert.Single(results.Select(r => r.Value.Id).Distinct());
        Assert.Equal(Money.Zero, await store.BalanceAsync(ann.Id));
        Assert.Empty(await store.DifferencesAsync());
    }

    [Fact]
    public async Task A_code_makes_the_order_succeed_and_is_told_once()
    {
        await using var store = await TestStore.StartAsync();
        var service = await store.ServiceAsync(numbers: 1);
        var ann = await store.CustomerAsync("5.00");
        var order = (await store.BuyAsync(ann, service)).Value;
        var message = new ReceiveMessage("test", "m1", "Telegram", PhoneNumber.Parse(order.Phone).Value, "Your code is 54321", null);

        Assert.Equal(Reception.CodeDelivered, await store.Get<ReceiveMessageHandler>().HandleAsync(message, Ct));
        Assert.Equal(Reception.Duplicate, await store.Get<ReceiveMessageHandler>().HandleAsync(message, Ct));
        await store.Get<NotificationDispatcher>().HandleAsync(Ct);
        await store.Get<NotificationDispatcher>().DrainAsync();

        Assert.Single(
            store.Channel.Delivered,
            d => d.Kind == NotificationKind.CodeArrived && d.Message?.Code == "54321" && d.Order?.Id == order.Id
        );
        Assert.Equal(
            new Error.CodeArrived(order.Id, "54321"),
            (await store.Get<CancelOrderHandler>().HandleAsync(new CancelOrder(ann.Id, order.Id), Ct)).Error
        );
        Assert.Empty(await store.DifferencesAsync());
    }

    [Fact]
    public async Task An_order_without_a_code_expires_with_its_refund_and_its_number_rests()
    {
        await using var store = await TestStore.StartAsync();
        var service = await store.ServiceAsync(numbers: 1);
        var ann = await store.CustomerAsync("5.00");
        await store.BuyAsync(ann, service);

        store.Time.Advance(TimeSpan.FromMinutes(20));
        Assert.Equal(1, await store.Get<ExpireOrdersHandler>().HandleAsync(Ct));
        Assert.Equal(0, await store.Get<ExpireOrdersHandler>().HandleAsync(Ct));

        Assert.Equal("5.00", $"{await store.BalanceAsync(ann.Id)}");
        Assert.IsType<Error.OutOfStock>((await store.BuyAsync(ann, service)).Error);
        store.Time.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal(1, await store.Get<Core.Modules.Stock.FreeCooledNumbersHandler>().HandleAsync(Ct));
        Assert.True((await store.BuyAsync(ann, service)).IsOk);
        Assert.Empty(await store.DifferencesAsync());
    }
}
