using XthonBot.Load.Databases;
using XthonBot.Load.Loads;
using XthonBot.Load.Reporting;

namespace XthonBot.Load.Rows;

internal sealed class ShelfSize : Row
{
    private const int Few = 100;
    private const int Many = 10_000;
    private const int Bought = 50;
    private const int Clients = 32;
    private static readonly int[] Shelves = [1, 2];

    public override string Name => "shelf";

    public override string How =>
        $"**Few and many free numbers**: one store with a service of {Few} and one of {Many:#,0} free numbers. {Clients} clients buy {Bought} of the one, then {Bought} of the other, 20 times by turns, 30 times over; after each the shelf "
        + "is filled up again by the operator in the chat, which is not counted. So both are bought in the same minute, by the same process, and neither shelf runs empty.";

    public override async Task MeasureAsync(Bench bench)
    {
        var seed = new Seed(Customers: Requests.Buyers, Services: 2, FreeNumbers: 2 * Few);
        await using var database = await bench.CreateAsync(seed);
        await Seed.RestockAsync(database, 2, Many - Few, Bench.Now);
        await using var store = await RunningStore.StartAsync(bench.Settings, database, arguments: RunningStore.Unlimited);
        var restock = new Restock(store);
        using var load = await HttpLoad.OpenAsync(store.Url, Clients);
        await BuyAsync(rounds: 40);

        var turns = new Turns();
        for (var turn = 0; turn < bench.Settings.Count(30); turn++)
        {
            var (few, many) = await BuyAsync(rounds: 20);
            turns.Add(many, few);
        }

        bench.Report.Add(Figure.Beside($"purchases from {Many:#,0} free numbers, beside {Few}", turns, 0.95));
        await bench.StopAndCheckAsync(store);

        async Task<(double Few, double Many)> BuyAsync(int rounds)
        {
            var took = new TimeSpan[2];
            for (var i = 0; i < rounds; i++)
            {
                foreach (var service in i % 2 == 0 ? Shelves : Shelves.Reverse())
                {
                    var requests = Requests
                        .BuyersOf(seed)
                        .Skip(i % 2 * Bought)
                        .Take(Bought)
                        .Select(c => Requests.Bytes(("POST", Seed.BuyPath(service), Seed.Key(c))))
                        .ToList();
                    took[service - 1] += await load.SendAllAsync(requests);
                    await restock.FillAsync(service, Bought);
                }
            }

            return (rounds * Bought / took[0].TotalSeconds, rounds * Bought / took[1].TotalSeconds);
        }
    }
}
