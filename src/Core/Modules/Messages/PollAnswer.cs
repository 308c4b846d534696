using System.Net;
using System.Text.RegularExpressions;
using XthonBot.Core.Foundation.CodeFinding;

namespace XthonBot.Core.Modules.Messages;

/// <param name="Sender">Who sent it, where the link says so.</param>
internal sealed record ShownText(string Text, string? Sender = null);

/// <summary>Reads what a link shows: plain text, HTML, JSON, or a word and a bar before the text. Pure.</summary>
internal static partial class PollAnswer
{
    /// <summary>A link's word for “no text yet” is short; a text that begins with the same words is longer, or holds a code.</summary>
    private const int LongestRemark = 80;

    // Without backtracking: of a page that opens a thousand comments and closes none, each would be looked for to the end.
    private static readonly Regex Unseen = new(
        @"<!--.*?-->|<(?:head|script|style|noscript)\b[^<>]*>.*?</(?:head|script|style|noscript)\s*>",
        RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.NonBacktracking
    );

    /// <returns>The texts in it, in the order in which they stand; none where nothing has arrived yet.</returns>
    public static IReadOnlyList<ShownText> Read(string body)
    {
        var text = body.Trim().Trim('\uFEFF').Trim();
        if (text is ['{' or '[' or '"', ..] && PollJson.TryRead(text, out var found))
            return [.. found.Select(f => f with { Text = Plain(f.Text) }).Where(f => IsText(f.Text)).DistinctBy(f => f.Text)];
        text = Plain(text);
        return IsText(text) ? [new ShownText(text)] : [];
    }

    /// <summary>Whether it is somebody's message, rather than a remark that there is none, or that the link is no longer good.</summary>
    internal static bool IsText(string text) =>
        text.Length > 0 && !(text.Length <= LongestRemark && Remark().IsMatch(text) && !Digits().IsMatch(text));

    private static string Plain(string text)
    {
        if (Markup().IsMatch(text))
        {
            text = Unseen.Replace(text, " ");
            text = WebUtility.HtmlDecode(Tag().Replace(Break().Replace(text, "\n"), " "));
        }

        text = Blanks().Replace(text, " ");
        text = Lines().Replace(text, "\n").Trim();
        if (Marked().Match(text) is { Success: true } marked)
            text = marked.Groups["no"].Success ? "" : marked.Groups["text"].Value.Trim();
        // Nothing further on is looked at for a code, and a whole page is no message.
        return text.Length <= CodeFinder.ExaminedLength ? text : text[..CodeFinder.ExaminedLength];
    }

    [GeneratedRegex(
        @"<(?:!doctype|html|head|body|title|div|p|br|span|pre|table|td|b|h\d|li|ul|script|style|a|font|center|textarea)\b[^<>]*>",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Markup();

    [GeneratedRegex(@"</?(?:br|p|div|tr|li|h\d|pre|table|ul)\b[^<>]*>", RegexOptions.IgnoreCase)]
    private static partial Regex Break();

    [GeneratedRegex(@"<[/!a-z][^<>]*>", RegexOptions.IgnoreCase)]
    private static partial Regex Tag();

    [GeneratedRegex(@"[^\S\n]+")]
    private static partial Regex Blanks();

    [GeneratedRegex(@" ?\n[ \n]*")]
    private static partial Regex Lines();

    // The forms of links that are sold together with numbers, and of the activation protocol.
    [GeneratedRegex(
        @"^(?:(?<no>(?:no|wait|error|err|fail|failed|false|null|0)\s*\|)|(?:yes|ok|success|true|1)\s*\||STATUS_OK:)(?<text>.*)$",
        RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Marked();

    [GeneratedRegex(
        @"^\W*(?:no|not|none|null|nil|nothing|empty|wait|waiting|pending|please wait|loading|status_wait\w*|status_cancel|nosms|no_sms|no_\w+|ok|success|error|fail|failed|invalid|expired|unauthorized|forbidden|false|true|undefined|token|too many|нет|ожида\w+|пусто|暂无\w*|没有\w*|无\w*|等待\w*|未收到\w*)(?:\W|$)",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Remark();

    [GeneratedRegex(@"\d[\d\- ]{2,}")]
    private static partial Regex Digits();
}
