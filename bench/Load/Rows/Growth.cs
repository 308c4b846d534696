using XthonBot.Load.Databases;
using XthonBot.Load.Loads;
using XthonBot.Load.Reporting;

namespace XthonBot.Load.Rows;

internal sealed class Growth : Row
{
    private const int Small = 10_000;
    private const int Many = 1_000_000;
    private const int ManyCustomers = 100_000;
    private const int Clients = 32;
    private const int Bought = 1_000;

    public override string Name => "growth";

    public override string How =>
        $"**Growth**: two stores side by side, one with {Small:#,0} free numbers, past orders (each with its charge and its sold number) and customers, the other with {Many:#,0}, {Many:#,0} and {ManyCustomers:#,0}, all with a key; "
        + $"{Requests.Buyers} customers spread over all of them buy and read. {Clients} clients buy {Bought:#,0} of the one, then of the other, by turns; the shelves are filled up again by SQL, which is not counted. "
        + "Reads by wrk, 2 s each by turns.";

    public override async Task MeasureAsync(Bench bench)
    {
        var settings = bench.Settings;
        var small = new Seed(Small, Services: 10, FreeNumbers: Small) { PastOrders = Small };
        var large = new Seed(settings.Count(ManyCustomers), Services: 10, FreeNumbers: settings.Count(Many)) { PastOrders = settings.Count(Many) };
        await using var smallDatabase = await bench.CreateAsync(small);
        await using var largeDatabase = await bench.CreateAsync(large);
        await using var smallStore = await RunningStore.StartAsync(settings, smallDatabase);
        await using var largeStore = await RunningStore.StartAsync(settings, largeDatabase);
        using var smallLoad = await HttpLoad.OpenAsync(smallStore.Url, Clients);
        using var largeLoad = await HttpLoad.OpenAsync(largeStore.Url, Clients);

        await BuyAsync(2);
        var turns = new Turns();
        for (var round = 0; round < settings.Rounds; round++)
        {
            var (few, many) = await BuyAsync(settings.Count(10));
            turns.Add(many, few);
        }

        bench.Report.Add(Figure.Beside($"growth to {large.FreeNumbers:#,0} numbers and orders, purchases", turns, 0.9));
        foreach (var ((what, fewPath), (_, manyPath)) in Reads.Endpoints(c => c).Zip(Reads.Endpoints(c => c + (large.Customers * (c % 10)))))
            bench.Report.Add(Figure.Beside($"the same, `GET {what}`", await ReadAsync(Requests.Reads(small, fewPath), Requests.Reads(large, manyPath)), 0.9));
        await bench.StopAndCheckAsync(smallStore);
        await bench.StopAndCheckAsync(largeStore);

        async Task<(double Small, double Large)> BuyAsync(int rounds)
        {
            TimeSpan few = default, many = default;
            var (fewRequests, manyRequests) = (PurchasesOf(small), PurchasesOf(large));
            for (var i = 0; i < rounds; i++)
            {
                if (i % 2 == 0)
                    few += await smallLoad.SendAllAsync(fewRequests);
                many += await largeLoad.SendAllAsync(manyRequests);
                if (i % 2 == 1)
                    few += await smallLoad.SendAllAsync(fewRequests);
                await Bench.EnsureStockAsync(smallDatabase, small, small.FreeNumbers);
            }

            return (rounds * Bought / few.TotalSeconds, rounds * Bought / many.TotalSeconds);
        }

        async Task<Turns> ReadAsync(IEnumerable<(string, string, string)> few, IEnumerable<(string, string, string)> many)
        {
            var result = new Turns();
            var (fewFile, manyFile) = (await Requests.WriteAsync(settings.Folder, "few", few), await Requests.WriteAsync(settings.Folder, "many", many));
            await Wrk.RunAsync(smallStore.Url, fewFile, Clients, 1);
            await Wrk.RunAsync(largeStore.Url, manyFile, Clients, 1);
            for (var round = 0; round < settings.Rounds; round++)
            {
                var before = await Wrk.RunAsync(largeStore.Url, manyFile, Clients, 1);
                var least = await Wrk.RunAsync(smallStore.Url, fewFile, Clients, 2);
                var after = await Wrk.RunAsync(largeStore.Url, manyFile, Clients, 1);
                result.Add((before.PerSecond + after.PerSecond) / 2, least.PerSecond);
            }

            return result;
        }

        static IReadOnlyList<byte[]> PurchasesOf(Seed seed) => [.. Requests.Purchases(seed).Take(Bought).Select(Requests.Bytes)];
    }
}
