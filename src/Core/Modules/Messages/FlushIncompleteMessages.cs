using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Foundation.Protection;

namespace XthonBot.Core.Modules.Messages;

/// <summary>
/// Assembles messages whose parts did not all come within <see cref="MessageOptions.PartsWait"/>: the code may be in those that did.
/// </summary>
public sealed class FlushIncompleteMessagesHandler(
    Store store,
    StoreMessagesBatch messages,
    TextProtector protector,
    IOptions<MessageOptions> options,
    TimeProvider time
)
{
    private const int BatchSize = 100;

    private static readonly DialectText HoldSql = new(dialect =>
        $"""
            select m.id from long_messages m where m.id = @id and m.given_at is null and m.started_at <= @before {dialect.ForUpdateOf("m")}
            """
    );

    /// <returns>How many messages were stored with gaps.</returns>
    public async Task<int> HandleAsync(CancellationToken ct)
    {
        var now = time.UtcNow();
        var before = now - options.Value.PartsWait;
        var due = await store.ReadAsync(
            (db, token) =>
                db
                    .LongMessages.Where(m => m.GivenAt == null && m.StartedAt <= before)
                    .OrderBy(m => m.StartedAt)
                    .Take(BatchSize)
                    .Select(m => m.Id)
                    .ToListAsync(token),
            ct
        );

        // Each by itself: its last part may be arriving. More than a batch is left to the next run.
        var given = 0;
        foreach (var id in due)
        {
            if (await store.WriteAsync((db, token) => FlushAsync(db, id, before, now, token), ct))
                given++;
        }

        return given;
    }

    private async Task<bool> FlushAsync(StoreDbContext db, long id, DateTime before, DateTime now, CancellationToken ct)
    {
        if (await db.Statements.Get(HoldSql.For(db.Dialect)).With("id", id).With("before", before).RunAsync(_ => { }, ct) == 0)
            return false;
        var message = await db.LongMessages.SingleAsync(m => m.Id == id, ct);
        await Parts.AssembleAsync(db, messages, protector, message, await Parts.OfAsync(db, message, ct), now, ct);
        return true;
    }
}
