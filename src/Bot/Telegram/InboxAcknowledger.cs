using XthonBot.Core.Foundation.Durability;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Bot.Telegram;

/// <summary>Marks items as done. An item is not processed again because the database was away at its end: the mark waits for it.</summary>
internal sealed partial class InboxAcknowledger(Inbox inbox, OutageNotice outage, TimeProvider time, ILogger<InboxAcknowledger> log)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <returns>The next of its partition, where one waits.</returns>
    public Task<PendingItem?> CompleteAsync(PendingItem item, CancellationToken ct) =>
        UntilBackAsync(() => inbox.CompleteAsync(item, ct), ct);

    /// <inheritdoc cref="Inbox.GiveUpAsync"/>
    public Task<PendingItem?> GiveUpAsync(PendingItem item, GivenUp why, CancellationToken ct) =>
        UntilBackAsync(() => inbox.GiveUpAsync(item, why, ct), ct);

    /// <returns>The item on a partition of its own, and the next of the partition that it left.</returns>
    public Task<(PendingItem Aside, PendingItem? Next)> SetAsideAsync(PendingItem item, CancellationToken ct) =>
        UntilBackAsync(() => inbox.SetAsideAsync(item, ct), ct);

    private async Task<T> UntilBackAsync<T>(Func<Task<T>> write, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                var result = await write();
                outage.Over();
                return result;
            }
            catch (Exception e) when (e.IsDatabaseAway())
            {
                LogWaiting(log, e.GetType().Name, e.Message);
            }

            await Task.Delay(Pause, time, ct);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A processed update cannot be marked as done yet ({Kind}: {Reason})")]
    private static partial void LogWaiting(ILogger log, string kind, string reason);
}
