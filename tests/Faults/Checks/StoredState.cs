using System.Data.Common;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Ledger;
using XthonBot.Core.Modules.Orders;
using XthonBot.Faults.Databases;
using XthonBot.TestKit;

namespace XthonBot.Faults.Checks;

/// <param name="RightCharges">Charges at the order's price, from its customer.</param>
/// <param name="RightRefunds">Refunds of that price, to its customer.</param>
internal sealed record StoredOrder(
    Guid Id,
    long TelegramId,
    OrderStatus Status,
    OrderChannel Channel,
    long PriceMinor,
    string Phone,
    string? Code,
    int Charges,
    int RightCharges,
    int Refunds,
    int RightRefunds
)
{
    public bool IsPaidBack => Status is OrderStatus.Canceled or OrderStatus.Expired or OrderStatus.Refunded;

    public override string ToString() => $"tx_{Id:n} ({Channel}, {TelegramId}, {Status.Text()})";
}

/// <param name="Order">The order that got it; null for nobody's.</param>
internal sealed record StoredText(string ExternalId, Guid? Order, string? Code);

/// <summary>What is in the database, read with plain SQL behind the store's back.</summary>
internal sealed record StoredState(
    IReadOnlyDictionary<Guid, StoredOrder> Orders,
    ILookup<string, StoredText> Texts,
    IReadOnlyDictionary<long, long> BalancesMinor,
    IReadOnlyDictionary<long, long> DebtsMinor,
    IReadOnlyList<StoredPayment> Payments
)
{
    private static readonly string OrdersSql = $"""
        select o.public_id, c.telegram_id, o.status, o.channel, o.price_minor, o.phone, o.code,
            (select count(*) from postings p where p.order_id = o.id and p.kind = {(int)PostingKind.Purchase}),
            (select count(*) from postings p where p.order_id = o.id and p.kind = {(int)PostingKind.Purchase}
                and p.amount_minor = o.price_minor and p.source = 'customer:' || o.customer_id),
            (select count(*) from postings p where p.order_id = o.id and p.kind = {(int)PostingKind.Refund}),
            (select count(*) from postings p where p.order_id = o.id and p.kind = {(int)PostingKind.Refund}
                and p.amount_minor = o.price_minor and p.destination = 'customer:' || o.customer_id)
        from orders o join customers c on c.id = o.customer_id
        """;

    private const string TextsSql = "select m.external_id, o.public_id, m.code from messages m left join orders o on o.id = m.order_id";

    private const string BalancesSql =
        "select c.telegram_id, b.amount_minor, b.debt_minor from balances b join customers c on c.id = b.customer_id";

    public static async Task<StoredState> ReadAsync(IDatabase database)
    {
        using var sealedTexts = new StoredTexts(
            database.IsServer ? DatabaseProvider.Postgres : DatabaseProvider.Sqlite,
            database.ConnectionString
        );
        await using var connection = await database.OpenAsync();
        // Money comes whenever a provider tells of it: all is read as of one moment.
        await ExecuteAsync(connection, database.IsServer ? "begin isolation level repeatable read" : "begin");
        var orders = await ListAsync(
            connection,
            OrdersSql,
            row => new StoredOrder(
                row.GetGuid(0),
                row.GetInt64(1),
                (OrderStatus)row.GetInt32(2),
                (OrderChannel)row.GetInt32(3),
                row.GetInt64(4),
                row.GetString(5),
                sealedTexts.Open(row.IsDBNull(6) ? null : row.GetString(6)),
                row.GetInt32(7),
                row.GetInt32(8),
                row.GetInt32(9),
                row.GetInt32(10)
            )
        );
        var texts = await ListAsync(
            connection,
            TextsSql,
            row => new StoredText(
                row.GetString(0),
                row.IsDBNull(1) ? null : row.GetGuid(1),
                sealedTexts.Open(row.IsDBNull(2) ? null : row.GetString(2))
            )
        );
        var balances = await ListAsync(
            connection,
            BalancesSql,
            row => (TelegramId: row.GetInt64(0), Minor: row.GetInt64(1), DebtMinor: row.GetInt64(2))
        );
        var payments = await StoredPayment.ListAsync(connection);
        await ExecuteAsync(connection, "commit");
        return new StoredState(
            orders.ToDictionary(order => order.Id),
            texts.ToLookup(text => text.ExternalId),
            balances.ToDictionary(b => b.TelegramId, b => b.Minor),
            balances.ToDictionary(b => b.TelegramId, b => b.DebtMinor),
            payments
        );
    }

    /// <summary>What the store has still to do: updates to handle, news to tell, orders whose time is over.</summary>
    public static async Task<(long Updates, long News, long Overdue)> OpenWorkAsync(IDatabase database, DateTimeOffset now)
    {
        await using var connection = await database.OpenAsync();
        var updates = await ListAsync(connection, "select count(*) from inbox where done_at is null", row => row.GetInt64(0));
        var news = await ListAsync(connection, "select count(*) from notifications where done_at is null", row => row.GetInt64(0));
        var open = await ListAsync(connection, "select expires_at from orders where closed_at is null", row => row.GetDateTime(0));
        return (updates[0], news[0], open.Count(expiresAt => expiresAt <= now.UtcDateTime));
    }

    private static async Task ExecuteAsync(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // As below.
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    public static async Task<List<T>> ListAsync<T>(DbConnection connection, string sql, Func<DbDataReader, T> read)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The texts are those above.
        command.CommandText = sql;
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
            rows.Add(read(reader));
        return rows;
    }
}
