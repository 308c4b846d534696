using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Foundation.Durability;

/// <summary>Why an item is not tried any more.</summary>
/// <param name="TelegramId">Whose it was, where that is known.</param>
/// <param name="What">A word for what it was, such as <c>callback_query</c>.</param>
/// <param name="Reason">A word for why; it quotes nothing of the item.</param>
public sealed record GivenUp(long? TelegramId, string What, string Reason);

/// <param name="ToPartitionKey">Null where it is done, else the partition to which it moves.</param>
/// <param name="GivenUp">Why it is not tried any more; null where it succeeded, or goes on elsewhere.</param>
internal sealed record Finish(PendingItem Item, long? ToPartitionKey, DateTime Now, GivenUp? GivenUp = null);

/// <summary>Any number of items that leave their partitions, in one transaction, and the next of each partition to work at.</summary>
internal sealed class CompleteBatch(string holder) : IBatchWrite<Finish, PendingItem?>
{
    private sealed record Leaving(Finish Finish, string Holder);

    // A node that was taken for dead has lost the item to another one, which does it again and goes on from there.
    private static readonly RowStatement<Leaving> DoneSql = new(
        "update inbox set done_at = r.done_at, payload = '' from {rows} where inbox.id = r.id and inbox.holder = r.holder and inbox.done_at is null returning inbox.id",
        RowStatement<Leaving>.Of("id", l => l.Finish.Item.Id),
        RowStatement<Leaving>.Of("holder", l => l.Holder),
        RowStatement<Leaving>.Of("done_at", l => l.Finish.Now)
    );

    // The payload is kept: an operator may have it tried again.
    private static readonly RowStatement<Leaving> GiveUpSql = new(
        """
        update inbox set done_at = r.done_at from {rows}
        where inbox.id = r.id and inbox.holder = r.holder and inbox.done_at is null returning inbox.id
        """,
        RowStatement<Leaving>.Of("id", l => l.Finish.Item.Id),
        RowStatement<Leaving>.Of("holder", l => l.Holder),
        RowStatement<Leaving>.Of("done_at", l => l.Finish.Now)
    );

    private static readonly RowStatement<Leaving> MoveSql = new(
        "update inbox set lane = r.lane from {rows} where inbox.id = r.id and inbox.holder = r.holder and inbox.done_at is null returning inbox.id",
        RowStatement<Leaving>.Of("id", l => l.Finish.Item.Id),
        RowStatement<Leaving>.Of("holder", l => l.Holder),
        RowStatement<Leaving>.Of("lane", l => l.Finish.ToPartitionKey!.Value)
    );

    public LockOrder Locks => LockOrder.Partitions;

    public async Task<IReadOnlyList<PendingItem?>> RunAsync(StoreDbContext db, IReadOnlyList<Finish> commands, CancellationToken ct)
    {
        await Partitions.LockAsync(db, [.. commands.Select(finish => finish.Item.WaitsIn).Distinct()], ct);
        var left = new HashSet<long>(commands.Count);
        var leaving = commands.Select(finish => new Leaving(finish, holder)).ToLookup(StatementFor);
        foreach (var alike in leaving)
            await alike.Key.RunAsync(db, [.. alike], row => left.Add(row.GetInt64(0)), ct);
        foreach (var (item, _, now, why) in commands)
        {
            if (why is not null && left.Contains(item.Id))
                db.Publish(new WorkGivenUp(DeadLetterKind.Update, item.Id, why.TelegramId, why.What, why.Reason, now));
        }

        var partitions = commands.Where(finish => left.Contains(finish.Item.Id)).Select(finish => finish.Item.WaitsIn).Distinct();
        var next = await Partitions.TakeAsync(db, partitions, holder, ct);
        return
        [
            .. commands.Select(finish => left.Contains(finish.Item.Id) && next.Remove(finish.Item.WaitsIn, out var item) ? item : null),
        ];
    }

    private static RowStatement<Leaving> StatementFor(Leaving leaving) =>
        leaving.Finish switch
        {
            { ToPartitionKey: not null } => MoveSql,
            { GivenUp: not null } => GiveUpSql,
            _ => DoneSql,
        };
}
