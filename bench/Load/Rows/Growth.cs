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
        + $"{Requests.Buyers} customers spread over all of them buy and read. {Clients} clients buy {Bought:#,0} of the one, then of the other, 30 times by turns; both are stocked again by the operator in the chat, which is not counted. "
        + "Reads by wrk, 1 s each by turns.";

    public override async Task MeasureAsync(Bench bench)
    {
        var settings = bench.Settings;
        var small = new Seed(Small, Services: 10, FreeNumbers: Small) { PastOrders = Small };
        var large = new Seed(settings.Count(ManyCustomers), Services: 10, FreeNumbers: settings.Count(Many))
        {
            PastOrders = settings.Count(Many),
        };
        await using var smallDatabase = await bench.CreateAsync(small);
        await using var largeDatabase = await bench.CreateAsync(large);
        await using var smallStore = await RunningStore.StartAsync(settings, smallDatabase, arguments: RunningStore.Unlimited);
        await using var largeStore = await RunningStore.StartAsync(settings, largeDatabase, arguments: RunningStore.Unlimited);
        using var smallLoad = await HttpLoad.OpenAsync(smallStore.Url, Clients);
        using var largeLoad = await HttpLoad.OpenAsync(largeStore.Url, Clients);

        Restock[] restocks = [new(smallStore), new(largeStore)];
        var (few, many) = (PurchasesOf(small), PurchasesOf(large));
        var turns = new Turns();
        for (var turn = 0; turn < settings.Count(30) + 2; turn++)
        {
            var smallFirst = turn % 2 == 0 ? await smallLoad.SendAllAsync(few) : default;
            var took = await largeLoad.SendAllAsync(many);
            var smallTook = turn % 2 == 0 ? smallFirst : await smallLoad.SendAllAsync(few);
            // The first two are for the code to get warm.
            if (turn >= 2)
                turns.Add(Bought / took.TotalSeconds, Bought / smallTook.TotalSeconds);
            foreach (var restock in restocks)
                for (var service = 1; service <= small.Services; service++)
                    await restock.FillAsync(service, Bought / small.Services);
        }

        bench.Report.Add(Figure.Beside($"growth to {large.FreeNumbers:#,0} numbers and orders, purchases", turns, 0.9));
        foreach (
            var ((what, fewPath), (_, manyPath)) in Reads.Endpoints(c => c).Zip(Reads.Endpoints(c => c + (large.Customers * (c % 10))))
        )
            bench.Report.Add(
                Figure.Beside(
                    $"the same, `GET {what}`",
                    await ReadAsync(Requests.Reads(small, fewPath), Requests.Reads(large, manyPath)),
                    0.9
                )
            );
        await bench.StopAndCheckAsync(smallStore);
        await bench.StopAndCheckAsync(largeStore);

        async Task<Turns> ReadAsync(IEnumerable<(string, string, string)> ofSmall, IEnumerable<(string, string, string)> ofLarge)
        {
            var result = new Turns();
            var smallFile = await Requests.WriteAsync(settings.Folder, "small", ofSmall);
            var largeFile = await Requests.WriteAsync(settings.Folder, "large", ofLarge);
            for (var round = 0; round <= settings.Rounds; round++)
            {
                var first = await Wrk.RunAsync(largeStore.Url, largeFile, Clients, 1);
                var least = await Wrk.RunAsync(smallStore.Url, smallFile, Clients, 1);
                // The first is for the code to get warm.
                if (round > 0)
                    result.Add(first.PerSecond, least.PerSecond);
            }

            return result;
        }

        static IReadOnlyList<byte[]> PurchasesOf(Seed seed) => [.. Requests.Purchases(seed).Take(Bought).Select(Requests.Bytes)];
    }
}
