using System.Globalization;
using System.Text.RegularExpressions;
using XthonBot.Core.Foundation.Kernel;

namespace XthonBot.Integrations.Suppliers;

/// <summary>
/// Upstream's amounts and counts, as people and machines write them: <c>0.5</c>, <c>0,22</c>, <c>$0.22</c>, <c>2.2e-1</c>, <c>&gt;100</c>.
/// </summary>
internal static partial class Amounts
{
    /// <summary>The largest amount that is believed, in dollars.</summary>
    private const decimal Most = 1_000_000m;

    /// <summary>
    /// Nobody writes an amount with more characters; a page that begins with a digit is none, and must not be searched for one.
    /// </summary>
    private const int Longest = 64;

    private const decimal MostOfAnything = 1_000_000_000_000m;

    /// <summary>More is no news, and many of them must still have a sum.</summary>
    private const int MostNumbers = 1_000_000;

    /// <returns>Null for what is no amount from 0 to a million dollars.</returns>
    /// <param name="rate">The worth of one unit in dollars; null: dollars, and a mark of another currency is an error.</param>
    /// <param name="roundUp">Upstream's prices have more decimals than a cent: what is paid is never taken for less.</param>
    public static Money? Dollars(string? text, decimal? rate, bool roundUp)
    {
        if (text is not { Length: <= Longest } || Amount().Match(text) is not { Success: true } match)
            return null;
        var marks = (match.Groups[1].Value + match.Groups[3].Value).Trim();
        if (
            (
                rate is null
                && marks.Length > 0
                && !(
                    marks is "$"
                    || string.Equals(marks, "usd", StringComparison.OrdinalIgnoreCase)
                    || string.Equals(marks, "us$", StringComparison.OrdinalIgnoreCase)
                )
            )
            || Number(match.Groups[2].Value) is not { } amount
            || amount > MostOfAnything
        )
            return null;
        var dollars = amount * (rate ?? 1);
        return dollars > Most ? null : new Money((long)(roundUp ? decimal.Ceiling(dollars * 100) : decimal.Floor(dollars * 100)));
    }

    /// <summary>The most that may be paid, in upstream's money; never more than it is in ours.</summary>
    public static string Theirs(Money most, decimal? rate)
    {
        if (rate is not { } one)
            return most.ToString();
        var theirs = decimal.Floor(most.Minor / 100m / one * 10_000m) / 10_000m;
        return theirs.ToString("0.00##", CultureInfo.InvariantCulture);
    }

    /// <returns>Null for what is no number of things.</returns>
    public static int? Count(string? text)
    {
        var digits = (text ?? "").Trim().TrimStart('>', '≥', '<', '~', '=').TrimEnd('+').Trim();
        return Number(digits) is { } count ? (int)Math.Min(MostNumbers, decimal.Truncate(count)) : null;
    }

    private static decimal? Number(string written)
    {
        var number = written
            .Trim()
            .Replace(" ", "", StringComparison.Ordinal)
            .Replace("\u00A0", "", StringComparison.Ordinal)
            .Replace("'", "", StringComparison.Ordinal);
        // The last mark is the decimal one; but one comma before three digits, after anything but zero, parts thousands: the dearer is
        // assumed.
        var comma = number.LastIndexOf(',');
        if (comma >= 0)
        {
            var isDecimal =
                comma > number.LastIndexOf('.')
                && number.IndexOf(',') == comma
                && (number.Length - comma != 4 || number.TrimStart('0').StartsWith(','));
            number = isDecimal
                ? number.Replace(".", "", StringComparison.Ordinal).Replace(',', '.')
                : number.Replace(",", "", StringComparison.Ordinal);
        }

        return
            decimal.TryParse(
                number,
                NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
                CultureInfo.InvariantCulture,
                out var value
            )
            && value >= 0
            ? value
            : null;
    }

    [GeneratedRegex(@"^\s*([\p{Sc}\p{L}.]{0,6}?)\s*((?:\d|\.\d)[\d.,'\u00A0 ]*(?:[eE][+-]?\d{1,2})?)\s*([\p{Sc}\p{L}.$]{0,6})\s*$")]
    private static partial Regex Amount();
}
