using System.Globalization;
using Microsoft.AspNetCore.Http;
using XthonBot.Api.Envelopes;
using XthonBot.Core.Foundation.Kernel;

namespace XthonBot.Api.V2;

/// <summary>
/// Reads what a list is asked with. A parameter that is left out is null; the first that cannot be read is <see cref="Failure"/>.
/// </summary>
internal sealed class ListQuery
{
    public const int UsualLimit = 50;
    public const int MostLimit = 100;
    public const string Cursor = "cursor";
    public const string LimitWords = "The most items of a page, 1 to 100; 50 where left out.";
    public const string CursorWords = "`next` from the previous page; omit for the first page.";
    public const string SinceWords = "From this time on, as ISO 8601 such as 2026-11-22T10:00:00Z; UTC where it names no offset.";
    public const string UntilWords = "Before this time, in the same form.";
    private static readonly string[] TimeFormats =
    [
        "yyyy-MM-dd",
        "yyyy-MM-dd'T'HH:mmK",
        "yyyy-MM-dd'T'HH:mm:ssK",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
    ];
    private static readonly Dictionary<string, OrderStatus> StatusWords = Enum.GetValues<OrderStatus>()
        .ToDictionary(status => status.Text(), StringComparer.OrdinalIgnoreCase);

    public delegate bool Reader<T>(string? text, out T value);

    public static Failure BadCursor => Of(Cursor, "the next of a page of this list");

    public Failure? Failure { get; private set; }

    public int Limit(string? text)
    {
        if (text is null)
            return UsualLimit;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= MostLimit)
            return limit;
        Fail("limit", $"a number from 1 to {MostLimit}");
        return UsualLimit;
    }

    public DateTime? Time(string name, string? text)
    {
        if (text is null)
            return null;
        if (
            DateTime.TryParseExact(
                text,
                TimeFormats,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                out var time
            )
        )
            return time;
        Fail(name, "a time such as 2026-11-22T10:00:00Z");
        return null;
    }

    public IReadOnlyList<OrderStatus>? Statuses(string name, string? text) => Words(name, text, StatusWords);

    public IReadOnlyList<T>? Words<T>(string name, string? text, Dictionary<string, T> known)
    {
        if (text is null)
            return null;
        var words = text.Split(',', StringSplitOptions.TrimEntries);
        if (Array.TrueForAll(words, known.ContainsKey))
            return [.. words.Select(word => known[word]).Distinct()];
        Fail(name, string.Join(", ", known.Keys) + ", or several with commas between");
        return null;
    }

    public T? Id<T>(string name, string? text, Reader<T> read)
        where T : struct
    {
        if (text is null)
            return null;
        if (read(text, out var id))
            return id;
        Failure ??= name == Cursor ? BadCursor : Of(name, "an id as it is listed");
        return null;
    }

    private void Fail(string name, string what) => Failure ??= Of(name, what);

    private static Failure Of(string name, string what) => new(StatusCodes.Status400BadRequest, $"{name} must be {what}");
}
