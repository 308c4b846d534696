using System.Text.Json;
using System.Text.RegularExpressions;
using XthonBot.TestKit;

namespace XthonBot.Api.Tests.Docs;

public sealed partial class DocsFacts
{
    [Fact]
    public async Task The_page_brings_everything_along()
    {
        await using var api = await ApiHost.StartAsync();
        var own = api.Client.BaseAddress!.ToString().TrimEnd('/');

        var page = await api.GetAsync("/docs");

        Assert.Equal("text/html; charset=utf-8", page.ContentHeaders.ContentType?.ToString());
        Assert.Contains($"<code>{own}/api/v2</code>", page.Body, StringComparison.Ordinal);
        Assert.All(Addresses().Matches(page.Body), address => Assert.StartsWith(own, address.Value, StringComparison.Ordinal));
        Assert.DoesNotMatch("(?i)<(script|link|img|iframe|form)|\\son\\w+=|src=|url\\(|@import", page.Body);
        Assert.DoesNotContain("{{", page.Body, StringComparison.Ordinal);
        Assert.All(Links().Matches(page.Body), link => Assert.True(
            link.Groups[1].Value is "/openapi/v2.json" || page.Body.Contains($"id=\"{link.Groups[1].Value[1..]}\"", StringComparison.Ordinal)));
        Assert.Matches("^default-src 'none'; style-src 'sha256-[^']+'; ", page.Headers.GetValues("Content-Security-Policy").Single());
    }

    [Fact]
    public async Task The_page_names_the_public_address_and_the_store()
    {
        await using var api = await ApiHost.StartAsync(("Store:PublicUrl", "https://xthonvirtual.store/"), ("Store:Name", "Tom & <Co>"));

        var page = await api.GetAsync("/docs");

        Assert.Contains("<code>https://xthonvirtual.store/api/v2</code>", page.Body, StringComparison.Ordinal);
        Assert.Contains("Tom &amp; &lt;Co&gt;", page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("127.0.0.1", page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_made_up_host_cannot_write_into_the_page()
    {
        await using var api = await ApiHost.StartAsync();
        var answer = await RawHttp.SendAsync(api.Client.BaseAddress!, "GET /docs HTTP/1.1\r\nHost: <b>evil\r\nConnection: close\r\n\r\n");
        Assert.DoesNotContain("<b>evil", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_openapi_document_has_the_endpoints_and_the_key()
    {
        await using var api = await ApiHost.StartAsync(("Store:PublicUrl", "https://xthonvirtual.store"));

        var document = (await api.GetAsync("/openapi/v2.json")).Json;

        var operations = document.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(method => $"{method.Name} {path.Name}")).Order(StringComparer.Ordinal);
        Assert.Equal(
            [
                "delete /api/v2/webhooks/{webhook_id}",
                "get /api/v2/balance", "get /api/v2/services", "get /api/v2/transactions/{transaction_id}", "get /api/v2/transactions/{transaction_id}/code",
                "get /api/v2/webhooks", "get /api/v2/webhooks/{webhook_id}", "get /api/v2/webhooks/{webhook_id}/deliveries",
                "patch /api/v2/webhooks/{webhook_id}",
                "post /api/v2/services/{service_id}/buy", "post /api/v2/transactions/{transaction_id}/cancel",
                "post /api/v2/webhooks", "post /api/v2/webhooks/{webhook_id}/deliveries/{delivery_id}/redeliver", "post /api/v2/webhooks/{webhook_id}/rotate",
                "post /api/v2/webhooks/{webhook_id}/test",
            ],
            operations);
        var scheme = document.GetProperty("components").GetProperty("securitySchemes").GetProperty("ApiKey");
        Assert.Equal(("apiKey", "header", "X-API-Key"), (Text(scheme, "type"), Text(scheme, "in"), Text(scheme, "name")));
        Assert.Equal(1, document.GetProperty("security").GetArrayLength());
        Assert.Equal("https://xthonvirtual.store", Text(document.GetProperty("servers")[0], "url"));
    }

    [Fact]
    public async Task The_openapi_document_describes_the_envelope_with_its_types()
    {
        await using var api = await ApiHost.StartAsync();
        var document = (await api.GetAsync("/openapi/v2.json")).Json;

        var responses = document.GetProperty("paths").GetProperty("/api/v2/services/{service_id}/buy").GetProperty("post").GetProperty("responses");
        Assert.Equal(["200", "400", "401", "402", "404", "409", "413", "422", "429", "500", "503"], EnvelopeAssert.Fields(responses));

        var schemas = document.GetProperty("components").GetProperty("schemas");
        JsonElement Fields(JsonElement schema) => Resolve(schema, schemas).GetProperty("properties");
        var envelope = Fields(responses.GetProperty("200").GetProperty("content").GetProperty("application/json").GetProperty("schema"));
        var bought = Fields(envelope.GetProperty("data"));
        Assert.Equal(["ok", "data", "message"], EnvelopeAssert.Fields(envelope));
        Assert.Equal(
            ["id", "status", "price", "number", "service", "code", "list_price", "service_id", "created_at", "expires_at"], EnvelopeAssert.Fields(bought));
        Assert.Equal("date-time", Text(bought.GetProperty("expires_at"), "format"));
        Assert.Equal("integer", Text(Fields(document.GetProperty("components").GetProperty("schemas").GetProperty("BalanceData")).GetProperty("bonus"), "type"));

        var failure = Fields(responses.GetProperty("402").GetProperty("content").GetProperty("application/json").GetProperty("schema"));
        Assert.Equal(["ok", "data", "message"], EnvelopeAssert.Fields(failure));
        Assert.All(EnvelopeAssert.Fields(schemas), name => Assert.Matches("^[A-Za-z0-9._-]+$", name));
    }

    private static JsonElement Resolve(JsonElement schema, JsonElement schemas) => schema.TryGetProperty("$ref", out var reference)
        ? schemas.GetProperty(reference.GetString()!.Split('/')[^1])
        : schema;

    private static string? Text(JsonElement json, string field) => json.GetProperty(field).GetString();

    [GeneratedRegex("https?://[^\\s\"<]*")]
    private static partial Regex Addresses();

    [GeneratedRegex("href=\"([^\"]*)\"")]
    private static partial Regex Links();
}
