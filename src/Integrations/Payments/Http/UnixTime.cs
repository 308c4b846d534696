using System.Globalization;
using System.Text.Json;
using XthonBot.Integrations.Reading;

namespace XthonBot.Integrations.Payments.Http;

/// <summary>Times that a provider writes in seconds since 1970.</summary>
internal static class UnixTime
{
    private const long Year10000 = 253_402_300_800;

    /// <returns>Null for what is no such time.</returns>
    public static DateTime? Read(JsonElement json, params ReadOnlySpan<string> names) =>
        long.TryParse(Loose.Text(json, names), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && seconds is > 0 and < Year10000
            ? DateTimeOffset.FromUnixTimeSeconds(seconds).UtcDateTime
            : null;

    public static long Write(DateTime utc) => new DateTimeOffset(DateTime.SpecifyKind(utc, DateTimeKind.Utc)).ToUnixTimeSeconds();
}
