namespace XthonBot.Bot.Telegram.Updates;

/// <summary>Where the polling stands: what to ask for next, and how soon.</summary>
internal sealed class UpdateCursor(TimeProvider time)
{
    public const int LargestBatch = 100;

    /// <summary>After so long without anything new Telegram may have begun its ids again, below those that we ask for.</summary>
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(5);

    /// <summary>A poll of which nothing came takes so long where the server waits as it was asked to.</summary>
    private static readonly TimeSpan Waited = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private long newAt = time.GetTimestamp();
    private TimeSpan pause;
    private bool isInVain;

    /// <summary>Confirms all before; null asks for all that is not confirmed, of which what is known is dropped.</summary>
    public long? Offset { get; private set; }

    public int Limit { get; private set; } = LargestBatch;

    /// <summary>The updates are stored, or passed over for good.</summary>
    /// <param name="added">How many of them were new.</param>
    public void Passed(IReadOnlyCollection<long> ids, int added)
    {
        Limit = LargestBatch;
        isInVain = added == 0;
        if (added > 0)
            newAt = time.GetTimestamp();
        // One that is far above the others would have these counted as confirmed before they are there.
        var usual = ids.Where(id => id < int.MaxValue).DefaultIfEmpty().Max();
        if (ids.Count > 0)
            Offset = (usual > 0 ? usual : Math.Min(ids.Max(), long.MaxValue - 1)) is > 0 and var last ? last + 1 : null;
        else if (Offset > int.MaxValue || time.GetElapsedTime(newAt) > Idle)
            BeginAnew();
    }

    /// <summary>The first of the batch cannot be read, or the batch was too large for somebody on the way.</summary>
    public void AskForOne() => Limit = 1;

    public void BeginAnew() => Offset = null;

    /// <summary>
    /// The next poll may go at once, but for a server that neither waits nor brings anything new: it is asked ever less, down to once a
    /// second.
    /// </summary>
    public TimeSpan PauseAfter(TimeSpan took)
    {
        pause =
            !isInVain || took >= Waited ? TimeSpan.Zero
            : pause == TimeSpan.Zero ? FirstPause
            : pause * 2 < LongestPause ? pause * 2
            : LongestPause;
        return pause;
    }
}
