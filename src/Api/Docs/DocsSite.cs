using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using XthonBot.Core.Foundation.Settings;

namespace XthonBot.Api.Docs;

/// <summary>Writes the pages: each is whole by itself, takes nothing from another host and is shown in nobody else's page.</summary>
internal sealed class DocsSite(IOptions<StoreIdentity> store)
{
    private const string Policy = "default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; ";
    private const string PagePolicy = Policy + "style-src 'self'";

    // Scalar writes its styles into the page. It calls the API of this host and no other.
    private const string ReferencePolicy = Policy + "style-src 'self' 'unsafe-inline'; script-src 'self'; connect-src 'self'";

    private static readonly string Frame = DocsFile.Text("page.html");

    public Task WriteAsync(HttpContext context, DocsPage page, int status = StatusCodes.Status200OK)
    {
        context.Response.StatusCode = status;
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = page.IsReference ? ReferencePolicy : PagePolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-cache";
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(Render(page, store.Value.BaseUrl(context.Request), store.Value.Name), context.RequestAborted);
    }

    private static string Render(DocsPage page, string baseUrl, string name) =>
        Frame
            .Replace("{{title}}", page.Title, StringComparison.Ordinal)
            .Replace("{{bar}}", string.Concat(DocsPage.All.Select(to => Link(to, to.Path == page.Path))), StringComparison.Ordinal)
            .Replace("{{content}}", page.Content, StringComparison.Ordinal)
            .Replace("{{base}}", HtmlEncoder.Default.Encode(baseUrl), StringComparison.Ordinal)
            .Replace("{{name}}", HtmlEncoder.Default.Encode(name), StringComparison.Ordinal);

    private static string Link(DocsPage to, bool isHere) =>
        $"<a href=\"{to.Path}\"{(isHere ? " aria-current=\"page\"" : "")}>{to.Title}</a>";
}
