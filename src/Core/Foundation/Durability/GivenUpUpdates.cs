using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Foundation.Protection;

namespace XthonBot.Core.Foundation.Durability;

/// <summary>Updates that failed at every try: their row of the inbox still has what came.</summary>
internal sealed class GivenUpUpdates : IGivenUpWork
{
    public DeadLetterKind Kind => DeadLetterKind.Update;

    // The update gets a partition of its own, as long work does: its chat went on long ago, and a second failure holds up nobody. Its id
    // stays, since its effects are keyed by it: what an earlier try has done is not done twice.
    public async Task<Result<Done>> RetryAsync(StoreDbContext db, long subject, CancellationToken ct) =>
        await GivenUp(db, subject)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(i => i.DoneAt, (DateTime?)null)
                        .SetProperty(i => i.Holder, (string?)null)
                        .SetProperty(i => i.PartitionKey, i => long.MinValue + i.Id),
                ct
            ) == 1
            ? default(Done)
            : new Error.NotFound("work");

    public Task PutAsideAsync(StoreDbContext db, long subject, CancellationToken ct) =>
        GivenUp(db, subject).ExecuteUpdateAsync(set => set.SetProperty(i => i.Payload, new ProtectedText("")), ct);

    private static IQueryable<InboxItem> GivenUp(StoreDbContext db, long subject) =>
        db.Inbox.Where(i => i.Id == subject && i.DoneAt != null && i.Payload != new ProtectedText(""));
}
