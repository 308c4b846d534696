using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Modules.Payments;

/// <summary>Locks payments: nobody else changes one until the end of the transaction.</summary>
internal static class PaymentLocks
{
    private static readonly DialectText LockSql = new(dialect =>
        $"select p.id from payments p where p.id = @payment {dialect.ForUpdateOf("p")}"
    );

    /// <returns>Tracked, as it is behind the lock; null where there is none.</returns>
    public static async Task<Payment?> LockAsync(StoreDbContext db, Expression<Func<Payment, bool>> which, CancellationToken ct)
    {
        if (await db.Payments.AsNoTracking().Where(which).Select(p => (long?)p.Id).SingleOrDefaultAsync(ct) is not { } key)
            return null;
        await db.Statements.Get(LockSql.For(db.Dialect)).With("payment", key).ExecuteScalarAsync(ct);
        // Read once behind the lock: only what this context read before has to be read anew.
        if (db.ChangeTracker.Entries<Payment>().FirstOrDefault(entry => entry.Entity.Id == key) is not { } known)
            return await db.Payments.AsTracking().SingleAsync(p => p.Id == key, ct);
        await known.ReloadAsync(ct);
        return known.Entity;
    }
}
