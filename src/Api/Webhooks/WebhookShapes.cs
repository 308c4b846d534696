using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using XthonBot.Api.V2;
using XthonBot.Core.Webhooks;

namespace XthonBot.Api.Webhooks;

/// <summary>What is asked for when a webhook is made or changed; further fields are ignored.</summary>
internal sealed record WebhookBody
{
    [Description("Where the events are posted to: https, up to 2000 characters.")]
    public string? Url { get; init; }

    [Description("The events it is told of; all of them where it is left out.")]
    public string?[]? Events { get; init; }

    [JsonPropertyName("balance_below"), Description("An amount: balance.low is sent when your balance falls below it. Null takes it away.")]
    public JsonElement BalanceBelow { get; init; }

    [Description("False switches it off, true on again.")]
    public bool? Enabled { get; init; }
}

internal sealed record WebhookData(
    [property: Description("Id of the webhook: wh_ and 32 hexadecimal digits.")] string Id,
    string Url,
    string[] Events,
    [property: JsonPropertyName("balance_below"), Description("balance.low is sent when your balance falls below it; null for never.")] string? BalanceBelow,
    bool Enabled,
    [property: JsonPropertyName("disabled_reason"), Description("Why it is off: owner, failing (too long without a success) or gone (it answered 410).")] string? DisabledReason,
    [property: JsonPropertyName("failing_since"), Description("The first failure since the last success.")] DateTime? FailingSince,
    [property: JsonPropertyName("old_secret_until"), Description("Until then the secret before the last signs as well.")] DateTime? OldSecretUntil,
    [property: JsonPropertyName("created_at")] DateTime CreatedAt)
{
    public static WebhookData Of(WebhookView webhook) => new(
        $"{webhook.Id}", webhook.Url, webhook.Events.ToNames(), webhook.BalanceBelow?.ToString(), webhook.DisabledAt is null, webhook.DisabledReason,
        webhook.FailingSince?.InSeconds(), webhook.OldSecretUntil?.InSeconds(), webhook.CreatedAt.InSeconds());
}

internal sealed record NewWebhookData(
    WebhookData Webhook,
    [property: Description("What its messages are signed with: whsec_ and base64. It is not shown again.")] string Secret)
{
    public static NewWebhookData Of(MadeWebhook made) => new(WebhookData.Of(made.Webhook), made.Secret);
}

internal sealed record RemovedData([property: Description("Id of the webhook that was removed.")] string Removed);

internal sealed record DeliveryData(
    [property: Description("Id of the event: the webhook-id of its requests.")] string Id,
    string Type,
    [property: JsonPropertyName("transaction_id")] string? TransactionId,
    [property: Description("pending, delivered or failed.")] string Status,
    [property: Description("How often it was tried.")] int Attempts,
    [property: JsonPropertyName("last_status"), Description("The HTTP status of the last try; null where none was answered.")] int? LastStatus,
    [property: JsonPropertyName("last_error"), Description("Why the last try failed, in a word.")] string? LastError,
    [property: JsonPropertyName("last_at")] DateTime? LastAt,
    [property: JsonPropertyName("next_at"), Description("When it is tried next; null once it is over.")] DateTime? NextAt,
    [property: JsonPropertyName("created_at")] DateTime CreatedAt)
{
    public static DeliveryData Of(DeliveryView delivery) => new(
        $"{delivery.Id}", delivery.Event.Name(), delivery.Order?.ToString(),
        delivery.NextAt is not null ? "pending" : delivery.DeliveredAt is not null ? "delivered" : "failed",
        delivery.Attempts, delivery.LastStatus, delivery.LastError, delivery.LastAt?.InSeconds(), delivery.NextAt?.InSeconds(), delivery.CreatedAt.InSeconds());
}
