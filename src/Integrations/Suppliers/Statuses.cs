using System.Text.Json;
using System.Text.RegularExpressions;
using XthonBot.Core.Modules.Suppliers;
using XthonBot.Integrations.Reading;

namespace XthonBot.Integrations.Suppliers;

/// <summary>Reads what upstream says of an activation: in words, or in JSON that wraps, lists or names its texts in many ways.</summary>
internal static partial class Statuses
{
    private const int MostTexts = 50;
    private const int LongestTime = 64;

    /// <summary>It is over, or upstream does not know it.</summary>
    public static readonly string[] Over =
    [
        "NO_ACTIVATION",
        "WRONG_ACTIVATION_ID",
        "WRONG_ACTIVATION",
        "BAD_ID",
        "BAD_ACTIVATION",
        "NO_ID_RENT",
        "ACTIVATION_NOT_FOUND",
        "ACTIVATION_CANCELED",
        "ACTIVATION_CANCELLED",
        "STATUS_REFUND",
        "STATUS_REFUNDED",
        "REFUNDED",
        "STATUS_CANCEL",
        "STATUS_CANCELED",
        "STATUS_CANCELLED",
        "STATUS_FINISH",
        "STATUS_FINISHED",
        "ALREADY_CANCELED",
        "ALREADY_CANCELLED",
        "ALREADY_FINISH",
        "ALREADY_FINISHED",
    ];

    private static readonly string[] Wrappers =
    [
        "sms",
        "smses",
        "smslist",
        "messages",
        "data",
        "result",
        "response",
        "activation",
        "items",
        "list",
        "rows",
        "payload",
        "lastsms",
        "call",
        "calls",
    ];

    private static readonly string[] Known =
    [
        "sms",
        "call",
        "data",
        "status",
        "verificationtype",
        "smscode",
        "smstext",
        "code",
        "text",
        "messages",
        "activationstatus",
    ];

    /// <summary>Words that stand beside a code, or where there is none yet.</summary>
    private static readonly string[] Good = ["success", "successful", "ok", "okay", "done", "received", "sms received"];

    /// <summary>How upstream names the id of an order, where it says of which one it speaks.</summary>
    private static readonly string[] Ids = ["activationid", "idactivation", "tzid", "operationid"];

    /// <param name="externalId">The order that was asked for: what an answer says of others is not for its holder.</param>
    /// <returns>Null for what says nothing of it.</returns>
    public static UpstreamStatus? Read(Reply reply, string externalId) =>
        Own(reply, externalId) is { } own ? Read(own, isInner: own != reply) : null;

    private static UpstreamStatus? Read(Reply reply, bool isInner)
    {
        if (reply.Json is { } json && reply.IsFine && !Loose.IsError(json) && Texts(json, isInner) is { Count: > 0 } texts)
            return texts[^1] with { Earlier = texts[..^1] };
        if (!reply.IsFine)
            return reply.Says(Over) is null && reply.Status != 410 ? null : new UpstreamStatus(UpstreamStep.Gone);
        foreach (var (word, tail) in reply.Words.Concat(SpacedWord(reply.Text)))
        {
            if (OfWord(word, tail) is { } status)
                return status;
        }

        if (reply.Says(Over) is not null)
            return new UpstreamStatus(UpstreamStep.Gone);
        return
            reply.Json is { } waiting
            && Single(waiting) is { } single
            && !Loose.Objects(single).Any(o => Loose.IsError(o) || (IsEnvelope(o) && Loose.Text(o, "code") is not ("0" or "1" or "200")))
            && Loose.Objects(single).Any(o => o.EnumerateObject().Any(f => Known.Any(k => Loose.IsNamed(f.Name, k))))
            ? new UpstreamStatus(UpstreamStep.Waiting)
            : null;
    }

