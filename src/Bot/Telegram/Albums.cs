using System.Collections.Concurrent;

namespace XthonBot.Bot.Telegram;

/// <summary>
/// Files that were sent at once come one by one, with an album's id in common: it gets one answer, and one caption, which stands on
/// the first of its files or on the last; where it has none, but its first file answers a question, so do the others. Known to this process
/// alone: after a crash in between somebody is answered twice, or asked for the caption.
/// </summary>
internal sealed class Albums(TimeProvider time)
{
    private const int MostKnown = 10_000;

    private readonly ConcurrentDictionary<(long Chat, string Album), Album> known = new();

    public Album Of(long chat, string album)
    {
        if (known.Count >= MostKnown)
            known.Clear();
        return known.GetOrAdd((chat, album), _ => new Album(time));
    }
}

internal sealed class Album(TimeProvider time)
{
    /// <summary>All of an album come within one or two batches.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly TaskCompletionSource<string> caption = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long answeredBy;

    /// <summary>Whether the album is answered by what comes of this item.</summary>
    public bool IsAnsweredBy(long itemId) =>
        Interlocked.CompareExchange(ref answeredBy, itemId, 0) is var first && (first == 0 || first == itemId);

    /// <summary>The caption of its files that have none; empty where there is none.</summary>
    public void Tell(string text) => caption.TrySetResult(text);

    /// <returns>The caption of this file. Empty where there is none and this file is the one that answers for the album; null where another
    /// one does.</returns>
    public async Task<string?> CaptionAsync(long itemId, CancellationToken ct)
    {
        try
        {
            return OrNull(await caption.Task.WaitAsync(Patience, time, ct));
        }
        catch (TimeoutException)
        {
            return IsAnsweredBy(itemId) ? "" : OrNull(await caption.Task.WaitAsync(ct));
        }
    }

    private static string? OrNull(string text) => text.Length == 0 ? null : text;
}
