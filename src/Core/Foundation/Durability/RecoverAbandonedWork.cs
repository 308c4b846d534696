using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Foundation.Durability;

/// <summary>
/// At a start: lets go of what those held who are known to be no more, so that nobody waits for it to run out. A file belongs to one
/// process, so nobody else lives; of a server's, those that ran on this machine can be looked for.
/// </summary>
public sealed class RecoverAbandonedWorkHandler(Store store, LeaseTimings terms)
{
    /// <returns>How many processes left something behind.</returns>
    public Task<int> HandleAsync(CancellationToken ct) =>
        store.WriteAsync(
            async (db, token) =>
            {
                var held = db.Inbox.Where(i => i.DoneAt == null && i.Holder != null);
                var holders = await db.Leases.Select(l => l.Holder).Union(held.Select(i => i.Holder!)).ToListAsync(token);
                var dead = terms == LeaseTimings.SingleProcess ? holders : holders.FindAll(NodeIdentity.IsKnownDead);
                if (dead.Count == 0)
                    return 0;
                await db.Leases.Where(l => dead.Contains(l.Holder)).ExecuteDeleteAsync(token);
                await held.Where(i => dead.Contains(i.Holder!))
                    .ExecuteUpdateAsync(set => set.SetProperty(i => i.Holder, (string?)null), token);
                return dead.Count;
            },
            ct
        );
}
