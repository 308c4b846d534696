using System.Diagnostics;
using System.Runtime.InteropServices;
using XthonBot.Load;
using XthonBot.Load.Databases;
using XthonBot.Load.Limits;
using XthonBot.Load.Loads;
using XthonBot.Load.Reporting;
using XthonBot.Load.Rows;

if (args is [BareEndpoint.Verb, var path, var body, .. var headers])
{
    await BareEndpoint.ServeAsync(path, body, headers);
    return 0;
}

Row[] all =
[
    new Purchases(),
    new Facade(),
    new Reads(),
    new PostgresPurchases(),
    new BotPurchases(),
    new ShelfSize(),
    new Growth(),
    new Import(),
    new Expiry(),
    new Burst(),
    new Messages(),
    new Payments(),
    new Waits(),
];
var settings = Settings.Read(args);
if (settings.Rows.Except(all.Select(row => row.Name)).FirstOrDefault() is { } unknown)
{
    await Console.Error.WriteLineAsync($"There is no row {unknown}; the rows are {string.Join(", ", all.Select(row => row.Name))}.");
    return 2;
}

// A run that is called off still ends what it started; bench/run then stops PostgreSQL and clears up.
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => Children.EndAll());
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => Children.EndAll());

var began = Stopwatch.GetTimestamp();
var failed = false;
await using var bench = new Bench(settings);
foreach (var row in all.Where(row => settings.Rows.Count == 0 || settings.Rows.Contains(row.Name)))
{
    Console.WriteLine($"{row.Name} ({Stopwatch.GetElapsedTime(began).TotalSeconds:0} s)");
    bench.Report.Explain(row.How);
    try
    {
        await row.MeasureAsync(bench);
    }
    catch (UnavailableException e)
    {
        bench.Report.Add(Figure.Missing(row.Name, $"not available: {e.Message}"));
    }
#pragma warning disable CA1031 // One row that fails takes no other along; it is told, and the run has failed.
    catch (Exception e)
#pragma warning restore CA1031
    {
        await Console.Error.WriteLineAsync(e.ToString());
        bench.Report.Add(Figure.Missing(row.Name, "failed"));
        failed = true;
    }
}

Console.WriteLine();
Console.WriteLine(bench.Report.Table());
if (settings.Rows.Count == 0 && !settings.Short)
{
    var machine = await Machine.DescribeAsync(settings.Folder, await bench.PostgresVersionAsync());
    await File.WriteAllTextAsync(
        Path.Combine(settings.Repository, "bench", "RESULTS.md"),
        bench.Report.Page(machine, Bench.Now, Stopwatch.GetElapsedTime(began))
    );
}

return failed || !bench.Report.AllReached ? 1 : 0;
