using XthonBot.Api.Docs;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Reactions.Webhooks;

namespace XthonBot.Api.V2;

/// <summary>The closed lists of words.</summary>
internal static class Vocabularies
{
    public const string TransactionStatus = nameof(TransactionStatus);
    public const string WebhookEvent = nameof(WebhookEvent);
    public const string EventType = nameof(EventType);
    public const string DeliveryStatus = nameof(DeliveryStatus);
    public const string DisabledReason = nameof(DisabledReason);
    public const string MovementType = nameof(MovementType);
    public const string KeyScope = nameof(KeyScope);

    public static IReadOnlyList<Vocabulary> All { get; } =
    [
        new(
            TransactionStatus,
            "PENDING: waiting for a code. SUCCEEDED: a code has arrived. CANCELED: given back before a code arrived. "
                + "EXPIRED: no code arrived in time. REFUNDED: paid back by the store after a code.",
            [.. Enum.GetValues<OrderStatus>().Select(status => status.Text())]
        ),
        new(WebhookEvent, "An event that a webhook can be sent.", WebhookEvents.All.ToNames(), IsListed: true),
        new(EventType, "What happened.", (WebhookEvents.All | WebhookEvents.Test).ToNames(), IsListed: true),
        new(DeliveryStatus, "pending: it will be tried again.", ["pending", "delivered", "failed"]),
        new(
            DisabledReason,
            "owner: you switched it off. failing: too long without a success. gone: it answered 410.",
            [WebhookOff.Owner, WebhookOff.Failing, WebhookOff.Gone]
        ),
        new(
            MovementType,
            "What moved the balance. charge: a purchase. refund: its price came back. deposit: you paid in. adjustment: the store's hand. "
                + "reversal: a deposit went back to its payer. debt: the part of a reversal that the balance did not cover. "
                + "repayment: what paid a debt.",
            MovementData.Types
        ),
        new(KeyScope, "buy: it may also buy and change.", ["read", "buy"], IsListed: true),
    ];
}
