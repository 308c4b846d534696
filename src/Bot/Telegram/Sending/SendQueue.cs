namespace XthonBot.Bot.Telegram.Sending;

/// <summary>
/// Decides who may go when. Knows neither the network nor the clock: times come in, counted from the sender's start.
/// Every step costs the logarithm of what waits. Not safe for threads; the sender holds a lock around it.
/// </summary>
internal sealed class SendQueue(SenderOptions options)
{
    private readonly Dictionary<long, ChatSendQueue> lanes = [];

    /// <summary>Chats that may get a call now, the most urgent call first.</summary>
    private readonly SortedSet<ChatSendQueue> ready = new(ChatSendQueue.ByHead);

    /// <summary>Chats that have to wait, or are to be forgotten, the earliest first.</summary>
    private readonly SortedSet<ChatSendQueue> later = new(ChatSendQueue.ByDue);

    private readonly TokenBucket bucket = new(options.MessagesPerSecond, options.Burst ?? options.MessagesPerSecond);
    private readonly FloodWatch flood = new();
    private TimeSpan pausedUntil;
    private long lastNumber;

    public int Waiting { get; private set; }

    public int InFlight { get; private set; }

    /// <summary>Chats that take up memory.</summary>
    public int Chats => lanes.Count;

    /// <summary>When <see cref="Take"/> is worth another call; null = not before a call is added or one comes back.</summary>
    public TimeSpan? NextWake =>
        InFlight >= options.ConcurrentCalls ? null
        : ready.Count > 0 ? GlobalAt
        : later.Min?.DueAt;

    private TimeSpan GlobalAt => bucket.NextAt > pausedUntil ? bucket.NextAt : pausedUntil;

    public void Add(QueuedCall call, TimeSpan now)
    {
        call.Number = ++lastNumber;
        if (!lanes.TryGetValue(call.ChatId, out var lane))
        {
            lane = new ChatSendQueue(call.ChatId, new TokenBucket(options.MessagesPerChatPerSecond, options.ChatBurst));
            lanes.Add(call.ChatId, lane);
        }

        PutBack(lane, call, now);
    }

    /// <summary>Takes a call out of the queue.</summary>
    /// <returns>False when it does not wait here (any more).</returns>
    public bool Remove(QueuedCall call, TimeSpan now)
    {
        if (!lanes.TryGetValue(call.ChatId, out var lane) || !lane.Waiting.Contains(call))
            return false;
        Unshelve(lane);
        lane.Waiting.Remove(call);
        Waiting--;
        Shelve(lane, now);
        return true;
    }

    /// <summary>The call that goes next, or null when none may go now. It ends in one of the three methods below.</summary>
    public QueuedCall? Take(TimeSpan now)
    {
        while (later.Min is { } due && due.DueAt <= now)
        {
            Unshelve(due);
            Shelve(due, now);
        }

        if (InFlight >= options.ConcurrentCalls || GlobalAt > now || ready.Min is not { } lane)
            return null;

        Unshelve(lane);
        var call = lane.Waiting.Min!;
        lane.Waiting.Remove(call);
        Waiting--;
        lane.InFlight = true;
        InFlight++;
        lane.Bucket.Take(now);
        bucket.Take(now);
        return call;
    }

    /// <summary>The call is over, one way or the other.</summary>
    public void Finish(QueuedCall call, TimeSpan now) => Shelve(Land(call), now);

    /// <summary>No answer that says anything: the chat pauses, then the call is tried again.</summary>
    public void Retry(QueuedCall call, TimeSpan now, TimeSpan pause)
    {
        var lane = Land(call);
        lane.PausedUntil = now + pause;
        PutBack(lane, call, now);
    }

    /// <summary>Too many requests: the chat pauses as long as it was told to, then the call is tried again.</summary>
    /// <returns>True when this is no longer about single chats, and everybody pauses.</returns>
    public bool Refused(QueuedCall call, TimeSpan now, TimeSpan retryAfter)
    {
        var lane = Land(call);
        lane.PausedUntil = now + retryAfter;
        // Nothing arrived, so nothing is to be paid for: the retry goes exactly when the pause is over.
        lane.Bucket.GiveBack();
        PutBack(lane, call, now);

        if (flood.Note(call.ChatId, now, lane.PausedUntil) is not { } until)
            return false;
        pausedUntil = until > pausedUntil ? until : pausedUntil;
        return true;
    }

    /// <summary>Empties the queue.</summary>
    /// <returns>The calls that waited in it.</returns>
    public List<QueuedCall> Clear(TimeSpan now)
    {
        List<QueuedCall> all = [.. lanes.Values.SelectMany(lane => lane.Waiting)];
        foreach (var call in all)
            Remove(call, now);
        return all;
    }

    private ChatSendQueue Land(QueuedCall call)
    {
        var lane = lanes[call.ChatId];
        lane.InFlight = false;
        InFlight--;
        return lane;
    }

    private void PutBack(ChatSendQueue lane, QueuedCall call, TimeSpan now)
    {
        Unshelve(lane);
        lane.Waiting.Add(call);
        Waiting++;
        Shelve(lane, now);
    }

    private static void Unshelve(ChatSendQueue lane)
    {
        lane.Shelf?.Remove(lane);
        lane.Shelf = null;
    }

    private void Shelve(ChatSendQueue lane, TimeSpan now)
    {
        // While its call is under way a lane stands on no shelf; it comes back with the answer.
        if (lane.InFlight)
            return;

        lane.FixDue();
        if (lane.DueAt > now)
            lane.Shelf = later;
        else if (lane.Waiting.Count > 0)
            lane.Shelf = ready;
        else
            lanes.Remove(lane.ChatId);
        lane.Shelf?.Add(lane);
    }
}
