using System.ComponentModel;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using XthonBot.Api.Health;
using XthonBot.Api.Inbound;
using XthonBot.Api.V2;
using XthonBot.Api.Webhooks;

namespace XthonBot.Api.Envelopes;

/// <summary>The shape of every successful answer.</summary>
[Description("A successful answer.")]
internal sealed record Envelope<T>(
    [property: Description("Always true.")] bool Ok,
    T Data,
    [property: Description("Null, except where there is something to say.")] string? Message)
    where T : notnull;

/// <summary>The shape of every failed answer.</summary>
[Description("A failed answer.")]
internal sealed record FailureEnvelope(
    [property: Description("Always false.")] bool Ok,
    [property: Description("Null, except where a cancel is refused: what the transaction is.")] TransactionState? Data,
    [property: Description("Why it failed.")] string Message);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(FailureEnvelope))]
[JsonSerializable(typeof(Envelope<HookData>))]
[JsonSerializable(typeof(Envelope<BalanceData>))]
[JsonSerializable(typeof(Envelope<ServiceData[]>))]
[JsonSerializable(typeof(Envelope<PurchaseData>))]
[JsonSerializable(typeof(Envelope<TransactionData>))]
[JsonSerializable(typeof(Envelope<CodeData>))]
[JsonSerializable(typeof(Envelope<Page<TransactionData>>))]
[JsonSerializable(typeof(Envelope<Page<MessageData>>))]
[JsonSerializable(typeof(Envelope<Page<MovementData>>))]
[JsonSerializable(typeof(Envelope<AccountData>))]
[JsonSerializable(typeof(Envelope<RefundData>))]
[JsonSerializable(typeof(Envelope<WebhookData>))]
[JsonSerializable(typeof(Envelope<WebhookData[]>))]
[JsonSerializable(typeof(Envelope<NewWebhookData>))]
[JsonSerializable(typeof(Envelope<RemovedData>))]
[JsonSerializable(typeof(Envelope<DeliveryData>))]
[JsonSerializable(typeof(Envelope<Page<DeliveryData>>))]
[JsonSerializable(typeof(WebhookBody))]
[JsonSerializable(typeof(EventBody<TransactionData>))]
[JsonSerializable(typeof(EventBody<MessageEventData>))]
[JsonSerializable(typeof(EventBody<BalanceLowData>))]
[JsonSerializable(typeof(EventBody<TestData>))]
[JsonSerializable(typeof(HealthAnswer))]
internal sealed partial class ApiJson : JsonSerializerContext
{
    /// <summary>As the default, but a plus or a letter beyond ASCII stays readable; nothing here is ever put into a page.</summary>
    public static readonly ApiJson Plain = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        // A null in the place of a text is a bad body, not a fault further in.
        RespectNullableAnnotations = true,
        // Of two the last would win, and the first was meant as well.
        AllowDuplicateProperties = false,
    });
}
