namespace XthonBot.Bot.Telegram.Sending;

/// <summary>The calls that wait for one chat, and when that chat may get its next call.</summary>
internal sealed class ChatSendQueue(long chatId, TokenBucket bucket)
{
    public static readonly Comparer<ChatSendQueue> ByHead = Comparer<ChatSendQueue>.Create(
        (a, b) => QueuedCall.Order.Compare(a.Waiting.Min, b.Waiting.Min)
    );

    public static readonly Comparer<ChatSendQueue> ByDue = Comparer<ChatSendQueue>.Create(
        (a, b) => a.DueAt != b.DueAt ? a.DueAt.CompareTo(b.DueAt) : a.ChatId.CompareTo(b.ChatId)
    );

    public long ChatId { get; } = chatId;

    public TokenBucket Bucket { get; } = bucket;

    public SortedSet<QueuedCall> Waiting { get; } = new(QueuedCall.Order);

    /// <summary>A chat gets one call at a time, or its messages would overtake each other on the way.</summary>
    public bool InFlight { get; set; }

    public TimeSpan PausedUntil { get; set; }

    /// <summary>
    /// When the sender has to look at this chat again: to send its next call, or, with nothing to send, to forget it. An idle chat is
    /// kept until its bucket is full, or it would get a fresh burst by waiting.
    /// </summary>
    public TimeSpan DueAt { get; private set; }

    /// <summary>The set that holds this chat at the moment; the chat has to leave it before anything that orders the set changes.</summary>
    public SortedSet<ChatSendQueue>? ListedIn { get; set; }

    public void FixDue()
    {
        var bucketAt = Waiting.Count > 0 ? Bucket.NextAt : Bucket.FullAt;
        DueAt = bucketAt > PausedUntil ? bucketAt : PausedUntil;
    }
}
