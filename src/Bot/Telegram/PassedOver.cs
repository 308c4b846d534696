namespace XthonBot.Bot.Telegram;

/// <summary>Updates that could not be read, or not as anything the store knows: logged without their content, counted, and done.</summary>
internal sealed partial class PassedOver(ILogger<PassedOver> log)
{
    private long count;

    /// <summary>Since the start.</summary>
    public long Count => Interlocked.Read(ref count);

    /// <param name="id">Null where not even that could be read.</param>
    public void Note(long? id, string kind)
    {
        Interlocked.Increment(ref count);
        LogPassedOver(log, id, kind);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Update {Id} ({Kind}) cannot be understood and is passed over")]
    private static partial void LogPassedOver(ILogger log, long? id, string kind);
}
