namespace XthonBot.Faults;

/// <summary>When the database was away: only then may the store answer 503, and then it has to.</summary>
internal sealed class Outages
{
    /// <summary>Connections of the time before may break on their next use.</summary>
    private static readonly TimeSpan Aftermath = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private readonly List<(DateTimeOffset Began, DateTimeOffset Ended)> fatal = [];
    private long? since;
    private long until = -1;
    private int unavailable;

    /// <summary>How many requests of this outage were answered 503.</summary>
    public int Unavailable => Volatile.Read(ref unavailable);

    public bool MayBeUnavailable
    {
        get
        {
            lock (gate)
                return since is not null || (until >= 0 && TimeProvider.System.GetElapsedTime(until) < Aftermath);
        }
    }

    public void Begin()
    {
        lock (gate)
            (since, unavailable) = (TimeProvider.System.GetTimestamp(), 0);
    }

    public void End()
    {
        lock (gate)
            (since, until) = (null, TimeProvider.System.GetTimestamp());
    }

    /// <summary>By the moved clock: from when the database was away until the process ended, where it ended in the outage.</summary>
    public IReadOnlyList<(DateTimeOffset Began, DateTimeOffset Ended)> Fatal => fatal;

    public void ProcessEnded(DateTimeOffset outageBegan, DateTimeOffset at) => fatal.Add((outageBegan, at));

    public void CountUnavailable() => Interlocked.Increment(ref unavailable);
}
