using System.Text.Json;
using System.Text.Json.Serialization;
using XthonBot.Api.Envelopes;

namespace XthonBot.Api.V2;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(FailureEnvelope))]
[JsonSerializable(typeof(FundsEnvelope))]
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
internal sealed partial class V2Json : JsonSerializerContext;
