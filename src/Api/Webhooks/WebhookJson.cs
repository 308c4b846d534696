using System.Text.Json;
using System.Text.Json.Serialization;
using XthonBot.Api.Envelopes;
using XthonBot.Api.V2;

namespace XthonBot.Api.Webhooks;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
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
[JsonSerializable(typeof(EventBody<TopUpEventData>))]
[JsonSerializable(typeof(EventBody<TestData>))]
internal sealed partial class WebhookJson : JsonSerializerContext;
