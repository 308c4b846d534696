using XthonBot.Core.Foundation.Kernel;

namespace XthonBot.Core.Reactions.Webhooks;

/// <summary>The events of webhooks, as a set.</summary>
[Flags]
public enum WebhookEvents
{
    None = 0,

    /// <summary>The first code of an order came.</summary>
    Succeeded = 1,

    /// <summary>A text came for an order, with a code or without one.</summary>
    Message = 2,
    Canceled = 4,
    Expired = 8,
    Refunded = 16,

    /// <summary>The balance fell below the webhook's threshold.</summary>
    BalanceLow = 32,

    /// <summary>Sent because the customer asked for it, whatever was chosen.</summary>
    Test = 64,

    /// <summary>Money of a payment came, and was credited.</summary>
    TopUpPaid = 128,

    /// <summary>The payer has the money back, and the credit was reversed.</summary>
    TopUpRefunded = 256,

    /// <summary>All that can be chosen. A webhook that was made before there was an event is not told of it until it chooses it.</summary>
    All = Succeeded | Message | Canceled | Expired | Refunded | BalanceLow | TopUpPaid | TopUpRefunded,
}

/// <summary>The names of the events, as the API writes them.</summary>
public static class WebhookEventNames
{
    private static readonly (WebhookEvents Event, string Name)[] Names =
    [
        (WebhookEvents.Succeeded, "transaction.succeeded"),
        (WebhookEvents.Message, "transaction.message"),
        (WebhookEvents.Canceled, "transaction.canceled"),
        (WebhookEvents.Expired, "transaction.expired"),
        (WebhookEvents.Refunded, "transaction.refunded"),
        (WebhookEvents.BalanceLow, "balance.low"),
        (WebhookEvents.TopUpPaid, "topup.paid"),
        (WebhookEvents.TopUpRefunded, "topup.refunded"),
        (WebhookEvents.Test, "test"),
    ];

    /// <summary>The name of one event.</summary>
    public static string Name(this WebhookEvents one) =>
        Array.Find(Names, n => n.Event == one).Name ?? throw new ArgumentOutOfRangeException(nameof(one));

    /// <summary>The names of all in a set, in a fixed order.</summary>
    public static string[] ToNames(this WebhookEvents set) => [.. Names.Where(n => set.HasFlag(n.Event)).Select(n => n.Name)];

    /// <returns><see cref="Error.Invalid"/> where one of the names is none that can be chosen, or there is none.</returns>
    public static Result<WebhookEvents> Parse(IEnumerable<string?> names)
    {
        var set = WebhookEvents.None;
        foreach (var name in names)
        {
            var one = Array.Find(Names, n => n.Name == name).Event;
            if ((one & WebhookEvents.All) == 0)
                return new Error.Invalid("events", "unknown-event");
            set |= one;
        }

        return set == WebhookEvents.None ? new Error.Invalid("events", "unknown-event") : set;
    }
}
