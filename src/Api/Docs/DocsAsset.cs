using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Scalar.AspNetCore;

namespace XthonBot.Api.Docs;

/// <summary>A file that the pages load, all from this host.</summary>
internal sealed class DocsAsset
{
    private readonly byte[] bytes;
    private readonly string type;
    private readonly bool isZipped;
    private readonly EntityTagHeaderValue tag;

    private DocsAsset(string name, string type, byte[] bytes, bool isZipped = false)
    {
        (Path, this.type, this.bytes, this.isZipped) = ($"{DocsPage.Home}/{name}", type, bytes, isZipped);
        tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 8))}\"");
    }

    public static IReadOnlyList<DocsAsset> All { get; } =
    [
        new("style.css", "text/css; charset=utf-8", DocsFile.Bytes(typeof(DocsAsset), "style.css")),
        new("reference.js", "text/javascript; charset=utf-8", DocsFile.Bytes(typeof(DocsAsset), "reference.js")),
        // The script alone is taken from the package: its own page answers to /docs/ and any name below it, with scripts in the page.
        new(
            "scalar.js",
            "text/javascript; charset=utf-8",
            DocsFile.Bytes(typeof(ScalarOptions), "ScalarStaticAssets.scalar.js"),
            isZipped: true
        ),
    ];

    public string Path { get; }

    public IResult Answer(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = "no-cache";
        headers.XContentTypeOptions = "nosniff";
        // Every browser that can run it can unzip it.
        if (isZipped)
            headers.ContentEncoding = "gzip";
        return TypedResults.Bytes(bytes, type, entityTag: tag);
    }
}
