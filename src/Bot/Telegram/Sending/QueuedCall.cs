namespace XthonBot.Bot.Telegram.Sending;

/// <summary>A call's place in the <see cref="SendQueue"/>.</summary>
internal abstract class QueuedCall(long chatId, SendPriority priority)
{
    /// <summary>The order in which calls go out: by priority, then by age.</summary>
    public static readonly Comparer<QueuedCall> Order = Comparer<QueuedCall>.Create(
        (a, b) => a.Priority != b.Priority ? a.Priority.CompareTo(b.Priority) : a.Number.CompareTo(b.Number)
    );

    public long ChatId { get; } = chatId;

    public SendPriority Priority { get; } = priority;

    /// <summary>
    /// Its age, given by the queue once. A call that has to be tried again keeps it, which puts it back
    /// at the head of its chat and priority.
    /// </summary>
    public long Number { get; set; }
}