    private static UpstreamStatus? OfWord(string word, string tail) =>
        word switch
        {
            "STATUS_OK" => new UpstreamStatus(UpstreamStep.Text, tail),
            "FULL_SMS" => new UpstreamStatus(UpstreamStep.Text, Text: tail),
            "STATUS_WAIT_RETRY" => new UpstreamStatus(UpstreamStep.Waiting, tail.Length > 0 ? tail : null),
            _ when word.StartsWith("STATUS_WAIT", StringComparison.Ordinal) || word is "WAIT" or "WAITING" or "PENDING" or "WAIT_CODE" =>
                new UpstreamStatus(UpstreamStep.Waiting),
            _ when word.StartsWith("CANCEL", StringComparison.Ordinal)
                    || word.StartsWith("STATUS_CANCEL", StringComparison.Ordinal)
                    || word is "EXPIRED" or "TIMEOUT" or "STATUS_EXPIRED" => new UpstreamStatus(UpstreamStep.Gone),
            _ => null,
        };

    /// <summary>Whether its code is that of the answer, and not of the text: what it says beside is another thing.</summary>
    private static bool IsEnvelope(JsonElement json)
    {
        if (
            Loose.Text(json, "code") is not { } code
            || Loose.Text(json, "message", "msg", "detail", "description", "info") is not { } said
            || Good.Contains(said.TrimEnd('!', '.'), StringComparer.OrdinalIgnoreCase)
        )
            return false;
        return !Plain(said).Contains(Plain(code), StringComparison.OrdinalIgnoreCase);

        static string Plain(string text) => string.Concat(text.Where(char.IsLetterOrDigit));
    }

    private static JsonElement? Single(JsonElement json) =>
        json.ValueKind switch
        {
            JsonValueKind.Object => json,
            JsonValueKind.Array when json.GetArrayLength() == 1 => json[0],
            _ => null,
        };

    /// <returns>The part about this order, where the answer speaks of several; null where it speaks of others alone.</returns>
    private static Reply? Own(Reply reply, string externalId)
    {
        if (reply.Json is not { } json)
            return reply;
        // A list of activations by their ids, or with nothing else that says so.
        var folded = string.Concat(externalId.Where(c => c is not ('-' or '_'))).ToLowerInvariant();
        if (Loose.Field(json, folded) is { ValueKind: JsonValueKind.Object or JsonValueKind.Array } byId)
            return new Reply(reply.Status, byId.GetRawText());
        Func<JsonElement, string?> name = Name;
        var named = Loose.Objects(json).Where(o => name(o) is not null).ToList();
        if (named.Count == 0 && Loose.Field(json, "activations", "activeactivations", "orders") is { } all)
        {
            name = o => Loose.Text(o, "id");
            named = [.. Loose.Objects(all).Where(o => name(o) is not null)];
        }

        var own = named.FindAll(o => string.Equals(name(o), externalId, StringComparison.OrdinalIgnoreCase));
        return own.Count == named.Count ? reply
            : own.Count == 0 ? null
            : new Reply(reply.Status, own[0].GetRawText());
    }

    // A bare id may as well be a text's; beside a service or a number it is an activation's.
    private static string? Name(JsonElement element) =>
        Loose.Text(element, Ids)
        ?? (Loose.Field(element, "phonenumber", "servicecode", "service") is null ? null : Loose.Text(element, "id"));

    private static List<UpstreamStatus> Texts(JsonElement json, bool isInner)
    {
        var texts = new List<UpstreamStatus>();
        Collect(json, isInner, texts);
        // The oldest first, where their times can be compared as they are.
        return texts.Count > 1 && texts.All(t => t.SentAt?.Length == texts[0].SentAt?.Length && t.SentAt is not null)
            ? [.. texts.OrderBy(t => t.SentAt, StringComparer.Ordinal)]
            : texts;
    }

