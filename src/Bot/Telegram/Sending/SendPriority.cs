namespace XthonBot.Bot.Telegram.Sending;

/// <summary>The order of calls when not all can go at once; the earlier value overtakes the later one.</summary>
internal enum SendPriority
{
    /// <summary>A code that somebody waits for: it overtakes everything else.</summary>
    Code,

    /// <summary>The answer to a tap or a message.</summary>
    Reply,

    /// <summary>An event that the customer did not ask for: a receipt, a refund, an expiry.</summary>
    Event,

    /// <summary>Broadcasts.</summary>
    Bulk,
}
