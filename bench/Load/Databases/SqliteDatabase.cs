using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;

namespace XthonBot.Load.Databases;

internal sealed class SqliteDatabase(string path) : Database
{
    private readonly string connectionString = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ConnectionString;

    public override string Name => "SQLite";

    public override IReadOnlyList<string> Arguments => [$"--ConnectionStrings:Store=Data Source={path}"];

    public override string Series(int count) =>
        $"(with recursive s(i) as (select 1 union all select i + 1 from s where i < {count}) select i from s)";

    // In capitals, as the provider writes them.
    public override string PublicId(int kind, string number) => $"printf('{kind:X8}-0000-7000-8000-%012X', {number})";

    public override string Padded(string number, int digits) => $"printf('%0{digits}d', {number})";

    public override string Sha256(string text) => $"sha256({text})";

    public override string BeforeNow(string seconds) => $"datetime(@now, '-' || ({seconds}) || ' seconds')";

    public override async Task FillAsync(IReadOnlyList<string> statements, IReadOnlyDictionary<string, object> parameters)
    {
        await using var connection = (SqliteConnection)await OpenAsync();
        connection.CreateFunction("sha256", (string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text)), isDeterministic: true);
        // Until the store gets it, nothing has to last.
        await Command(connection, "pragma journal_mode=off; pragma synchronous=off; pragma cache_size=-500000; begin;", [])
            .ExecuteNonQueryAsync();
        foreach (var sql in statements)
            await Command(connection, sql, parameters.Select(p => (p.Key, p.Value))).ExecuteNonQueryAsync();
        await Command(connection, "commit; pragma journal_mode=wal;", []).ExecuteNonQueryAsync();
    }

    /// <summary>A connection set as the store sets its own.</summary>
    public SqliteConnection Open()
    {
        var connection = new SqliteConnection(connectionString);
        connection.Open();
        using var command = Command(
            connection,
            "pragma journal_mode=wal; pragma synchronous=full; pragma busy_timeout=10000; pragma foreign_keys=on;",
            []
        );
        command.ExecuteNonQuery();
        return connection;
    }

    public override ValueTask DisposeAsync()
    {
        foreach (var file in (string[])[path, path + "-wal", path + "-shm"])
            File.Delete(file);
        return ValueTask.CompletedTask;
    }

    protected override Task<DbConnection> OpenAsync() => Task.FromResult<DbConnection>(Open());
}
