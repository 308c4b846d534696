using System.Text.Json;
using System.Text.Json.Serialization;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Payments;

namespace XthonBot.Core.Reactions.Webhooks;

/// <summary>The figures of an event about a payment, as they were then. Stored as JSON.</summary>
/// <param name="CreditedMinor">By this event.</param>
/// <param name="ReversedMinor">By this event; <paramref name="DebtMinor"/> of it was not on the balance any more.</param>
public sealed record WebhookTopUp(
    Guid Payment,
    string Method,
    PaymentState State,
    long CreditedMinor,
    long ReversedMinor,
    long DebtMinor,
    long BalanceMinor
)
{
    /// <summary>The amount that was wanted; it never changes, and is not stored a second time.</summary>
    [JsonIgnore]
    public Money Amount { get; init; }

    [JsonIgnore]
    public PaymentId Id => new(Payment);

    internal string Write() => JsonSerializer.Serialize(this);

    internal static WebhookTopUp? Read(WebhookEvents what, string? stored) =>
        stored is not null && (what & (WebhookEvents.TopUpPaid | WebhookEvents.TopUpRefunded)) != 0
            ? JsonSerializer.Deserialize<WebhookTopUp>(stored)
            : null;

    internal static PaymentId? IdOf(WebhookEvents what, string? stored) => Read(what, stored)?.Id;
}
