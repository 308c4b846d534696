using System.Globalization;

namespace XthonBot.Texts;

/// <summary>
/// A moment as Telegram's <c>date_time</c> entity, which a client shows in its reader's own zone and manner. An older client shows the
/// text within, in UTC.
/// </summary>
/// <remarks>Facts: core.telegram.org/bots/api#date-time-entity-formatting (Bot API 9.5).</remarks>
public static class LocalTime
{
    /// <summary>Date and time, to the minute.</summary>
    public static Markup At(DateTime at) => Entity(at, "dt", ScreenText.At(at));

    /// <summary>Only the time of day.</summary>
    public static Markup Clock(DateTime at) => Entity(at, "t", ScreenText.Clock(at));

    /// <summary>The time of day, and how far it is from now: <c>9:21 AM (in 20 minutes)</c>, or <c>06:21 (UTC)</c>.</summary>
    public static Markup ClockAndDistance(DateTime at) =>
        new($"{Entity(at, "t", at.ToString("HH:mm", CultureInfo.InvariantCulture))} ({Entity(at, "r", "UTC")})");

    private static Markup Entity(DateTime at, string format, string text)
    {
        var unix = new DateTimeOffset(DateTime.SpecifyKind(at, DateTimeKind.Utc)).ToUnixTimeSeconds();
        return new(
            string.Create(CultureInfo.InvariantCulture, $"<tg-time unix=\"{unix}\" format=\"{format}\">{Words.Escape(text)}</tg-time>")
        );
    }
}
