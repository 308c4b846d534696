using System.Text.Json;

namespace XthonBot.Core.Modules.Messages;

/// <summary>Finds the messages in what a link shows as JSON, of whatever shape.</summary>
internal static class PollJson
{
    private const int MostTexts = 50;
    private const int Deepest = 16;

    /// <summary>The names of fields that hold texts, the likeliest first.</summary>
    private static readonly string[] Texts =
    [
        "sms",
        "smstext",
        "sms_text",
        "fulltext",
        "full_text",
        "text",
        "content",
        "body",
        "message",
        "msg",
        "data",
        "result",
    ];

    private static readonly string[] Lists = ["messages", "list", "items", .. Texts];

    /// <summary>Such a field may also be the status of the answer: <c>{"code":0,"msg":"success"}</c>.</summary>
    private static readonly string[] Remarks = ["message", "msg"];

    private static readonly string[] Codes = ["sms_code", "smscode", "verification_code", "otp", "code"];

    private static readonly string[] Senders = ["from", "sender", "phonefrom", "phone_from", "originator"];

    private static readonly JsonDocumentOptions Lenient = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
        MaxDepth = Deepest,
    };

    /// <returns>False where it is no JSON: whatever it is then, it may be a message.</returns>
    public static bool TryRead(string text, out IReadOnlyList<ShownText> found)
    {
        var texts = new List<ShownText>();
        found = texts;
        try
        {
            using var json = JsonDocument.Parse(text, Lenient);
            Collect(json.RootElement, texts);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static void Collect(JsonElement element, List<ShownText> texts)
    {
        if (texts.Count == MostTexts)
            return;
        switch (element.ValueKind)
        {
            case JsonValueKind.String when element.GetString() is { } text && !string.IsNullOrWhiteSpace(text):
                texts.Add(new ShownText(text));
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                    Collect(item, texts);
                break;
            case JsonValueKind.Object:
                CollectFields(element, texts);
                break;
        }
    }

    private static void CollectFields(JsonElement element, List<ShownText> texts)
    {
        var fields = new Dictionary<string, JsonElement>(StringComparer.OrdinalIgnoreCase);
        foreach (var field in element.EnumerateObject())
            fields.TryAdd(field.Name, field.Value);

        // The wrapped object is the message; the fields beside it are about the wrapping.
        var before = texts.Count;
        foreach (var (name, wrapped) in fields)
            CollectWrapped(name, wrapped, texts);
        if (texts.Count > before)
            return;

        var sender = Senders.Select(name => OneOf(fields, name)).FirstOrDefault(value => value is not null);
        var text =
            Texts
                .Select(name => (Name: name, Value: OneOf(fields, name)))
                .FirstOrDefault(field => field.Value is not null && !(Remarks.Contains(field.Name) && IsRemark(fields, field.Value)))
                .Value
            ?? Codes.Select(name => CodeOf(fields, name)).FirstOrDefault(value => value is not null);
        if (text is not null && PollAnswer.IsText(text.Trim()))
            texts.Add(new ShownText(text, sender));
    }

    // Words in a list, such as the columns of a table, are no messages, unless the list is named so.
    private static void CollectWrapped(string name, JsonElement wrapped, List<ShownText> texts)
    {
        if (wrapped.ValueKind == JsonValueKind.Object)
            Collect(wrapped, texts);
        if (wrapped.ValueKind != JsonValueKind.Array)
            return;
        var isNamedSo = Lists.Contains(name, StringComparer.OrdinalIgnoreCase);
        foreach (var item in wrapped.EnumerateArray())
        {
            if (isNamedSo || item.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
                Collect(item, texts);
        }
    }

    // Beside a number for the status of the request, these words mostly say the status too.
    private static bool IsRemark(Dictionary<string, JsonElement> fields, string value) =>
        fields.TryGetValue("code", out var code) && IsStatus(code) && !value.Any(char.IsAsciiDigit);

    private static string? CodeOf(Dictionary<string, JsonElement> fields, string name) =>
        fields.TryGetValue(name, out var value) && !IsStatus(value)
            ? OneOf(fields, name) ?? (value.ValueKind == JsonValueKind.Number ? value.GetRawText() : null)
            : null;

    // As HTTP's, or 0 and 1: codes in messages are longer.
    private static bool IsStatus(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Number => value.TryGetInt64(out var number) && number < 1_000,
            JsonValueKind.String => value.GetString() is { Length: <= 3 },
            _ => true,
        };

    private static string? OneOf(Dictionary<string, JsonElement> fields, string name) =>
        fields.TryGetValue(name, out var value)
        && value.ValueKind == JsonValueKind.String
        && value.GetString() is { } text
        && !string.IsNullOrWhiteSpace(text)
            ? text
            : null;
}
