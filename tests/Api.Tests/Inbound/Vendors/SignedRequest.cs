using System.Text;
using System.Text.Json.Nodes;
using XthonBot.TestKit;

namespace XthonBot.Api.Tests.Inbound.Vendors;

/// <summary>A request as a gateway sends it.</summary>
internal sealed record SignedRequest(string Path, string ContentType, byte[] Body, params (string Name, string Value)[] Headers)
{
    public const string Form = "application/x-www-form-urlencoded";
    public const string Json = "application/json";

    public static byte[] Encode(params (string Name, string Value)[] fields) =>
        Encoding.UTF8.GetBytes(string.Join('&', fields.Select(f => $"{Encode(f.Name)}={Encode(f.Value)}")));

    /// <summary>As a program in JavaScript has a form that it read.</summary>
    public static JsonObject ToJson(params (string Name, string Value)[] fields)
    {
        var json = new JsonObject();
        foreach (var field in fields.GroupBy(f => f.Name, f => f.Value))
            json[field.Key] = field.Count() == 1 ? field.Single() : new JsonArray([.. field.Select(v => (JsonNode)v)]);
        return json;
    }

    public async Task<ApiReply> SendAsync(ApiHost api)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = new ByteArrayContent(Body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", ContentType);
        foreach (var (name, value) in Headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
                request.Content.Headers.TryAddWithoutValidation(name, value);
        }

        return await api.SendAsync(request);
    }

    private static string Encode(string text) => Uri.EscapeDataString(text).Replace("%20", "+", StringComparison.Ordinal);
}
