using XthonBot.Core.Data;

namespace XthonBot.Core.Notifications;

/// <summary>Writes down what has to be told, in the transaction that makes it true.</summary>
internal static class Outbox
{
    private static readonly RowStatement<Notification> AddSql = new(
        """
        insert into notifications (kind, priority, customer_id, order_id, message_id, detail, created_at, due_at, attempts)
        select kind, priority, customer_id, order_id, message_id, detail, created_at, created_at, 0 from {rows}
        """,
        RowStatement<Notification>.Of("kind", n => (int)n.Kind),
        RowStatement<Notification>.Of("priority", n => n.Priority),
        RowStatement<Notification>.Of("customer_id", n => n.CustomerId),
        RowStatement<Notification>.Of("order_id", n => n.OrderId),
        RowStatement<Notification>.Of("message_id", n => n.MessageId),
        RowStatement<Notification>.Of("detail", n => n.Detail),
        RowStatement<Notification>.Of("created_at", n => n.CreatedAt));

    public static Task AddAsync(StoreDbContext db, IReadOnlyList<Notification> news, CancellationToken ct) => AddSql.RunAsync(db, news, null, ct);
}
