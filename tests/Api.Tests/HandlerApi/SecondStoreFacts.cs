using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Orders;
using XthonBot.Core.Modules.Suppliers;
using XthonBot.TestKit;

namespace XthonBot.Api.Tests.HandlerApi;

/// <summary>A store that buys its numbers from another store of its own kind.</summary>
public sealed class SecondStoreFacts
{
    [Fact]
    public async Task Codes_travel_from_the_first_store_to_the_customer_of_the_second()
    {
        await using var upstream = await Client.StartAsync();
        await using var store = await StoreAsync(upstream);
        var (service, bob) = (await store.ServiceAsync(price: "2.00"), await store.CustomerAsync("10.00"));
        await store.Get<LookAtOffersHandler>().HandleAsync(CancellationToken.None);

        var order = (await store.BuyAsync(bob, service, channel: OrderChannel.Api)).Value;
        Assert.Equal(("8.80", "8.00"), (await upstream.BalanceAsync(), $"{await store.BalanceAsync(bob.Id)}"));
        foreach (var code in (string[])["11111", "22222"])
        {
            await upstream.TextAsync(order.Phone![1..], code, code);
            await LaterAsync(store, upstream);
            await LaterAsync(store, upstream);
            Assert.Equal((OrderStatus.Succeeded, code), ((await store.OrderAsync(order)).Status, (await store.OrderAsync(order)).Code));
        }

        Assert.Equal(
            ["Your Telegram code is 11111", "Your Telegram code is 22222"],
            [
                await store.TextAsync("select text as value from messages order by id limit 1"),
                await store.TextAsync("select text as value from messages order by id desc limit 1"),
            ]
        );
        Assert.Empty(await store.DifferencesAsync());
    }

    [Fact]
    public async Task A_cancel_in_the_second_store_pays_back_in_both()
    {
        await using var upstream = await Client.StartAsync();
        await using var store = await StoreAsync(upstream);
        var (service, bob) = (await store.ServiceAsync(price: "2.00"), await store.CustomerAsync("10.00"));
        await store.Get<LookAtOffersHandler>().HandleAsync(CancellationToken.None);
        var order = (await store.BuyAsync(bob, service, channel: OrderChannel.Api)).Value;

        Assert.True((await store.CancelAsync(order)).IsOk);
        Assert.Equal("10.00", $"{await store.BalanceAsync(bob.Id)}");
        await LaterAsync(store, upstream);
        Assert.Equal("10.00", await upstream.BalanceAsync());
        Assert.Equal(0, (await store.Get<ReadSuppliersHandler>().HandleAsync(CancellationToken.None)).DebtCount);
    }

    [Fact]
    public async Task A_purchase_whose_answer_was_lost_is_found_by_its_name()
    {
        await using var upstream = await Client.StartAsync();
        await using var store = await StoreAsync(upstream);
        var (service, bob) = (await store.ServiceAsync(price: "2.00"), await store.CustomerAsync("10.00"));
        await store.Get<LookAtOffersHandler>().HandleAsync(CancellationToken.None);
        var order = (await store.BuyAsync(bob, service, channel: OrderChannel.Api)).Value;
        // Somebody else bought on the same account, and what came of the first request was never heard.
        await upstream.BuyAsync("&orderId=somebody");
        await store.SqlAsync("update orders set phone = null");
        await store.SqlAsync(
            $"update supplies set state = {(int)SupplierOrderState.Asked}, activation = null, phone = null, asked_at = '2026-11-22 10:00:00'"
        );

        await LaterAsync(store, upstream);
        Assert.Equal(order.Phone, (await store.OrderAsync(order)).Phone);
    }

    [Fact]
    public async Task What_the_first_store_sold_out_of_is_refunded_by_the_second()
    {
        await using var upstream = await Client.StartAsync(numbers: 1);
        await using var store = await StoreAsync(upstream);
        var (service, bob) = (await store.ServiceAsync(price: "2.00"), await store.CustomerAsync("10.00"));
        await store.Get<LookAtOffersHandler>().HandleAsync(CancellationToken.None);
        await upstream.BuyAsync();
        Assert.False((await store.BuyAsync(bob, service, channel: OrderChannel.Api)).IsOk);
        Assert.Equal("10.00", $"{await store.BalanceAsync(bob.Id)}");
        Assert.Empty(await store.DifferencesAsync());
    }

    private static Task<TestStore> StoreAsync(Client upstream) =>
        TestStore.StartAsync(
            ("Suppliers:first:Url", new Uri(upstream.Api.Client.BaseAddress!, "/stubs/handler_api.php").ToString()),
            ("Suppliers:first:ApiKey", upstream.Key),
            ("Suppliers:first:Services:tg", "tg")
        );

    private static async Task LaterAsync(TestStore store, Client upstream)
    {
        store.Time.Advance(TimeSpan.FromSeconds(5));
        upstream.Api.Store.Time.Advance(TimeSpan.FromSeconds(5));
        await store.Get<SupplierOrderWorker>().SweepAsync(CancellationToken.None);
    }
}
