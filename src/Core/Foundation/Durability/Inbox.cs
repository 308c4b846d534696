using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Foundation.Protection;

namespace XthonBot.Core.Foundation.Durability;

/// <param name="ExternalId">The source's own id. A redelivery carries the same one; so does, now and then, something else: a source may
/// begin again.</param>
/// <param name="Digest">Distinguishes two items of one id, by <see cref="ContentDigest"/>; 0 where the id alone decides.</param>
public sealed record Incoming(string Source, long ExternalId, long PartitionKey, string Payload, long Digest = 0);

/// <param name="Taken">The oldest item of each partition in which nobody was at work, where that was asked for.</param>
/// <param name="Added">How many were new.</param>
/// <param name="BegunAgain">The ids among the new ones that stood for something else before.</param>
public sealed record Stored(IReadOnlyList<PendingItem> Taken, int Added, IReadOnlyList<long> BegunAgain);

/// <param name="OldestOpen">When the oldest item came that waits in its partition; null where none waits. Items that were set aside do not
/// count.</param>
/// <param name="LastDone">When an item was last done.</param>
public sealed record InboxProgress(DateTime? OldestOpen, DateTime? LastDone);

/// <summary>A stored item that this process has taken to work at it.</summary>
/// <param name="Id">The store's own, given once.</param>
/// <param name="Payload">Empty where it is lost.</param>
/// <param name="Digest">0 where an earlier release stored it.</param>
public sealed record PendingItem(long Id, string Source, long ExternalId, long PartitionKey, string Payload, long Digest = 0)
{
    internal static PendingItem Read(DbDataReader row) =>
        new(row.GetInt64(0), row.GetString(1), row.GetInt64(2), row.GetInt64(3), row.GetString(4), row.GetInt64(5));

    internal Partition WaitsIn => new(Source, PartitionKey);
}

/// <summary>Keeps what came in until it is done, over any crash, and hands each partition to one process at a time.</summary>
public sealed class Inbox(Store store, TextProtector protector, NodeIdentity node, Heartbeat heartbeat, TimeProvider time)
{
    /// <summary>No source may use a key below: those are of items that were set aside.</summary>
    public const long LowestPartitionKey = long.MinValue / 2;

    private static readonly TimeSpan Remembered = TimeSpan.FromDays(7);

    // For as long as the node lives, not for a time: no two nodes ever work at one partition.
    private static readonly WorkClaim Free = new(
        "inbox",
        "id",
        due: $"""
        work.source = @source and work.done_at is null
        and (work.holder is null or (@others and work.holder <> @me
            and not exists (select 1 from leases l where l.name = '{NodeIdentity.HeartbeatPrefix}' || work.holder and l.until > @now)))
        and not exists (
            select 1 from inbox o where o.source = work.source and o.lane = work.lane and o.done_at is null and o.id < work.id)
        """,
        order: "work.id",
        set: "holder = @me",
        returning: "id, source, external_id, lane, payload, digest"
    );

    private readonly EnqueueBatch storing = new(node.Id);
    private readonly CompleteBatch finishing = new(node.Id);

    /// <summary>Stores what is new, durably, before it is confirmed to its source.</summary>
    /// <param name="take">Whether to take the oldest item of each partition in which nobody is at work.</param>
    /// <returns>The items that were taken. Those behind them come with <see cref="CompleteAsync"/>.</returns>
    public async Task<Stored> StoreAsync(IReadOnlyList<Incoming> incoming, bool take, CancellationToken ct)
    {
        // An operator may hand in a text by a message of their own.
        var batch = incoming.Select(item => item with { Payload = protector.Protect(item.Payload).Value }).ToList();
        var stored = await store.WriteAsync(storing, new StoreBatch(batch, take, time.UtcNow()), ct);
        return stored with { Taken = [.. stored.Taken.Select(Open)] };
    }

    /// <summary>Marks it as done.</summary>
    /// <returns>The next of its partition, taken, where one waits.</returns>
    public Task<PendingItem?> CompleteAsync(PendingItem item, CancellationToken ct) =>
        FinishAsync(new Finish(item, null, time.UtcNow()), ct);

    /// <summary>Marks it as given up: a dead letter tells the operators, and what came is kept until they decide.</summary>
    /// <returns>The next of its partition, taken, where one waits.</returns>
    public Task<PendingItem?> GiveUpAsync(PendingItem item, GivenUp why, CancellationToken ct) =>
        FinishAsync(new Finish(item, null, time.UtcNow(), why), ct);

