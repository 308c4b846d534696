using XthonBot.Core.Modules.Catalog;
using XthonBot.Core.Modules.Suppliers;
using XthonBot.Core.Views.Storefront;

namespace XthonBot.Core.Tests.Suppliers;

/// <summary>A store with an empty shelf and one supplier, which is a real server.</summary>
internal sealed class SupplierRig : IAsyncDisposable
{
    private SupplierRig(UpstreamServer upstream, TestStore store, ServiceView service, CustomerProfile ann) =>
        (Upstream, Store, Service, Ann) = (upstream, store, service, ann);

    public UpstreamServer Upstream { get; }

    public TestStore Store { get; }

    public ServiceView Service { get; }

    /// <summary>Has ten dollars.</summary>
    public CustomerProfile Ann { get; }

    public SupplierOrderWorker Desk => Store.Get<SupplierOrderWorker>();

    public static async Task<SupplierRig> StartAsync(
        string cost = "0.50",
        int count = 10,
        int own = 0,
        Action<UpstreamServer>? speak = null,
        params (string Key, string Value)[] settings
    )
    {
        var upstream = await UpstreamServer.StartAsync();
        speak?.Invoke(upstream);
        upstream.Stock("tgx", cost, count);
        var store = await TestStore.StartAsync(upstream.Settings(more: settings));
        var service = await store.ServiceAsync(numbers: own);
        var rig = new SupplierRig(upstream, store, service, await store.CustomerAsync("10.00"));
        await rig.LookAsync();
        return rig;
    }

    public Task LookAsync() => Store.Get<LookAtOffersHandler>().HandleAsync(CancellationToken.None);

    public async Task<ServiceView> OnSaleAsync() =>
        (await Store.Get<ListServicesHandler>().FindAsync(Ann.Id, Service.Id, CancellationToken.None)).Value;

    /// <summary>Buys in the chat and waits until the first try has come to its end.</summary>
    public async Task<OrderView> BuyAsync()
    {
        var order = await BeginAsync();
        // Where an answer was lost it goes on only when time goes by.
        await Patience.UntilAsync(
            () =>
                Store.ScalarAsync<int>(
                    $"select count(*) as \"Value\" from supplies where state = {(int)SupplierOrderState.Wanted} or lease_until is not null"
                ),
            taken => taken == 0
        );
        return await Store.OrderAsync(order);
    }

    /// <summary>Buys in the chat, and returns while the number is being fetched.</summary>
    public async Task<OrderView> BeginAsync() => (await Store.BuyAsync(Ann, Service)).Value;

    /// <summary>Time goes by and whatever is due then is done.</summary>
    public async Task LaterAsync(double seconds = 5)
    {
        Store.Time.Advance(TimeSpan.FromSeconds(seconds));
        await Desk.SweepAsync(CancellationToken.None);
    }

    /// <summary>Until the request of this action has reached upstream.</summary>
    public Task UntilAskedAsync(string action) => Patience.UntilAsync(() => Upstream.Calls(action), calls => calls > 0);

    /// <summary>Time goes by until something is so, a few seconds at a time.</summary>
    public async Task UntilAsync(Func<Task<bool>> isSo, int steps = 60)
    {
        while (!await isSo())
        {
            Assert.True(steps-- > 0, "It did not come to that.");
            await LaterAsync();
        }
    }

    public Task<string> StateAsync(OrderView order) =>
        Store.ScalarAsync<string>(
            $"select cast(state as text) as \"Value\" from supplies where order_id = (select id from orders where lower(cast(public_id as text)) = '{order.Id.Value}')"
        );

    public async Task<SupplierOrderState> SupplyAsync(OrderView order) => Enum.Parse<SupplierOrderState>(await StateAsync(order));

    public async ValueTask DisposeAsync()
    {
        Assert.Empty(await Store.DifferencesAsync());
        Upstream.GoOn();
        await Store.DisposeAsync();
        await Upstream.DisposeAsync();
    }
}
