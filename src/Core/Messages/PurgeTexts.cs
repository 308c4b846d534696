using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using XthonBot.Core.Data;
using XthonBot.Core.Primitives;
using XthonBot.Core.Sealing;

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
                return await db.Messages.Where(m => m.Text != null && m.StoredAt < before)
                    .ExecuteUpdateAsync(set => set.SetProperty(m => m.Text, (SealedText?)null).SetProperty(m => m.Code, (SealedText?)null), token);
            },
            ct);
    }
}
