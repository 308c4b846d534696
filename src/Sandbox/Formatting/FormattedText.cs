using XthonBot.Sandbox.Methods;
using XthonBot.Sandbox.Wire;

namespace XthonBot.Sandbox.Formatting;

/// <summary>Plain text and what is bold, linked or monospace in it. Offsets and lengths are UTF-16 units, as on Telegram.</summary>
internal sealed record FormattedText(string Text, IReadOnlyList<Entity>? Entities)
{
    /// <summary>Text as a bot sends it: parsed by <c>parse_mode</c>, or with the entities beside it.</summary>
    public static FormattedText Read(Arguments arguments, string textName, string entitiesName)
    {
        var raw = arguments.Text(textName) ?? "";
        var formatted = arguments.Text("parse_mode") switch
        {
            null or "" => new FormattedText(raw, Given(arguments, entitiesName)),
            var mode when mode.Equals("HTML", StringComparison.OrdinalIgnoreCase) => HtmlReader.Read(raw),
            // The store writes HTML alone; half a Markdown parser would hide its mistakes.
            _ => throw Refusal.BadRequest("unsupported parse_mode"),
        };
        return formatted.Trim();
    }

    private static List<Entity>? Given(Arguments arguments, string name)
    {
        if (arguments.Json(name) is not { ValueKind: System.Text.Json.JsonValueKind.Array } given)
            return null;
        try
        {
            return System.Text.Json.JsonSerializer.Deserialize<List<Entity>>(given, Json.Options);
        }
        catch (System.Text.Json.JsonException)
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
