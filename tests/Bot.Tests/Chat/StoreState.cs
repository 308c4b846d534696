using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using XthonBot.TestKit;

namespace XthonBot.Bot.Tests.Chat;

/// <summary>All that a message may not change unless its writer meant it: money, keys, webhooks, bans, stock, prices.</summary>
internal static class StoreState
{
    private static readonly string[] Queries =
    [
        "select customer_id, amount_minor from balances order by 1",
        "select count(*), coalesce(max(id), 0) from postings",
        "select id, bonus_percent, banned_at, ban_reason from customers order by id",
        "select id, name, daily_limit_minor, allowed_networks, is_read_only, revoked_at from api_keys order by id",
        "select id, url, disabled_at, removed_at from webhooks order by id",
        "select code, name, price_minor, is_paused, sender_pattern, code_pattern from services order by id",
        "select status, count(*) from numbers group by status order by status",
        "select id, status from orders order by id",
    ];

    public static async Task<string> ReadAsync(StoreHost store)
    {
        await using var connection = store.Database.Connect();
        await connection.OpenAsync();
        var all = new StringBuilder();
        foreach (var query in Queries)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = query;
            await using var row = await command.ExecuteReaderAsync();
            all.Append(query).Append('\n');
            while (await row.ReadAsync())
            {
                for (var i = 0; i < row.FieldCount; i++)
                    all.Append(Convert.ToString(row.GetValue(i), CultureInfo.InvariantCulture)).Append(" | ");
                all.Append('\n');
            }
        }

        return all.ToString();
    }

    public static async Task RunAsync(StoreHost store, string sql)
    {
        await using var connection = store.Database.Connect();
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        Assert.NotEqual(0, await command.ExecuteNonQueryAsync());
    }

    /// <summary>Changes the database's shape, such as by a trigger that fails.</summary>
    public static async Task PlantAsync(StoreHost store, string sql)
    {
        await using var connection = new SqliteConnection($"{store.Database.ConnectionString};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The text is the test's own.
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
