using XthonBot.Core.Modules.Ledger;
using XthonBot.Load.Databases;
using XthonBot.Load.Loads;

namespace XthonBot.Load.Rows;

/// <summary>A measurement counts only where every answered purchase is there and charged once.</summary>
internal static class Ledger
{
    /// <param name="answered">Purchases that were answered 200.</param>
    /// <param name="cutOff">How many more may have been under way when the load generator hung up.</param>
    public static async Task VerifyAsync(Bench bench, RunningStore store, Seed seed, long answered, int cutOff)
    {
        await bench.StopAndCheckAsync(store);
        var orders = await store.Database.CountAsync("select count(*) from orders") - seed.PastOrders - seed.OpenOrders;
        var postings =
            await store.Database.CountAsync($"select count(*) from postings where kind = {(int)PostingKind.Purchase}")
            - seed.PastOrders
            - seed.OpenOrders;
        if (orders < answered || orders > answered + cutOff || orders != postings)
            throw new InvalidOperationException(
                $"{answered} purchases were answered, but there are {orders} orders and {postings} charges."
            );
    }
}
