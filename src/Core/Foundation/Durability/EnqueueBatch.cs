using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Foundation.Durability;

/// <param name="Take">Whether to take what can be worked at at once.</param>
internal sealed record StoreBatch(IReadOnlyList<Incoming> Incoming, bool Take, DateTime Now);

/// <summary>Any number of batches in one transaction: add what is new, then take the partitions that were idle.</summary>
internal sealed class EnqueueBatch(string holder) : IBatchWrite<StoreBatch, Stored>
{
    private static readonly RowStatement<Incoming> KnownSql = new(
        "select i.source, i.external_id, i.digest from {rows} join inbox i on i.source = r.source and i.external_id = r.external_id",
        RowStatement<Incoming>.Of("source", item => item.Source),
        RowStatement<Incoming>.Of("external_id", item => item.ExternalId)
    );

    private static readonly RowInsert<(Incoming Item, DateTime Now)> AddSql = new(
        "inbox",
        "source, external_id, digest",
        null,
        RowStatement<(Incoming Item, DateTime Now)>.Of("source", row => row.Item.Source),
        RowStatement<(Incoming Item, DateTime Now)>.Of("external_id", row => row.Item.ExternalId),
        RowStatement<(Incoming Item, DateTime Now)>.Of("digest", row => row.Item.Digest),
        RowStatement<(Incoming Item, DateTime Now)>.Of("lane", row => row.Item.PartitionKey),
        RowStatement<(Incoming Item, DateTime Now)>.Of("payload", row => row.Item.Payload),
        RowStatement<(Incoming Item, DateTime Now)>.Of("received_at", row => row.Now)
    );

    public LockOrder Locks => LockOrder.Partitions;

    public async Task<IReadOnlyList<Stored>> RunAsync(StoreDbContext db, IReadOnlyList<StoreBatch> commands, CancellationToken ct)
    {
        await Partitions.LockAsync(db, [.. commands.SelectMany(PartitionsOf).Distinct()], ct);
        var known = await KnownAsync(db, [.. commands.SelectMany(batch => batch.Incoming)], ct);
        var fresh = commands.Select(batch => batch.Incoming.Where(item => IsNew(known, item)).ToList()).ToList();
        // Where another process adds the same one at the same time, it is added once.
        await AddSql.RunAsync(
            db,
            [.. commands.Zip(fresh).SelectMany(each => each.Second.Select(item => (item, each.First.Now)))],
            null,
            ct
        );
        var taken = await Partitions.TakeAsync(db, commands.Where(batch => batch.Take).SelectMany(PartitionsOf).Distinct(), holder, ct);

        // Each item goes to the first batch that holds something of its partition.
        return
        [
            .. commands
                .Zip(fresh)
                .Select(each => new Stored(
                    !each.First.Take
                        ? []
                        :
                        [
                            .. PartitionsOf(each.First)
                                .Select(partition => taken.Remove(partition, out var item) ? item : null)
                                .OfType<PendingItem>(),
                        ],
                    each.Second.Count,
                    [.. each.Second.Where(item => known[(item.Source, item.ExternalId)].Count > 1).Select(item => item.ExternalId)]
                )),
        ];
    }

    private static async Task<Dictionary<(string Source, long ExternalId), List<long>>> KnownAsync(
        StoreDbContext db,
        IReadOnlyList<Incoming> incoming,
        CancellationToken ct
    )
    {
        var known = incoming.Select(item => (item.Source, item.ExternalId)).Distinct().ToDictionary(id => id, _ => new List<long>());
        await KnownSql.RunAsync(
            db,
            [.. incoming.DistinctBy(item => (item.Source, item.ExternalId))],
            row => known[(row.GetString(0), row.GetInt64(1))].Add(row.GetInt64(2)),
            ct
        );
        return known;
    }

    private static bool IsNew(Dictionary<(string Source, long ExternalId), List<long>> known, Incoming item)
    {
        var digests = known[(item.Source, item.ExternalId)];
        if (digests.Exists(digest => ContentDigest.MayBeSame(digest, item.Digest)))
            return false;
        digests.Add(item.Digest);
        return true;
    }

    private static IEnumerable<Partition> PartitionsOf(StoreBatch batch) =>
        batch.Incoming.Select(item => new Partition(item.Source, item.PartitionKey)).Distinct();
}
