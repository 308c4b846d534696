using System.Globalization;
using System.Text;
using System.Text.Json;

namespace XthonBot.Api.Inbound;

/// <summary>
/// A JSON object that a gateway sent, read by what it says rather than by how it says it: a number for a text, a name in another case,
/// null, half an emoji, a comment or a comma too many are no reason to lose a message. Fields that are not asked for are ignored.
/// </summary>
internal readonly struct InboundJson
{
    private static readonly JsonDocumentOptions Lenient = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        AllowDuplicateProperties = true,
        MaxDepth = 64,
    };

    private readonly JsonElement element;

    private InboundJson(JsonElement element) => this.element = element;

    /// <summary>Reads a body that is one object, alone or as the only one of a list.</summary>
    /// <param name="contentType">Names the characters' encoding, where it is not UTF-8.</param>
    /// <returns>Null where it is none.</returns>
    public static InboundJson? Read(ReadOnlyMemory<byte> body, string? contentType)
    {
        var text = BodyText.Decode(body.Span, contentType);
        if ((Parse(text) ?? Parse(EscapeControls(text))) is not { } root)
            return null;
        if (root.ValueKind == JsonValueKind.Array && root.GetArrayLength() == 1)
            root = root[0];
        return root.ValueKind == JsonValueKind.Object ? new InboundJson(root) : null;
    }

    private static JsonElement? Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Lenient);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // Programs that put a body together by hand leave line breaks in its texts as they are.
    private static string EscapeControls(string json)
    {
        var escaped = new StringBuilder(json.Length);
        var isInText = false;
        for (var i = 0; i < json.Length; i++)
        {
            var c = json[i];
            if (c == '"' && (!isInText || !IsEscaped(json, i)))
                isInText = !isInText;
            if (c >= ' ')
                escaped.Append(c);
            else if (isInText)
                escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else
                escaped.Append(' ');
        }

        return escaped.ToString();
    }

    private static bool IsEscaped(string json, int at)
    {
        var marks = 0;
        while (at > marks && json[at - marks - 1] == '\\')
            marks++;
        return marks % 2 == 1;
    }

    /// <summary>The first of these fields that is an object.</summary>
    public InboundJson? Object(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (Find(name) is { ValueKind: JsonValueKind.Object } found)
                return new InboundJson(found);
        }

        return null;
    }

    /// <summary>The objects in a list; a single object stands for a list of one.</summary>
    public IReadOnlyList<InboundJson> List(string name) =>
        Find(name) switch
        {
            { ValueKind: JsonValueKind.Object } one => [new InboundJson(one)],
            { ValueKind: JsonValueKind.Array } many =>
            [
                .. many.EnumerateArray().Where(e => e.ValueKind == JsonValueKind.Object).Select(e => new InboundJson(e)),
            ],
            _ => [],
        };

    /// <summary>The texts in a list; a single one stands for a list of one.</summary>
    public IReadOnlyList<string> Texts(string name) =>
        Find(name) switch
        {
            { ValueKind: JsonValueKind.Array } many => [.. many.EnumerateArray().Select(Text).OfType<string>()],
            { } one when Text(one) is { } text => [text],
            _ => [],
        };

    /// <summary>
    /// The first of these fields that is a text, or a number, as it is written. Half an emoji in it is the sign for what cannot be read.
    /// </summary>
    /// <returns>Null where there is none, and for null, true, false, lists and objects.</returns>
    public string? Text(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (Find(name) is { } found && Text(found) is { } text)
                return text;
        }

        return null;
    }

    /// <summary>A whole number, also one that is written as a text or with a point.</summary>
    public int? Whole(params ReadOnlySpan<string> names) =>
        decimal.TryParse(Text(names)?.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && number == decimal.Truncate(number)
        && number is >= int.MinValue and <= int.MaxValue
            ? (int)number
            : null;

    /// <summary>When, in any of the usual forms; null where it does not say so.</summary>
    public DateTime? Time(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (InboundTime.Read(Text(name)) is { } time)
                return time;
        }

        return null;
    }

    // A field that is written twice is what it was written last, as everywhere.
    private JsonElement? Find(string name)
    {
        if (element.ValueKind != JsonValueKind.Object)
            return null;
        if (element.TryGetProperty(name, out var exact))
            return exact;
        JsonElement? found = null;
        foreach (var property in element.EnumerateObject())
        {
            if (Name(property).Equals(name, StringComparison.OrdinalIgnoreCase))
                found = property.Value;
        }

        return found;
    }

    private static string Name(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            // Half an emoji: not a name that anybody asks for.
            return "";
        }
    }

    private static string? Text(JsonElement value)
    {
        try
        {
            return value.ValueKind switch
            {
                JsonValueKind.String => value.GetString(),
                JsonValueKind.Number => Digits(value),
                _ => null,
            };
        }
        catch (InvalidOperationException)
        {
            return Unescaped(value.GetRawText().AsSpan(1..^1));
        }
    }

    // 1.5550001E+10 and 15550001.0 are how a spreadsheet writes a whole number.
    private static string Digits(JsonElement value) =>
        value.TryGetDecimal(out var number) && number == decimal.Truncate(number)
            ? decimal.Truncate(number).ToString("0", CultureInfo.InvariantCulture)
            : value.GetRawText();

    // Text.Json refuses a whole document for one half of a surrogate pair. It has checked the escapes.
    private static string Unescaped(ReadOnlySpan<char> raw)
    {
        var text = new StringBuilder(raw.Length);
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] != '\\')
            {
                text.Append(raw[i]);
                continue;
            }

            text.Append(
                raw[++i] switch
                {
                    'b' => '\b',
                    'f' => '\f',
                    'n' => '\n',
                    'r' => '\r',
                    't' => '\t',
                    'u' => (char)ushort.Parse(raw.Slice(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture),
                    var itself => itself,
                }
            );
            if (raw[i] == 'u')
                i += 4;
        }

        return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.ToString()));
    }
}
