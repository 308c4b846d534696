namespace XthonBot.Bot.Telegram.Sending;

internal enum SendStatus
{
    /// <summary>Telegram did it, or it was done already ("message is not modified").</summary>
    Sent,

    /// <summary>This chat cannot be reached: the bot was blocked, the account is gone, the chat does not exist.</summary>
    Blocked,

    /// <summary>Telegram refuses this very call and would refuse it again.</summary>
    Rejected,

    /// <summary>No usable answer in any try. The message may have arrived all the same.</summary>
    Failed,
}

/// <param name="Status">How the call ended.</param>
/// <param name="Value">Telegram's answer; the default when it was not <see cref="SendStatus.Sent"/>, or not modified.</param>
/// <param name="Reason">Telegram's own words, or those of the network; they may quote the message, so they are not for the log.</param>
/// <param name="ErrorCode">Telegram's code where it refused, else 0.</param>
internal sealed record SendOutcome<T>(SendStatus Status, T? Value, string? Reason, int ErrorCode = 0)
{
    /// <summary>Whether it was refused for what it says, and not for who we are.</summary>
    public bool IsAboutTheMessage => ErrorCode is 400 or 413;
}
