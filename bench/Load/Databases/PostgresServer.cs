using Npgsql;
using XthonBot.Load.Loads;

namespace XthonBot.Load.Databases;

/// <summary>A PostgreSQL server of this run's own, by <c>.ci/postgres</c>.</summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    private readonly string script;
    private readonly string folder;
    private int databases;

    private PostgresServer(string script, string folder, string connectionString) =>
        (this.script, this.folder, ConnectionString) = (script, folder, connectionString);

    public string ConnectionString { get; }

    /// <exception cref="UnavailableException">There is none to be had.</exception>
    public static async Task<PostgresServer> StartAsync(Settings settings)
    {
        var script = Path.Combine(settings.Repository, ".ci", "postgres");
        var folder = Path.Combine(settings.Folder, "postgres");
        var started = await Tool.RunAsync("bash", [script, "start", folder]);
        return started.ExitCode == 0
            ? new PostgresServer(script, folder, started.Output.Trim().Split('\n')[^1])
            : throw new UnavailableException($"PostgreSQL is not available: {started.Output.Trim()}");
    }

    public async Task<PostgresDatabase> CreateAsync()
    {
        var name = $"store{Interlocked.Increment(ref databases)}";
        await RunAsync($"create database {name}");
        return new PostgresDatabase(this, name);
    }

    public async ValueTask DropAsync(string database) => await RunAsync($"drop database {database} with (force)");

    public async Task<string> VersionAsync()
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        return connection.ServerVersion;
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await Tool.RunAsync("bash", [script, "stop", folder, "fast"]);
    }

    private async Task RunAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false }.ConnectionString
        );
        await connection.OpenAsync();
#pragma warning disable CA2100 // The program's own statements.
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 300 };
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}

/// <summary>A row cannot be measured here; the message says why.</summary>
internal sealed class UnavailableException(string message) : Exception(message);
