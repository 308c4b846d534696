using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Data;
using XthonBot.Core.Primitives;

namespace XthonBot.Core.Inbox;

/// <param name="ExternalId">The source's own id; a redelivery carries the same one.</param>
public sealed record Incoming(string Source, long ExternalId, long Lane, string Payload);

/// <summary>A stored item that is still to be worked at.</summary>
public sealed record PendingItem(long Id, long ExternalId, long Lane, string Payload);

/// <summary>Keeps what came in until it is done, over any crash.</summary>
public sealed class InboxHandler(Store store, TimeProvider time)
{
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(7);

    /// <summary>Stores what is new, durably, before it is confirmed to its source.</summary>
    /// <returns>The new items in their order; a redelivered one is not among them.</returns>
    public Task<IReadOnlyList<PendingItem>> StoreAsync(IReadOnlyList<Incoming> incoming, CancellationToken ct)
    {
        var now = time.UtcNow();
        return store.WriteAsync<IReadOnlyList<PendingItem>>(
            async (db, token) =>
            {
                var source = incoming[0].Source;
                var ids = incoming.Select(i => i.ExternalId).ToList();
                var known = await db.Inbox.Where(i => i.Source == source && ids.Contains(i.ExternalId)).Select(i => i.ExternalId).ToListAsync(token);
                var items = incoming.DistinctBy(i => i.ExternalId).Where(i => !known.Contains(i.ExternalId)).Select(i => new InboxItem(i, now)).ToList();
                db.AddRange(items);
                await db.SaveChangesAsync(token);
                return [.. items.Select(i => new PendingItem(i.Id, i.ExternalId, i.Lane, i.Payload))];
            },
            ct);
    }

    /// <summary>What an earlier run left undone, oldest first.</summary>
    public Task<List<PendingItem>> ReadPendingAsync(string source, CancellationToken ct) => store.ReadAsync(
        (db, token) => db.Inbox.Where(i => i.DoneAt == null && i.Source == source).OrderBy(i => i.Id)
            .Select(i => new PendingItem(i.Id, i.ExternalId, i.Lane, i.Payload)).ToListAsync(token),
        ct);

    public Task<int> CompleteAsync(long id, CancellationToken ct)
    {
        var now = time.UtcNow();
        return store.WriteAsync(
            (db, token) => db.Inbox.Where(i => i.Id == id)
                .ExecuteUpdateAsync(set => set.SetProperty(i => i.DoneAt, now).SetProperty(i => i.Payload, ""), token),
            ct);
    }

    /// <summary>Forgets ids that no source delivers again, and news that was told long ago.</summary>
    public Task<int> PurgeAsync(CancellationToken ct)
    {
        var before = time.UtcNow() - Remembered;
        return store.WriteAsync(
            async (db, token) =>
            {
                await db.Notifications.Where(n => n.DoneAt < before).ExecuteDeleteAsync(token);
                return await db.Inbox.Where(i => i.DoneAt < before).ExecuteDeleteAsync(token);
            },
            ct);
    }
}
