using XthonBot.TestKit;

namespace XthonBot.Core.Tests.Orders;

public sealed class OpenLimitFacts
{
    private static readonly (string Key, string Value) Three = ("Orders:MaxOpenPerCustomer", "3");

    [Fact]
    public async Task Fifty_purchases_at_once_open_as_many_as_allowed_for_each_customer()
    {
        await using var store = await TestStore.StartAsync(Three);
        var service = await store.ServiceAsync(numbers: 100);
        var (ann, bob) = (await store.CustomerAsync("100.00"), await store.CustomerAsync("100.00"));

        var bought = await Task.WhenAll(
            Enumerable.Range(0, 100).Select(i => store.BuyAsync(i % 2 == 0 ? ann : bob, service, channel: (OrderChannel)(i / 2 % 2)))
        );

        Assert.Equal(6, bought.Count(r => r.IsOk));
        Assert.All(bought.Where(r => !r.IsOk), r => Assert.Equal(new Error.TooManyOpen(3), r.Error));
        foreach (var customer in (CustomerProfile[])[ann, bob])
            Assert.Equal("96.40", $"{await store.BalanceAsync(customer.Id)}");
        Assert.Empty(await store.DifferencesAsync());
    }

    [Fact]
    public async Task Two_processes_together_open_as_many_as_allowed()
    {
        await using var store = await TestStore.StartAsync(Three);
        var service = await store.ServiceAsync(numbers: 40);
        var ann = await store.CustomerAsync("100.00");
        var other = TestStore.Open(store.Database, Three);

        var bought = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => (i % 2 == 0 ? store : other).BuyAsync(ann, service)));
        await other.CloseAsync();

        Assert.Equal(3, bought.Count(r => r.IsOk));
        Assert.Empty(await store.DifferencesAsync());
    }

    [Fact]
    public async Task An_order_counts_until_it_is_over_also_one_with_its_code()
    {
        await using var store = await TestStore.StartAsync(Three);
        var service = await store.ServiceAsync(numbers: 10);
        var ann = await store.CustomerAsync("100.00");
        var orders = new List<OrderView>();
        for (var i = 0; i < 3; i++)
            orders.Add((await store.BuyAsync(ann, service, $"key{i}")).Value);

        await store.ReceiveAsync(orders[0].Phone, "Your code is 54321");
        Assert.Equal(new Error.TooManyOpen(3), (await store.BuyAsync(ann, service)).Error);
        // What was bought is told again, though it could not be bought now.
        Assert.Equal(orders[1].Id, (await store.BuyAsync(ann, service, "key1")).Value.Id);
        await store.CancelAsync(orders[1]);
        Assert.True((await store.BuyAsync(ann, service)).IsOk);
        Assert.Equal(new Error.TooManyOpen(3), (await store.BuyAsync(ann, service)).Error);
        store.Time.Advance(TimeSpan.FromMinutes(20));
        await store.ExpireAsync();
        Assert.True((await store.BuyAsync(ann, service)).IsOk);
    }

    [Fact]
    public async Task A_sold_out_service_is_told_first_and_then_the_limit_before_the_balance()
    {
        await using var store = await TestStore.StartAsync(("Orders:MaxOpenPerCustomer", "1"));
        var service = await store.ServiceAsync(numbers: 2);
        var ann = await store.CustomerAsync("1.20");
        await store.BuyAsync(ann, service);
        Assert.Equal(new Error.TooManyOpen(1), (await store.BuyAsync(ann, service)).Error);
        await store.BuyAsync(await store.CustomerAsync("1.20"), service);
        Assert.IsType<Error.OutOfStock>((await store.BuyAsync(ann, service)).Error);
    }

    /// <summary>An order of each end, of which one is refunded while it is open and one when it is closed.</summary>
    [Fact]
    public async Task However_an_order_ends_it_is_counted_no_longer()
    {
        await using var store = await TestStore.StartAsync(("Orders:MaxOpenPerCustomer", "5"));
        var service = await store.ServiceAsync(numbers: 20);
        var ann = await store.CustomerAsync("100.00");
        for (var round = 0; round < 2; round++)
        {
            var orders = new List<OrderView>();
            for (var i = 0; i < 5; i++)
                orders.Add((await store.BuyAsync(ann, service)).Value);
            Assert.Equal(new Error.TooManyOpen(5), (await store.BuyAsync(ann, service)).Error);
            foreach (var order in orders.Take(3))
                await store.ReceiveAsync(order.Phone, "Your code is 54321");

            await store.CancelAsync(orders[4]);
            Assert.True((await RefundAsync(store, orders[0])).IsOk);
            Assert.Empty(await store.DifferencesAsync());
            store.Time.Advance(TimeSpan.FromMinutes(20));
            await store.ExpireAsync();
            Assert.True((await RefundAsync(store, orders[1])).IsOk);
            Assert.False((await RefundAsync(store, orders[1])).IsOk);

            Assert.Empty(await store.DifferencesAsync());
            Assert.Equal(0, await store.ScalarAsync<int>("select sum(open_orders) as value from balances"));
        }
    }

    /// <summary>As after an upgrade during which an older version sold as well.</summary>
    [Theory]
    [InlineData(-3)]
    [InlineData(7)]
    public async Task Counts_that_another_version_left_wrong_are_corrected_while_customers_buy(int error)
    {
        await using var store = await TestStore.StartAsync(("Orders:MaxOpenPerCustomer", "30"));
        var service = await store.ServiceAsync(numbers: 40);
        var ann = await store.CustomerAsync("100.00");
        for (var i = 0; i < 5; i++)
            await store.BuyAsync(ann, service);
        await store.SqlAsync($"update balances set open_orders = open_orders + {error} where customer_id = {ann.Id.Value}");
        Assert.Single(await store.DifferencesAsync());
        var other = TestStore.Open(store.Database, ("Orders:MaxOpenPerCustomer", "30"));

        var bought = Task.WhenAll(Enumerable.Range(0, 10).Select(_ => store.BuyAsync(ann, service)));
        Assert.Equal(1, await other.Get<RecountOpenOrdersHandler>().HandleAsync(TestContext.Current.CancellationToken));
        Assert.All(await bought, r => Assert.True(r.IsOk));

        Assert.Empty(await store.DifferencesAsync());
        Assert.Equal(0, await other.Get<RecountOpenOrdersHandler>().HandleAsync(TestContext.Current.CancellationToken));
        await other.CloseAsync();
    }

    private static Task<Result<Money>> RefundAsync(TestStore store, OrderView order) =>
        store
            .Get<RefundOrderHandler>()
            .HandleAsync(new RefundOrder(order.Id, TestStore.Operator, null), TestContext.Current.CancellationToken);

    [Fact]
    public async Task Without_the_setting_any_number_is_open()
    {
        await using var store = await TestStore.StartAsync();
        var service = await store.ServiceAsync(numbers: 60);
        var ann = await store.CustomerAsync("100.00");
        var bought = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => store.BuyAsync(ann, service)));
        Assert.All(bought, r => Assert.True(r.IsOk));
    }
}
