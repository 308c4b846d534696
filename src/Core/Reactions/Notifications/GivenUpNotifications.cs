using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Durability;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Reactions.Notifications;

/// <summary>Notifications that the channel gave up.</summary>
internal sealed class GivenUpNotifications(OutboxSignal signal, TimeProvider time) : IGivenUpWork, IReaction<WorkRetried>
{
    public DeadLetterKind Kind => DeadLetterKind.Notification;

    public async Task<Result<Done>> RetryAsync(StoreDbContext db, long subject, CancellationToken ct)
    {
        var now = time.UtcNow();
        return
            await db
                .Notifications.Where(n => n.Id == subject && n.DoneAt != null && n.Failure != null)
                .ExecuteUpdateAsync(
                    set =>
                        set.SetProperty(n => n.DoneAt, (DateTime?)null)
                            .SetProperty(n => n.Failure, (string?)null)
                            .SetProperty(n => n.DueAt, now)
                            .SetProperty(n => n.Attempts, 0)
                            .SetProperty(n => n.LeaseUntil, (DateTime?)null),
                    ct
                ) == 1
            ? default(Done)
            : new Error.NotFound("work");
    }

    public void Committed(IReadOnlyList<WorkRetried> events)
    {
        if (events.Any(e => e.Kind == Kind))
            signal.Notify();
    }
}
