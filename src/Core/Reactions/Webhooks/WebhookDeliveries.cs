using XthonBot.Core.Foundation.Durability;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Messages;
using XthonBot.Core.Modules.Orders;
using XthonBot.Core.Modules.Payments;

namespace XthonBot.Core.Reactions.Webhooks;

/// <summary>
/// Writes down a delivery for each webhook of a customer that wants to hear what happened to an order or a payment, and
/// wakes whoever sends it.
/// </summary>
internal sealed class WebhookDeliveries(OutboxSignal signal)
    : IReaction<OrderEnded>,
        IReaction<MessageDelivered>,
        IReaction<PaymentReceived>,
        IReaction<PaymentReversed>,
        IReaction<DeliveryDue>
{
    // Where nobody has a webhook this finds an empty index, once for a batch.
    private static readonly RowStatement<Occurrence> AddSql = new(
        """
        insert into webhook_deliveries (public_id, webhook_id, event, order_id, message_id, detail, created_at, due_at, attempts)
        select r.public_id, w.id, r.event, r.order_id, r.message_id, r.detail, r.created_at, r.created_at, 0
        from webhooks w join {rows} on r.customer_id = w.customer_id
        where w.removed_at is null and w.disabled_at is null and (w.events & r.event) <> 0
        """,
        RowStatement<Occurrence>.Of("public_id", o => o.Id),
        RowStatement<Occurrence>.Of("customer_id", o => o.Customer.Value),
        RowStatement<Occurrence>.Of("event", o => (int)o.Event),
        RowStatement<Occurrence>.Of("order_id", o => o.OrderKey),
        RowStatement<Occurrence>.Of("message_id", o => o.MessageKey),
        RowStatement<Occurrence>.Of("detail", o => o.Detail),
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
                return e.Completes ? new[] { Make(WebhookEvents.Succeeded, e.Customer, e.OrderKey, e.Key, e.At), message } : [message];
            })
        );

    public void Committed(IReadOnlyList<MessageDelivered> events) => signal.Notify();

    public void Write(StatementBatch batch, IReadOnlyList<PaymentReceived> events) =>
        Add(
            batch,
            events.Select(e =>
                Make(
                    WebhookEvents.TopUpPaid,
                    e.Customer,
                    e.At,
                    new WebhookTopUp(e.Id.Value, e.Way, e.State, e.Credited.Minor, 0, 0, e.Balance.Minor)
                )
            )
        );

    public void Committed(IReadOnlyList<PaymentReceived> events) => signal.Notify();

    public void Write(StatementBatch batch, IReadOnlyList<PaymentReversed> events) =>
        Add(
            batch,
            events.Select(e =>
                Make(
                    WebhookEvents.TopUpRefunded,
                    e.Customer,
                    e.At,
                    new WebhookTopUp(e.Id.Value, e.Way, e.State, 0, e.Reversed.Minor, e.Debt.Minor, e.Balance.Minor)
                )
            )
        );

    public void Committed(IReadOnlyList<PaymentReversed> events) => signal.Notify();

    public void Committed(IReadOnlyList<DeliveryDue> events) => signal.Notify();

    private static void Add(StatementBatch batch, IEnumerable<Occurrence> occurrences) => batch.Add(AddSql, [.. occurrences], row: null);

    private static Occurrence Make(WebhookEvents what, CustomerId customer, long orderKey, long? messageKey, DateTime at) =>
        new(Guid.CreateVersion7(at), what, customer, orderKey, messageKey, null, at);

    private static Occurrence Make(WebhookEvents what, CustomerId customer, DateTime at, WebhookTopUp topUp) =>
        new(Guid.CreateVersion7(at), what, customer, null, null, topUp.Write(), at);

    private static WebhookEvents EventOf(OrderStatus end) =>
        end switch
        {
            OrderStatus.Canceled => WebhookEvents.Canceled,
            OrderStatus.Expired => WebhookEvents.Expired,
            _ => WebhookEvents.Refunded,
        };

    private sealed record Occurrence(
        Guid Id,
        WebhookEvents Event,
        CustomerId Customer,
        long? OrderKey,
        long? MessageKey,
        string? Detail,
        DateTime At
    );
}
