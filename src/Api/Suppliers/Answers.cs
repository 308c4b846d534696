using System.Globalization;
using System.Text.Json;
using XthonBot.Core.Primitives;
using XthonBot.Core.Suppliers;

namespace XthonBot.Api.Suppliers;

/// <summary>Reads the protocol's answers in JSON, whose numbers are at times text, and of which any part may be missing. Null: it makes no sense.</summary>
internal static class Answers
{
    /// <summary>The largest amount that is believed.</summary>
    private const decimal Most = 1_000_000m;

    /// <returns>Null for what is no amount from 0 to a million dollars.</returns>
    /// <param name="roundUp">Upstream's prices have more decimals than a cent: what is paid is never taken for less.</param>
    public static Money? Amount(string? text, bool roundUp) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var amount)
            && amount is >= 0 and <= Most
            ? new Money((long)(roundUp ? decimal.Ceiling(amount * 100) : decimal.Floor(amount * 100)))
            : null;

    public static ActivationStatus? StatusV2(string json) => Read(json, root =>
    {
        if (Property(root, "sms") is not { ValueKind: JsonValueKind.Object } sms)
            return new ActivationStatus(ActivationStep.Waiting);
        var (code, text) = (Text(sms, "code"), Text(sms, "text"));
        return code is null && text is null ? new ActivationStatus(ActivationStep.Waiting) : new ActivationStatus(ActivationStep.Text, code, text, Text(sms, "dateTime"));
    });

    public static IReadOnlyList<ActiveNumber>? Active(string json) => Read<IReadOnlyList<ActiveNumber>>(json, root =>
    {
        if ((Property(root, "activeActivations") ?? Property(root, "data")) is not { } list)
            return null;
        // With many pages of them some wrap the rows once more.
        if (list.ValueKind == JsonValueKind.Object)
            list = Property(list, "rows") ?? list;
        if (list.ValueKind != JsonValueKind.Array)
            return null;
        return [.. list.EnumerateArray().Where(a => a.ValueKind == JsonValueKind.Object && Text(a, "activationId") is { Length: <= 64 })
            .Select(a => new ActiveNumber(Text(a, "activationId")!, Text(a, "serviceCode") ?? "", ActivationClient.Phone(Text(a, "phoneNumber")), Text(a, "orderId")))];
    });

    /// <summary>By country, or, as some answer who name the country, without it.</summary>
    public static IReadOnlyDictionary<string, (Money Cost, int Count)>? Prices(string json, string country) => Read<IReadOnlyDictionary<string, (Money, int)>>(json, root =>
    {
        if (root.ValueKind == JsonValueKind.Array && root.GetArrayLength() == 0)
            return new Dictionary<string, (Money, int)>();
        if (root.ValueKind != JsonValueKind.Object)
            return null;
        var services = Property(root, country) ?? root;
        var prices = new Dictionary<string, (Money, int)>(StringComparer.OrdinalIgnoreCase);
        if (services.ValueKind != JsonValueKind.Object)
            return prices;
        foreach (var service in services.EnumerateObject())
        {
            if (service.Value.ValueKind == JsonValueKind.Object && Amount(Text(service.Value, "cost"), roundUp: true) is { } cost
                && int.TryParse(Text(service.Value, "count"), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
                prices[service.Name] = (cost, count);
        }

        return prices;
    });

    private static T? Read<T>(string json, Func<JsonElement, T?> read)
        where T : class
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return read(document.RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonElement? Property(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : null;

    private static string? Text(JsonElement element, string name) => Property(element, name) switch
    {
        { ValueKind: JsonValueKind.String } text when !string.IsNullOrWhiteSpace(text.GetString()) => text.GetString()!.Trim(),
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => null,
    };
}
