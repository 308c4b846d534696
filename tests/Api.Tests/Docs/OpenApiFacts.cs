using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using XthonBot.Api.Tests.Inbound.Vendors;
using XthonBot.TestKit;

namespace XthonBot.Api.Tests.Docs;

/// <summary>The contract, as it is committed in <c>docs/openapi/v2.json</c>.</summary>
public sealed class OpenApiFacts(VendorPackages packages)
{
    private const string PublicUrl = "https://xthonvirtual.store";
    private static readonly string Committed = Path.Combine(Sources.Root, "docs", "openapi", "v2.json");

    private static readonly JsonSerializerOptions Pretty = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    [Fact]
    public async Task The_document_is_the_committed_one()
    {
        var served = JsonSerializer.Serialize(await ReadAsync(), Pretty) + "\n";
        if (Environment.GetEnvironmentVariable("XTHON_WRITE_OPENAPI") is "1" or "true")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Committed)!);
            await File.WriteAllTextAsync(Committed, served, TestContext.Current.CancellationToken);
        }

        var committed = File.Exists(Committed) ? (await File.ReadAllTextAsync(Committed, TestContext.Current.CancellationToken)).ReplaceLineEndings("\n") : "";
        Assert.True(served == committed, $"""
            The API's contract is no longer docs/openapi/v2.json: {FirstDifference(served.Split('\n'), committed.Split('\n'))}
            If that is meant, write it anew, and commit it with the change:
                XTHON_WRITE_OPENAPI=1 dotnet test --project tests/Api.Tests -- --filter-class '*OpenApiFacts'
            """);
    }

    [Fact]
    public async Task The_document_is_OpenAPI_3_1_and_free_of_mistakes()
    {
        var (document, diagnostic) = OpenApiDocument.Parse((await ReadAsync()).GetRawText(), OpenApiConstants.Json);

        Assert.Equal(OpenApiSpecVersion.OpenApi3_1, diagnostic!.SpecificationVersion);
        Assert.Empty(diagnostic.Errors);
        Assert.Empty(diagnostic.Warnings);
        var operations = document!.Paths.Values.SelectMany(path => path.Operations!.Values).ToList();
        Assert.All(operations, operation =>
        {
            Assert.NotNull(operation.Summary);
            Assert.NotEmpty(operation.Tags!);
            Assert.All(operation.Parameters ?? [], parameter => Assert.NotNull(parameter.Description));
        });
        Assert.Equal(operations.Count, operations.Select(operation => operation.OperationId).OfType<string>().Distinct().Count());
        Assert.All(document.Components!.Schemas!.Keys, name => Assert.Matches("^[A-Za-z0-9._-]+$", name));
    }

    [Fact]
    public async Task The_document_keeps_to_the_schema_of_OpenAPI()
    {
        var document = JsonNode.Parse((await ReadAsync()).GetRawText())!;
        Assert.Empty(await packages.AskAsync<string[]>("openapi.problems", new JsonObject { ["document"] = document.DeepClone() }));

        document["paths"]!["/api/v2/balance"]!["get"]!["responses"]!["200"]!.AsObject().Remove("description");
        Assert.NotEmpty(await packages.AskAsync<string[]>("openapi.problems", new JsonObject { ["document"] = document }));
    }

    [Fact]
    public async Task The_document_has_the_six_endpoints_and_the_key()
    {
        var document = await ReadAsync();

        var operations = document.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(method => $"{method.Name} {path.Name}")).ToList();
        Assert.All(ReferenceExamples.All, example => Assert.Contains(example.Operation, operations));
        Assert.DoesNotContain(operations, operation => operation.StartsWith("head ", StringComparison.Ordinal));
        var scheme = document.GetProperty("components").GetProperty("securitySchemes").GetProperty("ApiKey");
        Assert.Equal(("apiKey", "header", "X-API-Key"), (Text(scheme, "type"), Text(scheme, "in"), Text(scheme, "name")));
        Assert.Equal(1, document.GetProperty("security").GetArrayLength());
        Assert.Equal(PublicUrl, Text(document.GetProperty("servers")[0], "url"));
    }

    [Theory]
    [MemberData(nameof(ReferenceExamples.Rows), MemberType = typeof(ReferenceExamples))]
    public async Task An_example_is_that_of_the_reference_and_then_what_the_store_adds(string operation, string reference)
    {
        var shown = Answer(await ReadAsync(), operation, "200").GetProperty("examples").GetProperty("success").GetProperty("value");

        Assert.Equal(["ok", "data", "message"], EnvelopeAssert.Fields(shown));
        Assert.Equal(JsonValueKind.Null, shown.GetProperty("message").ValueKind);
        var (expected, data) = (JsonElement.Parse(reference).GetProperty("data"), shown.GetProperty("data"));
        if (expected.ValueKind == JsonValueKind.Array)
            (expected, data) = (expected[0], data[0]);
        var fields = EnvelopeAssert.Fields(expected);
        Assert.Equal(fields, EnvelopeAssert.Fields(data)[..fields.Length]);
        Assert.All(fields, field => Assert.Equal(expected.GetProperty(field).GetRawText(), data.GetProperty(field).GetRawText()));
    }

    [Fact]
    public async Task The_document_describes_the_envelope_with_its_types()
    {
        var document = await ReadAsync();
        const string buy = "post /api/v2/services/{service_id}/buy";
        var schemas = document.GetProperty("components").GetProperty("schemas");
        JsonElement Fields(JsonElement schema) => Resolve(schema, schemas).GetProperty("properties");

        var envelope = Fields(Answer(document, buy, "200").GetProperty("schema"));
        var bought = Fields(envelope.GetProperty("data"));
        Assert.Equal(["ok", "data", "message"], EnvelopeAssert.Fields(envelope));
        Assert.Equal(
            ["id", "status", "price", "number", "service", "code", "list_price", "service_id", "created_at", "expires_at"], EnvelopeAssert.Fields(bought)[..10]);
        Assert.Equal("date-time", Text(bought.GetProperty("expires_at"), "format"));
        Assert.Equal("integer", Text(Fields(schemas.GetProperty("BalanceData")).GetProperty("bonus"), "type"));
        Assert.Equal(["ok", "data", "message"], EnvelopeAssert.Fields(Fields(Answer(document, buy, "402").GetProperty("schema"))));
    }

    [Fact]
    public async Task The_document_opens_with_the_quick_start_of_the_reference()
    {
        var words = Text((await ReadAsync()).GetProperty("info"), "description")!;
        Assert.StartsWith("Buy verified USA numbers programmatically and fetch OTP codes — built for automation.", words, StringComparison.Ordinal);
        Assert.Contains("Check your balance, then: list services → buy → poll for the code.", words, StringComparison.Ordinal);
        Assert.Contains($"curl \"{PublicUrl}/api/v2/balance\" -H \"X-API-Key: YOUR_API_KEY\"", words, StringComparison.Ordinal);
        Assert.DoesNotContain("{{", words, StringComparison.Ordinal);
    }

    private static async Task<JsonElement> ReadAsync()
    {
        await using var api = await ApiHost.StartAsync(("Store:PublicUrl", PublicUrl));
        return (await api.GetAsync("/openapi/v2.json")).Json;
    }

    private static JsonElement Answer(JsonElement document, string operation, string status) => document.GetProperty("paths")
        .GetProperty(operation.Split(' ')[1]).GetProperty(operation.Split(' ')[0]).GetProperty("responses").GetProperty(status)
        .GetProperty("content").GetProperty("application/json");

    private static string FirstDifference(string[] served, string[] committed)
    {
        var line = served.Zip(committed).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"line {line + 1} is \"{served.ElementAtOrDefault(line)?.Trim()}\" and was \"{committed.ElementAtOrDefault(line)?.Trim()}\".";
    }

    private static JsonElement Resolve(JsonElement schema, JsonElement schemas) => schema.TryGetProperty("$ref", out var reference)
        ? schemas.GetProperty(reference.GetString()!.Split('/')[^1])
        : schema;

    private static string? Text(JsonElement json, string field) => json.GetProperty(field).GetString();
}
