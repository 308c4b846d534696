namespace XthonBot.Bot.Telegram.Sending;

internal sealed partial class TelegramSender
{
    // Codes and kinds, never descriptions: Telegram quotes the message in some of them.

    [LoggerMessage(
        EventName = "TooMany",
        Level = LogLevel.Warning,
        Message = "Telegram asks chat {ChatId} to pause for {Seconds} s; everybody pauses: {Everybody}"
    )]
    private partial void LogTooMany(long chatId, double seconds, bool everybody);

    [LoggerMessage(
        EventName = "Retry",
        Level = LogLevel.Warning,
        Message = "Try {Attempt} of a call for chat {ChatId} got no answer ({Kind}), the next is in {Seconds} s"
    )]
    private partial void LogRetry(long chatId, int attempt, string kind, double seconds);

    [LoggerMessage(
        EventName = "GaveUp",
        Level = LogLevel.Error,
        Message = "Gave up a call for chat {ChatId} after {Tries} tries without an answer ({Kind})"
    )]
    private partial void LogGaveUp(long chatId, int tries, string kind);

    [LoggerMessage(
        EventName = "Rejected",
        Level = LogLevel.Warning,
        Message = "Telegram rejected a call for chat {ChatId} with {ErrorCode}"
    )]
    private partial void LogRejected(long chatId, int errorCode);

    [LoggerMessage(EventName = "LeftBehind", Level = LogLevel.Warning, Message = "Shut down with {Count} calls unsent")]
    private partial void LogLeftBehind(int count);
}
