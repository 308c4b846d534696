using System.Text;
using System.Text.Json;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Integrations.Reading;

namespace XthonBot.Integrations.Suppliers.Agents;

/// <summary>
/// An agent's answer, by the protocol or nearly so: numbers as texts, texts as numbers, names in other cases, further fields.
/// </summary>
/// <param name="Status">In capitals; empty where it has none.</param>
internal sealed record AgentAnswer(string Status, JsonElement Json)
{
    private const int MostId = 64;

    /// <returns>Null for what is no object in JSON.</returns>
    public static AgentAnswer? Read(ReadOnlyMemory<byte> body) =>
        // A byte order mark is no JSON; half an emoji, be it in a name that nobody asks for, is no reason to lose the rest.
        Loose.Parse(Encoding.UTF8.GetString(body.Span).TrimStart('\uFEFF'))
            is { ValueKind: JsonValueKind.Object } json
            ? new AgentAnswer((Text(Field(json, "status")) ?? "").ToUpperInvariant(), json)
            : null;

    /// <summary>For the log: what it says is its own, and may be anything.</summary>
    public string Word => Plain(Status) is { Length: > 0 } word ? word : "no status";

    /// <summary>In JSON, as it is to be sent back: some know it as a number alone, and some as a text alone.</summary>
    public string? ExternalId =>
        Field(Json, "activationId", "activation_id", "id") switch
        {
            { ValueKind: JsonValueKind.Number } number when number.GetRawText() is { Length: <= MostId } raw => raw,
            { ValueKind: JsonValueKind.String } text
                when Text(text) is { Length: > 0 } value
                    && !value.Contains('\uFFFD')
                    && JsonSerializer.Serialize(value, AgentJson.Plain.String) is { Length: <= MostId } quoted => quoted,
            _ => null,
        };

    public PhoneNumber? Number =>
        Digits(Field(Json, "number", "phone", "phoneNumber")) is { } digits
        && PhoneNumber.ParseInternational(digits).TryGet(out var phone, out _)
            ? phone
            : null;

    /// <summary>The value of the first of these names that is there, in whatever case.</summary>
    public static JsonElement? Field(JsonElement json, params ReadOnlySpan<string> names)
    {
        if (json.ValueKind != JsonValueKind.Object)
            return null;
        foreach (var name in names)
        {
            if (json.TryGetProperty(name, out var exact))
                return exact;
            foreach (var property in json.EnumerateObject())
            {
                if (property.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                    return property.Value;
            }
        }

        return null;
    }

    public static string? Text(JsonElement? json) =>
        json switch
        {
            { ValueKind: JsonValueKind.String } text => text.GetString()!.Trim(),
            { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
            _ => null,
        };

    /// <summary>Letters, digits and what joins them, up to a length.</summary>
    public static string Plain(string text) =>
        string.Concat(text.Where(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or ' ').Take(40));

    // A whole number may be written with a point or an exponent.
    private static string? Digits(JsonElement? json) =>
        json is { ValueKind: JsonValueKind.Number } number
            ? number.TryGetDecimal(out var value) && value == decimal.Truncate(value) && value > 0
                ? $"{decimal.Truncate(value):0}"
                : null
            : Text(json);
}
