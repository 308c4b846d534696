using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace XthonBot.Integrations.Reading;

/// <summary>Reads JSON of which neither the names nor the types are certain: <c>activationId</c> is <c>activation_id</c>, a number may be text.</summary>
internal static partial class Loose
{
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 32 };

    /// <returns>Null for what is no JSON.</returns>
    public static JsonElement? Parse(string text)
    {
        try
        {
            // Half an emoji is no reason to lose the rest.
            using var document = JsonDocument.Parse(text.Contains("\\ud", StringComparison.OrdinalIgnoreCase) ? HalfCharacter().Replace(text, "\\ufffd") : text, Lenient);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <param name="names">Lower-case, without dashes; the first that has a value counts.</param>
    /// <returns>Null where none has one.</returns>
    public static JsonElement? Field(JsonElement element, params ReadOnlySpan<string> names)
    {
        if (element.ValueKind != JsonValueKind.Object)
            return null;
        foreach (var name in names)
        {
            foreach (var field in element.EnumerateObject())
            {
                if (field.Value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined) && IsNamed(field.Name, name))
                    return field.Value;
            }
        }

        return null;
    }

    /// <returns>Null for what is neither text nor a number, and for blanks.</returns>
    public static string? Value(JsonElement? value) => value switch
    {
        { ValueKind: JsonValueKind.String } text when text.GetString()!.Trim() is { Length: > 0 } trimmed => trimmed,
        { ValueKind: JsonValueKind.Number } number => Whole(number.GetRawText()),
        _ => null,
    };

    public static string? Text(JsonElement element, params ReadOnlySpan<string> names) => Value(Field(element, names));

    /// <summary>All objects in it, the outer ones first.</summary>
    public static IEnumerable<JsonElement> Objects(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Object)
            yield return element;
        foreach (var child in Children(element))
        {
            foreach (var inner in Objects(child))
                yield return inner;
        }
    }

    public static IEnumerable<JsonElement> Children(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().Select(field => field.Value),
        JsonValueKind.Array => element.EnumerateArray(),
        _ => [],
    };

    public static bool IsNamed(string field, string name)
    {
        var at = 0;
        foreach (var c in field)
        {
            if (c is '_' or '-')
                continue;
            if (at == name.Length || char.ToLowerInvariant(c) != name[at++])
                return false;
        }

        return at == name.Length;
    }

    // As some write an id, 1.5557771001e10 is 15557771001.
    private static string Whole(string number) =>
        number.AsSpan().ContainsAny('.', 'e', 'E') && decimal.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value == decimal.Truncate(value)
            ? value.ToString("0", CultureInfo.InvariantCulture)
            : number;

    [GeneratedRegex(@"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2}")]
    private static partial Regex HalfCharacter();
}
