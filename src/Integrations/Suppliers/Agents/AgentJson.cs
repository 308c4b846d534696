using System.Text.Json;
using System.Text.Json.Serialization;

namespace XthonBot.Integrations.Suppliers.Agents;

[JsonSerializable(typeof(string))]
internal sealed partial class AgentJson : JsonSerializerContext
{
    public static readonly AgentJson Plain = new(new JsonSerializerOptions());
}
