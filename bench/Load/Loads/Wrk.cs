using System.Globalization;

namespace XthonBot.Load.Loads;

/// <summary>What wrk counted.</summary>
/// <param name="Answers">All of them 200; anything else is an error.</param>
internal sealed record Counted(long Answers, double PerSecond, TimeSpan P50, TimeSpan P99);

/// <summary>The load generator that Debian packages: https://github.com/wg/wrk.</summary>
internal static class Wrk
{
    /// <param name="requests">A file of lines: method, path and key with tabs between.</param>
    /// <exception cref="InvalidOperationException">An answer was not 200, or none came.</exception>
    public static async Task<Counted> RunAsync(Uri url, string requests, int clients, int seconds)
    {
        var threads = Math.Min(clients, 2);
        var ran = await Tool.RunAsync(
            "wrk",
            [
                $"-t{threads}",
                $"-c{clients}",
                $"-d{seconds}s",
                "--latency",
                "-s",
                Path.Combine(AppContext.BaseDirectory, "wrk.lua"),
                $"{url}",
                requests,
                $"{threads}",
            ]
        );
        var line =
            ran.Output.Split('\n').LastOrDefault(l => l.StartsWith("counted ", StringComparison.Ordinal))
            ?? throw new InvalidOperationException($"wrk ended with {ran.ExitCode}: {ran.Output}");
        var numbers = line.Split(' ')[1..].Select(n => long.Parse(n, CultureInfo.InvariantCulture)).ToArray();
        return numbers is [var answers, var micros, var p50, var p99, 0, 0]
            ? new Counted(answers, answers / (micros / 1e6), Micros(p50), Micros(p99))
            : throw new InvalidOperationException($"Of {numbers[0]} answers {numbers[4]} were not 200; {numbers[5]} did not come.");
    }

    private static TimeSpan Micros(long count) => TimeSpan.FromMicroseconds(count);
}