    /// <summary>Gives it a partition of its own and keeps it: what takes long holds up nothing that stands behind it.</summary>
    /// <returns>The item where it is now, and the next of the partition that it leaves.</returns>
    public async Task<(PendingItem Aside, PendingItem? Next)> SetAsideAsync(PendingItem item, CancellationToken ct)
    {
        var aside = item with { PartitionKey = long.MinValue + item.Id };
        return (aside, aside == item ? null : await FinishAsync(new Finish(item, aside.PartitionKey, time.UtcNow()), ct));
    }

    /// <summary>Takes what nobody holds, and what those held who are not heard of any more.</summary>
    public async Task<IReadOnlyList<PendingItem>> SweepAsync(string source, int most, CancellationToken ct)
    {
        var free = await Free.TakeDueAsync(
            store,
            most,
            due: [("source", source), ("me", node.Id), ("others", heartbeat.CanTakeOver), ("now", time.UtcNow())],
            set: [],
            PendingItem.Read,
            ct
        );
        return free.ConvertAll(Open);
    }

    /// <summary>Whether what is stored is worked at, by whichever process.</summary>
    public Task<InboxProgress> ReadProgressAsync(string source, CancellationToken ct) =>
        store.ReadAsync(
            async (db, token) =>
                new InboxProgress(
                    await db
                        .Inbox.Where(i => i.Source == source && i.DoneAt == null && i.PartitionKey >= LowestPartitionKey)
                        .MinAsync(i => (DateTime?)i.ReceivedAt, token),
                    await db.Inbox.Where(i => i.Source == source).MaxAsync(i => i.DoneAt, token)
                ),
            ct
        );

    /// <summary>The items that this process holds, by the database.</summary>
    public Task<List<long>> ReadHeldAsync(string source, CancellationToken ct) =>
        store.ReadAsync(
            (db, token) =>
                db.Inbox.Where(i => i.Source == source && i.DoneAt == null && i.Holder == node.Id).Select(i => i.Id).ToListAsync(token),
            ct
        );

    /// <summary>Lets go of items of which this process knows nothing: the answer to the write that took them was lost.</summary>
    public Task<int> ReleaseAsync(IReadOnlyCollection<long> ids, CancellationToken ct) =>
        store.WriteAsync(
            (db, token) =>
                db
                    .Inbox.Where(i => ids.Contains(i.Id) && i.DoneAt == null && i.Holder == node.Id)
                    .ExecuteUpdateAsync(set => set.SetProperty(i => i.Holder, (string?)null), token),
            ct
        );

    /// <summary>Asks that the work at an item that was set aside stop, whichever process is at it.</summary>
    /// <param name="id">The store's own: the source's may stand for several.</param>
    /// <returns>False where it is done, or was not set aside.</returns>
    public Task<bool> RequestStopAsync(string source, long id, CancellationToken ct)
    {
        var now = time.UtcNow();
        return store.WriteAsync(
            async (db, token) =>
                await db
                    .Inbox.Where(i => i.Id == id && i.Source == source && i.DoneAt == null && i.PartitionKey < LowestPartitionKey)
                    .ExecuteUpdateAsync(set => set.SetProperty(i => i.StopRequestedAt, now), token) == 1,
            ct
        );
    }

    /// <summary>Whether somebody asked that the work at it stop.</summary>
    public Task<bool> IsStopRequestedAsync(long id, CancellationToken ct) =>
        store.ReadAsync((db, token) => db.Inbox.AnyAsync(i => i.Id == id && i.StopRequestedAt != null, token), ct);

    /// <summary>Lets go of what this process has taken and will not do any more.</summary>
    public Task<int> ReleaseAsync(CancellationToken ct) =>
        store.WriteAsync(
            (db, token) =>
                db
                    .Inbox.Where(i => i.DoneAt == null && i.Holder == node.Id)
                    .ExecuteUpdateAsync(set => set.SetProperty(i => i.Holder, (string?)null), token),
            ct
        );

    /// <summary>Forgets ids that no source delivers again, leases of the dead, and dead letters on which nobody decided.</summary>
    public Task<int> PurgeAsync(CancellationToken ct)
    {
        var before = time.UtcNow() - Remembered;
        return store.WriteAsync(
            async (db, token) =>
            {
                await db.Leases.Where(l => l.Until < before).ExecuteDeleteAsync(token);
                await db.DeadLetters.Where(l => l.At < before).ExecuteDeleteAsync(token);
                return await db.Inbox.Where(i => i.DoneAt < before).ExecuteDeleteAsync(token);
            },
            ct
        );
    }

    private async Task<PendingItem?> FinishAsync(Finish finish, CancellationToken ct) =>
        await store.WriteAsync(finishing, finish, ct) is { } next ? Open(next) : null;

    // Decrypt after the commit; if that fails, the item is released and retried.
    private PendingItem Open(PendingItem taken) => taken with { Payload = protector.Unprotect(new ProtectedText(taken.Payload)) ?? "" };
}
