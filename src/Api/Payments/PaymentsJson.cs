using System.Text.Json;
using System.Text.Json.Serialization;
using XthonBot.Api.Envelopes;
using XthonBot.Api.V2;

namespace XthonBot.Api.Payments;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Envelope<MethodData[]>))]
[JsonSerializable(typeof(Envelope<TopUpData>))]
[JsonSerializable(typeof(Envelope<Page<TopUpData>>))]
[JsonSerializable(typeof(Envelope<PaymentHookData>))]
[JsonSerializable(typeof(TopUpBody))]
internal sealed partial class PaymentsJson : JsonSerializerContext;
