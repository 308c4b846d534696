using System.Globalization;
using System.Text;
using XthonBot.Sandbox.Wire;

namespace XthonBot.Sandbox.Formatting;

/// <summary>
/// <c>parse_mode=HTML</c> read as Telegram's own server does, with its complaints word for word
/// (<c>parse_html</c> in https://github.com/tdlib/td/blob/master/td/telegram/MessageEntity.cpp).
/// </summary>
internal sealed class HtmlReader
{
    private readonly string source;
    private readonly StringBuilder text = new();
    private readonly List<Entity> entities = [];
    private readonly Stack<OpenTag> open = new();
    private int at;

    private HtmlReader(string source) => this.source = source;

    private sealed record OpenTag(string Name, string? Type, int Offset, string? Url, string? Language, long? Unix, string? Format);

    public static FormattedText Read(string source)
    {
        if (source.AsSpan().IndexOfAny('<', '&') < 0)
            return new FormattedText(source, null);
        return new HtmlReader(source).Run();
    }

    private FormattedText Run()
    {
        while (at < source.Length)
        {
            if (source[at] == '&')
                ReadCharacterReference();
            else if (source[at] == '<')
                ReadTag();
            else
                text.Append(source[at++]);
        }
        if (open.TryPeek(out var unclosed))
            throw Bad($"Can't find end tag corresponding to start tag \"{unclosed.Name}\"");
        // Outer before inner, as Telegram sorts them.
        entities.Sort((a, b) => a.Offset != b.Offset ? a.Offset.CompareTo(b.Offset) : b.Length.CompareTo(a.Length));
        return new FormattedText(text.ToString(), entities);
    }

    /// <summary>The four names and the numbers; anything else with an ampersand stays as it is written.</summary>
    private void ReadCharacterReference()
    {
        var end = at + 1;
        if (end < source.Length && source[end] == '#')
            end++;
        while (end < source.Length && char.IsAsciiLetterOrDigit(source[end]))
            end++;
        var rune = source.AsSpan(at + 1, end - at - 1) switch
        {
            "lt" => new Rune('<'),
            "gt" => new Rune('>'),
            "amp" => new Rune('&'),
            "quot" => new Rune('"'),
            ['#', 'x' or 'X', .. var digits] when Number(digits, NumberStyles.AllowHexSpecifier) is { } found => found,
            ['#', .. var digits] when Number(digits, NumberStyles.None) is { } found => found,
            _ => default,
        };
        if (rune == default)
        {
            text.Append(source[at++]);
            return;
        }
        text.Append(rune);
        at = end < source.Length && source[end] == ';' ? end + 1 : end;
    }

    private static Rune? Number(ReadOnlySpan<char> digits, NumberStyles style) =>
        int.TryParse(digits, style, CultureInfo.InvariantCulture, out var value) && value > 0 && Rune.TryCreate(value, out var rune)
            ? rune
            : null;

    private void ReadTag()
    {
        if (at + 1 < source.Length && source[at + 1] == '/')
            ReadEndTag();
        else
            ReadStartTag();
    }

