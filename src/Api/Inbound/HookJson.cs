using System.Text.Json;
using System.Text.Json.Serialization;
using XthonBot.Api.Envelopes;

namespace XthonBot.Api.Inbound;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Envelope<HookData>))]
internal sealed partial class HookJson : JsonSerializerContext;
