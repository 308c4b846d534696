using XthonBot.Core.Foundation.Durability;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Reactions.Notifications;

/// <summary>Writes down which conditions the operators have to be told of.</summary>
internal sealed class AlertNotifications(OutboxSignal signal) : IReaction<AlertRaised>, IReaction<AlertEnded>
{
    public void Write(StatementBatch batch, IReadOnlyList<AlertRaised> events) =>
        ChatNotifications.Add(
            batch,
            events.Select(e =>
                Notification.ForOperators(
                    NotificationKind.AlertRaised,
                    e.At,
                    detail: new NotificationDetail.OfAlert(e.Kind, e.Subject, e.Detail)
                )
            )
        );

    public void Committed(IReadOnlyList<AlertRaised> events) => signal.Notify();

    public void Write(StatementBatch batch, IReadOnlyList<AlertEnded> events) =>
        ChatNotifications.Add(
            batch,
            events
                .Where(IsTold)
                .Select(e =>
                    Notification.ForOperators(
                        NotificationKind.AlertEnded,
                        e.At,
                        detail: new NotificationDetail.OfAlert(e.Kind, e.Subject, e.Detail)
                    )
                )
        );

    public void Committed(IReadOnlyList<AlertEnded> events)
    {
        if (events.Any(IsTold))
            signal.Notify();
    }

    // The operator who wrote a contact into the configuration knows that it is there.
    private static bool IsTold(AlertEnded alert) => alert.Kind != AlertKind.NoContact;
}
