using XthonBot.Load.Databases;
using XthonBot.Load.Limits;
using XthonBot.Load.Loads;
using XthonBot.Load.Reporting;

namespace XthonBot.Load.Rows;

internal sealed class PostgresPurchases : Row
{
    private const int Clients = 32;

    public override string Name => "postgres";

    public override string How =>
        $"**Purchases on PostgreSQL**: as above with {Clients} clients, on a server with PostgreSQL's defaults on the same machine and disk. The limit is `pgbench -M prepared` with as many clients on a second database of the "
        + "same schema and server: claim, debit, order and posting in a transaction. In turns of 3 s, after 2 s of pgbench's own for its connections and plans.";

    public override async Task MeasureAsync(Bench bench)
    {
        var settings = bench.Settings;
        var seed = new Seed(Customers: Requests.Buyers, Services: 10, FreeNumbers: 2 * Purchases.StockPerSecond);
        var requests = await Requests.WriteAsync(settings.Folder, Name, Requests.Purchases(seed));
        await using var limited = await bench.PostgresAsync(seed);
        await using var database = await bench.PostgresAsync(seed);
        await using var store = await RunningStore.StartAsync(settings, database);
        await PgBench.RunAsync(limited, Clients, 1);
        var warm = await Wrk.RunAsync(store.Url, requests, Clients, settings.Seconds(3));
        var (answered, cutOff) = (warm.Answers, Clients);
        var turns = new Turns();
        for (var round = 0; round < settings.Rounds; round++)
        {
            await Bench.EnsureStockAsync(limited, seed, 2 * Purchases.StockPerSecond);
            await Bench.EnsureStockAsync(database, seed, 2 * Purchases.StockPerSecond);
            var limit = await PgBench.RunAsync(limited, Clients, settings.Seconds(3));
            var counted = await Wrk.RunAsync(store.Url, requests, Clients, settings.Seconds(3));
            turns.Add(counted.PerSecond, limit);
            (answered, cutOff) = (answered + counted.Answers, cutOff + Clients);
        }

        bench.Report.Add(Figure.Beside($"purchases over HTTP on PostgreSQL, {Clients} clients, beside pgbench", turns, 1));
        bench.Report.Add(Figure.AtLeast("the same", turns.Figure, 5_000));
        await Ledger.VerifyAsync(bench, store, seed, answered, cutOff);
    }
}
