using XthonBot.Core.Modules.Stock;
using XthonBot.Core.Modules.Suppliers;
using XthonBot.Core.Reactions.Notifications;

namespace XthonBot.Core.Tests.Suppliers;

public sealed class BuyingInFacts
{
    [Fact]
    public async Task A_service_without_numbers_of_its_own_is_sold_from_a_supplier()
    {
        await using var rig = await SupplierRig.StartAsync();
        var offered = await rig.OnSaleAsync();
        Assert.Equal((10, "1.20"), (offered.Stock, $"{offered.Price}"));

        var order = await rig.BuyAsync();
        var sold = Assert.Single(rig.Upstream.Sold);
        Assert.Equal("+" + sold.Phone, order.Phone);
        Assert.Equal(order.Id.ToString(), sold.Reference);
        Assert.Equal("8.80", $"{await rig.Store.BalanceAsync(rig.Ann.Id)}");
        await rig.Store.DeliverAsync();
        Assert.Equal(
            [NotificationKind.OrderPlaced, NotificationKind.OrderChanged],
            rig.Store.Channel.Delivered.Where(d => d.Order is not null).Select(d => d.Kind)
        );
    }

    [Fact]
    public async Task A_script_gets_its_number_in_the_answer()
    {
        await using var rig = await SupplierRig.StartAsync();
        var order = (await rig.Store.BuyAsync(rig.Ann, rig.Service, channel: OrderChannel.Api)).Value;
        Assert.Equal("+" + rig.Upstream.Sold[0].Phone, order.Phone);
    }

    [Fact]
    public async Task Own_numbers_go_first_and_a_supplier_after_them()
    {
        await using var rig = await SupplierRig.StartAsync(own: 1);
        Assert.Equal(11, (await rig.OnSaleAsync()).Stock);
        Assert.StartsWith("+15550001", (await rig.BeginAsync()).Phone, StringComparison.Ordinal);
        Assert.Equal("+" + (await rig.BuyAsync()).Phone![1..], "+" + rig.Upstream.Sold[0].Phone);
    }

    [Fact]
    public async Task A_supplier_that_goes_first_leaves_own_numbers_on_the_shelf()
    {
        await using var rig = await SupplierRig.StartAsync(own: 2, settings: ("First", "true"));
        await rig.BuyAsync();
        Assert.Single(rig.Upstream.Sold);
        Assert.Equal(
            2,
            await rig.Store.ScalarAsync<int>($"select count(*) as \"Value\" from numbers where status = {(int)NumberStatus.Free}")
        );
    }

    [Fact]
    public async Task A_margin_makes_the_price_and_a_fraction_of_a_cent_is_never_lost()
    {
        await using var rig = await SupplierRig.StartAsync(cost: "0.501", settings: ("Margin", "30"));
        Assert.Equal("0.66", $"{(await rig.OnSaleAsync()).Price}"); // 51 cents and 30 percent: 66.3
        Assert.Equal("0.66", $"{(await rig.BuyAsync()).Price}");
        Assert.Equal(51, await rig.Store.ScalarAsync<int>("select cost_minor as \"Value\" from supplies"));
    }

    [Fact]
    public async Task A_price_that_changed_since_the_screen_was_drawn_is_asked_again()
    {
        await using var rig = await SupplierRig.StartAsync(settings: ("Margin", "100"));
        var seen = (await rig.OnSaleAsync()).Price;
        rig.Upstream.Stock("tgx", "0.90", 10);
        await rig.LookAsync();
        var bought = await rig
            .Store.Get<PlaceOrderHandler>()
            .HandleAsync(new PlaceOrder(Buyer.Person(rig.Ann.Id), rig.Service.Id, OrderChannel.Chat, "k", seen), CancellationToken.None);
        Assert.Equal(new Error.PriceChanged(new Money(100), new Money(180)), bought.Error);
        Assert.Empty(rig.Upstream.Sold);
    }

    [Theory]
    [InlineData("1.21", "", false)] // more than the customer pays
    [InlineData("1.20", "", true)]
    [InlineData("0.81", "0.80", false)]
    [InlineData("0.80", "0.80", true)]
    public async Task What_costs_too_much_is_not_on_sale(string cost, string cap, bool isOnSale)
    {
        await using var rig = await SupplierRig.StartAsync(cost, settings: ("PriceCap", cap));
        Assert.Equal(isOnSale, (await rig.OnSaleAsync()).Stock > 0);
        var bought = await rig.Store.BuyAsync(rig.Ann, rig.Service, channel: OrderChannel.Api);
        Assert.Equal(isOnSale, bought.IsOk);
    }

    [Fact]
    public async Task A_price_that_rose_upstream_meanwhile_is_not_paid()
    {
        await using var rig = await SupplierRig.StartAsync();
        rig.Upstream.Stock("tgx", "5.00", 10);
        var order = await rig.BuyAsync();
        Assert.Equal(OrderStatus.Canceled, order.Status);
        Assert.Empty(rig.Upstream.Sold);
    }

