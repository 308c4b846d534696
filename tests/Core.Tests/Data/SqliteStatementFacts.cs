using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Modules.Stock;

namespace XthonBot.Core.Tests.Data;

public sealed class SqliteStatementFacts
{
    // SQLITE_STMTSTATUS_REPREPARE
    private const int Reprepares = 5;

    [Fact]
    public async Task Bug_The_claim_of_a_number_was_prepared_anew_for_each_purchase()
    {
        await using var store = await TestStore.StartAsync();
        var service = await store.ServiceAsync(numbers: 10);
        var ann = await store.CustomerAsync("10.00");

        for (var i = 0; i < 4; i++)
        {
            var order = (await store.BuyAsync(ann, service)).Value;
            await store.ReceiveAsync(order.Phone, $"Your code is 1234{i}");
        }

        var statements = new List<(string Sql, int PreparedAnew)>();
        await OnConnectionAsync(store, connection => statements.AddRange(Statements(connection)));
        Assert.Contains(
            statements,
            statement => statement.Sql.Contains($"update numbers set status = {(int)NumberStatus.Held}", StringComparison.Ordinal)
        );
        Assert.All(statements, statement => Assert.Equal((0, statement.Sql), (statement.PreparedAnew, statement.Sql)));
    }

    /// <summary>On the one connection that writes.</summary>
    private static async Task OnConnectionAsync(TestStore store, Action<SqliteConnection> look) =>
        await store
            .Get<Store>()
            .WriteAsync(
                (db, _) =>
                {
                    look((SqliteConnection)db.Database.GetDbConnection());
                    return Task.FromResult(true);
                },
                CancellationToken.None
            );

    /// <summary>What the connection keeps prepared, and how often SQLite has prepared it anew. The wrapper hides both.</summary>
    private static IEnumerable<(string Sql, int PreparedAnew)> Statements(SqliteConnection connection)
    {
        var handle = connection.Handle!.DangerousGetHandle();
        for (var statement = NextStatement(handle, 0); statement != 0; statement = NextStatement(handle, statement))
            yield return (Marshal.PtrToStringUTF8(Sql(statement))!, Status(statement, Reprepares, 0));
    }

    [DllImport("e_sqlite3", EntryPoint = "sqlite3_next_stmt")]
    private static extern nint NextStatement(nint connection, nint statement);

    [DllImport("e_sqlite3", EntryPoint = "sqlite3_sql")]
    private static extern nint Sql(nint statement);

    [DllImport("e_sqlite3", EntryPoint = "sqlite3_stmt_status")]
    private static extern int Status(nint statement, int counter, int reset);
}
