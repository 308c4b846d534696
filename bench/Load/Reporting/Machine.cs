using System.Diagnostics;
using System.Globalization;
using XthonBot.Load.Loads;

namespace XthonBot.Load.Reporting;

/// <summary>What the figures were measured on. No names and no paths: they are nobody's business.</summary>
internal static class Machine
{
    private const int Syncs = 200;

    public static async Task<IReadOnlyList<string>> DescribeAsync(string folder, string? postgres) =>
        [
            $"{Value("/proc/cpuinfo", "model name")}, {Environment.ProcessorCount} cores, {Memory()} GB of memory",
            $"Linux {await File.ReadAllTextAsync("/proc/sys/kernel/osrelease")}".Trim(),
            $"{await FileSystemAsync(folder)}; 4 KB written and synced in {Sync(folder).TotalMilliseconds.ToString("0.00", CultureInfo.InvariantCulture)} ms (median of {Syncs})",
            $".NET {Environment.Version}, PostgreSQL {postgres ?? "not available"}",
        ];

    private static string Memory() =>
        (long.Parse(Value("/proc/meminfo", "MemTotal").Split(' ')[0], CultureInfo.InvariantCulture) / (1024 * 1024)).ToString(
            CultureInfo.InvariantCulture
        );

    private static string Value(string file, string name) =>
        File.ReadLines(file).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? "unknown";

    private static async Task<string> FileSystemAsync(string folder)
    {
        var type = (await Tool.RunAsync("findmnt", ["-n", "-o", "FSTYPE", "-T", folder])).Output.Trim();
        return type is "tmpfs" or "ramfs" ? $"{type}: NOT A DISK, a commit costs nothing here" : $"Disk with {type}";
    }

    // What a commit that is durable cannot go below.
    private static TimeSpan Sync(string folder)
    {
        var path = Path.Combine(folder, "sync");
        var times = new List<double>();
        using (var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write))
        {
            var page = new byte[4096];
            for (var i = 0; i < Syncs; i++)
            {
                var began = Stopwatch.GetTimestamp();
                RandomAccess.Write(file, page, i * (long)page.Length);
                RandomAccess.FlushToDisk(file);
                times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }
        }

        File.Delete(path);
        return TimeSpan.FromMilliseconds(Turns.Median(times));
    }
}
