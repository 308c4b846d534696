namespace XthonBot.Bot.Telegram.Sending;

/// <summary>
/// Decides who may go when. Knows neither the network nor the clock: times come in, counted from the sender's start.
/// Every step costs the logarithm of what waits. Not safe for threads; the sender holds a lock around it.
/// </summary>
internal sealed class SendQueue(SenderOptions options)
{
    private readonly Dictionary<long, ChatSendQueue> chats = [];

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
    public int Chats => chats.Count;

    /// <summary>When <see cref="Take"/> is worth another call; null = not before a call is added or one comes back.</summary>
    public TimeSpan? NextWake =>
        InFlight >= options.ConcurrentCalls ? null
        : ready.Count > 0 ? GlobalAt
        : later.Min?.DueAt;

    private TimeSpan GlobalAt => bucket.NextAt > pausedUntil ? bucket.NextAt : pausedUntil;

    public void Add(QueuedCall call, TimeSpan now)
    {
        call.Number = ++lastNumber;
        if (!chats.TryGetValue(call.ChatId, out var chat))
        {
            chat = new ChatSendQueue(call.ChatId, new TokenBucket(options.MessagesPerChatPerSecond, options.ChatBurst));
            chats.Add(call.ChatId, chat);
        }

        PutBack(chat, call, now);
    }

    /// <summary>Takes a call out of the queue.</summary>
    /// <returns>False when it does not wait here (any more).</returns>
    public bool Remove(QueuedCall call, TimeSpan now)
    {
        if (!chats.TryGetValue(call.ChatId, out var chat) || !chat.Waiting.Contains(call))
            return false;
        Unlist(chat);
        chat.Waiting.Remove(call);
        Waiting--;
        Enlist(chat, now);
        return true;
    }

    /// <summary>The call that goes next, or null when none may go now. It ends in one of the three methods below.</summary>
    public QueuedCall? Take(TimeSpan now)
    {
        while (later.Min is { } due && due.DueAt <= now)
        {
            Unlist(due);
            Enlist(due, now);
        }

        if (InFlight >= options.ConcurrentCalls || GlobalAt > now || ready.Min is not { } chat)
            return null;

        Unlist(chat);
        var call = chat.Waiting.Min!;
        chat.Waiting.Remove(call);
        Waiting--;
        chat.InFlight = true;
        InFlight++;
        chat.Bucket.Take(now);
        bucket.Take(now);
        return call;
    }

    /// <summary>The call is over, one way or the other.</summary>
    public void Finish(QueuedCall call, TimeSpan now) => Enlist(Land(call), now);

    /// <summary>No answer that says anything: the chat pauses, then the call is tried again.</summary>
    public void Retry(QueuedCall call, TimeSpan now, TimeSpan pause)
    {
        var chat = Land(call);
        chat.PausedUntil = now + pause;
        PutBack(chat, call, now);
    }

    /// <summary>Too many requests: the chat pauses as long as it was told to, then the call is tried again.</summary>
    /// <returns>True when this is no longer about single chats, and everybody pauses.</returns>
    public bool Refused(QueuedCall call, TimeSpan now, TimeSpan retryAfter)
    {
        var chat = Land(call);
        chat.PausedUntil = now + retryAfter;
        // Nothing arrived, so nothing is to be paid for: the retry goes exactly when the pause is over.
        chat.Bucket.GiveBack();
        PutBack(chat, call, now);

        if (flood.Note(call.ChatId, now, chat.PausedUntil) is not { } until)
            return false;
        pausedUntil = until > pausedUntil ? until : pausedUntil;
        return true;
    }

    /// <summary>Empties the queue.</summary>
    /// <returns>The calls that waited in it.</returns>
    public List<QueuedCall> Clear(TimeSpan now)
    {
        List<QueuedCall> all = [.. chats.Values.SelectMany(chat => chat.Waiting)];
        foreach (var call in all)
            Remove(call, now);
        return all;
    }

    private ChatSendQueue Land(QueuedCall call)
    {
        var chat = chats[call.ChatId];
        chat.InFlight = false;
        InFlight--;
        return chat;
    }

    private void PutBack(ChatSendQueue chat, QueuedCall call, TimeSpan now)
    {
        Unlist(chat);
        chat.Waiting.Add(call);
        Waiting++;
        Enlist(chat, now);
    }

    private static void Unlist(ChatSendQueue chat)
    {
        chat.ListedIn?.Remove(chat);
        chat.ListedIn = null;
    }

    private void Enlist(ChatSendQueue chat, TimeSpan now)
    {
        // While a call of the chat is under way, its queue is in neither set; the answer enlists it again.
        if (chat.InFlight)
            return;

        chat.FixDue();
        if (chat.DueAt > now)
            chat.ListedIn = later;
        else if (chat.Waiting.Count > 0)
            chat.ListedIn = ready;
        else
            chats.Remove(chat.ChatId);
        chat.ListedIn?.Add(chat);
    }
}
