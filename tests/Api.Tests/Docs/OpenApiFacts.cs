using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using XthonBot.Api.Tests.Inbound.Vendors;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Orders;
using XthonBot.Core.Reactions.Webhooks;
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

        var committed = File.Exists(Committed)
            ? (await File.ReadAllTextAsync(Committed, TestContext.Current.CancellationToken)).ReplaceLineEndings("\n")
            : "";
        Assert.True(
            served == committed,
            $"""
            The API's contract is no longer docs/openapi/v2.json: {FirstDifference(served.Split('\n'), committed.Split('\n'))}
            If that is meant, write it anew, and commit it with the change:
                XTHON_WRITE_OPENAPI=1 dotnet test --project tests/Api.Tests -- --filter-class '*OpenApiFacts'
            """
        );
    }

    [Fact]
    public async Task The_document_is_OpenAPI_3_1_and_free_of_mistakes()
    {
        var (document, diagnostic) = OpenApiDocument.Parse((await ReadAsync()).GetRawText(), OpenApiConstants.Json);

        Assert.Equal(OpenApiSpecVersion.OpenApi3_1, diagnostic!.SpecificationVersion);
        Assert.Empty(diagnostic.Errors);
        Assert.Empty(diagnostic.Warnings);
        var operations = document!.Paths.Values.SelectMany(path => path.Operations!.Values).ToList();
        Assert.All(
            operations,
            operation =>
            {
                Assert.NotNull(operation.Summary);
                Assert.NotEmpty(operation.Tags!);
                Assert.All(operation.Parameters ?? [], parameter => Assert.NotNull(parameter.Description));
            }
        );
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

        var operations = document
            .GetProperty("paths")
            .EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(method => $"{method.Name} {path.Name}"))
            .ToList();
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
            ["id", "status", "price", "number", "service", "code", "list_price", "service_id", "created_at", "expires_at"],
            EnvelopeAssert.Fields(bought)[..10]
        );
        Assert.Equal("date-time", Text(bought.GetProperty("expires_at"), "format"));
        Assert.Equal("integer", Text(Fields(schemas.GetProperty("BalanceData")).GetProperty("bonus"), "type"));
        Assert.Equal(["ok", "data", "message"], EnvelopeAssert.Fields(Fields(Answer(document, buy, "402").GetProperty("schema"))));
    }

    [Fact]
    public async Task Bug_everything_in_the_document_has_a_type_and_what_is_sent_an_example()
    {
        var document = await ReadAsync();
        var schemas = Find(document, "schema")
            .Concat(
                document
                    .GetProperty("components")
                    .GetProperty("schemas")
                    .EnumerateObject()
                    .SelectMany(schema => Fields(schema.Value).Prepend(schema.Value))
            )
            .ToList();
        Assert.True(schemas.Count > 100);
        Assert.All(schemas, schema => Assert.Contains(schema.EnumerateObject(), part => part.Name is "type" or "$ref" or "oneOf"));

        var parameters = document
            .GetProperty("paths")
            .EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject())
            .SelectMany(operation => operation.Value.TryGetProperty("parameters", out var all) ? all.EnumerateArray().ToArray() : [])
            .ToList();
        Assert.All(
            parameters.Where(one => Text(one, "name") is "limit" or "wait"),
            one => Assert.Equal("integer", Text(one.GetProperty("schema"), "type"))
        );
        // What continues a list or repeats a request is not to be sent as it is shown.
        Assert.All(
            parameters.Where(one => Text(one, "name") is not ("limit" or "wait" or "status" or "state" or "cursor" or "Idempotency-Key")),
            one => Assert.Contains(one.EnumerateObject(), part => part.Name is "example" or "examples")
        );
        Assert.All(
            Find(document, "requestBody"),
            body =>
                Assert.Contains(
                    body.GetProperty("content").GetProperty("application/json").EnumerateObject(),
                    part => part.Name is "example" or "examples"
                )
        );

        static IEnumerable<JsonElement> Fields(JsonElement schema) =>
            schema.TryGetProperty("properties", out var fields) ? fields.EnumerateObject().Select(field => field.Value) : [];
    }

    [Fact]
    public async Task The_document_lists_the_words_of_statuses_and_events_and_what_a_webhook_is_sent()
    {
        var document = await ReadAsync();
        var schemas = document.GetProperty("components").GetProperty("schemas");
        string[] Words(string name) =>
            [.. Find(schemas.GetProperty(name), "enum").Single().EnumerateArray().Select(word => word.GetString()!)];

        Assert.Equal(["PENDING", "SUCCEEDED", "CANCELED", "EXPIRED", "REFUNDED"], Words("TransactionStatus"));
        Assert.Equal(["pending", "delivered", "failed"], Words("DeliveryStatus"));
        Assert.Equal(["charge", "refund", "deposit", "adjustment", "debt", "repayment", "reversal"], Words("MovementType"));
        Assert.Equal([.. WebhookEvents.All.ToNames(), "test"], Words("EventType"));
        Assert.Equal(
            Words("EventType").Order(StringComparer.Ordinal),
            EnvelopeAssert.Fields(document.GetProperty("webhooks")).Order(StringComparer.Ordinal)
        );
        foreach (var sent in document.GetProperty("webhooks").EnumerateObject())
        {
            var media = sent.Value.GetProperty("post").GetProperty("requestBody").GetProperty("content").GetProperty("application/json");
            var shape = Resolve(media.GetProperty("schema"), schemas);
            Assert.Contains(sent.Name, Find(shape, "enum").Single().EnumerateArray().Select(word => word.GetString()));
            Assert.Equal(sent.Name, Text(media.GetProperty("example"), "type"));
            Assert.Equal(
                EnvelopeAssert.Fields(Resolve(shape.GetProperty("properties").GetProperty("data"), schemas).GetProperty("properties")),
                EnvelopeAssert.Fields(media.GetProperty("example").GetProperty("data"))
            );
        }
    }

    [Fact]
    public async Task Bug_the_document_is_made_once_and_comes_once_as_long_as_it_is_the_same()
    {
        var made = 0;
        await using var api = await ApiHost.StartAsync(services =>
            services.Configure<OpenApiOptions>(
                "v2",
                options =>
                    options.AddDocumentTransformer(
                        (_, _, _) =>
                        {
                            made++;
                            return Task.CompletedTask;
                        }
                    )
            )
        );
        var first = await api.GetAsync("/openapi/v2.json");
        Assert.Equal(first.Body, (await api.GetAsync("/openapi/v2.json")).Body);
        Assert.Equal(1, made);

        using var again = new HttpRequestMessage(HttpMethod.Get, "/openapi/v2.json");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        Assert.Equal(HttpStatusCode.NotModified, (await api.SendAsync(again)).Status);
        Assert.Equal(api.Client.BaseAddress!.ToString().TrimEnd('/'), Text(first.Json.GetProperty("servers")[0], "url"));
        var elsewhere = await RawHttp.SendAsync(
            api.Client.BaseAddress!,
            "GET /openapi/v2.json HTTP/1.1\r\nHost: a\"b.example\r\nConnection: close\r\n\r\n"
        );
        Assert.DoesNotContain("a\"b.example", elsewhere, StringComparison.Ordinal);
        Assert.DoesNotContain("base.invalid", first.Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await api.GetAsync("/openapi/v3.json")).Status);
        Assert.Equal(1, made);
    }

    [Fact]
    public async Task The_document_opens_with_the_quick_start_of_the_reference()
    {
        var words = Text((await ReadAsync()).GetProperty("info"), "description")!;
        Assert.StartsWith(
            "Buy verified USA numbers programmatically and fetch OTP codes — built for automation.",
            words,
            StringComparison.Ordinal
        );
        Assert.Contains("Check your balance, then: list services → buy → poll for the code.", words, StringComparison.Ordinal);
        Assert.Contains($"curl \"{PublicUrl}/api/v2/balance\" -H \"X-API-Key: YOUR_API_KEY\"", words, StringComparison.Ordinal);
        Assert.DoesNotContain("{{", words, StringComparison.Ordinal);
    }

    private static async Task<JsonElement> ReadAsync()
    {
        await using var api = await ApiHost.StartAsync(("Store:PublicUrl", PublicUrl));
        return (await api.GetAsync("/openapi/v2.json")).Json;
    }

    /// <summary>Whatever stands under a name, however deep, but for what is an example.</summary>
    private static IEnumerable<JsonElement> Find(JsonElement json, string name) =>
        json.ValueKind switch
        {
            JsonValueKind.Object => json.EnumerateObject()
                .Where(part => part.Name is not ("example" or "examples"))
                .SelectMany(part => part.Name == name ? [part.Value] : Find(part.Value, name)),
            JsonValueKind.Array => json.EnumerateArray().SelectMany(item => Find(item, name)),
            _ => [],
        };

    private static JsonElement Answer(JsonElement document, string operation, string status) =>
        document
            .GetProperty("paths")
            .GetProperty(operation.Split(' ')[1])
            .GetProperty(operation.Split(' ')[0])
            .GetProperty("responses")
            .GetProperty(status)
            .GetProperty("content")
            .GetProperty("application/json");

    private static string FirstDifference(string[] served, string[] committed)
    {
        var line = served.Zip(committed).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"line {line + 1} is \"{served.ElementAtOrDefault(line)?.Trim()}\" and was \"{committed.ElementAtOrDefault(line)?.Trim()}\".";
    }

    private static JsonElement Resolve(JsonElement schema, JsonElement schemas) =>
        schema.TryGetProperty("$ref", out var reference) ? schemas.GetProperty(reference.GetString()!.Split('/')[^1]) : schema;

    private static string? Text(JsonElement json, string field) => json.GetProperty(field).GetString();
}
