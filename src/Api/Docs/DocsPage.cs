using Markdig;

namespace XthonBot.Api.Docs;

/// <summary>A page at <c>/docs</c>: what the bar calls it, and its content in HTML.</summary>
/// <param name="IsReference">Whether it is the one on which calls are tried: it alone runs scripts.</param>
internal sealed record DocsPage(string Path, string Title, string Content, bool IsReference = false)
{
    public const string Home = "/docs";

    private static readonly MarkdownPipeline Markdown = new MarkdownPipelineBuilder().UsePipeTables().UseAutoIdentifiers().Build();

    /// <summary>In the order of the bar.</summary>
    public static IReadOnlyList<DocsPage> All { get; } =
    [
        new(Home, "Reference", DocsFile.Text("reference.html"), IsReference: true),
        Of("guide", "Guide"),
        Of("keys", "Keys"),
        Of("webhooks", "Webhooks"),
        Of("errors", "Errors"),
        Of("clients", "Clients"),
        Of("gateways", "Gateways"),
    ];

    /// <summary>The page for an address without a page.</summary>
    public static DocsPage Missing { get; } = Of("missing", "Page not found");

    private static DocsPage Of(string name, string title) =>
        new($"{Home}/{name}", title, Wide(Markdig.Markdown.ToHtml(DocsFile.Text($"{name}.md"), Markdown)));

    // A table wider than a phone scrolls by itself.
    private static string Wide(string html) =>
        $"<main class=\"page\">\n{html}<footer>✨ {{{{name}}}}</footer>\n</main>"
            .Replace("<pre>", "<pre tabindex=\"0\">", StringComparison.Ordinal)
            .Replace("<table>", "<div class=\"wide\"><table>", StringComparison.Ordinal)
            .Replace("</table>", "</table></div>", StringComparison.Ordinal);
}
