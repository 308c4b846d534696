using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;
using XthonBot.Core.Foundation.Settings;

namespace XthonBot.Api.Docs;

/// <summary>The OpenAPI document as it is served: made once, since that costs as much as many purchases, and sent as bytes.</summary>
internal sealed class OpenApiFile([FromKeyedServices(OpenApiV2.Document)] IOpenApiDocumentProvider document, IOptions<StoreIdentity> store)
{
    public const string Path = $"/openapi/{OpenApiV2.Document}.json";
    private const string ContentType = "application/json;charset=utf-8";

    private readonly Lazy<Task<string>> text = new(() => RenderAsync(document));
    private Served? last;

    public async Task<IResult> AnswerAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = "no-cache";
        headers.XContentTypeOptions = "nosniff";
        var served = await ForAsync(store.Value.BaseUrl(context.Request));
        return TypedResults.Bytes(served.Bytes, ContentType, entityTag: served.Tag);
    }

    // With a public address there is one document; without one, nearly all requests use the same address.
    private async Task<Served> ForAsync(string address)
    {
        if (last is { } known && known.Address == address)
            return known;
        var bytes = Encoding.UTF8.GetBytes(
            (await text.Value).Replace(OpenApiV2.Base, JsonEncodedText.Encode(address).Value, StringComparison.Ordinal)
        );
        return last = new Served(
            address,
            bytes,
            new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 8))}\"")
        );
    }

    private static async Task<string> RenderAsync(IOpenApiDocumentProvider provider) =>
        await (await provider.GetOpenApiDocumentAsync()).SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1);

    private sealed record Served(string Address, byte[] Bytes, EntityTagHeaderValue Tag);
}
