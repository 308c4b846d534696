using XthonBot.Core.Modules.Catalog;
using XthonBot.Core.Views.Storefront;

namespace XthonBot.Core.Tests.Catalog;

public sealed class ShelvesFacts
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stock_in_lists_is_at_most_a_second_old()
    {
        await using var store = await TestStore.StartAsync();
        var service = await store.ServiceAsync(numbers: 3);
        var ann = await store.CustomerAsync("5.00");
        Assert.Equal(3, await StockAsync(store));
        await store.BuyAsync(ann, service);

        Assert.Equal(3, await StockAsync(store));
        store.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(2, await StockAsync(store));
    }

    [Fact]
    public async Task What_an_operator_changes_shows_at_once()
    {
        await using var store = await TestStore.StartAsync();
        await store.ServiceAsync(numbers: 3);
        Assert.Equal(3, await StockAsync(store));

        await store.StockAsync("tg", ["+447700000001"]);
        Assert.Equal(4, await StockAsync(store));
        await store.Get<Core.Modules.Stock.WithdrawNumbersHandler>().HandleAsync(new("tg", null, 2, TestStore.Operator), Ct);
        Assert.Equal(2, await StockAsync(store));
        await store.Get<EditCatalogHandler>().HandleAsync("tg", new CatalogEdit.SetPrice(new Money(77)), TestStore.Operator, Ct);
        Assert.Equal(77, (await store.Get<ListServicesHandler>().AllAsync(Ct)).Single().Price.Minor);
    }

    [Fact]
    public async Task Many_who_look_at_once_cost_one_look_and_a_failed_one_is_not_kept()
    {
        await using var store = await TestStore.StartAsync();
        await store.ServiceAsync(numbers: 3);
        await store.SqlAsync("alter table numbers rename to gone");
        await Assert.ThrowsAnyAsync<Exception>(() => StockAsync(store));
        await store.SqlAsync("alter table gone rename to numbers");

        Assert.All(await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => StockAsync(store))), stock => Assert.Equal(3, stock));
    }

    private static async Task<int> StockAsync(TestStore store) => (await store.Get<ListServicesHandler>().AllAsync(Ct)).Single().Stock;
}
