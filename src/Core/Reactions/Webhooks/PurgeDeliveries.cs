using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Reactions.Webhooks;

/// <summary>Deletes what nobody looks up any more: old deliveries, and webhooks that were removed long ago.</summary>
public sealed class PurgeDeliveriesHandler(Store store, TimeProvider time)
{
    internal static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    public Task<int> HandleAsync(CancellationToken ct)
    {
        var before = time.UtcNow() - Kept;
        return store.WriteAsync(
            async (db, token) =>
            {
                var deleted = await db.WebhookDeliveries.Where(d => d.CreatedAt < before).ExecuteDeleteAsync(token);
                await db
                    .Webhooks.Where(w => w.RemovedAt < before && !db.Set<WebhookDelivery>().Any(d => d.WebhookId == w.Id))
                    .ExecuteDeleteAsync(token);
                return deleted;
            },
            ct
        );
    }
}
