using XthonBot.Core.Data;

namespace XthonBot.Core.Inbox;

/// <param name="Take">Whether to take what can be worked at at once.</param>
internal sealed record StoreBatch(IReadOnlyList<Incoming> Incoming, bool Take, DateTime Now);

/// <summary>Any number of batches in one transaction: add what is new, then take the lanes that were idle.</summary>
internal sealed class StoreSet(string holder) : IWriteSet<StoreBatch, IReadOnlyList<PendingItem>>
{
    private static readonly RowInsert<(Incoming Item, DateTime Now)> AddSql = new(
        "inbox",
        "source, external_id",
        null,
        RowStatement<(Incoming Item, DateTime Now)>.Of("source", row => row.Item.Source),
        RowStatement<(Incoming Item, DateTime Now)>.Of("external_id", row => row.Item.ExternalId),
        RowStatement<(Incoming Item, DateTime Now)>.Of("lane", row => row.Item.Lane),
        RowStatement<(Incoming Item, DateTime Now)>.Of("payload", row => row.Item.Payload),
        RowStatement<(Incoming Item, DateTime Now)>.Of("received_at", row => row.Now));

    public LockOrder Locks => LockOrder.Lanes;

    public async Task<IReadOnlyList<IReadOnlyList<PendingItem>>> RunAsync(StoreDbContext db, IReadOnlyList<StoreBatch> commands, CancellationToken ct)
    {
        await Lanes.HoldAsync(db, [.. commands.SelectMany(LanesOf).Distinct()], ct);
        await AddSql.RunAsync(db, [.. commands.SelectMany(batch => batch.Incoming.Select(item => (item, batch.Now)))], null, ct);
        var taken = await Lanes.TakeAsync(db, commands.Where(batch => batch.Take).SelectMany(LanesOf).Distinct(), holder, ct);

        // Each goes to the first who brought something for its lane.
        return [.. commands.Select(batch => !batch.Take ? [] : (IReadOnlyList<PendingItem>)
            [.. LanesOf(batch).Select(lane => taken.Remove(lane, out var item) ? item : null).OfType<PendingItem>()])];
    }

    private static IEnumerable<Lane> LanesOf(StoreBatch batch) => batch.Incoming.Select(item => new Lane(item.Source, item.Lane)).Distinct();
}
