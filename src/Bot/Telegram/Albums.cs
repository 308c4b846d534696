using System.Collections.Concurrent;

namespace XthonBot.Bot.Telegram;

/// <summary>
/// What was sent at once comes one by one, and is told by an album's id alone: it gets one answer, and one caption, which stands on
/// the first of its files or on the last. Known to this process alone: after a crash in between somebody is answered twice, or asked
/// for the caption.
/// </summary>
internal sealed class Albums(TimeProvider time)
{
    private const int MostKnown = 10_000;

    /// <summary>All of an album come within one or two batches.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<(long Chat, string Album), Album> known = new();

    /// <summary>Whether the album is answered by what comes of this item.</summary>
    public bool IsAnsweredBy(long chat, string album, long itemId) => Of(chat, album).IsAnsweredBy(itemId);

    public void Tell(long chat, string album, string caption) => Of(chat, album).Caption.TrySetResult(caption);

    /// <returns>Empty where none came.</returns>
    public async Task<string> CaptionAsync(long chat, string album, CancellationToken ct)
    {
        try
        {
            return await Of(chat, album).Caption.Task.WaitAsync(Patience, time, ct);
        }
        catch (TimeoutException)
        {
            return "";
        }
    }

    private Album Of(long chat, string album)
    {
        if (known.Count >= MostKnown)
            known.Clear();
        return known.GetOrAdd((chat, album), static _ => new Album());
    }

    private sealed class Album
    {
        private long answeredBy;

        public TaskCompletionSource<string> Caption { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool IsAnsweredBy(long itemId) => Interlocked.CompareExchange(ref answeredBy, itemId, 0) is var first && (first == 0 || first == itemId);
    }
}
