using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Views.Operator;

namespace XthonBot.Core.Tests.Search;

public sealed class FindAnythingFacts
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Bug_What_was_looked_for_was_cut_within_an_emoji_and_PostgreSQL_refused_it()
    {
        await using var store = await TestStore.StartAsync();
        var known = new string('x', 63);

        var found = await store.Get<FindAnythingHandler>().HandleAsync(known + "😀 and more", TestStore.Operator, Ct);

        Assert.True(found.IsEmpty);
        Assert.Equal(known, await store.ScalarAsync<string>("select subject as value from audit_log where action = 'find'"));
    }

    [Fact]
    public async Task Each_order_comes_with_its_buyer()
    {
        await using var store = await TestStore.StartAsync();
        var service = await store.ServiceAsync();
        await store.StockAsync("tg", ["+15550001"]);
        var buyer = await store.CustomerAsync("10.00");
        var order = (await store.BuyAsync(buyer, service)).Value;

        var found = Assert.Single((await store.Get<FindAnythingHandler>().HandleAsync(order.Id.ToString(), TestStore.Operator, Ct)).Orders);

        Assert.Equal((order.Id, buyer.Id), (found.Order.Id, found.Buyer.Id));
    }
}
