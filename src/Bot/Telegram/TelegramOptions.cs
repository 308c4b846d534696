namespace XthonBot.Bot.Telegram;

internal enum UpdateMode
{
    Polling,
    Webhook,
}

/// <summary>The section <c>Telegram</c> of the configuration.</summary>
internal sealed class TelegramOptions
{
    /// <summary>From @BotFather. Never logged.</summary>
    public string Token { get; set; } = "";

    /// <summary>Another Bot API server than Telegram's own.</summary>
    public string? ApiUrl { get; set; }

    public UpdateMode Mode { get; set; }

    /// <summary>The Telegram user ids of the operators.</summary>
    public HashSet<long> AdminIds { get; } = [];

    /// <summary>Messages a second in all; 0: without limit.</summary>
    public int MessagesPerSecond { get; set; } = 30;

    /// <summary>Messages a second to one chat, after a burst of five; 0: without limit.</summary>
    public double MessagesPerChatPerSecond { get; set; } = 1;
}
