using System.Net;

namespace XthonBot.Sandbox.Formatting;

/// <summary>One attribute inside a start tag.</summary>
internal sealed record HtmlAttribute(string Name, string Value)
{
    /// <summary>Moves past the next attribute, or past the closing bracket and answers null.</summary>
    public static HtmlAttribute? ReadNext(string source, ref int at, string tag, int began)
    {
        SkipBlanks(source, ref at);
        if (at < source.Length && source[at] == '>')
        {
            at++;
            return null;
        }
        var nameFrom = at;
        while (at < source.Length && !char.IsWhiteSpace(source[at]) && source[at] is not ('=' or '>'))
            at++;
        if (at == nameFrom && at < source.Length)
            throw HtmlReader.Bad($"Empty attribute name in the tag \"{tag}\" at byte offset {HtmlReader.Bytes(source, began)}");
        var name = source[nameFrom..at].ToLowerInvariant();
        SkipBlanks(source, ref at);
        if (at == source.Length)
            throw Unclosed(source, began);
        if (source[at] != '=')
            return new HtmlAttribute(name, "");
        at++;
        SkipBlanks(source, ref at);
        if (at == source.Length)
            throw Unclosed(source, began);
        return new HtmlAttribute(name, WebUtility.HtmlDecode(ReadValue(source, ref at, began)));
    }

    private static string ReadValue(string source, ref int at, int began)
    {
        if (source[at] is not ('"' or '\''))
        {
            var from = at;
            while (at < source.Length && !char.IsWhiteSpace(source[at]) && source[at] != '>')
                at++;
            return source[from..at];
        }
        var quote = source[at++];
        var end = source.IndexOf(quote, at);
        if (end < 0)
            throw Unclosed(source, began);
        var value = source[at..end];
        at = end + 1;
        return value;
    }

    private static Wire.Refusal Unclosed(string source, int began) =>
        HtmlReader.Bad($"Unclosed start tag at byte offset {HtmlReader.Bytes(source, began)}");

    private static void SkipBlanks(string source, ref int at)
    {
        while (at < source.Length && char.IsWhiteSpace(source[at]))
            at++;
    }
}
