using System.ComponentModel;
using System.Text.Json.Serialization;
using XthonBot.Api.Docs;
using XthonBot.Api.Payments;
using XthonBot.Api.V2;
using XthonBot.Core.Reactions.Webhooks;

namespace XthonBot.Api.Webhooks;

internal sealed record WebhookData(
    [property: Sample(Samples.Webhook), Description("Id of the webhook: wh_ and 32 hexadecimal digits.")] string Id,
    [property: Sample("https://example.com/xthon")] string Url,
    [property: OneOf(Vocabularies.WebhookEvent)] string[] Events,
    [property:
        JsonPropertyName("balance_below"),
        Amount("5.00"),
        Description("balance.low is sent when your balance falls below it; null for never.")
    ]
        string? BalanceBelow,
    bool Enabled,
    [property: JsonPropertyName("disabled_reason"), OneOf(Vocabularies.DisabledReason), Description("Why it is off; null while it is on.")]
        string? DisabledReason,
    [property: JsonPropertyName("failing_since"), Description("The first failure since the last success.")] DateTime? FailingSince,
    [property: JsonPropertyName("old_secret_until"), Description("The previous secret stays valid until then.")] DateTime? OldSecretUntil,
    [property: JsonPropertyName("created_at")] DateTime CreatedAt
)
{
    public static WebhookData Of(WebhookView webhook) =>
        new(
            $"{webhook.Id}",
            webhook.Url,
            webhook.Events.ToNames(),
            webhook.BalanceBelow?.ToString(),
            webhook.DisabledAt is null,
            webhook.DisabledReason,
            webhook.FailingSince?.InSeconds(),
            webhook.OldSecretUntil?.InSeconds(),
            webhook.CreatedAt.InSeconds()
        );
}

internal sealed record NewWebhookData(
    WebhookData Webhook,
    [property:
        Sample("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
        Description("What its messages are signed with: whsec_ and base64. It is not shown again.")
    ]
        string Secret
)
{
    public static NewWebhookData Of(MadeWebhook made) => new(WebhookData.Of(made.Webhook), made.Secret);
}

internal sealed record RemovedData([property: Sample(Samples.Webhook), Description("Id of the webhook that was removed.")] string Removed);

internal sealed record DeliveryData(
    [property: Sample(Samples.Delivery), Description("Id of the event: the webhook-id of its requests.")] string Id,
    [property: OneOf(Vocabularies.EventType)] string Type,
    [property: JsonPropertyName("transaction_id"), Sample(Samples.Transaction)] string? TransactionId,
    [property: OneOf(Vocabularies.DeliveryStatus)] string Status,
    [property: Description("How often it was tried.")] int Attempts,
    [property: JsonPropertyName("last_status"), Description("The HTTP status of the last try; null where none was answered.")]
        int? LastStatus,
    [property: JsonPropertyName("last_error"), Sample("status-503"), Description("Why the last try failed, in a word.")] string? LastError,
    [property: JsonPropertyName("last_at")] DateTime? LastAt,
    [property: JsonPropertyName("next_at"), Description("When it is tried next; null once it is over.")] DateTime? NextAt,
    [property: JsonPropertyName("created_at")] DateTime CreatedAt,
    [property: JsonPropertyName("topup_id"), Sample(TopUpData.Example)] string? TopUpId = null
)
{
    public static DeliveryData Of(DeliveryView delivery) =>
        new(
            $"{delivery.Id}",
            delivery.Event.Name(),
            delivery.Order?.ToString(),
            delivery.NextAt is not null ? "pending"
                : delivery.DeliveredAt is not null ? "delivered"
                : "failed",
            delivery.Attempts,
            delivery.LastStatus,
            delivery.LastError,
            delivery.LastAt?.InSeconds(),
            delivery.NextAt?.InSeconds(),
            delivery.CreatedAt.InSeconds(),
            delivery.Payment?.ToString()
        );
}
