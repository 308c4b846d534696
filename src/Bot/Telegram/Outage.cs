using System.Collections.Concurrent;
using Telegram.Bot.Types;
using XthonBot.Bot.Telegram.Sending;
using XthonBot.Bot.Texts;

namespace XthonBot.Bot.Telegram;

/// <summary>Tells people that the database is away: each chat once, however often its updates are tried, until it is back.</summary>
internal sealed partial class Outage(ScreenSender screens, TextBook texts, ILogger<Outage> log)
{
    private readonly ConcurrentDictionary<long, bool> told = new();

    /// <summary>Returns at once: what is to be done meanwhile does not wait for Telegram.</summary>
    public void Tell(Update update)
    {
        if (UpdateReading.PersonOf(update) is { } person && told.TryAdd(person.Id, true))
            _ = SendAsync(person, update.Id);
    }

    /// <summary>The database has taken something.</summary>
    public void Over()
    {
        if (!told.IsEmpty)
            told.Clear();
    }

    private async Task SendAsync(User person, int updateId)
    {
        try
        {
            // Their own choice of language is in the database.
            var words = texts[texts.Guess(person.LanguageCode)];
            await screens.SendPlainAsync(person.Id, words.Html("error.database", ("id", updateId)), SendPriority.Reply, CancellationToken.None);
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
