using System.Globalization;
using System.Text.RegularExpressions;

namespace XthonBot.Api.Inbound;

/// <summary>Reads a time in whichever usual form a gateway writes it.</summary>
internal static partial class InboundTime
{
    private const int Longest = 64;

    // A time of today has ten digits in seconds, thirteen in milliseconds, sixteen in microseconds and nineteen in nanoseconds.
    private static readonly (decimal Below, decimal PerSecond)[] Units = [(1e11m, 1), (1e14m, 1e3m), (1e17m, 1e6m), (1e20m, 1e9m)];

    // The formats of e-mail and HTTP; the weekday is skipped.
    private static readonly string[] Spelled =
    [
        "d MMM yyyy H:m:s",
        "d-MMM-yy H:m:s",
        "d MMM yy H:m:s",
        "MMM d H:m:s yyyy",
        "d MMM yyyy H:m",
        "d-MMM-yyyy H:m:s",
    ];

    /// <returns>UTC; a time without an offset is taken for that. Null where it is no time.</returns>
    public static DateTime? Read(string? text)
    {
        if (text?.Trim() is not { Length: > 0 and <= Longest } value)
            return null;
        if (
            decimal.TryParse(
                value,
                NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign,
                CultureInfo.InvariantCulture,
                out var number
            )
        )
            return Unix(number);
        return Iso().Match(value) is { Success: true } iso ? Read(iso) : Words(value);
    }

    private static DateTime? Unix(decimal number)
    {
        foreach (var (below, perSecond) in Units)
        {
            if (number >= 0 && number < below)
                return (number / perSecond) is var seconds && seconds < (decimal)(DateTime.MaxValue - DateTime.UnixEpoch).TotalSeconds
                    ? DateTime.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond))
                    : null;
        }

        return null;
    }

    private static DateTime? Read(Match iso)
    {
        // Digits beyond a tick are dropped.
        var fraction = iso.Groups["fraction"].Value;
        var digits =
            $"{iso.Groups["date"].Value.Replace("-", "", StringComparison.Ordinal).Replace("/", "", StringComparison.Ordinal)}"
            + iso.Groups["time"].Value.Replace(":", "", StringComparison.Ordinal).PadRight(6, '0');
        return DateTime.TryParseExact(digits, "yyyyMMddHHmmss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? Utc(time.AddTicks(long.Parse(fraction.PadRight(7, '0')[..7], CultureInfo.InvariantCulture)), iso)
            : null;
    }

    private static DateTime? Words(string value) =>
        Mail().Match(value) is { Success: true } mail
        && DateTime.TryParseExact(
            mail.Groups["date"].Value,
            Spelled,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AllowInnerWhite,
            out var time
        )
            ? Utc(time, mail)
            : null;

    private static DateTime? Utc(DateTime time, Match zone)
    {
        var minutes = zone.Groups["hours"].Success
            ? (int.Parse(zone.Groups["hours"].Value, CultureInfo.InvariantCulture) * 60)
                + (zone.Groups["minutes"].Success ? int.Parse(zone.Groups["minutes"].Value, CultureInfo.InvariantCulture) : 0)
            : 0;
        // Android 5 and 6 write a time zone west of Greenwich as +-5:00.
        var offset = TimeSpan.FromMinutes(zone.Groups["sign"].Value.Contains('-', StringComparison.Ordinal) ? -minutes : minutes);
        if (offset.Duration() > TimeSpan.FromHours(18))
            return null;
        var ticks = time.Ticks - offset.Ticks;
        return new DateTime(Math.Clamp(ticks, DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks), DateTimeKind.Utc);
    }

    private const string Zone =
        @"\s*(?:(?:z|utc|gmt|ut)?\s*(?:(?<sign>\+-|-\+|[+-])(?<hours>[0-9]{1,2})(?::?(?<minutes>[0-9]{2}))?)?)(?:\s*\([^)]*\)|\[[^\]]*\])?";

    [GeneratedRegex(
        @"^(?<date>[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{4}/[0-9]{2}/[0-9]{2}|[0-9]{8})(?:t|\s+|_)(?<time>[0-9]{2}:[0-9]{2}(?::[0-9]{2})?|[0-9]{4}(?:[0-9]{2})?)(?:[.,](?<fraction>[0-9]+))?"
            + Zone
            + "$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Iso();

    [GeneratedRegex(
        @"^(?:[a-z]{3,9},?\s+)?(?<date>(?:[0-9]{1,2}[\s\-][a-z]{3}[\s\-][0-9]{2,4}|[a-z]{3}\s+[0-9]{1,2})\s+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?:\s+[0-9]{4})?)"
            + Zone
            + "$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Mail();
}
