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

    /// <summary>The bot's Telegram user id, with which every token begins.</summary>
    public long BotId => long.TryParse(Token.AsSpan(0, Math.Max(Token.IndexOf(':', StringComparison.Ordinal), 0)), out var id) ? id : 0;

    /// <summary>Whose updates these are, in the inbox and among the leases.</summary>
    public string Source => $"telegram:{BotId}";

    /// <summary>Another Bot API server than Telegram's own.</summary>
    public string? ApiUrl { get; set; }

    public UpdateMode Mode { get; set; }

    /// <summary>What Telegram has to name when it calls our webhook. Never logged.</summary>
    public string WebhookSecret { get; set; } = "";

    /// <summary>The Telegram user ids of the operators.</summary>
    public HashSet<long> AdminIds { get; } = [];

    /// <summary>Messages a second in all; 0: without limit.</summary>
    public int MessagesPerSecond { get; set; } = 30;

    /// <summary>Messages a second to one chat, after a burst of five; 0: without limit.</summary>
    public double MessagesPerChatPerSecond { get; set; } = 1;
}
