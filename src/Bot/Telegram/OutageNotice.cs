using System.Collections.Concurrent;
using XthonBot.Bot.Telegram.Sending;
using XthonBot.Bot.Telegram.Updates;
using XthonBot.Texts;

namespace XthonBot.Bot.Telegram;

/// <summary>Tells people that the database is away: each chat once, however often its updates are tried, until it is back.</summary>
internal sealed partial class OutageNotice(ScreenSender screens, TextBook texts, ILogger<OutageNotice> log)
{
    private readonly ConcurrentDictionary<long, bool> told = new();

    /// <summary>Returns at once: what is to be done meanwhile does not wait for Telegram.</summary>
    /// <param name="person">Null where it is nobody's.</param>
    public void Tell(IncomingPerson? person, long updateId)
    {
        if (person is not null && told.TryAdd(person.Id, true))
            _ = SendAsync(person, updateId);
    }

    /// <summary>The database has taken something.</summary>
    public void Over()
    {
        if (!told.IsEmpty)
            told.Clear();
    }

    private async Task SendAsync(IncomingPerson person, long updateId)
    {
        try
        {
            // Their own choice of language is in the database.
            var words = texts[texts.Guess(person.LanguageCode)];
            await screens.SendPlainAsync(
                person.Id,
                words.Html("error.database", ("id", updateId)),
                SendPriority.Reply,
                null,
                CancellationToken.None
            );
        }
#pragma warning disable CA1031 // A word of comfort, which ends nothing where it does not arrive.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogUntold(log, e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Somebody could not be told that the database is away ({Reason})")]
    private static partial void LogUntold(ILogger log, string reason);
}
