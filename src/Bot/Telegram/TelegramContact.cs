using XthonBot.Core.Foundation.Kernel;

namespace XthonBot.Bot.Telegram;

/// <summary>
/// When Telegram last answered and what it brought was stored, by the process whose duty it is to listen, for the readiness check.
/// </summary>
internal sealed class TelegramContact(TimeProvider time)
{
    private static readonly TimeSpan Stale = TimeSpan.FromSeconds(90);
    private long lastTicks;
    private volatile bool onDuty;

    /// <summary>Whether this process listens; false for one that stands by while another one polls.</summary>
    public bool OnDuty => onDuty;

    public DateTime? Last => Interlocked.Read(ref lastTicks) is var ticks and > 0 ? new DateTime(ticks, DateTimeKind.Utc) : null;

    public bool IsFresh => Last is { } last && time.UtcNow() - last < Stale;

    public void BeginDuty() => onDuty = true;

    public void EndDuty() => onDuty = false;

    public void Note() => Interlocked.Exchange(ref lastTicks, time.UtcNow().Ticks);
}
