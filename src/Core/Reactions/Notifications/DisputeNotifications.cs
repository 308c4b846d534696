using XthonBot.Core.Foundation.Durability;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Orders;

namespace XthonBot.Core.Reactions.Notifications;

/// <summary>Writes down what operators and customers have to be told of disputes.</summary>
internal sealed class DisputeNotifications(OutboxSignal signal) : IReaction<DisputeOpened>, IReaction<DisputeRejected>
{
    public void Write(StatementBatch batch, IReadOnlyList<DisputeOpened> events) =>
        ChatNotifications.Add(
            batch,
            events.SelectMany(e =>
                Changed(
                    Notification.ForOperators(NotificationKind.DisputeOpened, e.At, e.OrderKey),
                    e.Channel,
                    Notification.ForOrder(NotificationKind.OrderChanged, e.OrderKey, e.Customer, e.At)
                )
            )
        );

    public void Committed(IReadOnlyList<DisputeOpened> events) => signal.Notify();

    public void Write(StatementBatch batch, IReadOnlyList<DisputeRejected> events) =>
        ChatNotifications.Add(
            batch,
            events.SelectMany(e =>
                Changed(
                    Notification.ForOrder(NotificationKind.DisputeRejected, e.OrderKey, e.Customer, e.At),
                    e.Channel,
                    Notification.ForOrder(NotificationKind.OrderChanged, e.OrderKey, e.Customer, e.At)
                )
            )
        );

    public void Committed(IReadOnlyList<DisputeRejected> events) => signal.Notify();

    // An order of a script has no card in the chat.
    private static Notification[] Changed(Notification told, OrderChannel channel, Notification card) =>
        channel == OrderChannel.Chat ? [told, card] : [told];
}
