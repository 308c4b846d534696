using Npgsql;
using XthonBot.TestKit;

namespace XthonBot.Postgres.Tests;

/// <summary>The verbs of the executable itself, on a server.</summary>
public sealed class VerbFacts
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_verbs_migrate_and_check_a_store_and_name_the_tool_that_copies_it()
    {
        var database = await TestDatabase.MakeEmptyAsync();
        await using var store = TestStore.Open(database);
        var (exitCode, output) = await RunAsync(database, "migrate");
        Assert.Equal((0, "The database is up to date."), (exitCode, output));
        Assert.Equal(-1, await RowsKnownAsync(database));

        (exitCode, output) = await RunAsync(database, "check");
        Assert.Equal(0, exitCode);
        Assert.EndsWith("No difference.", output, StringComparison.Ordinal);

        var ann = await store.CustomerAsync("5.00");
        await store.SqlAsync($"update balances set amount_minor = 499 where customer_id = {ann.Id.Value}");
        (exitCode, output) = await RunAsync(database, "check");
        Assert.Equal(1, exitCode);
        Assert.Contains("balances that equal their postings: 1 wrong", output, StringComparison.Ordinal);

        (exitCode, output) = await RunAsync(database, "backup", "copy.db");
        Assert.Equal(1, exitCode);
        Assert.Contains("pg_dump", output, StringComparison.Ordinal);
    }

    /// <summary>Without it the server takes a table that has just grown for an empty one, and reads all of it for each order.</summary>
    [Fact]
    public async Task Bug_Check_had_the_server_plan_by_tables_it_had_not_looked_at()
    {
        await using var store = TestStore.Open(await PostgresTestDatabase.CopyTemplateAsync(isNew: true));
        await store.CustomerAsync("5.00");
        Assert.Equal(-1, await RowsKnownAsync(store.Database));

        Assert.Empty(await store.DifferencesAsync());

        Assert.Equal(1, await RowsKnownAsync(store.Database));
    }

    private static Task<(int ExitCode, string Output)> RunAsync(TestDatabase database, params string[] verb) =>
        StoreProcess.RunAsync(
            database.Folder,
            [],
            [.. verb, "--environment=Production", "--Database:Provider=Postgres", $"--ConnectionStrings:Store={database.ConnectionString}"]
        );

    /// <summary>How many balances the server believes there are; -1 where it has never looked.</summary>
    private static async Task<int> RowsKnownAsync(TestDatabase database)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString + ";Pooling=false");
        await connection.OpenAsync(Ct);
        await using var command = new NpgsqlCommand("select reltuples::int from pg_class where oid = 'balances'::regclass", connection);
        return (int)(await command.ExecuteScalarAsync(Ct))!;
    }
}
