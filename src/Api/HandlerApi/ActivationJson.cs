using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using XthonBot.Core.Foundation.Kernel;

namespace XthonBot.Api.HandlerApi;

internal static class ActivationJson
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Text(JsonNode node) => node.ToJsonString(Plain);

    // Two decimals, exactly: not by way of a floating point number.
    public static JsonNode? Amount(Money amount) => JsonNode.Parse(amount.ToString());

    /// <summary>UTC.</summary>
    public static string Time(DateTime at) => at.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
