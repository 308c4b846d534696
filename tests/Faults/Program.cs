using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using XthonBot.Faults;
using XthonBot.Faults.Databases;

// Kills the store and breaks what it stands on, again and again, and looks whether anything was lost:
//   dotnet run -c Release --project tests/Faults -- --database sqlite|postgres --kills 100 [--seed 1] [--people 1] [--ready-within 5]
// Exit code 1 where a rule was broken.

var given = args.Chunk(2).ToDictionary(pair => pair[0], pair => pair.Length == 2 ? pair[1] : "");
if (given.Keys.Except(["--database", "--kills", "--seed", "--people", "--ready-within"]).FirstOrDefault() is { } unknown)
{
    await Console.Error.WriteLineAsync($"Unknown: {unknown}");
    return 2;
}

int Number(string name, int fallback) => given.TryGetValue(name, out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : fallback;

var seed = Number("--seed", Environment.ProcessId);
var options = new FaultRunOptions(
    seed,
    Number("--people", RandomNumberGenerator.GetInt32(int.MaxValue)),
    Number("--kills", 10),
    TimeSpan.FromSeconds(Number("--ready-within", 5))
);
await using IDatabase database = given.GetValueOrDefault("--database", "sqlite") switch
{
    "sqlite" => new SqliteFile(Disk.Make()),
    "postgres" => await PostgresServer.MakeAsync(Disk.Make()),
    var other => throw new ArgumentException($"There is no database '{other}'."),
};

// Neither a server nor a mounted disk may be left behind; the store itself ends when nobody holds its input any more.
void Abandon(PosixSignalContext signal)
{
    database.DisposeAsync().AsTask().Wait();
    Environment.Exit(3);
}

using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Abandon);
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Abandon);

var report = await FaultRun.RunAsync(database, options, Console.WriteLine);
return report.Violations.Count == 0 ? 0 : 1;
