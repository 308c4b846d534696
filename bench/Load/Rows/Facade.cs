using XthonBot.Load.Databases;
using XthonBot.Load.Loads;
using XthonBot.Load.Reporting;

namespace XthonBot.Load.Rows;

internal sealed class Facade : Row
{
    private const int Clients = 32;

    public override string Name => "facade";

    public override string How =>
        $"**The activation protocol**: wrk with {Clients} clients asks `/stubs/handler_api.php?action=getNumber` for {Requests.Buyers} customers with a key each, from 10 services. "
        + "Beside it the same purchases by `POST /services/{id}/buy` on the same store, in turns of 3 s each. Every answer is an order with one charge, and `check` finds no difference.";

    public override async Task MeasureAsync(Bench bench)
    {
        var settings = bench.Settings;
        var seed = new Seed(Customers: Requests.Buyers, Services: 10, FreeNumbers: 4 * Purchases.StockPerSecond);
        var facade = await Requests.WriteAsync(settings.Folder, Name, Requests.Activations(seed));
        var rest = await Requests.WriteAsync(settings.Folder, Name + "-rest", Requests.Purchases(seed));
        await using var database = await bench.CreateAsync(seed);
        await using var store = await RunningStore.StartAsync(settings, database);
        var answered = 0L;
        await BuyAsync(facade);
        await BuyAsync(rest);
        var turns = new Turns();
        for (var round = 0; round < settings.Rounds; round++)
            turns.Add(await BuyAsync(facade), await BuyAsync(rest));

        bench.Report.Add(Figure.Beside($"purchases by the activation protocol, {Clients} clients, beside the REST API", turns));
        await Ledger.VerifyAsync(bench, store, seed, answered, Clients * 2 * (settings.Rounds + 1));

        async Task<double> BuyAsync(string requests)
        {
            await Bench.EnsureStockAsync(database, seed, 3 * Purchases.StockPerSecond);
            var counted = await Wrk.RunAsync(store.Url, requests, Clients, settings.Seconds(3));
            answered += counted.Answers;
            return counted.PerSecond;
        }
    }
}
