using System.Diagnostics;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Load.Databases;
using XthonBot.Load.Loads;
using XthonBot.Load.Reporting;

namespace XthonBot.Load.Rows;

internal sealed class Expiry : Row
{
    private const int Orders = 100_000;

    public override string Name => "expiry";

    public override string How =>
        $"**Expiry**: {Orders:#,0} orders of 10,000 customers come due in one moment, half of them from the chat, so that their owners are told (at the sender's default limits). Counted from that moment until none is due, "
        + $"with the up to two seconds until the sweep looks. Meanwhile {Meanwhile.PerSecond:0} purchases a second come in; their time counts from when each was due to be sent.";

    public override async Task MeasureAsync(Bench bench)
    {
        var count = bench.Settings.Count(Orders);
        var seed = new Seed(Customers: 10_000, Services: 10, FreeNumbers: 50_000)
        {
            OpenOrders = count,
            OpenUntil = Bench.Now.AddSeconds(bench.Settings.Short ? 10 : 25),
        };
        await using var database = await bench.CreateAsync(seed);
        await using var store = await RunningStore.StartAsync(bench.Settings, database);
        await using var meanwhile = await Meanwhile.OpenAsync(store, seed);
        var early = seed.OpenUntil - Bench.Now;
        if (early < TimeSpan.Zero)
            throw new InvalidOperationException("The orders came due before the store was ready.");
        await Task.Delay(early, TimeProvider.System);

        var began = Stopwatch.GetTimestamp();
        meanwhile.Begin();
        while (
            await database.CountAsync(
                "select count(*) from (select 1 from orders where closed_at is null and expires_at <= @until limit 1) due",
                ("until", seed.OpenUntil)
            ) > 0
        )
        {
            if (Stopwatch.GetElapsedTime(began) > TimeSpan.FromMinutes(3))
                throw new TimeoutException("Orders are still due after three minutes.");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }

        var took = Stopwatch.GetElapsedTime(began);
        var bought = await meanwhile.EndAsync();
        bench.Report.Add(Figure.Under($"expiry of {count:#,0} due orders", took, TimeSpan.FromSeconds(15)));
        bench.Report.Add(
            Figure.Under($"a purchase's p99 meanwhile, at {bought.PerSecond:0} a second", bought.P99, TimeSpan.FromMilliseconds(150))
        );
        await bench.StopAndCheckAsync(store);
        var expired = await database.CountAsync($"select count(*) from orders where status = {(int)OrderStatus.Expired}");
        if (expired != count)
            throw new InvalidOperationException($"{expired} of {count} orders expired.");
    }
}
