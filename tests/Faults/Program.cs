using System.Globalization;
using XthonBot.Faults;
using XthonBot.Faults.Databases;

// Kills the store and breaks what it stands on, again and again, and looks whether anything was lost:
//   dotnet run -c Release --project tests/Faults -- --database sqlite --kills 100 [--seed 1] [--ready-within 5]
// Exit code 1 where a rule was broken.

var given = args.Chunk(2).ToDictionary(pair => pair[0], pair => pair.Length == 2 ? pair[1] : "");
if (given.Keys.Except(["--database", "--kills", "--seed", "--ready-within"]).FirstOrDefault() is { } unknown)
{
    await Console.Error.WriteLineAsync($"Unknown: {unknown}");
    return 2;
}

int Number(string name, int fallback) => given.TryGetValue(name, out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : fallback;

var options = new FaultRunOptions(Number("--seed", Environment.ProcessId), Number("--kills", 10), TimeSpan.FromSeconds(Number("--ready-within", 5)));
IDatabase database = given.GetValueOrDefault("--database", "sqlite") switch
{
    "sqlite" => new SqliteFile(Disk.Make(megabytes: 256)),
    var other => throw new ArgumentException($"There is no database '{other}'."),
};
var report = await FaultRun.RunAsync(database, options, Console.WriteLine);
return report.Violations.Count == 0 ? 0 : 1;
