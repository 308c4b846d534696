using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace XthonBot.Core.Tests.Suppliers;

/// <summary>
/// Makes odd answers out of right ones: a dress for each action that stays for a run, and trouble that comes and goes. None of them lies.
/// </summary>
internal sealed class OddAnswers(Random random)
{
    private const double Often = 0.3;
    private readonly Lock gate = new();
    private readonly Dictionary<string, List<Func<UpstreamAnswer, UpstreamAnswer>>> dresses = [];

    public bool IsOver { get; set; }

    public UpstreamAnswer Of(UpstreamAnswer answer)
    {
        lock (gate)
        {
            if (IsOver)
                return answer;
            if (!dresses.TryGetValue(answer.Action, out var dress))
                dresses[answer.Action] = dress = [.. Enumerable.Range(0, random.Next(3)).Select(_ => Dress(answer.Action))];
            var dressed = dress.Aggregate(answer, (a, change) => change(a));
            return random.NextDouble() < Often ? Trouble(answer, dressed) : dressed;
        }
    }

    private Func<UpstreamAnswer, UpstreamAnswer> Dress(string action)
    {
        var (wrapper, field, kind) = (Pick("data", "result", "response", "payload", "wrapping"), random.Next(8), random.Next(13));
        return kind switch
        {
            0 => a => a with { Body = "\uFEFF" + a.Body + "\n" },
            1 => a => a with { Status = a.Status == 200 ? 201 + field : a.Status },
            2 => a => OnJson(a, json => new JsonObject { [wrapper] = json, ["status"] = "success" }),
            3 => a => OnJson(a, json => new JsonArray(json)),
            4 => a => OnJson(a, json => Renamed(json, (name, _) => Snake(name))),
            5 => a => OnJson(a, json => Renamed(json, (name, _) => name.ToUpperInvariant())),
            6 => a => OnJson(a, Turned),
            7 => a => OnJson(a, json => Renamed(json, (name, place) => place % 8 == field ? "x" + name : name)),
            8 => a => OnJson(a, json => With(json, "extra", "https://example.com/?a=1")),
            9 => a => a.Json is null ? a.With(JsonSerializer.Serialize(a.Body), a.Status) : a,
            10 => a => a.Json is null ? a with { Body = a.Body.ToLowerInvariant() } : a,
            11 => a => a.Json is null && action != "getStatus" ? a with { Body = a.Body.Replace(':', '|') } : a,
            _ => a =>
                a.Body.StartsWith("ACCESS_NUMBER", StringComparison.Ordinal)
                    ? a.With(new { status = "success", data = new { activationId = a.Words[1], phoneNumber = a.Words[2] } })
                : a.IsRefusal ? a.With(new { title = a.Words[0], status = 400 }, a.Words[0] == "NO_ACTIVATION" ? 404 : 400)
                : a,
        };
    }

    // It is carried out all the same. A page that says no is none of these where something was bought.
    private UpstreamAnswer Trouble(UpstreamAnswer plain, UpstreamAnswer dressed) =>
        random.Next(8) switch
        {
            0 => plain.With("<html><body>Just a moment…</body></html>"),
            1 => plain.With("<html><body>Bad gateway</body></html>", Pick(500, 502, 503, 504)),
            2 => plain.With(""),
            3 => dressed.Json is not null || dressed.Body.StartsWith("ACCESS_NUMBER", StringComparison.Ordinal)
                ? dressed with
                {
                    Body = dressed.Body[..random.Next(dressed.Body.Length)],
                }
                : dressed,
            4 => plain.With(Pick("ERROR_SQL", "Internal error", "error")),
            5 => plain.With(new string('x', random.Next(10) == 0 ? 5_000_000 : 5_000)),
            // A success where it was refused, such as a cancel after a text, would be a lie.
            6 => plain.With(
                Pick(
                    "{}",
                    plain.Action == "getActiveActivations" ? "{}" : "[]",
                    "null",
                    "0",
                    "\"\"",
                    plain.IsRefusal ? "{}" : "{\"status\":\"success\"}"
                )
            ),
            _ => plain.Body.StartsWith("ACCESS_NUMBER", StringComparison.Ordinal)
                ? dressed
                : plain.With(Pick("", "<html>Forbidden</html>", "{\"title\":\"SLOW_DOWN\"}"), Pick(403, 429)),
        };

    private T Pick<T>(params T[] of) => of[random.Next(of.Length)];

    private static UpstreamAnswer OnJson(UpstreamAnswer answer, Func<JsonNode, JsonNode> change) =>
        answer.Json is { } json ? answer.With(change(json), answer.Status) : answer;

    private static JsonNode With(JsonNode json, string name, string value)
    {
        if (json is JsonObject o)
            o[name] = value;
        return json;
    }

    private static string Snake(string name) =>
        string.Concat(name.Select(c => char.IsAsciiLetterUpper(c) ? "_" + char.ToLowerInvariant(c) : c.ToString()));

    private static JsonNode Renamed(JsonNode json, Func<string, int, string> rename) =>
        json switch
        {
            JsonObject o => new JsonObject(
                o.Select(
                    (f, place) =>
                        KeyValuePair.Create(rename(f.Key, place), f.Value is null ? null : (JsonNode?)Renamed(f.Value.DeepClone(), rename))
                )
            ),
            JsonArray a => new JsonArray([.. a.Select(item => item is null ? null : Renamed(item.DeepClone(), rename))]),
            _ => json.DeepClone(),
        };

    // Numbers as text, and whole numbers in texts as numbers.
    private static JsonNode Turned(JsonNode json) =>
        json switch
        {
            JsonObject o => new JsonObject(
                o.Select(f => KeyValuePair.Create(f.Key, f.Value is null ? null : (JsonNode?)Turned(f.Value.DeepClone())))
            ),
            JsonArray a => new JsonArray([.. a.Select(item => item is null ? null : Turned(item.DeepClone()))]),
            JsonValue v when v.GetValueKind() == JsonValueKind.Number => JsonValue.Create(v.ToJsonString()),
            JsonValue v
                when v.GetValueKind() == JsonValueKind.String
                    && v.ToString() is { Length: > 0 and < 16 } text
                    && text[0] != '0'
                    && text.All(char.IsAsciiDigit) => JsonValue.Create(long.Parse(text, CultureInfo.InvariantCulture)),
            _ => json.DeepClone(),
        };
}
