using XthonBot.Load.Databases;
using XthonBot.Load.Limits;
using XthonBot.Load.Loads;
using XthonBot.Load.Reporting;

namespace XthonBot.Load.Rows;

internal sealed class Purchases : Row
{
    /// <summary>More than any store here sells in a second.</summary>
    public const int StockPerSecond = 40_000;

    public override string Name => "purchases";

    public override string How =>
        $"**Purchases over HTTP**: wrk posts `/services/{{id}}/buy` for {Requests.Buyers} customers with a key each, from 10 services. The limit is a loop over "
        + "Microsoft.Data.Sqlite on a second file of the same schema and disk: prepared statements that claim a number, debit, write order and posting, one commit each, "
        + "WAL, `synchronous=FULL`. In turns, the loop for 2 s and the store for 3 s. Every 200 is an order with one charge, and `check` finds no difference. "
        + "Resident memory is the peak of the store's process during the turns with 128 clients.";

    public override async Task MeasureAsync(Bench bench)
    {
        var settings = bench.Settings;
        var seed = new Seed(Customers: Requests.Buyers, Services: 10, FreeNumbers: 4 * StockPerSecond);
        var requests = await Requests.WriteAsync(settings.Folder, Name, Requests.Purchases(seed));
        await using var limited = await bench.SqliteAsync(seed);
        await using var database = await bench.SqliteAsync(seed);
        await using var store = await RunningStore.StartAsync(settings, database);
        using var loop = new OneCommitLoop(limited, seed);
        loop.Run(TimeSpan.FromSeconds(1));
        var warm = await Wrk.RunAsync(store.Url, requests, 32, settings.Seconds(3));
        var (answered, cutOff) = (warm.Answers, 32);

        foreach (
            var (clients, what, atLeast) in ((int, string, double)[])
                [(32, "purchases over HTTP on SQLite, 32 clients", 1), (128, "the same, 128 clients", 2), (1, "one client alone", 0.5)]
        )
        {
            var turns = new Turns();
            var p99 = new List<double>();
            var peak = 0L;
            for (var round = 0; round < settings.Rounds; round++)
            {
                await Bench.EnsureStockAsync(limited, seed, 2 * StockPerSecond);
                await Bench.EnsureStockAsync(database, seed, (clients == 1 ? 1 : 3) * StockPerSecond);
                var limit = loop.Run(TimeSpan.FromSeconds(settings.Seconds(2)));
                await store.ForgetPeakAsync();
                var counted = await Wrk.RunAsync(store.Url, requests, clients, settings.Seconds(3));
                peak = Math.Max(peak, store.PeakResidentBytes);
                turns.Add(counted.PerSecond, limit);
                p99.Add(counted.P99.TotalMilliseconds);
                (answered, cutOff) = (answered + counted.Answers, cutOff + clients);
            }

            bench.Report.Add(Figure.Beside(what, turns, atLeast));
            if (clients == 32)
                bench.Report.Add(Figure.Under("their p99", TimeSpan.FromMilliseconds(Turns.Median(p99)), TimeSpan.FromMilliseconds(25)));
            if (clients == 128)
                bench.Report.Add(Figure.UnderMegabytes("resident memory under 128 clients", peak, 300));
        }

        await Ledger.VerifyAsync(bench, store, seed, answered, cutOff);
    }
}
