using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using XthonBot.Core.Data;
using XthonBot.Core.Primitives;
using XthonBot.Core.Sealing;
using XthonBot.Core.Stock;

namespace XthonBot.Core.Messages;

/// <summary>Deletes texts and codes that are older than <see cref="MessageOptions.Retention"/>; the orders stay.</summary>
public sealed class PurgeTextsHandler(Store store, IOptions<MessageOptions> options, TimeProvider time)
{
    public Task<int> HandleAsync(CancellationToken ct)
    {
        var before = time.UtcNow() - options.Value.Retention;
        return store.WriteAsync(
            async (db, token) =>
            {
                await db.Orders.Where(o => o.Code != null && o.CodeAt < before)
                    .ExecuteUpdateAsync(set => set.SetProperty(o => o.Code, (SealedText?)null), token);
                // What still waits for parts is given out first.
                await db.MessageParts.Where(p => p.StoredAt < before && db.LongMessages.Any(m => m.Id == p.LongMessageId && (m.GivenAt != null || m.Round != p.Round)))
                    .ExecuteDeleteAsync(token);
                await db.LongMessages.Where(m => m.GivenAt != null && m.StartedAt < before).ExecuteDeleteAsync(token);
                // A digest of a short text is as good as the text: what is known again by it must not outlive it.
                await db.Messages.Where(m => m.Source == PollLinksHandler.Source && m.Text != null && m.StoredAt < before)
                    .ExecuteUpdateAsync(set => set.SetProperty(m => m.ExternalId, m => "purged:" + m.Id.ToString()), token);
                await db.Numbers.Where(n => n.Heard != null && n.PollAt < before && n.Status != NumberStatus.Held)
                    .ExecuteUpdateAsync(set => set.SetProperty(n => n.Heard, (string?)null), token);
                return await db.Messages.Where(m => m.Text != null && m.StoredAt < before)
                    .ExecuteUpdateAsync(set => set.SetProperty(m => m.Text, (SealedText?)null).SetProperty(m => m.Code, (SealedText?)null), token);
            },
            ct);
    }
}
