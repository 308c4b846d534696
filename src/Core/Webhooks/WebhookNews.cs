using XthonBot.Core.Data;
using XthonBot.Core.Primitives;

namespace XthonBot.Core.Webhooks;

/// <summary>What the webhooks of a customer are to be told, written down in the transaction that makes it true.</summary>
internal sealed record WebhookNews(WebhookMessageId Id, WebhookEvents Event, CustomerId Customer, long OrderKey, long? MessageKey, DateTime Now)
{
    private static readonly RowStatement<WebhookNews> AddSql = new(
        """
        insert into webhook_deliveries (public_id, webhook_id, event, order_id, message_id, created_at, due_at, attempts)
        select r.public_id, w.id, r.event, r.order_id, r.message_id, r.created_at, r.created_at, 0
        from webhooks w join {rows} on r.customer_id = w.customer_id
        where w.removed_at is null and w.disabled_at is null and (w.events & r.event) <> 0
        """,
        RowStatement<WebhookNews>.Of("public_id", n => n.Id.Value),
        RowStatement<WebhookNews>.Of("customer_id", n => n.Customer.Value),
        RowStatement<WebhookNews>.Of("event", n => (int)n.Event),
        RowStatement<WebhookNews>.Of("order_id", n => n.OrderKey),
        RowStatement<WebhookNews>.Of("message_id", n => n.MessageKey),
        RowStatement<WebhookNews>.Of("created_at", n => n.Now));

    /// <summary>How many webhooks a customer has, in a statement that looks at their orders anyway: without any, nothing more is asked.</summary>
    public static string CountOf(string customerId) =>
        $"(select count(*) from webhooks w where w.customer_id = {customerId} and w.removed_at is null and w.disabled_at is null)";

    public static WebhookNews OfOrder(WebhookEvents what, long orderKey, CustomerId customer, DateTime now) => Make(what, orderKey, customer, null, now);

    /// <param name="isFirstCode">Whether its code made the order succeed.</param>
    public static IEnumerable<WebhookNews> OfMessage(long orderKey, CustomerId customer, long messageKey, bool isFirstCode, DateTime now)
    {
        if (isFirstCode)
            yield return Make(WebhookEvents.Succeeded, orderKey, customer, messageKey, now);
        yield return Make(WebhookEvents.Message, orderKey, customer, messageKey, now);
    }

    public static Task AddAsync(StoreDbContext db, IReadOnlyList<WebhookNews> news, CancellationToken ct) => AddSql.RunAsync(db, news, null, ct);

    private static WebhookNews Make(WebhookEvents what, long orderKey, CustomerId customer, long? messageKey, DateTime now) =>
        new(new WebhookMessageId(Guid.CreateVersion7(now)), what, customer, orderKey, messageKey, now);
}