    private void ReadStartTag()
    {
        var began = at++;
        var nameFrom = at;
        while (at < source.Length && !char.IsWhiteSpace(source[at]) && source[at] != '>')
            at++;
        if (at == source.Length)
            throw Bad("Unclosed start tag", began);
        var name = source[nameFrom..at].ToLowerInvariant();
        if (!IsSupported(name))
            throw Bad($"Unsupported start tag \"{name}\"", began);

        string? url = null,
            language = null,
            format = null;
        long? unix = null;
        bool spoiler = false,
            expandable = false;
        while (HtmlAttribute.ReadNext(source, ref at, name, began) is { } attribute)
        {
            if (name == "a" && attribute.Name == "href")
                url = attribute.Value;
            else if (name == "code" && attribute.Name == "class" && attribute.Value.StartsWith("language-", StringComparison.Ordinal))
                language = attribute.Value["language-".Length..];
            else if (name == "span" && attribute is { Name: "class", Value: "tg-spoiler" })
                spoiler = true;
            else if (name == "blockquote" && attribute.Name == "expandable")
                expandable = true;
            else if (name == "tg-time" && attribute.Name == "unix")
                unix = long.TryParse(attribute.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : null;
            else if (name == "tg-time" && attribute.Name == "format")
                format = attribute.Value;
        }
        if (name == "span" && !spoiler)
            throw Bad("Tag \"span\" must have class \"tg-spoiler\"", began);
        if (name == "tg-time" && (unix is null || !IsTimeFormat(format ?? "")))
            throw Bad("Tag \"tg-time\" must have a valid Unix time and format", began);
        open.Push(new OpenTag(name, TypeOf(name, expandable), text.Length, url, language, unix, format));
    }

    private void ReadEndTag()
    {
        var began = at;
        if (!open.TryPop(out var tag))
            throw Bad("Unexpected end tag", began);
        at += 2;
        var nameFrom = at;
        while (at < source.Length && !char.IsWhiteSpace(source[at]) && source[at] != '>')
            at++;
        var name = source[nameFrom..at].ToLowerInvariant();
        while (at < source.Length && char.IsWhiteSpace(source[at]))
            at++;
        if (at == source.Length || source[at] != '>')
            throw Bad("Unclosed end tag", began);
        at++;
        if (name.Length > 0 && name != tag.Name)
            throw new Refusal(
                400,
                $"Bad Request: can't parse entities: Unmatched end tag at byte offset {Bytes(source, began)}, expected \"</{tag.Name}>\", found \"</{name}>\""
            );
        Close(tag);
    }

    private void Close(OpenTag tag)
    {
        var length = text.Length - tag.Offset;
        if (length == 0 || tag.Type is null)
            return;
        if (tag.Name == "a")
        {
            var url = tag.Url ?? text.ToString(tag.Offset, length);
            // A link that leads nowhere is plain text on Telegram, not an error.
            if (Uri.TryCreate(url, UriKind.Absolute, out var target) && target.Scheme is "http" or "https" or "tg" or "mailto" or "tel")
                entities.Add(new Entity("text_link", tag.Offset, length, Url: url));
            return;
        }
        // <pre><code class="language-x"> is one block with a language.
        if (
            tag.Name == "code"
            && tag.Language is not null
            && open.TryPeek(out var outer)
            && outer is { Name: "pre" }
            && outer.Offset == tag.Offset
        )
        {
            open.Pop();
            open.Push(outer with { Language = tag.Language });
            return;
        }
        entities.Add(
            new Entity(
                tag.Type,
                tag.Offset,
                length,
                Language: tag.Name == "pre" ? tag.Language : null,
                UnixTime: tag.Unix,
                DateTimeFormat: tag.Unix is null ? null : tag.Format ?? ""
            )
        );
    }

    /// <summary><c>r</c>, or a day of the week, a date and a time, in this order, each short or long.</summary>
    private static bool IsTimeFormat(string format)
    {
        if (format == "r")
            return true;
        var rest = format.AsSpan();
        foreach (var letters in new[] { "w", "dD", "tT" })
        {
            if (rest.Length > 0 && letters.Contains(rest[0], StringComparison.Ordinal))
                rest = rest[1..];
        }

        return rest.Length == 0;
    }

    private static bool IsSupported(string name) => name is "tg-emoji" || TypeOf(name, false) is not null;

    private static string? TypeOf(string name, bool expandable) =>
        name switch
        {
            "b" or "strong" => "bold",
            "i" or "em" => "italic",
            "u" or "ins" => "underline",
            "s" or "strike" or "del" => "strikethrough",
            "tg-spoiler" or "span" => "spoiler",
            "code" => "code",
            "pre" => "pre",
            "a" => "text_link",
            "tg-time" => "date_time",
            "blockquote" => expandable ? "expandable_blockquote" : "blockquote",
            _ => null,
        };

    private Refusal Bad(string what, int offset) => Bad($"{what} at byte offset {Bytes(source, offset)}");

    internal static Refusal Bad(string what) => Refusal.BadRequest($"can't parse entities: {what}");

    internal static int Bytes(string source, int index) => Encoding.UTF8.GetByteCount(source.AsSpan(0, index));
}
