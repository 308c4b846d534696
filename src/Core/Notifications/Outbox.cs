using XthonBot.Core.Data;

namespace XthonBot.Core.Notifications;

/// <summary>Writes down what has to be told, in the transaction that makes it true.</summary>
internal static class Outbox
{
    private static readonly RowInsert<Notification> AddSql = new(
        "notifications",
        null,
        null,
        RowStatement<Notification>.Of("kind", n => (int)n.Kind),
        RowStatement<Notification>.Of("priority", n => n.Priority),
        RowStatement<Notification>.Of("customer_id", n => n.CustomerId),
        RowStatement<Notification>.Of("order_id", n => n.OrderId),
        RowStatement<Notification>.Of("message_id", n => n.MessageId),
        RowStatement<Notification>.Of("detail", n => n.Detail),
        RowStatement<Notification>.Of("created_at", n => n.CreatedAt),
        RowStatement<Notification>.Of("due_at", n => n.DueAt),
        RowStatement<Notification>.Of("attempts", n => n.Attempts));

    public static Task AddAsync(StoreDbContext db, IReadOnlyList<Notification> news, CancellationToken ct) => AddSql.RunAsync(db, news, null, ct);
}
