using System.Globalization;
using System.Text.Json;
using XthonBot.Core.Modules.Suppliers;
using XthonBot.Integrations.Reading;

namespace XthonBot.Integrations.Suppliers;

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

    /// <summary>How upstream names an activation, where it says of which one it speaks.</summary>
    private static readonly string[] Ids = ["activationid", "idactivation", "tzid", "operationid"];

    /// <param name="activation">The one that was asked for: what an answer says of others is not for its holder.</param>
    /// <returns>Null for what says nothing of it.</returns>
    public static ActivationStatus? Read(Reply reply, string activation) => Own(reply, activation) is { } own ? Read(own, isInner: own != reply) : null;

    private static ActivationStatus? Read(Reply reply, bool isInner)
    {
        if (reply.Json is { } json && reply.IsFine && !IsError(json) && Texts(json, isInner) is { Count: > 0 } texts)
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

    /// <returns>What the answer says of this activation, where it speaks of several; null where it speaks of others alone.</returns>
    private static Reply? Own(Reply reply, string activation)
    {
        if (reply.Json is not { } json)
            return reply;
        var named = Loose.Objects(json).Where(o => Name(o) is not null).ToList();
        var own = named.FindAll(o => string.Equals(Name(o), activation, StringComparison.OrdinalIgnoreCase));
        return own.Count == named.Count ? reply : own.Count == 0 ? null : new Reply(reply.Status, own[0].GetRawText());
    }

    // A bare id may as well be a text's; beside a service or a number it is an activation's.
    private static string? Name(JsonElement element) =>
        Loose.Text(element, Ids) ?? (Loose.Field(element, "phonenumber", "servicecode", "service") is null ? null : Loose.Text(element, "id"));

    private static List<ActivationStatus> Texts(JsonElement json, bool isInner)
    {
        var texts = new List<ActivationStatus>();
        Collect(json, isInner, texts);
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
