using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Reactions.Notifications;

/// <summary>Forgets notifications that were sent long ago.</summary>
public sealed class PurgeNotificationsHandler(Store store, TimeProvider time)
{
    private static readonly TimeSpan Retention = TimeSpan.FromDays(7);

    /// <returns>How many.</returns>
    public Task<int> HandleAsync(CancellationToken ct)
    {
        var before = time.UtcNow() - Retention;
        return store.WriteAsync((db, token) => db.Notifications.Where(n => n.DoneAt < before).ExecuteDeleteAsync(token), ct);
    }
}
