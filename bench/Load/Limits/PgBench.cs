using System.Globalization;
using Npgsql;
using XthonBot.Load.Databases;
using XthonBot.Load.Loads;

namespace XthonBot.Load.Limits;

/// <summary>What PostgreSQL does at most with the statements of a purchase: its own load generator, on the store's own tables.</summary>
internal static class PgBench
{
    /// <returns>Purchases a second.</returns>
    public static async Task<double> RunAsync(Settings settings, PostgresServer server, string database, string script, int clients, int seconds)
    {
        var file = Path.Combine(settings.Folder, "purchase.sql");
        await File.WriteAllTextAsync(file, script);
        var address = new NpgsqlConnectionStringBuilder(server.ConnectionString);
        var ran = await Tool.RunAsync(
            "pgbench",
            [
                "-h", address.Host!, "-p", $"{address.Port}", "-U", address.Username!, "-n", "-M", "prepared",
                "-c", $"{clients}", "-j", "2", "-T", $"{seconds}", "-f", file, database,
            ]);
        var line = ran.Output.Split('\n').FirstOrDefault(l => l.StartsWith("tps = ", StringComparison.Ordinal));
        var failed = ran.Output.Split('\n').FirstOrDefault(l => l.StartsWith("number of failed transactions:", StringComparison.Ordinal));
        return ran.ExitCode == 0 && line is not null && failed?.Contains(": 0 ", StringComparison.Ordinal) != false
            ? double.Parse(line.Split(' ')[2], CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"pgbench ended with {ran.ExitCode}: {ran.Output}");
    }
}
