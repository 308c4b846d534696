using System.Data.Common;
using Npgsql;

namespace XthonBot.Load.Databases;

/// <summary>One database of a server that serves this run alone, with PostgreSQL's own defaults.</summary>
internal sealed class PostgresDatabase(PostgresServer server, string database) : Database
{
    private static readonly string[] Numbered = ["customers", "services", "api_keys", "numbers", "orders", "postings"];

    public string ConnectionString { get; } =
        new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = database }.ConnectionString;

    public override string Name => "PostgreSQL";

    public override IReadOnlyList<string> Arguments => ["--Database:Provider=Postgres", $"--ConnectionStrings:Store={ConnectionString}"];

    public override string Series(int count) => $"(select i from generate_series(1, {count}) i)";

    public override string PublicId(int kind, string number) => $"('{kind:x8}-0000-7000-8000-' || lpad(to_hex({number}), 12, '0'))::uuid";

    public override string Padded(string number, int digits) => $"lpad(({number})::text, {digits}, '0')";

    public override string Sha256(string text) => $"sha256(convert_to({text}, 'UTF8'))";

    public override string BeforeNow(string seconds) => $"@now - ({seconds}) * interval '1 second'";

    public override async Task FillAsync(IReadOnlyList<string> statements, IReadOnlyDictionary<string, object> parameters)
    {
        await using var connection = await OpenAsync();
        foreach (var sql in statements)
            await Command(connection, sql, parameters.Select(p => (p.Key, p.Value))).ExecuteNonQueryAsync();
        foreach (var table in Numbered)
            await Command(
                    connection,
                    $"select setval(pg_get_serial_sequence('{table}', 'id'), (select coalesce(max(id), 1) from {table}))",
                    []
                )
                .ExecuteNonQueryAsync();
        // What autovacuum would have done by now.
        await Command(connection, "vacuum analyze", []).ExecuteNonQueryAsync();
        await Command(connection, "checkpoint", []).ExecuteNonQueryAsync();
    }

    public override ValueTask DisposeAsync() => server.DropAsync(database);

    protected override async Task<DbConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }
}
