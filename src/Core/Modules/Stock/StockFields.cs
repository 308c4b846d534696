using System.Buffers;
using XthonBot.Core.Foundation.Kernel;

namespace XthonBot.Core.Modules.Stock;

/// <summary>Where the fields of a line end.</summary>
internal static class StockFields
{
    public static readonly SearchValues<char> Separators = SearchValues.Create(",;|\t");
    private static readonly SearchValues<char> Ends = SearchValues.Create(",;|\t \"");

    /// <summary>The first field, and what follows its separator.</summary>
    /// <param name="only">The one separator of the list, where its header shows which it is.</param>
    /// <param name="first">The first separator of the line so far; a link ends at no other, since an address may hold them.</param>
    /// <returns>The length of the field, and of the separator behind it, which is 0 at the end of the line.</returns>
    public static (int Length, int Separator) Next(ReadOnlySpan<char> rest, char only, bool hasQuotes, ref char first)
    {
        var (isQuoted, isLink) = (false, false);
        for (var i = 0; i < rest.Length; i++)
        {
            var c = rest[i];
            if (c == '"' && hasQuotes)
                isQuoted = !isQuoted;
            else if (isQuoted)
                continue;
            else if (c == ':' && rest[i..].StartsWith("://", StringComparison.Ordinal))
                isLink = true;
            else if (c == ' ')
                isLink = false;
            else if (only != '\0' ? c == only : Separators.Contains(c) && (!isLink || EndsLink(rest, i, first)))
            {
                if (first == '\0')
                    first = c;
                return (i, 1);
            }
            else if (only == '\0' && !isLink && c == '-' && Dashes(rest[i..]) is > 1 and var dashes)
                return (i, dashes);
        }

        return (rest.Length, 0);
    }

    // Before any separator was seen, an address ends at one that something else than the address follows.
    private static bool EndsLink(ReadOnlySpan<char> rest, int at, char first)
    {
        if (first != '\0')
            return rest[at] == first;
        var next = rest[(at + 1)..];
        return next is [] or [' ' or '+' or '"', ..]
            || next.StartsWith("http", StringComparison.OrdinalIgnoreCase)
            || PhoneNumber.ParsePlain(next.IndexOfAny(Ends) is var end and >= 0 ? next[..end] : next).IsOk;
    }

    private static int Dashes(ReadOnlySpan<char> rest) => rest.IndexOfAnyExcept('-') is var end and >= 0 ? end : rest.Length;
}
