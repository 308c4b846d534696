using System.Text.Json;
using XthonBot.TestKit;

namespace XthonBot.Api.Tests.Fuzz;

/// <summary>A way to ask the API, as its own document has it.</summary>
/// <param name="Path">With places in braces.</param>
/// <param name="Fields">Of the JSON body, if it takes one.</param>
internal sealed record Operation(
    string Method,
    string Path,
    IReadOnlyList<string> Query,
    IReadOnlyList<string> Headers,
    IReadOnlyList<string> Fields
)
{
    /// <param name="id">For every place in it.</param>
    public string PathWith(string id) => string.Join('/', Path.Split('/').Select(part => part.StartsWith('{') ? id : part));

    /// <summary>Whatever is served is asked: an endpoint that is added comes in by itself.</summary>
    public static async Task<IReadOnlyList<Operation>> ReadAsync(ApiHost api)
    {
        var document = (await api.GetAsync("/openapi/v2.json")).Json;
        return
        [
            .. from path in document.GetProperty("paths").EnumerateObject()
            from operation in path.Value.EnumerateObject()
            let parameters = operation.Value.TryGetProperty("parameters", out var all) ? all.EnumerateArray().ToList() : []
            select new Operation(
                operation.Name.ToUpperInvariant(),
                path.Name,
                Named(parameters, "query"),
                Named(parameters, "header"),
                [.. FieldsOf(operation.Value, document)]
            ),
        ];
    }

    private static IReadOnlyList<string> Named(IEnumerable<JsonElement> parameters, string place) =>
        [.. parameters.Where(p => p.GetProperty("in").GetString() == place).Select(p => p.GetProperty("name").GetString()!)];

    private static IEnumerable<string> FieldsOf(JsonElement operation, JsonElement document)
    {
        if (!operation.TryGetProperty("requestBody", out var body))
            return [];
        var schema = body.GetProperty("content").EnumerateObject().First().Value.GetProperty("schema");
        if (schema.TryGetProperty("$ref", out var reference))
            schema = document.GetProperty("components").GetProperty("schemas").GetProperty(reference.GetString()!.Split('/')[^1]);
        return schema.TryGetProperty("properties", out var properties) ? properties.EnumerateObject().Select(p => p.Name) : [];
    }
}
