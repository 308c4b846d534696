using System.Text.Json;

namespace XthonBot.Sandbox.Wire;

/// <summary>A <c>reply_markup</c>: as it came, and what it is.</summary>
internal sealed record Markup(MarkupKind Kind, JsonElement Value)
{
    /// <summary>The buttons of a keyboard, row by row.</summary>
    public static IEnumerable<JsonElement> Buttons(JsonElement rows) =>
        rows.ValueKind == JsonValueKind.Array
            ? rows.EnumerateArray()
                .SelectMany(row =>
                    row.ValueKind == JsonValueKind.Array
                        ? row.EnumerateArray()
                        : throw Refusal.BadRequest("can't parse reply keyboard markup JSON object")
                )
            : throw Refusal.BadRequest("can't parse reply keyboard markup JSON object");
}

internal enum MarkupKind
{
    Inline,
    Keyboard,
    Remove,
    ForceReply,
}
