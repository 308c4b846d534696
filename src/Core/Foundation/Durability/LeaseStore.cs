using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Foundation.Durability;

/// <summary>Takes, renews and lets go of leases; the row of each decides who has it.</summary>
public sealed class LeaseStore(Store store, TimeProvider time)
{
    // No WorkClaim: the row is not work that waits but the lease itself, and comes into being when it is first taken.
    private const string TakeSql = """
        insert into leases (name, holder, until) values (@name, @holder, @until)
        on conflict (name) do update set holder = excluded.holder, until = excluded.until
        where leases.holder = excluded.holder or (@others and leases.until <= @now)
        """;

    /// <summary>Takes it where nobody has it or where it ran out, and renews it where the holder has it already.</summary>
    /// <param name="alsoFromOthers">Whether to take over what ran out: see <see cref="Heartbeat.CanTakeOver"/>.</param>
    /// <returns>Whether the holder has it now.</returns>
    public Task<bool> TryTakeAsync(string name, string holder, TimeSpan duration, bool alsoFromOthers, CancellationToken ct)
    {
        var now = time.UtcNow();
        return store.WriteAsync(
            async (db, token) =>
                await db
                    .Statements.Get(TakeSql)
                    .With("name", name)
                    .With("holder", holder)
                    .With("now", now)
                    .With("until", now + duration)
                    .With("others", alsoFromOthers)
                    .ExecuteNonQueryAsync(token) == 1,
            ct
        );
    }

    /// <summary>Whether somebody has it at this moment.</summary>
    public Task<bool> IsHeldAsync(string name, CancellationToken ct)
    {
        var now = time.UtcNow();
        return store.ReadAsync((db, token) => db.Leases.AnyAsync(l => l.Name == name && l.Until > now, token), ct);
    }

    public Task<int> ReleaseAsync(string name, string holder, CancellationToken ct) =>
        store.WriteAsync((db, token) => db.Leases.Where(l => l.Name == name && l.Holder == holder).ExecuteDeleteAsync(token), ct);
}
