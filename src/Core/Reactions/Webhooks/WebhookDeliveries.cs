using XthonBot.Core.Foundation.Durability;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Messages;
using XthonBot.Core.Modules.Orders;

namespace XthonBot.Core.Reactions.Webhooks;

/// <summary>
/// Writes down a delivery for each webhook of a customer that wants to hear what happened to an order, and wakes whoever sends it.
/// </summary>
internal sealed class WebhookDeliveries(OutboxSignal signal) : IReaction<OrderEnded>, IReaction<MessageDelivered>, IReaction<DeliveryDue>
{
    // Where nobody has a webhook this finds an empty index, once for a batch.
    private static readonly RowStatement<Occurrence> AddSql = new(
        """
        insert into webhook_deliveries (public_id, webhook_id, event, order_id, message_id, created_at, due_at, attempts)
        select r.public_id, w.id, r.event, r.order_id, r.message_id, r.created_at, r.created_at, 0
        from webhooks w join {rows} on r.customer_id = w.customer_id
        where w.removed_at is null and w.disabled_at is null and (w.events & r.event) <> 0
        """,
        RowStatement<Occurrence>.Of("public_id", o => o.Id),
        RowStatement<Occurrence>.Of("customer_id", o => o.Customer.Value),
        RowStatement<Occurrence>.Of("event", o => (int)o.Event),
        RowStatement<Occurrence>.Of("order_id", o => o.OrderKey),
        RowStatement<Occurrence>.Of("message_id", o => o.MessageKey),
        RowStatement<Occurrence>.Of("created_at", o => o.At)
    );

    public void Write(StatementBatch batch, IReadOnlyList<OrderEnded> events) =>
        Add(batch, events.Select(e => Make(EventOf(e.To), e.Customer, e.Key, null, e.At)));

    public void Committed(IReadOnlyList<OrderEnded> events) => signal.Notify();

    public void Write(StatementBatch batch, IReadOnlyList<MessageDelivered> events) =>
        Add(
            batch,
            events.SelectMany(e =>
            {
                var message = Make(WebhookEvents.Message, e.Customer, e.OrderKey, e.Key, e.At);
                return e.IsFirstCode ? new[] { Make(WebhookEvents.Succeeded, e.Customer, e.OrderKey, e.Key, e.At), message } : [message];
            })
        );

    public void Committed(IReadOnlyList<MessageDelivered> events) => signal.Notify();

    public void Committed(IReadOnlyList<DeliveryDue> events) => signal.Notify();

    private static void Add(StatementBatch batch, IEnumerable<Occurrence> occurrences) => batch.Add(AddSql, [.. occurrences], row: null);

    private static Occurrence Make(WebhookEvents what, CustomerId customer, long orderKey, long? messageKey, DateTime at) =>
        new(Guid.CreateVersion7(at), what, customer, orderKey, messageKey, at);

    private static WebhookEvents EventOf(OrderStatus end) =>
        end switch
        {
            OrderStatus.Canceled => WebhookEvents.Canceled,
            OrderStatus.Expired => WebhookEvents.Expired,
            _ => WebhookEvents.Refunded,
        };

    private sealed record Occurrence(Guid Id, WebhookEvents Event, CustomerId Customer, long OrderKey, long? MessageKey, DateTime At);
}
