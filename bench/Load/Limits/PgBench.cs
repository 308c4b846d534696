using System.Globalization;
using Npgsql;
using XthonBot.Load.Databases;
using XthonBot.Load.Loads;

namespace XthonBot.Load.Limits;

/// <summary>What PostgreSQL does at most with the statements of a purchase: its own load generator, on the store's own tables.</summary>
internal static class PgBench
{
    /// <summary>The first seconds are its connections and their first plans.</summary>
    private const int Warming = 2;

    /// <returns>Purchases a second, once it is warm.</returns>
    public static async Task<double> RunAsync(PostgresDatabase database, int clients, int seconds)
    {
        var address = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        var ran = await Tool.RunAsync(
            "pgbench",
            [
                "-h",
                address.Host!,
                "-p",
                $"{address.Port}",
                "-U",
                address.Username!,
                "-n",
                "-M",
                "prepared",
                "-c",
                $"{clients}",
                "-j",
                "2",
                "-T",
                $"{seconds + Warming}",
                "-P",
                "1",
                "-f",
                Path.Combine(AppContext.BaseDirectory, "purchase.pgbench.sql"),
                address.Database!,
            ]
        );
        // progress: 3.0 s, 1194.0 tps, lat 26.395 ms stddev 10.259, 0 failed
        var warm = ran.Output.Split('\n').Where(line => line.StartsWith("progress: ", StringComparison.Ordinal)).Skip(Warming).ToList();
        return ran.ExitCode == 0 && warm.Count > 0 && warm.TrueForAll(line => line.EndsWith(" 0 failed", StringComparison.Ordinal))
            ? warm.Average(line => double.Parse(line.Split(' ')[3], CultureInfo.InvariantCulture))
            : throw new InvalidOperationException($"pgbench ended with {ran.ExitCode}: {ran.Output}");
    }
}