    [Theory]
    [InlineData("NO_NUMBERS")]
    [InlineData("NO_BALANCE")]
    [InlineData("BAD_KEY")]
    [InlineData("BANNED:'2026-11-25 10-00-00'")]
    public async Task Where_none_comes_the_money_is_back_at_once_and_it_is_not_offered_again(string word)
    {
        await using var rig = await SupplierRig.StartAsync();
        rig.Upstream.AnswerToBuy = word;
        var order = await rig.BuyAsync();
        Assert.Equal((OrderStatus.Canceled, null), (order.Status, order.Phone));
        Assert.Equal("10.00", $"{await rig.Store.BalanceAsync(rig.Ann.Id)}");
        Assert.Equal(0, (await rig.OnSaleAsync()).Stock);
        Assert.IsType<Error.OutOfStock>((await rig.Store.BuyAsync(rig.Ann, rig.Service)).Error);
        await rig.Store.DeliverAsync();
        Assert.Contains(rig.Store.Channel.Delivered, d => d.Kind == NotificationKind.OrderCanceled);
    }

    [Fact]
    public async Task A_script_is_told_that_there_is_none()
    {
        await using var rig = await SupplierRig.StartAsync();
        rig.Upstream.AnswerToBuy = "NO_NUMBERS";
        var bought = await rig.Store.BuyAsync(rig.Ann, rig.Service, key: "k", channel: OrderChannel.Api);
        Assert.IsType<Error.OutOfStock>(bought.Error);
        Assert.IsType<Error.OutOfStock>((await rig.Store.BuyAsync(rig.Ann, rig.Service, key: "k", channel: OrderChannel.Api)).Error);
        Assert.Equal("10.00", $"{await rig.Store.BalanceAsync(rig.Ann.Id)}");
    }

    [Fact]
    public async Task Where_one_supplier_has_none_the_next_is_asked()
    {
        await using var other = await UpstreamServer.StartAsync();
        other.Stock("tgx", "0.70", 5);
        await using var upstream = await UpstreamServer.StartAsync();
        upstream.Stock("tgx", "0.50", 5);
        await using var store = await TestStore.StartAsync([.. upstream.Settings(), .. other.Settings("other")]);
        var (service, ann) = (await store.ServiceAsync(), await store.CustomerAsync("10.00"));
        await store.Get<LookAtOffersHandler>().HandleAsync(CancellationToken.None);
        upstream.AnswerToBuy = "NO_NUMBERS";

        var order = (await store.BuyAsync(ann, service, channel: OrderChannel.Api)).Value;
        Assert.Equal("+" + other.Sold.Single().Phone, order.Phone);
        Assert.Equal("8.80", $"{await store.BalanceAsync(ann.Id)}");
        Assert.Empty(await store.DifferencesAsync());
    }

    [Fact]
    public async Task An_offer_that_was_not_seen_for_long_is_none()
    {
        await using var rig = await SupplierRig.StartAsync();
        rig.Store.Time.Advance(TimeSpan.FromSeconds(91));
        Assert.Equal(0, (await rig.OnSaleAsync()).Stock);
        Assert.IsType<Error.OutOfStock>((await rig.Store.BuyAsync(rig.Ann, rig.Service)).Error);
    }

    [Fact]
    public async Task Twenty_who_buy_at_once_get_twenty_numbers()
    {
        await using var rig = await SupplierRig.StartAsync(count: 15);
        await rig.Store.CreditAsync(rig.Ann.Id, new Money(2000));
        var bought = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => rig.Store.BuyAsync(rig.Ann, rig.Service, channel: OrderChannel.Api))
        );
        Assert.Equal(15, bought.Where(b => b.IsOk).Select(b => b.Value.Phone).Distinct().Count());
        Assert.Equal(15, rig.Upstream.Sold.Count);
        Assert.Equal("12.00", $"{await rig.Store.BalanceAsync(rig.Ann.Id)}");
    }

    [Theory]
    [InlineData("Url", "ftp://x", "Suppliers:up:Url")]
    [InlineData("ApiKey", "", "Suppliers:up:ApiKey")]
    [InlineData("Services:tg", "", "Suppliers:up:Services")]
    [InlineData("Margin", "-1", "Suppliers:up:Margin")]
    [InlineData("PriceCap", "cheap", "Suppliers:up:PriceCap")]
    [InlineData("Timeout", "00:10:00", "Suppliers:up:Timeout")]
    public async Task A_wrong_setting_is_named(string key, string value, string named)
    {
        await using var upstream = await UpstreamServer.StartAsync();
        await using var store = await TestStore.StartAsync([
            .. upstream.Settings().Where(s => s.Key != $"Suppliers:up:{key}"),
            ($"Suppliers:up:{key}", value),
        ]);
        var refused = Assert.ThrowsAny<Exception>(store.Get<Microsoft.Extensions.Options.IStartupValidator>().Validate);
        Assert.Contains(named, refused.Message, StringComparison.Ordinal);
    }
}
