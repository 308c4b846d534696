using XthonBot.Core.Modules.ApiKeys;

namespace XthonBot.Core.Tests.Orders;

/// <summary>What an API key may spend in a day of UTC.</summary>
public sealed class SpendingLimitFacts
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_limited_key_buys_up_to_its_limit_and_others_go_on()
    {
        await using var rig = await Rig.StartAsync();
        var limit = rig.Limit("1.00");

        Assert.True((await rig.BuyAsync(limit)).IsOk);
        Assert.True((await rig.BuyAsync(limit)).IsOk);
        var refused = await rig.BuyAsync(limit);

        Assert.Equal(new Error.DailyLimitReached(new Money(100), new Money(20)), refused.Error);
        Assert.True((await rig.BuyAsync(null)).IsOk);
        Assert.True((await rig.BuyAsync(rig.Limit("1.00", other: true))).IsOk);
        Assert.Equal(new Money(10000 - (4 * 40)), await rig.Store.BalanceAsync(rig.Ann.Id));
        Assert.Empty(await rig.Store.DifferencesAsync());
    }

    [Theory]
    [InlineData(OrderStatus.Canceled)]
    [InlineData(OrderStatus.Expired)]
    [InlineData(OrderStatus.Refunded)]
    public async Task What_goes_back_can_be_spent_again(OrderStatus end)
    {
        await using var rig = await Rig.StartAsync();
        var limit = rig.Limit("0.40");
        var order = (await rig.BuyAsync(limit)).Value;
        Assert.IsType<Error.DailyLimitReached>((await rig.BuyAsync(limit)).Error);

        switch (end)
        {
            case OrderStatus.Canceled:
                await rig.Store.CancelAsync(order);
                break;
            case OrderStatus.Expired:
                rig.Store.Time.Advance(TimeSpan.FromMinutes(20));
                await rig.Store.ExpireAsync();
                break;
            default:
                await rig.Store.ReceiveAsync(order.Phone, "Your code is 54321");
                Assert.IsType<Error.DailyLimitReached>((await rig.BuyAsync(limit)).Error);
                await rig.Store.RefundAsync(order);
                break;
        }

        Assert.Equal(end, (await rig.Store.OrderAsync(order)).Status);
        Assert.True((await rig.BuyAsync(limit)).IsOk);
        Assert.IsType<Error.DailyLimitReached>((await rig.BuyAsync(limit)).Error);
    }

    [Fact]
    public async Task A_new_day_begins_at_midnight_utc()
    {
        await using var rig = await Rig.StartAsync();
        var limit = rig.Limit("0.40");
        rig.Store.Time.Advance(new TimeSpan(13, 59, 59));
        Assert.True((await rig.BuyAsync(limit)).IsOk);
        Assert.IsType<Error.DailyLimitReached>((await rig.BuyAsync(limit)).Error);

        rig.Store.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.True((await rig.BuyAsync(limit)).IsOk);
        Assert.IsType<Error.DailyLimitReached>((await rig.BuyAsync(limit)).Error);
    }

    [Fact]
    public async Task Fifty_purchases_at_once_from_two_processes_stay_within_the_limit()
    {
        await using var rig = await Rig.StartAsync();
        var limit = rig.Limit("4.00");
        var other = TestStore.Open(rig.Store.Database);

        var results = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => rig.BuyAsync(limit, by: i % 2 == 0 ? rig.Store : other)));

        Assert.Equal(10, results.Count(r => r.IsOk));
        Assert.All(results.Where(r => !r.IsOk), r => Assert.Equal(new Error.DailyLimitReached(new Money(400), Money.Zero), r.Error));
        Assert.Equal(new Money(10000 - 400), await rig.Store.BalanceAsync(rig.Ann.Id));
        Assert.Empty(await rig.Store.DifferencesAsync());
        await other.CloseAsync();
    }

    [Fact]
    public async Task A_repeated_purchase_is_the_first_one_though_the_limit_is_reached()
    {
        await using var rig = await Rig.StartAsync();
        var limit = rig.Limit("0.40");
        var first = (await rig.BuyAsync(limit, key: "k")).Value;

        var again = await rig.BuyAsync(limit, key: "k");

        Assert.Equal(first.Id, again.Value.Id);
    }

    [Fact]
    public async Task Only_purchases_of_limited_keys_are_counted()
    {
        await using var rig = await Rig.StartAsync();

        await rig.BuyAsync(null);
        await rig.BuyAsync(rig.Limit("1.00"));

        Assert.Equal(1, await rig.Store.ScalarAsync<int>("select count(*) as \"Value\" from orders where api_key_id is not null"));
    }

    /// <summary>Ann with $100.00 and two keys, and a service at $0.40.</summary>
    private sealed class Rig : IAsyncDisposable
    {
        private readonly ApiKeyId[] keys;
        private readonly XthonBot.Core.Views.Storefront.ServiceView service;

        private Rig(TestStore store, CustomerProfile ann, ApiKeyId[] keys, XthonBot.Core.Views.Storefront.ServiceView service) =>
            (Store, Ann, this.keys, this.service) = (store, ann, keys, service);

        public TestStore Store { get; }

        public CustomerProfile Ann { get; }

        public static async Task<Rig> StartAsync()
        {
            var store = await TestStore.StartAsync();
            var service = await store.ServiceAsync(price: "0.40", numbers: 60);
            var ann = await store.CustomerAsync("100.00");
            foreach (var request in new[] { "a", "b" })
                Assert.True((await store.Get<IssueApiKeyHandler>().HandleAsync(new IssueApiKey(ann.Id, request), Ct)).IsOk);
            return new Rig(store, ann, [.. (await store.Get<ListApiKeysHandler>().HandleAsync(ann.Id, Ct)).Select(k => k.Id)], service);
        }

        public SpendingLimit Limit(string perDay, bool other = false) => new(keys[other ? 1 : 0], Money.Parse(perDay).Value);

        public Task<Result<OrderView>> BuyAsync(SpendingLimit? limit, string? key = null, TestStore? by = null) =>
            (by ?? Store)
                .Get<PlaceOrderHandler>()
                .HandleAsync(new PlaceOrder(new Buyer(Ann.Id, limit), service.Id, OrderChannel.Api, key), Ct);

        public ValueTask DisposeAsync() => Store.DisposeAsync();
    }
}
