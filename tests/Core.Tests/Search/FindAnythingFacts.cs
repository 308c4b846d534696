using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Modules.Payments;

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

    [Fact]
    public async Task Bug_A_transfer_with_two_thousand_after_it_was_not_found_by_its_reference()
    {
        await using var store = await TestStore.StartAsync(
            ("Payments:Ways:card:Kind", "Transfer"),
            ("Payments:Ways:card:Text:en", "Send {amount} with {reference}")
        );
        var (ann, bob) = (await store.CustomerAsync(), await store.CustomerAsync());
        var hers = await StartAsync(ann);
        await Parallel.ForEachAsync(Enumerable.Range(0, 2001), Ct, async (_, _) => await StartAsync(bob));

        var found = await store.Get<FindAnythingHandler>().HandleAsync(hers.Reference.ToLowerInvariant(), TestStore.Operator, Ct);

        Assert.Equal((hers.Id, ann.Id), (Assert.Single(found.Payments).Payment.Id, found.Payments[0].Payer.Id));

        async Task<PaymentView> StartAsync(CustomerProfile who) =>
            (
                await store.Get<StartPaymentHandler>().HandleAsync(new StartPayment(who.Id, "card", new Money(500), OrderChannel.Chat), Ct)
            ).Value;
    }
}
