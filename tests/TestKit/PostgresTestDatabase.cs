using System.Collections.Concurrent;
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
    private static string? untouched;

    // Making a database takes the server a tenth of a second or more, and emptying one a hundredth.
    private static readonly ConcurrentBag<PostgresTestDatabase> Empty = [];

    // Whatever a test may have made, dropped or renamed changes one of these.
    private const string ShapeSql = """
        select concat_ws(' ',
            (select count(*) || ' ' || sum(hashtext(relname::text)) from pg_class where relnamespace = 'public'::regnamespace),
            (select sum(hashtext(a.attname::text || a.atttypid::text || a.attnotnull::text)) from pg_attribute a
                join pg_class c on c.oid = a.attrelid where c.relnamespace = 'public'::regnamespace and a.attnum > 0),
            (select count(*) || ' ' || sum(hashtext(conname::text)) from pg_constraint where connamespace = 'public'::regnamespace),
            (select count(*) from pg_trigger), (select count(*) from pg_namespace), (select count(*) from pg_db_role_setting))
        """;

    // Without foreign keys and triggers; the history of migrations stays.
    private const string EmptySql = """
        do $$
        declare made record;
        begin
            for made in select tablename as name from pg_tables where schemaname = 'public' and tablename not like '%History%' loop
                execute format('delete from %I', made.name);
            end loop;
            for made in select sequencename as name from pg_sequences where schemaname = 'public' loop
                execute format('alter sequence %I restart', made.name);
            end loop;
        end $$
        """;

    private readonly string name;
    private readonly bool isCopy;

    private PostgresTestDatabase(string name, bool isCopy)
    {
        this.name = name;
        this.isCopy = isCopy;
        ConnectionString = new NpgsqlConnectionStringBuilder(PostgresServer.ConnectionString)
        {
            Database = name,
            // Who waits for one of them does so longer than anybody in production would.
            Timeout = 30,
        }.ConnectionString;
    }

    public override DatabaseProvider Provider => DatabaseProvider.Postgres;

    public override string ConnectionString { get; }

    public override DbConnection Connect() =>
        new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(ConnectionString)
            {
                Pooling = false,
                // As one who applies what a primary has checked already.
                Options = "-c session_replication_role=replica",
            }.ConnectionString
        );

    public override async Task<byte[]> ReadEverythingAsync()
    {
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false }.ConnectionString
        );
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
        if (isCopy && await TryEmptyAsync())
            Empty.Add(new PostgresTestDatabase(name, isCopy: true));
        else
            await DropAsync();
    }

    /// <summary>At the end of the process: takes the template away.</summary>
    public static async Task DropTemplateAsync()
    {
        while (Empty.TryTake(out var database))
            await database.DropAsync();
        // One that could not be made is told by the tests that wanted it.
        if (Template is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
            await (await Template.Value).DisposeAsync();
    }

    internal static async Task<PostgresTestDatabase> CreateAsync(string? clauses = null)
    {
        var name = Prefix + Interlocked.Increment(ref made);
        await OnServerAsync($"create database {name} {clauses}");
        return new PostgresTestDatabase(name, isCopy: clauses is not null);
    }

    /// <param name="isNew">Whether it must be one that nobody used before, of which the server knows nothing yet.</param>
    public static async Task<PostgresTestDatabase> CopyTemplateAsync(bool isNew = false)
    {
        if (!isNew && Empty.TryTake(out var before))
            return before;
        var copy = await CreateAsync($"template {(await Template.Value).name} strategy wal_log");
        if (untouched is null)
        {
            await using var connection = copy.Connect();
            await connection.OpenAsync();
            untouched = (string)(await RunAsync(connection, ShapeSql))!;
        }

        return copy;
    }

    private static async Task<PostgresTestDatabase> MakeTemplateAsync()
    {
        var template = await CreateAsync();
        var store = TestStore.Open(template);
        await store.Get<DatabaseFile>().MigrateAsync(CancellationToken.None);
        // Nobody may be connected to what is copied.
        await store.CloseAsync();
        return template;
    }

    // What one test has changed in the shape of its database is not for the next one.
    private async Task<bool> TryEmptyAsync()
    {
        await using var connection = Connect();
        await connection.OpenAsync();
        await RunAsync(
            connection,
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
        );
        if (untouched is null || (string)(await RunAsync(connection, ShapeSql))! != untouched)
            return false;
        await RunAsync(connection, EmptySql);
        return true;
    }

    private async Task DropAsync()
    {
        if (Directory.Exists(Folder))
            Directory.Delete(Folder, recursive: true);
        await OnServerAsync($"drop database {name} with (force)");
    }

    private static async Task<object?> RunAsync(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this class.
        command.CommandText = sql;
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync();
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
