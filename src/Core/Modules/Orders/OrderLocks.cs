using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Catalog;

namespace XthonBot.Core.Modules.Orders;

/// <summary>An order that takes messages.</summary>
/// <param name="Senders">Its service's <see cref="Service.SenderPattern"/>.</param>
/// <param name="Pattern">Its service's <see cref="Service.CodePattern"/>.</param>
/// <param name="IsPending">Whether neither a code nor a text that completes it came before.</param>
/// <param name="Texts">See <see cref="Order.TextCompletes"/>.</param>
internal sealed record OpenOrder(
    long Key,
    CustomerId Customer,
    OrderChannel Channel,
    DateTime CreatedAt,
    string? Senders,
    string? Pattern,
    bool IsPending,
    TextCompletes? Texts
);

/// <summary>An order to which an operator assigns a message.</summary>
internal sealed record LockedOrder(
    long Key,
    CustomerId Customer,
    OrderChannel Channel,
    DateTime CreatedAt,
    string Phone,
    OrderStatus Status,
    string? Pattern,
    string? Senders,
    TextCompletes? Texts
);

/// <summary>Locks orders for messages: their status stays as it is until the end of the transaction.</summary>
internal static class OrderLocks
{
    private static readonly DialectText OpenSql = new(dialect =>
        $"""
            select o.phone, o.id, o.customer_id, o.channel, o.created_at, s.sender_pattern, s.code_pattern, o.status,
                o.text_completes
            from orders o join services s on s.id = o.service_id
            where o.closed_at is null and o.phone in (select phone from {dialect.Each("@phones", "phone")})
                order by o.id {dialect.ForUpdateOf("o")}
            """
    );

    private static readonly DialectText OneSql = new(dialect =>
        $"""
            select o.id, o.customer_id, o.channel, o.created_at, o.phone, o.status, s.code_pattern, s.sender_pattern,
                o.text_completes
            from orders o join services s on s.id = o.service_id where o.public_id = @id {dialect.ForUpdateOf("o")}
            """
    );

    /// <summary>The open orders on these numbers. Locked until the end of the transaction.</summary>
    public static async Task<Dictionary<string, OpenOrder>> LockOpenAsync(
        StoreDbContext db,
        IReadOnlyCollection<string> phones,
        CancellationToken ct
    )
    {
        var open = new Dictionary<string, OpenOrder>(phones.Count);
        await using var reader = await db
            .Statements.Get(OpenSql.For(db.Dialect))
            .With("phones", db.Dialect.List(phones))
            .ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            open[reader.GetString(0)] = new OpenOrder(
                reader.GetInt64(1),
                new CustomerId(reader.GetInt64(2)),
                (OrderChannel)reader.GetInt32(3),
                reader.GetUtc(4),
                reader.GetTextOrNull(5),
                reader.GetTextOrNull(6),
                (OrderStatus)reader.GetInt32(7) == OrderStatus.Pending,
                reader.IsDBNull(8) ? null : (TextCompletes)reader.GetInt32(8)
            );
        }

        return open;
    }

    /// <summary>One order in whatever state. Locked until the end of the transaction.</summary>
    /// <returns>Null where there is none.</returns>
    public static async Task<LockedOrder?> LockAsync(StoreDbContext db, OrderId order, CancellationToken ct)
    {
        await using var row = await db.Statements.Get(OneSql.For(db.Dialect)).With("id", order.Value).ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct)
            ? new LockedOrder(
                row.GetInt64(0),
                new CustomerId(row.GetInt64(1)),
                (OrderChannel)row.GetInt32(2),
                row.GetUtc(3),
                row.GetString(4),
                (OrderStatus)row.GetInt32(5),
                row.GetTextOrNull(6),
                row.GetTextOrNull(7),
                row.IsDBNull(8) ? null : (TextCompletes)row.GetInt32(8)
            )
            : null;
    }
}
