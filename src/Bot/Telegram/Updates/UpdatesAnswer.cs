using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace XthonBot.Bot.Telegram.Updates;

/// <summary>
/// An answer to getUpdates, cut into its elements by their bytes alone: what is wrong within one, or behind it, is no matter of the
/// ones before.
/// </summary>
/// <param name="IsOk">Whether it has a list of updates.</param>
/// <param name="IsWhole">Whether the list could be read to its end.</param>
/// <param name="BrokenId">The id of the element at which it could not be read on, if that much can be seen.</param>
internal sealed partial record UpdatesAnswer(
    bool IsOk,
    bool IsWhole,
    IReadOnlyList<ReadOnlyMemory<byte>> Elements,
    long? BrokenId,
    int ErrorCode,
    string? Description,
    int? RetryAfterSeconds
)
{
    private const int LongestSearch = 1024 * 1024;

    public static UpdatesAnswer Read(ReadOnlyMemory<byte> body)
    {
        if (body.Span.StartsWith(Encoding.UTF8.Preamble))
            body = body[Encoding.UTF8.Preamble.Length..];
        var elements = new List<ReadOnlyMemory<byte>>();
        var reader = new Utf8JsonReader(body.Span, new JsonReaderOptions { MaxDepth = int.MaxValue });
        var (isList, isWhole, at) = (false, false, 0);
        try
        {
            // To the first list within the object: whatever stands beside it is of no use without it.
            while (!isList && reader.Read())
                isList =
                    reader is { TokenType: JsonTokenType.PropertyName, CurrentDepth: 1 }
                    && reader.ValueTextEquals("result")
                    && reader.Read()
                    && reader.TokenType == JsonTokenType.StartArray;
            at = (int)reader.BytesConsumed;
            while (isList && reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                at = (int)reader.BytesConsumed;
                elements.Add(body[start..at]);
            }

            isWhole = isList;
        }
        catch (JsonException)
        {
            // The elements so far are whole.
        }

        if (isList)
            return new UpdatesAnswer(true, isWhole, elements, isWhole ? null : IdIn(body.Span[at..]), 0, null, null);
        var refusal = LenientJson.Parse(Encoding.UTF8.GetString(body.Span)) is { ValueKind: JsonValueKind.Object } given ? given : default;
        return refusal.ValueKind != JsonValueKind.Object
            ? new UpdatesAnswer(false, false, [], null, 0, null, null)
            : new UpdatesAnswer(
                false,
                true,
                [],
                null,
                (int)(refusal.Number("error_code") ?? 0),
                refusal.Text("description"),
                (int?)refusal.Object("parameters")?.Number("retry_after")
            );
    }

    /// <summary>The likely id of an update that is no JSON.</summary>
    public static long? IdIn(ReadOnlySpan<byte> broken) =>
        UpdateId().Match(Encoding.UTF8.GetString(broken[..Math.Min(broken.Length, LongestSearch)])) is { Success: true } match
        && long.TryParse(match.Groups[1].ValueSpan, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id)
            ? id
            : null;

    // With what follows it: the number may be cut.
    [GeneratedRegex("""(?<!\\)"update_id"\s*:\s*(-?[0-9]{1,19})\s*[,}]""")]
    private static partial Regex UpdateId();
}
