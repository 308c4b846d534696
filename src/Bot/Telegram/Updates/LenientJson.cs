using System.Globalization;
using System.Text;
using System.Text.Json;

namespace XthonBot.Bot.Telegram.Updates;

/// <summary>
/// Reads what is there and takes the rest for missing. A field that Telegram adds, or sends in another shape, costs that field and
/// never the message.
/// </summary>
internal static class LenientJson
{
    // As deep as somebody may nest; the reader does not recurse.
    private static readonly JsonDocumentOptions Options = new()
    {
        MaxDepth = int.MaxValue,
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
    };

    /// <returns>Null where it is no JSON.</returns>
    public static JsonElement? Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(Mend(json), Options);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <returns>Null where it is missing, null, or not an object of its own.</returns>
    public static JsonElement? Object(this JsonElement? element, string name) =>
        element is { ValueKind: JsonValueKind.Object } parent
        && parent.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.Object
            ? value
            : null;

    public static JsonElement? Object(this JsonElement element, string name) => ((JsonElement?)element).Object(name);

    public static bool Has(this JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.False);

    public static bool IsTrue(this JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    public static string? Text(this JsonElement element, string name) =>
        !element.TryGetProperty(name, out var value)
            ? null
            : value.ValueKind switch
            {
                JsonValueKind.String => value.GetString(),
                _ => null,
            };

    /// <summary>A whole number of 64 bits, also one that is written as text.</summary>
    public static long? Number(this JsonElement element, string name)
    {
        if (!element.TryGetProperty(name, out var value))
            return null;
        return value.ValueKind switch
        {
            JsonValueKind.Number when value.TryGetInt64(out var whole) => whole,
            JsonValueKind.Number
                when value.TryGetDecimal(out var number)
                    && decimal.Truncate(number) == number
                    && number is >= long.MinValue and <= long.MaxValue => (long)number,
            JsonValueKind.String
                when long.TryParse(value.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var written) =>
                written,
            _ => null,
        };
    }

    /// <summary>Half an emoji is no text, and a zero character none that a database keeps: both become the sign for that.</summary>
    private static string Mend(string json)
    {
        if (!json.Contains("\\u", StringComparison.Ordinal))
            return json;
        var mended = new StringBuilder(json.Length);
        for (var i = 0; i < json.Length; )
        {
            var length =
                json[i] != '\\' || i + 1 == json.Length ? 1
                : json[i + 1] != 'u' ? 2
                : 6;
            if (length == 6 && UnitAt(json, i) is { } unit)
            {
                if (char.IsHighSurrogate(unit) && UnitAt(json, i + 6) is { } low && char.IsLowSurrogate(low))
                    length = 12;
                else if (char.IsSurrogate(unit) || unit == '\0')
                {
                    mended.Append("\\ufffd");
                    i += 6;
                    continue;
                }
            }

            length = Math.Min(length, json.Length - i);
            mended.Append(json, i, length);
            i += length;
        }

        return mended.ToString();
    }

    private static char? UnitAt(string json, int at) =>
        at + 6 <= json.Length
        && json[at] == '\\'
        && json[at + 1] == 'u'
        && ushort.TryParse(json.AsSpan(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit)
            ? (char)unit
            : null;
}
