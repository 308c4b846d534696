namespace XthonBot.Core.Foundation.Kernel;

public static class Clock
{
    /// <summary>
    /// Now, in UTC and whole milliseconds: both databases keep that exactly, so what was written compares equal when read.
    /// </summary>
    public static DateTime UtcNow(this TimeProvider time)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMillisecond));
    }
}
