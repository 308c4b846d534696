using System.Data.Common;
using Npgsql;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.TestKit;

/// <summary>A database on the tests' PostgreSQL server.</summary>
public sealed class PostgresTestDatabase : TestDatabase
{
    private static readonly string Prefix = $"xthon_test_{Environment.ProcessId}_";

    // Migrating takes far longer than copying what it made.
    private static readonly Lazy<Task<PostgresTestDatabase>> Template = new(MakeTemplateAsync);
    private static int made;

    private readonly string name;

    private PostgresTestDatabase(string name)
    {
        this.name = name;
        ConnectionString = new NpgsqlConnectionStringBuilder(PostgresServer.ConnectionString)
        {
            Database = name,
            // Who waits for one of them does so longer than anybody in production would.
            Timeout = 30,
        }.ConnectionString;
    }

    public override DatabaseProvider Provider => DatabaseProvider.Postgres;

    public override string ConnectionString { get; }

    public override DbConnection Connect() => new NpgsqlConnection(new NpgsqlConnectionStringBuilder(ConnectionString)
    {
        Pooling = false,
        // As one who applies what a primary has checked already.
        Options = "-c session_replication_role=replica",
    }.ConnectionString);

    public override async Task<byte[]> ReadEverythingAsync()
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        var tables = new List<string>();
        await using (var list = new NpgsqlCommand("select tablename from pg_tables where schemaname = 'public'", connection))
        await using (var reader = await list.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
                tables.Add(reader.GetString(0));
        }

        using var content = new MemoryStream();
        foreach (var table in tables)
        {
            await using var rows = await connection.BeginRawBinaryCopyAsync($"copy \"{table}\" to stdout (format binary)");
            await rows.CopyToAsync(content);
        }

        return content.ToArray();
    }

    public override void ClearPool()
    {
        using var any = new NpgsqlConnection(PostgresStoreDbContext.Complete(ConnectionString));
        NpgsqlConnection.ClearPool(any);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await OnServerAsync($"drop database {name} with (force)");
    }

    /// <summary>At the end of the process: takes the template away.</summary>
    public static async Task DropTemplateAsync()
    {
        // One that could not be made is told by the tests that wanted it.
        if (Template is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
            await (await Template.Value).DisposeAsync();
    }

    internal static async Task<PostgresTestDatabase> CreateAsync(string? clauses = null)
    {
        var name = Prefix + Interlocked.Increment(ref made);
        await OnServerAsync($"create database {name} {clauses}");
        return new PostgresTestDatabase(name);
    }

    // Copying the files takes a quarter of the time that writing them to the log does.
    internal static async Task<PostgresTestDatabase> CopyTemplateAsync() =>
        await CreateAsync($"template {(await Template.Value).name} strategy file_copy");

    private static async Task<PostgresTestDatabase> MakeTemplateAsync()
    {
        var template = await CreateAsync();
        var store = TestStore.Open(template);
        await store.Get<DatabaseFile>().MigrateAsync(CancellationToken.None);
        // Nobody may be connected to what is copied.
        await store.CloseAsync();
        return template;
    }

    private static async Task OnServerAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(PostgresServer.ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The names are made here.
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
