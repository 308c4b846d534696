using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Foundation.Durability;

/// <summary>
/// At a start: releases the work and the leases of nodes that have exited, so that no node waits until they expire. A file belongs to
/// one process, so all other nodes have exited; with a server, those that ran on this machine can be looked up.
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
                var dead = terms == LeaseTimings.SingleProcess ? holders : holders.FindAll(NodeIdentity.HasExited);
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
