using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using XthonBot.Core.Foundation.Durability;

namespace XthonBot.Bot.Telegram.Updates;

/// <summary>An update as it came, with the little that it takes to store it: nothing else of it is read before.</summary>
/// <param name="Kind">Its kind, for the log: the name of its one other field.</param>
/// <param name="PartitionKey">The chat or the person in whose order it is handled; 0 where it names none.</param>
internal sealed record RawUpdate(long Id, string Kind, long PartitionKey, string Json)
{
    private const int LongestKind = 40;

    /// <returns>Null where not even its id can be read.</returns>
    public static RawUpdate? Read(ReadOnlySpan<byte> json)
    {
        var text = Encoding.UTF8.GetString(json);
        return LenientJson.Parse(text) is { ValueKind: JsonValueKind.Object } update && update.Number("update_id") is { } id
            ? new RawUpdate(id, KindOf(update), PartitionKeyOf(update), text)
            : null;
    }

    /// <summary>The name of what an update carries. Only what may be such a name: the log holds no text of anybody's.</summary>
    public static string KindOf(JsonElement update) =>
        Content(update) is { } content
        && content.Name.Length <= LongestKind
        && content.Name.All(c => char.IsAsciiLetterLower(c) || c == '_')
            ? content.Name
            : "unknown";

    /// <summary>Its one field beside the id; of several, the one that was asked for.</summary>
    public static JsonProperty? Content(JsonElement update)
    {
        if (update.ValueKind != JsonValueKind.Object)
            return null;
        var fields = update
            .EnumerateObject()
            .Where(field => field.Name != "update_id" && field.Value.ValueKind != JsonValueKind.Null)
            .ToList();
        var wanted = fields.FindIndex(field => WantedUpdates.Names.Contains(field.Name) && field.Value.ValueKind == JsonValueKind.Object);
        return fields.Count == 0 ? null : fields[Math.Max(wanted, 0)];
    }

    /// <summary>The bytes to be compared with a redelivery: all of it, but for the blanks between.</summary>
    public long DigestBy(ContentDigest digest)
    {
        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var reader = new Utf8JsonReader(
            Encoding.UTF8.GetBytes(Json),
            new JsonReaderOptions
            {
                MaxDepth = int.MaxValue,
                AllowTrailingCommas = true,
                CommentHandling = JsonCommentHandling.Skip,
            }
        );
        while (reader.Read())
        {
            all.AppendData([(byte)reader.TokenType]);
            all.AppendData(reader.ValueSpan);
        }

        return digest.Of(all.GetHashAndReset());
    }

    private static long PartitionKeyOf(JsonElement update)
    {
        if (Content(update)?.Value is not { ValueKind: JsonValueKind.Object } content)
            return 0;
        var key = content.Object("chat")?.Number("id") ?? content.Object("from")?.Number("id") ?? content.Object("user")?.Number("id") ?? 0;
        return key >= Inbox.LowestPartitionKey ? key : 0;
    }
}
