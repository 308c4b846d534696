using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Foundation.Protection;
using XthonBot.Core.Modules.Orders;
using XthonBot.Core.Modules.Stock;

namespace XthonBot.Core.Modules.Messages;

/// <summary>Deletes texts and codes that are older than <see cref="MessageOptions.Retention"/>; the orders stay.</summary>
public sealed class PurgeTextsHandler(Store store, IOptions<MessageOptions> options, TimeProvider time)
{
    public Task<int> HandleAsync(CancellationToken ct)
    {
        var before = time.UtcNow() - options.Value.Retention;
        return store.WriteAsync(
            async (db, token) =>
            {
                await OrderCodes.PurgeAsync(db, before, token);
                // Incomplete messages are delivered first.
                await db
                    .MessageParts.Where(p =>
                        p.StoredAt < before
                        && db.Set<LongMessage>().Any(m => m.Id == p.LongMessageId && (m.GivenAt != null || m.Round != p.Round))
                    )
                    .ExecuteDeleteAsync(token);
                await db.LongMessages.Where(m => m.GivenAt != null && m.StartedAt < before).ExecuteDeleteAsync(token);
                // A digest of a short text is as good as the text: what is known again by it must not outlive it.
                await db
                    .Messages.Where(m => m.Source == LinkPoller.Source && m.Text != null && m.StoredAt < before)
                    .ExecuteUpdateAsync(set => set.SetProperty(m => m.ExternalId, m => "purged:" + m.Id.ToString()), token);
                await NumberPolling.PurgeAsync(db, before, token);
                return await db
                    .Messages.Where(m => m.Text != null && m.StoredAt < before)
                    .ExecuteUpdateAsync(
                        set => set.SetProperty(m => m.Text, (ProtectedText?)null).SetProperty(m => m.Code, (ProtectedText?)null),
                        token
                    );
            },
            ct
        );
    }
}
