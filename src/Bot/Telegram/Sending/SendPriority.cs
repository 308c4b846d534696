namespace XthonBot.Bot.Telegram.Sending;

/// <summary>What goes first when not everything can go at once; the earlier value overtakes the later one.</summary>
internal enum SendPriority
{
    /// <summary>A code that somebody waits for: it overtakes everything else.</summary>
    Code,

    /// <summary>The answer to a tap or a message.</summary>
    Reply,

    /// <summary>What happened to a customer without their asking: a receipt, a refund, an expiry.</summary>
    Event,

    /// <summary>Broadcasts.</summary>
    Bulk,
}
