using XthonBot.Core.Primitives;

namespace XthonBot.Bot.Telegram;

/// <summary>When Telegram last answered a poll, for the readiness check.</summary>
internal sealed class TelegramContact(TimeProvider time)
{
    private static readonly TimeSpan Stale = TimeSpan.FromSeconds(90);
    private long lastTicks;

    public DateTime? Last => Interlocked.Read(ref lastTicks) is var ticks and > 0 ? new DateTime(ticks, DateTimeKind.Utc) : null;

    public bool IsFresh => Last is { } last && time.UtcNow() - last < Stale;

    public void Note() => Interlocked.Exchange(ref lastTicks, time.UtcNow().Ticks);
}
