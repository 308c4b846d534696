using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace XthonBot.Api.Docs;

/// <summary>The reference for people at <c>/docs</c>, for machines at <c>/openapi/v2.json</c>.</summary>
internal static class DocsEndpoints
{
    public static IServiceCollection AddDocs(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<PublicFace>().Bind(configuration.GetSection("Store"))
            .Validate(face => face.IsValid, "Store:PublicUrl must be an http or https address, such as https://xthonvirtual.store")
            .ValidateOnStart();
        services.AddSingleton<DocsPage>();
        return services.AddOpenApiV2();
    }

    public static void MapDocs(this IEndpointRouteBuilder app)
    {
        app.MapMethods("/docs", [HttpMethods.Get, HttpMethods.Head], (HttpContext context, DocsPage page) => page.WriteAsync(context))
            .ExcludeFromDescription();
        app.MapOpenApi("/openapi/{documentName}.json");
    }
}

/// <summary>One page that brings everything along: it loads nothing, runs nothing and is loaded by nobody else's page.</summary>
internal sealed class DocsPage(IOptions<PublicFace> face)
{
    private static readonly string Template = ReadTemplate();

    private static readonly string Policy =
        $"default-src 'none'; style-src 'sha256-{StyleDigest(Template)}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public Task WriteAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-cache";
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(Render(face.Value.BaseUrl(context.Request), face.Value.Name), context.RequestAborted);
    }

    private static string Render(string baseUrl, string name) => Template
        .Replace("{{base}}", HtmlEncoder.Default.Encode(baseUrl), StringComparison.Ordinal)
        .Replace("{{name}}", HtmlEncoder.Default.Encode(name), StringComparison.Ordinal);

    private static string ReadTemplate()
    {
        using var resource = typeof(DocsPage).Assembly.GetManifestResourceStream("docs.html")
            ?? throw new InvalidOperationException("docs.html is not in the assembly.");
        using var reader = new StreamReader(resource, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private static string StyleDigest(string html)
    {
        const string open = "<style>";
        var start = html.IndexOf(open, StringComparison.Ordinal) + open.Length;
        var style = html[start..html.IndexOf("</style>", start, StringComparison.Ordinal)];
        return Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)));
    }
}
