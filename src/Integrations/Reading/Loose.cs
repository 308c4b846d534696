using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace XthonBot.Integrations.Reading;

/// <summary>
/// Reads JSON of which neither the names nor the types are certain: <c>activationId</c> is <c>activation_id</c>, a number may be text.
/// </summary>
internal static partial class Loose
{
    private static readonly JsonDocumentOptions Lenient = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
        MaxDepth = 32,
    };

    private static readonly string[] Errors = ["error", "errors", "fail", "failed", "failure", "exception"];

    private static readonly string[] NoErrors = ["0", "200", "none", "no", "no error", "null", "false", "ok", "success"];

    /// <returns>Null for what is no JSON.</returns>
    public static JsonElement? Parse(string text)
    {
        try
        {
            // Half an emoji is no reason to lose the rest.
            using var document = JsonDocument.Parse(
                text.Contains("\\ud", StringComparison.OrdinalIgnoreCase) ? HalfCharacter().Replace(text, "\\ufffd") : text,
                Lenient
            );
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
    public static string? Value(JsonElement? value) =>
        value switch
        {
            { ValueKind: JsonValueKind.String } text when text.GetString()!.Trim() is { Length: > 0 } trimmed => trimmed,
            { ValueKind: JsonValueKind.Number } number => Whole(number.GetRawText()),
            _ => null,
        };

    public static string? Text(JsonElement element, params ReadOnlySpan<string> names) => Value(Field(element, names));

    /// <summary>Whether an object says that it is an error, and no answer. An empty error is none, nor is <c>"error":"none"</c>.</summary>
    public static bool IsError(JsonElement element) =>
        IsFlag(Field(element, "success", "ok", "status"), isSet: false)
        || Errors.Contains(Text(element, "status"), StringComparer.OrdinalIgnoreCase)
        || IsError(Field(element, "error"))
        || IsError(Field(element, "errors"))
        || IsError(Field(element, "errorcode"))
        || IsError(Field(element, "errormessage", "errormsg"))
        // HeroSMS: in the place of a name that may as well be a service's.
        || (Text(element, "title") is { } title && Field(element, "sms", "data", "code", "smscode") is null && title.Any(char.IsLetter));

    private static bool IsError(JsonElement? error) =>
        error switch
        {
            { ValueKind: JsonValueKind.String or JsonValueKind.Number } => Value(error) is { } said
                && !NoErrors.Contains(said, StringComparer.OrdinalIgnoreCase),
            { ValueKind: JsonValueKind.Object or JsonValueKind.Array } some => Children(some).Any(),
            _ => IsFlag(error, isSet: true),
        };

    private static bool IsFlag(JsonElement? flag, bool isSet) =>
        flag switch
        {
            { ValueKind: JsonValueKind.True } => isSet,
            { ValueKind: JsonValueKind.False } => !isSet,
            { ValueKind: JsonValueKind.String } text => string.Equals(
                text.GetString(),
                isSet ? "true" : "false",
                StringComparison.OrdinalIgnoreCase
            ),
            _ => false,
        };

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

    public static IEnumerable<JsonElement> Children(JsonElement element) =>
        element.ValueKind switch
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
        number.AsSpan().ContainsAny('.', 'e', 'E')
        && decimal.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
        && value == decimal.Truncate(value)
            ? value.ToString("0", CultureInfo.InvariantCulture)
            : number;

    [GeneratedRegex(@"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2}")]
    private static partial Regex HalfCharacter();
}
