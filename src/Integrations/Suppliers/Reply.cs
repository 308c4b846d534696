using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using XthonBot.Integrations.Reading;

namespace XthonBot.Integrations.Suppliers;

/// <summary>Upstream's answer in any dress: words, words in JSON, an HTTP status.</summary>
internal sealed partial class Reply
{
    private const int LongestSaying = 8_000;
    private const int LongestPhrase = 160;
    private const int MostSayings = 24;

    /// <summary>Where JSON says how the asking went.</summary>
    private static readonly string[] SayingNames =
    [
        "error",
        "errors",
        "title",
        "status",
        "code",
        "errorcode",
        "message",
        "msg",
        "errormessage",
        "errormsg",
        "detail",
        "description",
        "reason",
        "info",
        "answer",
        "result",
        "response",
        "data",
        "text",
        "reply",
        "err",
        "errortype",
    ];

    private List<string>? phrases;

    public Reply(int status, string body)
    {
        (Status, Body) = (status, body.Trim().Trim('\uFEFF').Trim());
        Json = Body is ['{' or '[' or '"', ..] ? Loose.Parse(Body) : null;
        if (Json is { ValueKind: JsonValueKind.String } text)
            (Json, Text) = (null, Loose.Value(text) ?? "");
        else
            Text = Json is null ? Body : "";
    }

    /// <summary>HTTP's.</summary>
    public int Status { get; }

    public string Body { get; }

    public JsonElement? Json { get; }

    /// <summary>Empty where it is JSON.</summary>
    public string Text { get; }

    public bool IsFine => Status is >= 200 and < 300;

    /// <summary>HTTP says that it is the request's own fault.</summary>
    public bool IsRefused => Status is >= 400 and < 500 and not (408 or 499);

    /// <summary>A page, or JSON that was cut.</summary>
    public bool IsBroken => Text is ['<' or '{' or '[' or '"', ..];

    /// <summary>Its words: all of it, or the texts of JSON that tell the outcome.</summary>
    public IEnumerable<string> Sayings =>
        Json is { } json ? Strings(json).Take(MostSayings)
        : Text.Length > 0 && !IsBroken ? [Text]
        : [];

    /// <summary>The words at the beginning of what it says, in capitals, with what follows: <c>STATUS_OK</c> and <c>12345</c>.</summary>
    public IEnumerable<(string Word, string Tail)> Words =>
        Sayings
            .Select(s => Head().Match(s.Length > LongestSaying ? s[..LongestSaying] : s))
            .Where(m => m.Success)
            .Select(m => (m.Groups[1].Value.ToUpperInvariant(), m.Groups[2].Value.Trim().Trim('\'', '"').Trim()));

    /// <returns>The first of these that it says, as a word or within a sentence; null: none.</returns>
    public string? Says(IEnumerable<string> words) =>
        words.FirstOrDefault(word =>
            (phrases ??= [.. Sayings.Select(Phrase).Where(p => p.Length > 2)]).Exists(p =>
                p.Contains($"_{word}_", StringComparison.Ordinal)
            )
        );

    /// <summary>Its first word, in a form that can be logged; null where that is not plain words.</summary>
    public string? FirstWord =>
        Words.Select(w => w.Word).FirstOrDefault(w => w.Length is >= 2 and <= 40 && w.All(c => char.IsAsciiLetterUpper(c) || c == '_'));

    public bool HasWords => Sayings.Any(s => s.Any(char.IsLetter));

    // "No numbers, sorry!" is _NO_NUMBERS_SORRY_.
    private static string Phrase(string saying)
    {
        var phrase = new StringBuilder("_");
        foreach (var c in saying.AsSpan(0, Math.Min(saying.Length, LongestPhrase)))
        {
            if (char.IsLetterOrDigit(c))
                phrase.Append(char.ToUpperInvariant(c));
            else if (phrase[^1] != '_')
                phrase.Append('_');
        }

        return phrase[^1] == '_' ? phrase.ToString() : phrase.Append('_').ToString();
    }

    private static IEnumerable<string> Strings(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in json.EnumerateArray().Take(3))
            {
                if (item.ValueKind == JsonValueKind.String && Loose.Value(item) is { } said)
                    yield return said;
                foreach (var inner in item.ValueKind == JsonValueKind.Object ? Strings(item) : [])
                    yield return inner;
            }
        }

        if (json.ValueKind != JsonValueKind.Object)
            yield break;
        if (Loose.Field(json, "success", "ok") is { ValueKind: JsonValueKind.True or JsonValueKind.False } flag)
            yield return flag.ValueKind == JsonValueKind.True ? "SUCCESS" : "REFUSED";
        foreach (var name in SayingNames)
        {
            if (Loose.Field(json, name) is not { } value)
                continue;
            if (value.ValueKind == JsonValueKind.String && Loose.Value(value) is { } text)
                yield return text;
            foreach (var inner in value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Take(3) : [value])
            {
                if (inner.ValueKind == JsonValueKind.String && value.ValueKind == JsonValueKind.Array && Loose.Value(inner) is { } item)
                    yield return item;
                foreach (var said in Strings(inner))
                    yield return said;
            }
        }
    }

    [GeneratedRegex(@"^\s*([A-Za-z][A-Za-z0-9_]*)\s*(?:[:|;=,]\s*(.*))?$", RegexOptions.Singleline)]
    private static partial Regex Head();
}
