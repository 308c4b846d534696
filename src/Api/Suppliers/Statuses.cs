using System.Globalization;
using System.Text.Json;
using XthonBot.Core.Suppliers;

namespace XthonBot.Api.Suppliers;

/// <summary>Reads what upstream says of an activation: in words, or in JSON that wraps, lists or names its texts in many ways.</summary>
internal static class Statuses
{
    private const int MostTexts = 50;
    private const int LongestTime = 64;

    /// <summary>It is over, or upstream does not know it.</summary>
    public static readonly string[] Over =
    [
        "NO_ACTIVATION", "WRONG_ACTIVATION_ID", "WRONG_ACTIVATION", "BAD_ID", "BAD_ACTIVATION", "NO_ID_RENT", "ACTIVATION_NOT_FOUND", "ACTIVATION_CANCELED", "ACTIVATION_CANCELLED",
        "STATUS_CANCEL", "STATUS_CANCELED", "STATUS_CANCELLED", "STATUS_FINISH", "STATUS_FINISHED", "ALREADY_CANCELED", "ALREADY_CANCELLED", "ALREADY_FINISH", "ALREADY_FINISHED",
    ];

    private static readonly string[] Wrappers =
        ["sms", "smses", "smslist", "messages", "data", "result", "response", "activation", "items", "list", "rows", "payload", "lastsms", "call", "calls"];

    private static readonly string[] Known = ["sms", "call", "data", "status", "verificationtype", "smscode", "smstext", "code", "text", "messages", "activationstatus"];

    /// <returns>Null for what says nothing of an activation.</returns>
    public static ActivationStatus? Read(Reply reply)
    {
        if (reply.Json is { } json && reply.IsFine && !IsError(json) && Texts(json) is { Count: > 0 } texts)
            return texts[^1] with { Earlier = texts[..^1] };
        if (!reply.IsFine)
            return reply.Says(Over) is null ? null : new ActivationStatus(ActivationStep.Gone);
        foreach (var (word, tail) in reply.Words)
        {
            if (OfWord(word, tail) is { } status)
                return status;
        }

        if (reply.Says(Over) is not null)
            return new ActivationStatus(ActivationStep.Gone);
        return reply.Json is { } waiting && Single(waiting) is { } single && !IsError(single) && Loose.Objects(single).Any(o => o.EnumerateObject().Any(f => Known.Any(k => Loose.IsNamed(f.Name, k))))
            ? new ActivationStatus(ActivationStep.Waiting)
            : null;
    }

    private static ActivationStatus? OfWord(string word, string tail) => word switch
    {
        "STATUS_OK" => new ActivationStatus(ActivationStep.Text, tail),
        "FULL_SMS" => new ActivationStatus(ActivationStep.Text, Text: tail),
        "STATUS_WAIT_RETRY" => new ActivationStatus(ActivationStep.Waiting, tail.Length > 0 ? tail : null),
        _ when word.StartsWith("STATUS_WAIT", StringComparison.Ordinal) || word is "WAIT" or "WAITING" or "PENDING" or "WAIT_CODE" => new ActivationStatus(ActivationStep.Waiting),
        _ when word.StartsWith("CANCEL", StringComparison.Ordinal) || word.StartsWith("STATUS_CANCEL", StringComparison.Ordinal) || word is "EXPIRED" or "TIMEOUT" or "STATUS_EXPIRED" =>
            new ActivationStatus(ActivationStep.Gone),
        _ => null,
    };

    private static bool IsError(JsonElement json) =>
        Loose.Field(json, "error", "errors", "title") is { ValueKind: JsonValueKind.String or JsonValueKind.Object }
        || Loose.Text(json, "status") is "error" or "fail" or "failed" || Loose.Field(json, "success", "ok") is { ValueKind: JsonValueKind.False };

    private static JsonElement? Single(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json,
        JsonValueKind.Array when json.GetArrayLength() == 1 => json[0],
        _ => null,
    };

    private static List<ActivationStatus> Texts(JsonElement json)
    {
        var texts = new List<ActivationStatus>();
        Collect(json, isInner: false, texts);
        // The oldest first, where their times can be compared as they are.
        return texts.Count > 1 && texts.All(t => t.SentAt?.Length == texts[0].SentAt?.Length && t.SentAt is not null) ? [.. texts.OrderBy(t => t.SentAt, StringComparer.Ordinal)] : texts;
    }

    private static void Collect(JsonElement element, bool isInner, List<ActivationStatus> texts)
    {
        if (texts.Count >= MostTexts)
            return;
        switch (element.ValueKind)
        {
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                    Collect(item, isInner: true, texts);
                break;
            case JsonValueKind.String when isInner && Loose.Value(element) is { } text && OfWord(text, "") is null:
                texts.Add(new ActivationStatus(ActivationStep.Text, Text: text));
                break;
            case JsonValueKind.Object when Text(element, isInner) is { } found:
                texts.Add(found);
                break;
            case JsonValueKind.Object:
                foreach (var wrapper in Wrappers)
                {
                    if (Loose.Field(element, wrapper) is { } inner && (inner.ValueKind != JsonValueKind.String || wrapper is "sms" or "lastsms"))
                        Collect(inner, isInner: true, texts);
                }

                break;
        }
    }

    private static ActivationStatus? Text(JsonElement element, bool isInner)
    {
        var at = Loose.Text(element, "datetime", "smsdatetime", "receivedat", "date", "time", "createdat", "created", "timestamp");
        var code = Loose.Text(element, "smscode", "code", "verificationcode", "otp", "pin");
        var text = Loose.Text(element, "smstext", "text", "fulltext", "fullsms", "smsfull", "content");
        // What lies outermost says how the asking went: {"code":0,"message":"success"}.
        if (isInner)
            text ??= Loose.Text(element, "body", "message", "msg");
        else if (Loose.Field(element, "smscode") is null && int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < 1000 && text is null)
            code = null;
        return code is null && text is null ? null : new ActivationStatus(ActivationStep.Text, code, text, at is { Length: > LongestTime } ? at[..LongestTime] : at);
    }
}
