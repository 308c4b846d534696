using System.Collections.Concurrent;
using System.Diagnostics;

namespace XthonBot.Faults;

/// <summary>What the run saw: counts, times, and whatever should not have been.</summary>
internal sealed class Report(Action<string> print)
{
    private readonly ConcurrentDictionary<string, int> counts = new();
    private readonly ConcurrentDictionary<string, TimeSpan> slowest = new();
    private readonly ConcurrentDictionary<string, int> violations = new();
    private readonly ConcurrentDictionary<string, string> skipped = new();
    private readonly long began = Stopwatch.GetTimestamp();

    /// <summary>Rules that were broken, in words; empty where nothing was lost.</summary>
    public IReadOnlyCollection<string> Violations => [.. violations.Select(v => v.Value == 1 ? v.Key : $"{v.Key} ({v.Value} times)")];

    /// <summary>What could not be tried here, with the reason.</summary>
    public IReadOnlyDictionary<string, string> Skipped => skipped;

    public int this[string what] => counts.GetValueOrDefault(what);

    public void Say(string line) => print($"{Stopwatch.GetElapsedTime(began).TotalSeconds, 7:0.0} s  {line}");

    public void Count(string what, int by = 1) => counts.AddOrUpdate(what, by, (_, before) => before + by);

    public void Took(string what, TimeSpan time) => slowest.AddOrUpdate(what, time, (_, before) => time > before ? time : before);

    public void Skip(string what, string why) => skipped[what] = why;

    public void Violation(string what)
    {
        // A hundred of a kind say no more than the first.
        if (violations.AddOrUpdate(what, 1, (_, before) => before + 1) == 1)
            Say($"VIOLATION: {what}");
    }

    /// <summary>The summary, for people.</summary>
    public void Summarize(string title)
    {
        print("");
        print(title);
        foreach (var (what, count) in counts.OrderBy(c => c.Key, StringComparer.Ordinal))
            print($"{count, 9}  {what}");
        foreach (var (what, time) in slowest.OrderBy(s => s.Key, StringComparer.Ordinal))
            print($"{time.TotalSeconds, 7:0.00} s  slowest: {what}");
        foreach (var (what, why) in skipped.OrderBy(s => s.Key, StringComparer.Ordinal))
            print($"  skipped  {what}: {why}");
        if (File.Exists("/proc/loadavg"))
            print(
                $"{File.ReadAllText("/proc/loadavg").Split(' ')[2], 9}  load of the machine in the last 15 minutes, {Environment.ProcessorCount} processors"
            );
        print($"{violations.Count, 9}  rules broken in {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s");
        foreach (var violation in Violations)
            print($"           {violation}");
    }
}
