using XthonBot.Api.V2;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Reactions.Webhooks;

namespace XthonBot.Api.Docs;

/// <summary>The closed lists of words, each a schema of its own, so that a generated client has one type for it.</summary>
internal static class Vocabulary
{
    public const string TransactionStatus = nameof(TransactionStatus);
    public const string WebhookEvent = nameof(WebhookEvent);
    public const string EventType = nameof(EventType);
    public const string DeliveryStatus = nameof(DeliveryStatus);
    public const string DisabledReason = nameof(DisabledReason);
    public const string MovementType = nameof(MovementType);
    public const string KeyScope = nameof(KeyScope);

    /// <summary>Those whose words have a point in them, or of which a field holds several.</summary>
    public static IReadOnlySet<string> Listed { get; } = new HashSet<string> { WebhookEvent, EventType, KeyScope };

    public static IReadOnlyDictionary<string, (string Means, string[] Words)> All { get; } = new Dictionary<string, (string, string[])>
    {
        [TransactionStatus] = (
            "PENDING: waiting for a code. SUCCEEDED: a code has arrived. CANCELED: given back before a code arrived. EXPIRED: no code arrived in time. REFUNDED: paid back by the store after a code.",
            [.. Enum.GetValues<OrderStatus>().Select(status => status.Text())]),
        [WebhookEvent] = ("An event that a webhook can be sent.", WebhookEvents.All.ToNames()),
        [EventType] = ("What happened.", (WebhookEvents.All | WebhookEvents.Test).ToNames()),
        [DeliveryStatus] = ("pending: it will be tried again.", ["pending", "delivered", "failed"]),
        [DisabledReason] = ("owner: you switched it off. failing: too long without a success. gone: it answered 410.", [WebhookOff.Owner, WebhookOff.Failing, WebhookOff.Gone]),
        [MovementType] = ("What moved the balance.", MovementData.Types),
        [KeyScope] = ("buy: it may also buy and change.", ["read", "buy"]),
    };
}
