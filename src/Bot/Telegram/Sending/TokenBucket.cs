namespace XthonBot.Bot.Telegram.Sending;

/// <summary>
/// Lets a burst through, then a steady rate. It holds no count of tokens, only the moment at which it is full again:
/// a token taken moves that moment by one interval, so there is nothing to refill and nothing to round.
/// Times are counted from the sender's start.
/// </summary>
internal sealed class TokenBucket
{
    private readonly TimeSpan interval;
    private readonly TimeSpan burst;

    /// <param name="perSecond">Tokens a second; 0 or less = never empty.</param>
    /// <param name="burst">Tokens in a full bucket, at least one.</param>
    public TokenBucket(double perSecond, int burst)
    {
        // Rounded up: never faster than asked.
        if (perSecond > 0)
            interval = TimeSpan.FromTicks((long)Math.Ceiling(TimeSpan.TicksPerSecond / perSecond));
        this.burst = interval * (Math.Max(burst, 1) - 1);
    }

    /// <summary>From when on the bucket is as good as new.</summary>
    public TimeSpan FullAt { get; private set; }

    /// <summary>From when on there is a token.</summary>
    public TimeSpan NextAt => FullAt - burst;

    public void Take(TimeSpan now) => FullAt = (FullAt > now ? FullAt : now) + interval;

    /// <summary>Undoes one <see cref="Take"/>.</summary>
    public void GiveBack() => FullAt -= interval;
}
