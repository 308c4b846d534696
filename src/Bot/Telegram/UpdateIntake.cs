using Microsoft.Extensions.Options;
using Telegram.Bot.Types;
using XthonBot.Core.Data;
using XthonBot.Core.Inbox;

namespace XthonBot.Bot.Telegram;

/// <summary>Where updates come in, whichever way: stored, durably and once by their id, before Telegram is told that we have them.</summary>
internal sealed class UpdateIntake(InboxHandler inbox, ChatLanes lanes, Outage outage, IOptions<TelegramOptions> options)
{
    /// <summary>Returns once they are durable; they are worked at afterwards.</summary>
    /// <param name="updates">Each with the text that it is stored as.</param>
    /// <exception cref="Exception">They are not stored: Telegram has to bring them again. Where the database is away, people were told.</exception>
    public async Task StoreAsync(IReadOnlyList<(Update Update, string Payload)> updates, CancellationToken ct)
    {
        try
        {
            var incoming = updates.Select(u => new Incoming(options.Value.Source, u.Update.Id, UpdateReading.LaneOf(u.Update), u.Payload)).ToList();
            var taken = await inbox.StoreAsync(incoming, take: lanes.Room > 0, ct);
            outage.Over();
            lanes.Start(taken);
        }
        catch (Exception e) when (e.IsDatabaseAway())
        {
            foreach (var (update, _) in updates)
                outage.Tell(update);
            throw;
        }
    }
}
