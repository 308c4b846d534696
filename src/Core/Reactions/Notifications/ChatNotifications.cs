using XthonBot.Core.Foundation.Durability;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Ledger;
using XthonBot.Core.Modules.Messages;
using XthonBot.Core.Modules.Orders;
using XthonBot.Core.Modules.Stock;
using XthonBot.Core.Reactions.Webhooks;

namespace XthonBot.Core.Reactions.Notifications;

/// <summary>Writes down what people in the chat have to be told, and wakes whoever tells it.</summary>
internal sealed class ChatNotifications(OutboxSignal signal)
    : IReaction<OrderPlaced>,
        IReaction<NumberAssigned>,
        IReaction<OrderEnded>,
        IReaction<MessageDelivered>,
        IReaction<BalanceAdjusted>,
        IReaction<NumberWithheld>,
        IReaction<ReconciliationFailed>,
        IReaction<WebhookDisabled>
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
        RowStatement<Notification>.Of("attempts", n => n.Attempts)
    );

    public void Write(StatementBatch batch, IReadOnlyList<OrderPlaced> events) =>
        Add(
            batch,
            events
                .Where(e => e.Channel == OrderChannel.Chat)
                .Select(e => Notification.ForOrder(NotificationKind.OrderPlaced, e.Key, e.Customer, e.At))
        );

    public void Committed(IReadOnlyList<OrderPlaced> events) => Wake(events.Any(e => e.Channel == OrderChannel.Chat));

    public void Write(StatementBatch batch, IReadOnlyList<NumberAssigned> events) =>
        Add(
            batch,
            events
                .Where(e => e.Channel == OrderChannel.Chat)
                .Select(e => Notification.ForOrder(NotificationKind.OrderChanged, e.Key, e.Customer, e.At))
        );

    public void Committed(IReadOnlyList<NumberAssigned> events) => Wake(events.Any(e => e.Channel == OrderChannel.Chat));

    public void Write(StatementBatch batch, IReadOnlyList<OrderEnded> events) =>
        Add(
            batch,
            events
                .Where(IsTold)
                .SelectMany(e =>
                    new[]
                    {
                        Notification.ForOrder(KindOf(e.To), e.Key, e.Customer, e.At),
                        Notification.ForOrder(NotificationKind.OrderChanged, e.Key, e.Customer, e.At),
                    }
                )
        );

    public void Committed(IReadOnlyList<OrderEnded> events) => Wake(events.Any(IsTold));

    public void Write(StatementBatch batch, IReadOnlyList<MessageDelivered> events) =>
        Add(
            batch,
            events
                .Where(e => e.Channel == OrderChannel.Chat)
                .SelectMany(e =>
                {
                    var arrived = Notification.ForMessage(
                        e.HasCode ? NotificationKind.CodeArrived : NotificationKind.TextArrived,
                        e.OrderKey,
                        e.Key,
                        e.Customer,
                        e.At
                    );
                    return e.HasCode || e.Completes
                        ? new[] { arrived, Notification.ForOrder(NotificationKind.OrderChanged, e.OrderKey, e.Customer, e.At) }
                        : [arrived];
                })
        );

    public void Committed(IReadOnlyList<MessageDelivered> events) => Wake(events.Any(e => e.Channel == OrderChannel.Chat));

    public void Write(StatementBatch batch, IReadOnlyList<BalanceAdjusted> events) =>
        Add(
            batch,
            events.Select(e =>
                Notification.ForCustomer(
                    e.Direction == Direction.Credit ? NotificationKind.BalanceCredited : NotificationKind.BalanceDebited,
                    e.Customer,
                    e.At,
                    new NotificationDetail.BalanceMoved(e.Amount.Minor, e.After.Minor, e.Reason)
                )
            )
        );

    public void Committed(IReadOnlyList<BalanceAdjusted> events) => Wake();

    public void Write(StatementBatch batch, IReadOnlyList<NumberWithheld> events) =>
        Add(batch, events.Select(e => Notification.ForOperators(NotificationKind.NumberWithheld, e.At, e.OrderKey)));

    public void Committed(IReadOnlyList<NumberWithheld> events) => Wake();

    public void Write(StatementBatch batch, IReadOnlyList<ReconciliationFailed> events) =>
        Add(
            batch,
            events.Select(e =>
                Notification.ForOperators(
                    NotificationKind.ReconciliationFailed,
                    e.At,
                    detail: new NotificationDetail.WrongFigures(e.Detail)
                )
            )
        );

    public void Committed(IReadOnlyList<ReconciliationFailed> events) => Wake();

    public void Write(StatementBatch batch, IReadOnlyList<WebhookDisabled> events) =>
        Add(
            batch,
            events.Select(e =>
                Notification.ForCustomer(NotificationKind.WebhookOff, e.Customer, e.At, new NotificationDetail.WebhookOff(e.Host, e.Reason))
            )
        );

    public void Committed(IReadOnlyList<WebhookDisabled> events) => Wake();

    internal static void Add(StatementBatch batch, IEnumerable<Notification> notifications) =>
        batch.Add(AddSql.Statement, [.. notifications], row: null);

    private void Wake(bool isNeeded = true)
    {
        if (isNeeded)
            signal.Notify();
    }

    // Scripts read the state themselves; but money that an operator gives back is always told.
    private static bool IsTold(OrderEnded ended) =>
        ended.Channel == OrderChannel.Chat || (ended.By != Actor.System && ended.By != Actor.Customer(ended.Customer));

    private static NotificationKind KindOf(OrderStatus end) =>
        end switch
        {
            OrderStatus.Canceled => NotificationKind.OrderCanceled,
            OrderStatus.Expired => NotificationKind.OrderExpired,
            _ => NotificationKind.OrderRefunded,
        };
}