    private static void Collect(JsonElement element, bool isInner, List<UpstreamStatus> texts)
    {
        if (texts.Count >= MostTexts)
            return;
        switch (element.ValueKind)
        {
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                    Collect(item, isInner: true, texts);
                break;
            case JsonValueKind.Number when isInner && Loose.Value(element) is { Length: >= 3 and <= 8 } digits:
                texts.Add(new UpstreamStatus(UpstreamStep.Text, digits));
                break;
            case JsonValueKind.String when isInner && Loose.Value(element) is { } text && OfWord(text, "") is null:
                texts.Add(new UpstreamStatus(UpstreamStep.Text, Text: text));
                break;
            // An error further within is nobody's text either.
            case JsonValueKind.Object when isInner && Loose.IsError(element):
                break;
            case JsonValueKind.Object when Text(element, isInner) is { } found:
                texts.Add(found);
                break;
            case JsonValueKind.Object:
                foreach (var wrapper in Wrappers)
                {
                    if (
                        Loose.Field(element, wrapper) is { } inner
                        && (
                            inner.ValueKind is not (JsonValueKind.String or JsonValueKind.Number)
                            || wrapper is "sms" or "lastsms"
                            || (wrapper is "data" or "result" or "response" && IsCodeOrText(element, inner))
                        )
                    )
                        Collect(inner, isInner: true, texts);
                }

                break;
        }
    }

    private static UpstreamStatus? Text(JsonElement element, bool isInner)
    {
        var at = Loose.Text(element, "datetime", "smsdatetime", "receivedat", "date", "time", "createdat", "created", "timestamp");
        var code = Last(element, "smscode", "code", "verificationcode", "otp", "pin", "value");
        var text = Last(element, "smstext", "text", "fulltext", "fullsms", "smsfull", "content");
        // The outermost object tells the outcome of the request: {"code":0,"message":"success"}.
        if (
            Loose.Field(element, "smscode") is null
            && text is null
            && code is not null
            && (IsEnvelope(element) || IsOfAnswer(element, code, isInner))
        )
            return null;
        if (isInner)
        {
            var said = Loose.Text(element, "body", "message", "msg");
            text ??= code is not null && Good.Contains(said, StringComparer.OrdinalIgnoreCase) ? null : said;
        }

        return code is null && text is null
            ? null
            : new UpstreamStatus(UpstreamStep.Text, code, text, at is { Length: > LongestTime } ? at[..LongestTime] : at);
    }

    // {"code":0,"message":"success"}, {"code":20000,"message":"success","data":null}.
    private static bool IsOfAnswer(JsonElement element, string code, bool isInner)
    {
        var says = Loose.Text(element, "message", "msg") is { } said && !said.Contains(code, StringComparison.OrdinalIgnoreCase);
        return (says || !isInner)
            && (
                code.Length < 4
                || code.Trim('0').Length == 0
                || (Loose.Text(element, "sms", "lastsms") is { } sms && !sms.Contains(code, StringComparison.OrdinalIgnoreCase))
                || (says && element.EnumerateObject().Any(f => Wrappers.Any(w => Loose.IsNamed(f.Name, w))))
            );
    }

    // A code, or a text with one; neither a number nor a time, nor what is said while it waits.
    private static bool IsCodeOrText(JsonElement outer, JsonElement element) =>
        Loose.Value(element) is { } said
        && OfWord(said.Split(':')[0].ToUpperInvariant(), "") is null
        && OfWord((Loose.Text(outer, "status") ?? "").ToUpperInvariant(), "") is not { Step: not UpstreamStep.Text }
        && (said.All(char.IsAsciiDigit) ? said.Length is >= 4 and <= 8 : said.Any(char.IsLetter) && said.Count(char.IsAsciiDigit) >= 3);

    // One that is told as a list is told last.
    private static string? Last(JsonElement element, params ReadOnlySpan<string> names) =>
        Loose.Field(element, names) is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() > 0
            ? Loose.Value(list[list.GetArrayLength() - 1])
            : Loose.Text(element, names);

    private static IEnumerable<(string Word, string Tail)> SpacedWord(string text) =>
        Spaced().Match(text) is { Success: true } spaced
            ? [(spaced.Groups[1].Value.ToUpperInvariant(), spaced.Groups[2].Value.Trim())]
            : [];

    [GeneratedRegex(@"^\s*(STATUS_[A-Z]+(?:_[A-Z]+)*)\s+(?:[\-–—=>]+\s*)?(.*)$", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Spaced();
}
