using System.Text.Json;
using XthonBot.Sandbox.Wire;

namespace XthonBot.Sandbox.Formatting;

/// <summary>Plain text and what is bold, linked or monospace in it. Offsets and lengths are UTF-16 units, as on Telegram.</summary>
internal sealed record FormattedText(string Text, IReadOnlyList<Entity>? Entities)
{
    /// <summary>Text as a bot sends it: parsed by <c>parse_mode</c>, or with the entities beside it.</summary>
    /// <param name="entities">A list of <c>MessageEntity</c>, which counts where there is no mode.</param>
    public static FormattedText Read(string raw, string? mode, JsonElement? entities)
    {
        var formatted = mode switch
        {
            null or "" => new FormattedText(raw, Given(entities)),
            _ when mode.Equals("HTML", StringComparison.OrdinalIgnoreCase) => HtmlReader.Read(raw),
            // The store writes HTML alone; half a Markdown parser would hide its mistakes.
            _ => throw Refusal.BadRequest("unsupported parse_mode"),
        };
        return formatted.Trim();
    }

    private static List<Entity>? Given(JsonElement? entities)
    {
        if (entities is not { ValueKind: JsonValueKind.Array } given)
            return null;
        try
        {
            return JsonSerializer.Deserialize<List<Entity>>(given, Json.Options);
        }
        catch (JsonException)
        {
            throw Refusal.BadRequest("can't parse entities: expected an array of MessageEntity");
        }
    }

    /// <summary>Telegram takes the blanks off both ends, and the entities with them.</summary>
    private FormattedText Trim()
    {
        var start = 0;
        while (start < Text.Length && char.IsWhiteSpace(Text[start]))
            start++;
        var end = Text.Length;
        while (end > start && char.IsWhiteSpace(Text[end - 1]))
            end--;
        if (Entities is null or { Count: 0 })
            return new FormattedText(Text[start..end], null);

        var kept = new List<Entity>(Entities.Count);
        foreach (var entity in Entities)
        {
            var from = Math.Max(entity.Offset, start);
            var to = Math.Min(entity.Offset + entity.Length, end);
            if (to > from)
                kept.Add(entity with { Offset = from - start, Length = to - from });
        }
        return new FormattedText(Text[start..end], kept.Count == 0 ? null : kept);
    }
}
