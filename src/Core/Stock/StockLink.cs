using XthonBot.Core.Primitives;

namespace XthonBot.Core.Stock;

/// <summary>The link that a line of a stock list may carry after its number: where the number's texts can be read.</summary>
internal static class StockLink
{
    private const int LongestScheme = 16;

    /// <summary>Reads the second field. One that does not begin as an address does, such as a country, is no link.</summary>
    /// <param name="rest">What follows the first separator.</param>
    /// <returns>The link, null where there is none.</returns>
    public static Result<string?> Read(ReadOnlySpan<char> rest, char separator)
    {
        rest = rest.Trim();
        // Inside of quotes, or else, separators belong to other fields; an address may hold commas.
        var isQuoted = rest is ['"', ..];
        var field = isQuoted ? rest[1..] : rest;
        if (field.IndexOf(isQuoted ? '"' : separator) is var end and >= 0)
            field = field[..end];
        field = field.Trim();
        if (!HasScheme(field))
            return Result.Ok<string?>(null);
        // Long ones are not carried along, not even into an address.
        return field.Length <= StockLine.MostLinkLength && Uri.TryCreate(field.ToString(), UriKind.Absolute, out var link) && IsAskable(link)
            ? Result.Ok<string?>(link.AbsoluteUri)
            : new Error.Invalid("link", "not-a-link");
    }

    private static bool HasScheme(ReadOnlySpan<char> field)
    {
        var length = field.IndexOf("://", StringComparison.Ordinal);
        return length is > 0 and <= LongestScheme && char.IsAsciiLetter(field[0]) && !field[..length].ContainsAnyExcept(SchemeLetters);
    }

    // A name and a password in an address would be sent to whoever the address leads to.
    private static bool IsAskable(Uri link) =>
        (link.Scheme == Uri.UriSchemeHttp || link.Scheme == Uri.UriSchemeHttps)
        && link is { UserInfo: "", IdnHost.Length: > 0 } && link.AbsoluteUri.Length <= StockLine.MostLinkLength;

    private static readonly System.Buffers.SearchValues<char> SchemeLetters =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.");
}
