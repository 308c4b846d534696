using XthonBot.Load.Databases;
using XthonBot.Load.Limits;
using XthonBot.Load.Loads;
using XthonBot.Load.Reporting;

namespace XthonBot.Load.Rows;

internal sealed class Reads : Row
{
    private const int Clients = 32;

    public override string Name => "reads";

    public override string How =>
        $"**Reads**: wrk with {Clients} clients, {Requests.Buyers} keys, 10 services of 1,000 numbers, everybody with one order that waits. The limit is an ASP.NET endpoint in a process of its own "
        + "that answers the bytes and headers of `GET /balance` and asks nobody. In turns of 1 s each.";

    public override async Task MeasureAsync(Bench bench)
    {
        var settings = bench.Settings;
        var seed = new Seed(Customers: Requests.Buyers, Services: 10, FreeNumbers: 10_000)
        {
            OpenOrders = Requests.Buyers,
            OpenFromChat = false,
            OpenUntil = Bench.Now.AddMinutes(30),
        };
        await using var database = await bench.CreateAsync(seed);
        await using var store = await RunningStore.StartAsync(settings, database);
        using var bare = await BareEndpoint.StartAsync(store.Url, Seed.Key(1));
        var limit = await Requests.WriteAsync(settings.Folder, "balance", Requests.Reads(seed, _ => "/api/v2/balance"));
        await Wrk.RunAsync(bare.Url, limit, Clients, settings.Seconds(2));
        foreach (var (what, path) in Endpoints(order: customer => customer))
        {
            var requests = await Requests.WriteAsync(settings.Folder, "reads", Requests.Reads(seed, path));
            await Wrk.RunAsync(store.Url, requests, Clients, settings.Seconds(2));
            var turns = new Turns();
            for (var round = 0; round < settings.Rounds; round++)
            {
                var most = await Wrk.RunAsync(bare.Url, limit, Clients, 1);
                turns.Add((await Wrk.RunAsync(store.Url, requests, Clients, 1)).PerSecond, most.PerSecond);
            }

            bench.Report.Add(Figure.Beside($"`GET {what}`, {Clients} clients", turns, 0.5));
        }

        await bench.StopAndCheckAsync(store);
    }

    /// <param name="order">An order of the customer's.</param>
    public static IReadOnlyList<(string What, Func<int, string> Path)> Endpoints(Func<int, int> order) =>
        [
            ("/balance", _ => "/api/v2/balance"),
            ("/services", _ => "/api/v2/services"),
            ("/transactions/{id}", customer => Seed.OrderPath(order(customer))),
            ("/transactions/{id}/code", customer => Seed.OrderPath(order(customer)) + "/code"),
        ];
}
