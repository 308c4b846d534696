using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using XthonBot.Bot.Telegram.Payments;
using XthonBot.Bot.Telegram.Updates;
using XthonBot.Core.Foundation.Durability;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Bot.Telegram;

/// <summary>
/// Where updates come in, whichever way: stored as they are, durably and once by their id and content, before Telegram is told that we
/// have them. Nothing but the id has to be readable; what has none is passed over, and stands in nobody's way.
/// </summary>
internal sealed partial class UpdateIntake(
    Inbox inbox,
    UpdateWorkers workers,
    OutageNotice outage,
    PassedOver passedOver,
    PreCheckouts preCheckouts,
    IOptions<TelegramOptions> options,
    ILogger<UpdateIntake> log
)
{
    // By the bot's token, which is not in the database.
    private readonly ContentDigest digest = new(HMACSHA256.HashData(Encoding.UTF8.GetBytes(options.Value.Token), "update digest"u8));

    /// <summary>Returns once they are durable; they are worked at afterwards.</summary>
    /// <returns>The ids that could be read, and how many of them were new.</returns>
    /// <exception cref="Exception">They are not stored: Telegram has to bring them again. Where the database is away, people were
    /// told.</exception>
    public async Task<(IReadOnlyList<long> Ids, int Added)> StoreAsync(IReadOnlyList<ReadOnlyMemory<byte>> updates, CancellationToken ct)
    {
        var read = Read(updates);
        IReadOnlyList<long> ids = [.. read.Select(u => u.Id)];
        var answered = Answer(read);
        if (read.Count == 0)
            return (ids, answered);
        try
        {
            var incoming = read.Select(u => new Incoming(options.Value.Source, u.Id, u.PartitionKey, u.Json, u.DigestBy(digest))).ToList();
            var stored = await inbox.StoreAsync(incoming, take: workers.Room > 0, ct);
            outage.Over();
            if (stored.Added < read.Count)
                LogKnown(log, read.Count - stored.Added);
            foreach (var id in stored.BegunAgain)
                LogBegunAgain(log, id);
            workers.Start(stored.Taken);
            return (ids, stored.Added + answered);
        }
        catch (Exception e) when (e.IsDatabaseAway())
        {
            foreach (var update in read)
                outage.Tell(IncomingUpdate.Read(update.Json).Person, update.Id);
            throw;
        }
    }

    /// <summary>Answers only what cannot wait: the batch before these updates is not stored yet, so they come again.</summary>
    public void AnswerAlone(IReadOnlyList<ReadOnlyMemory<byte>> updates) =>
        Answer([.. updates.Select(json => RawUpdate.Read(json.Span)).OfType<RawUpdate>()]);

    private List<RawUpdate> Read(IReadOnlyList<ReadOnlyMemory<byte>> updates)
    {
        var read = new List<RawUpdate>(updates.Count);
        foreach (var json in updates)
        {
            if (RawUpdate.Read(json.Span) is { } update)
                read.Add(update);
            else
                passedOver.Note(UpdatesAnswer.IdIn(json.Span), "broken");
        }

        return read;
    }

    /// <summary>Takes the questions that cannot wait out of the batch: they are answered before anything is stored.</summary>
    /// <returns>How many of them are new.</returns>
    private int Answer(List<RawUpdate> read)
    {
        var count = 0;
        foreach (var update in read.Where(u => u.Kind == PreCheckout.Kind))
        {
            if (PreCheckout.Read(update) is not { } query)
                passedOver.Note(update.Id, update.Kind);
            else if (preCheckouts.Begin(query))
                count++;
        }

        read.RemoveAll(u => u.Kind == PreCheckout.Kind);
        return count;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} updates were stored before, and are delivered again")]
    private static partial void LogKnown(ILogger log, int count);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Update {Id} is another one than that which had this id before: the ids have begun again. It is worked at"
    )]
    private static partial void LogBegunAgain(ILogger log, long id);
}
