using XthonBot.Core.Modules.Catalog;
using XthonBot.Core.Modules.Suppliers;
using XthonBot.Core.Views.Storefront;

namespace XthonBot.Core.Tests.Suppliers;

/// <summary>A store with an empty shelf and two suppliers, of which the first is cheaper.</summary>
internal sealed class SupplierPair : IAsyncDisposable
{
    private SupplierPair(UpstreamServer first, UpstreamServer second, TestStore store, ServiceView service, CustomerProfile ann) =>
        (First, Second, Store, Service, Ann) = (first, second, store, service, ann);

    public UpstreamServer First { get; }

    public UpstreamServer Second { get; }

    public TestStore Store { get; }

    public ServiceView Service { get; }

    /// <summary>Has a hundred dollars.</summary>
    public CustomerProfile Ann { get; }

    public static async Task<SupplierPair> StartAsync(Action<UpstreamServer>? speak = null, params (string Key, string Value)[] settings)
    {
        var (first, second) = (await UpstreamServer.StartAsync(), await UpstreamServer.StartAsync());
        first.Stock("tgx", "0.50", 1_000);
        second.Stock("tgx", "0.70", 1_000);
        second.Area = "1555888";
        speak?.Invoke(first);
        var store = await TestStore.StartAsync([.. first.Settings("first"), .. second.Settings("second", settings)]);
        return new SupplierPair(first, second, store, await store.ServiceAsync(), await store.CustomerAsync("100.00"));
    }

    /// <summary>Buys as a script does, when both were just asked what they have.</summary>
    public async Task<OrderView> BuyAsync()
    {
        await Store.Get<LookAtOffersHandler>().HandleAsync(CancellationToken.None);
        return (await Store.BuyAsync(Ann, Service, channel: OrderChannel.Api)).Value;
    }

    /// <summary>Until the first try of all that was bought has come to its end.</summary>
    public Task UntilTriedAsync() =>
        Patience.UntilAsync(
            () =>
                Store.ScalarAsync<int>(
                    $"select count(*) as \"Value\" from supplies where state = {(int)SupplierOrderState.Wanted} or lease_until is not null"
                ),
            taken => taken == 0
        );

    public async ValueTask DisposeAsync()
    {
        Assert.Empty(await Store.DifferencesAsync());
        First.GoOn();
        await Store.DisposeAsync();
        await First.DisposeAsync();
        await Second.DisposeAsync();
    }
}
