using XthonBot.Core.Modules.Orders;

namespace XthonBot.Core.Reactions.Notifications;

/// <summary>A notification with all that its words need.</summary>
/// <param name="TelegramId">The customer's chat; null for the operators.</param>
/// <param name="CardMessageId">The chat's id of the order's card, once it was sent.</param>
/// <param name="Attempts">How often it was handed over, with this time.</param>
public sealed record Delivery(
    long Id,
    NotificationKind Kind,
    long? TelegramId,
    string? Language,
    bool IsBlocked,
    OrderView? Order,
    DeliveredText? Message,
    NotificationDetail? Detail,
    long? CardMessageId,
    int Attempts
)
{
    /// <summary>The customer waits for it with the other window open, so it waits for nothing else.</summary>
    internal bool IsUrgent => Kind is NotificationKind.CodeArrived or NotificationKind.TextArrived;
}

public sealed record DeliveredText(string Sender, string? Text, string? Code);

/// <summary>The result of a delivery.</summary>
public abstract record DeliveryOutcome
{
    private DeliveryOutcome() { }

    /// <param name="MessageId">The channel's id of what was sent, if it has one.</param>
    public sealed record Sent(long? MessageId) : DeliveryOutcome;

    /// <summary>It will never arrive: the customer is gone, or the far end refuses it.</summary>
    public sealed record GivenUp(string Reason) : DeliveryOutcome;

    /// <summary>The far end cannot be reached now.</summary>
    public sealed record Later : DeliveryOutcome;
}

/// <summary>The far end of the outbox.</summary>
public interface INotificationChannel
{
    Task<DeliveryOutcome> DeliverAsync(Delivery delivery, CancellationToken ct);
}
