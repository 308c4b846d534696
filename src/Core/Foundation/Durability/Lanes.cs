using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Foundation.Durability;

/// <summary>The key of items that are processed one after the other.</summary>
internal readonly record struct Lane(string Source, long Id);

/// <summary>
/// Who works at a lane: the holder of its oldest item that is not done. Only that item is ever taken, and only where nobody
/// holds it, so a lane is worked at by one process at a time and in order, whichever process stored its items.
/// </summary>
internal static class Lanes
{
    private sealed record Wanted(Lane Lane, string Holder);

    // Without the lock, two concurrent transactions could both take the lane, or neither.
    private const string LockSql = """
        select count(pg_advisory_xact_lock(key)) from (
            select distinct hashtextextended(source || ' ' || lane, 0) as key from unnest(@sources, @lanes) as each (source, lane)
                order by key) keys
        """;

    // No WorkClaim: the lanes are known and locked, so nothing is due but their oldest items, and none is passed over.
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
            RowStatement<Wanted>.Of("source", w => w.Lane.Source),
            RowStatement<Wanted>.Of("lane", w => w.Lane.Id),
            RowStatement<Wanted>.Of("holder", w => w.Holder),
        ]
    );

    /// <summary>Keeps other processes off these lanes until the commit. Comes before anything is read or changed in them.</summary>
    public static async Task HoldAsync(StoreDbContext db, IReadOnlyCollection<Lane> lanes, CancellationToken ct)
    {
        if (db.Dialect.HasManyWriters && lanes.Count > 0)
        {
            await db
                .Statements.Get(LockSql)
                .With("sources", lanes.Select(lane => lane.Source).ToArray())
                .With("lanes", lanes.Select(lane => lane.Id).ToArray())
                .ExecuteNonQueryAsync(ct);
        }
    }

    /// <summary>Takes the oldest item of each lane where nobody holds it.</summary>
    public static async Task<Dictionary<Lane, PendingItem>> TakeAsync(
        StoreDbContext db,
        IEnumerable<Lane> lanes,
        string holder,
        CancellationToken ct
    )
    {
        var taken = new Dictionary<Lane, PendingItem>();
        await TakeSql.RunAsync(
            db,
            [.. lanes.Select(lane => new Wanted(lane, holder))],
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
