using System.Net;
using System.Text;
using XthonBot.Sandbox.Wire;

namespace XthonBot.Sandbox.Formatting;

/// <summary>Text and entities back as HTML that <see cref="HtmlReader"/> would read the same: tests look at what a person sees.</summary>
internal static class HtmlWriter
{
    public static string Write(string text, IReadOnlyList<Entity>? entities)
    {
        entities ??= [];
        var html = new StringBuilder();
        var open = new Stack<Entity>();
        var next = 0;
        for (var at = 0; at <= text.Length; at++)
        {
            while (open.TryPeek(out var innermost) && innermost.Offset + innermost.Length <= at)
                html.Append(Tags(open.Pop()).End);
            if (at == text.Length)
                break;
            for (; next < entities.Count && entities[next].Offset <= at; next++)
            {
                html.Append(Tags(entities[next]).Start);
                open.Push(entities[next]);
            }
            html.Append(
                text[at] switch
                {
                    '<' => "&lt;",
                    '>' => "&gt;",
                    '&' => "&amp;",
                    '"' => "&quot;",
                    var other => other.ToString(),
                }
            );
        }
        while (open.TryPop(out var rest))
            html.Append(Tags(rest).End);
        return html.ToString();
    }

    private static (string Start, string End) Tags(Entity entity) =>
        entity.Type switch
        {
            "bold" => ("<b>", "</b>"),
            "italic" => ("<i>", "</i>"),
            "underline" => ("<u>", "</u>"),
            "strikethrough" => ("<s>", "</s>"),
            "spoiler" => ("<tg-spoiler>", "</tg-spoiler>"),
            "code" => ("<code>", "</code>"),
            "pre" when entity.Language is { } language => (
                $"<pre><code class=\"language-{WebUtility.HtmlEncode(language)}\">",
                "</code></pre>"
            ),
            "pre" => ("<pre>", "</pre>"),
            "text_link" => ($"<a href=\"{WebUtility.HtmlEncode(entity.Url)}\">", "</a>"),
            "blockquote" => ("<blockquote>", "</blockquote>"),
            "date_time" => (
                $"<tg-time unix=\"{entity.UnixTime}\" format=\"{WebUtility.HtmlEncode(entity.DateTimeFormat)}\">",
                "</tg-time>"
            ),
            "expandable_blockquote" => ("<blockquote expandable>", "</blockquote>"),
            _ => ("", ""),
        };
}
