using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Customers;
using XthonBot.Core.Modules.Messages;
using XthonBot.Core.Modules.Orders;

namespace XthonBot.Postgres.Tests;

/// <summary>
/// Bug: a code that met a cancel made two transactions wait for each other, the database undid one, and the gateway was answered 500.
/// Purchases, texts, cancels, refunds and expiries of the same orders and customers at the same moment, by one store and by two.
/// </summary>
public sealed class DuelFacts
{
    private const int Duels = 1000;
    private const int SideBySide = 24;
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(20);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Whatever_meets_whatever_nothing_fails_and_no_text_is_lost(int replicas)
    {
        await using var store = await TestStore.StartAsync();
        var second = replicas == 2 ? TestStore.Open(store.Database) : store;
        TestStore[] stores = [store, second];
        var customers = new[] { await store.CustomerAsync("100000.00"), await store.CustomerAsync("100000.00") };
        var service = await store.ServiceAsync();
        await store.StockAsync("tg", Enumerable.Range(0, Duels).Select(i => $"+1201555{i:0000}"));

        // The store at which a step of a duel is done is another one each time.
        var texts = 0;
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Duels),
            new ParallelOptions { MaxDegreeOfParallelism = SideBySide },
            async (duel, ct) =>
            {
                var order = (await stores[duel % 2].BuyAsync(customers[duel / 2 % 2], service, channel: (OrderChannel)(duel % 2))).Value;
                var arrived = Task.FromResult<Reception?>(null);
                var meeting = new List<Task>();
                if (duel % 7 != 0)
                    meeting.Add(
                        arrived = Task.Run(
                            async () =>
                                (Reception?)
                                    await stores[(duel + 1) % 2].ReceiveAsync(order.Phone, $"Your code is {10000 + duel}", $"duel{duel}"),
                            ct
                        )
                    );
                if (duel % 3 == 0)
                    meeting.Add(Task.Run(() => stores[duel / 3 % 2].CancelAsync(order), ct));
                if (duel % 3 == 1)
                    meeting.Add(Task.Run(() => store.RefundAsync(order), ct));
                if (duel % 3 == 2)
                    meeting.Add(Task.Run(() => ExpireAsync(stores), ct));
                if (duel % 5 == 0)
                    meeting.Add(Task.Run(() => store.CreditAsync(order.Customer, new Money(1)), ct));
                await Task.WhenAll(meeting);

                if (await arrived is not { } reception)
                    return;
                Interlocked.Increment(ref texts);
                var after = await store.OrderAsync(order);
                Assert.True(reception is Reception.CodeDelivered or Reception.Unmatched, $"{reception}");
                if (reception == Reception.CodeDelivered)
                    Assert.True(
                        after.Status is OrderStatus.Succeeded or OrderStatus.Refunded && after.Code == $"{10000 + duel}",
                        $"told of a code, yet {after.Status}"
                    );
                else
                    Assert.True(after.Status is OrderStatus.Canceled or OrderStatus.Expired, $"its text was nobody's, yet {after.Status}");
            }
        );

        Assert.Equal(texts, await store.ScalarAsync<int>("select count(*)::int as \"Value\" from messages"));
        Assert.Empty(await store.DifferencesAsync());
        if (replicas == 2)
            await second.CloseAsync();
    }

    // What is open now is due now, whoever bought it.
    private static async Task ExpireAsync(TestStore[] stores)
    {
        foreach (var one in stores.Distinct())
            one.Time.Advance(Lifetime);
        await Task.WhenAll(stores.Distinct().Select(one => one.ExpireAsync()));
    }
}
