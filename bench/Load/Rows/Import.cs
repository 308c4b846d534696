using System.Diagnostics;
using System.Globalization;
using System.Text;
using XthonBot.Load.Databases;
using XthonBot.Load.Loads;
using XthonBot.Load.Reporting;

namespace XthonBot.Load.Rows;

internal sealed class Import : Row
{
    private const int Lines = 1_000_000;
    private const long FirstLine = 3_000_000_000;

    public override string Name => "import";

    public override string How =>
        $"**Import**: the operator sends a file of {Lines:#,0} numbers (13 MB) with the caption `/stock s1` in the chat. Counted until the report says that all were added. A tenth of it "
        + "went before; memory is the peak of the store's resident memory over what it was then, so what ten times as many lines take, with the file itself. "
        + $"Meanwhile {Meanwhile.PerSecond:0} purchases a second come in.";

    public override async Task MeasureAsync(Bench bench)
    {
        var count = bench.Settings.Count(Lines);
        var seed = new Seed(Customers: Requests.Buyers, Services: 10, FreeNumbers: 100_000);
        await using var database = await bench.CreateAsync(seed);
        await using var store = await RunningStore.StartAsync(bench.Settings, database);
        await using var meanwhile = await Meanwhile.OpenAsync(store, seed);
        var operatorId = RunningStore.OperatorId;
        await store.Chats.SeesAsync(operatorId, _ => true, () => store.Chats.Say(operatorId, "/start"), TimeSpan.FromSeconds(30));

        meanwhile.Begin();
        await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System);
        await ImportAsync(store, FirstLine - Lines, count / 10);
        var before = store.ResidentBytes;
        await store.ForgetPeakAsync();
        var took = await ImportAsync(store, FirstLine, count);
        var grown = Math.Max(store.PeakResidentBytes - before, 0);
        var bought = await meanwhile.EndAsync();

        bench.Report.Add(Figure.Under($"stock import of {count:#,0} lines", took, TimeSpan.FromSeconds(60)));
        bench.Report.Add(Figure.UnderMegabytes("its memory, file included", grown, 64));
        bench.Report.Add(Figure.AtLeast("purchases meanwhile", bought.PerSecond, 0.95 * Meanwhile.PerSecond));
        bench.Report.Add(Figure.Free("their p99", Figure.Text(bought.P99)));
        await bench.StopAndCheckAsync(store);
    }

    /// <returns>From the file to the report.</returns>
    private static async Task<TimeSpan> ImportAsync(RunningStore store, long first, int count)
    {
        var file = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, count).Select(i => $"+1{first + i}\n")));
        var done = string.Create(CultureInfo.InvariantCulture, $"Added {count}, duplicates 0, invalid 0");
        var began = Stopwatch.GetTimestamp();
        await store.Chats.SeesAsync(
            RunningStore.OperatorId,
            m => m.Text?.StartsWith(done, StringComparison.Ordinal) == true,
            () => store.Chats.SendFile(RunningStore.OperatorId, "stock.txt", file, "/stock s1"),
            TimeSpan.FromMinutes(4)
        );
        return Stopwatch.GetElapsedTime(began);
    }
}
