using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Foundation.Durability;

/// <summary>The key of items that are processed one after the other.</summary>
internal readonly record struct Partition(string Source, long Key);

/// <summary>
/// Who works at a partition: the holder of its oldest item that is not done. Only that item is ever taken, and only where nobody
/// holds it, so a partition is worked at by one process at a time and in order, whichever process stored its items.
/// </summary>
internal static class Partitions
{
    private sealed record Wanted(Partition Partition, string Holder);

    // Without the lock, two concurrent transactions could both take the partition, or neither.
    private const string LockSql = """
        select count(pg_advisory_xact_lock(key)) from (
            select distinct hashtextextended(source || ' ' || lane, 0) as key from unnest(@sources, @lanes) as each (source, lane)
                order by key) keys
        """;

    // No WorkClaim: the partitions are known and locked, so nothing is due but their oldest items, and none is passed over.
    private static readonly RowStatement<Wanted> TakeSql = new(
        """
        update inbox set holder = @holder
        where id = (select i.id from inbox i where i.source = @source and i.lane = @lane and i.done_at is null order by i.id limit 1)
            and holder is null
        returning id, source, external_id, lane, payload, digest
        """,
        """
        update inbox set holder = r.holder from {rows} cross join lateral (
            select i.id from inbox i where i.source = r.source and i.lane = r.lane and i.done_at is null order by i.id limit 1) oldest
        where inbox.id = oldest.id and inbox.holder is null
        returning inbox.id, inbox.source, inbox.external_id, inbox.lane, inbox.payload, inbox.digest
        """,
        [
            RowStatement<Wanted>.Of("source", w => w.Partition.Source),
            RowStatement<Wanted>.Of("lane", w => w.Partition.Key),
            RowStatement<Wanted>.Of("holder", w => w.Holder),
        ]
    );

    /// <summary>Keeps other processes off these partitions until the commit. Comes before anything is read or changed in them.</summary>
    public static async Task LockAsync(StoreDbContext db, IReadOnlyCollection<Partition> partitions, CancellationToken ct)
    {
        if (db.Dialect.HasManyWriters && partitions.Count > 0)
        {
            await db
                .Statements.Get(LockSql)
                .With("sources", partitions.Select(partition => partition.Source).ToArray())
                .With("lanes", partitions.Select(partition => partition.Key).ToArray())
                .ExecuteNonQueryAsync(ct);
        }
    }

    /// <summary>Takes the oldest item of each partition where nobody holds it.</summary>
    public static async Task<Dictionary<Partition, PendingItem>> TakeAsync(
        StoreDbContext db,
        IEnumerable<Partition> partitions,
        string holder,
        CancellationToken ct
    )
    {
        var taken = new Dictionary<Partition, PendingItem>();
        await TakeSql.RunAsync(
            db,
            [.. partitions.Select(partition => new Wanted(partition, holder))],
            row =>
            {
                var item = PendingItem.Read(row);
                taken[item.WaitsIn] = item;
            },
            ct
        );
        return taken;
    }
}
