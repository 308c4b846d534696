namespace XthonBot.Bot.Telegram.Sending;

/// <summary>
/// How fast the bot may speak. The defaults are Telegram's own figures:
/// https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
/// </summary>
internal sealed class SenderOptions
{
    /// <summary>Calls a second over all chats, after a burst of <see cref="Burst"/>; 0 = no limit.</summary>
    public int MessagesPerSecond { get; init; } = 30;

    /// <summary>
    /// Calls that may go at once after a rest, by default those of a second; with 1 they are evenly spread,
    /// and no second ever sees more than its share.
    /// </summary>
    public int? Burst { get; init; }

    /// <summary>Calls a second to one chat, once its burst is spent; 0 = no limit.</summary>
    public double MessagesPerChatPerSecond { get; init; } = 1;

    /// <summary>Calls that a rested chat may get at once.</summary>
    public int ChatBurst { get; init; } = 5;

    /// <summary>Calls under way at a time, each for another chat.</summary>
    public int ConcurrentCalls { get; init; } = 64;

    /// <summary>How long one try may take. The client's own timeout has to outlast a long poll, so it is no help here.</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a shutdown waits for what is still to be sent.</summary>
    public TimeSpan ShutdownGrace { get; init; } = TimeSpan.FromSeconds(5);
}
