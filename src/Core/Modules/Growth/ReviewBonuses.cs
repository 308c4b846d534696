using System.Globalization;
using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Customers;
using XthonBot.Core.Modules.Ledger;

namespace XthonBot.Core.Modules.Growth;

/// <summary>
/// Lowers earned bonuses whose deposits have grown too old, and after a start brings all of them in line with the tiers of today.
/// </summary>
public sealed class ReviewBonusesHandler(Store store, BonusTiers tiers, TimeProvider time)
{
    private const int MostAtOnce = 200;

    private volatile bool hasStarted;

    /// <returns>How many were looked at.</returns>
    public async Task<int> HandleAsync(CancellationToken ct)
    {
        var now = time.UtcNow();
        var since = BonusTiers.Since(now);
        var due = await store.ReadAsync((db, token) => hasStarted ? DueAsync(db, since, token) : AllAsync(db, since, token), ct);
        foreach (var some in due.Chunk(MostAtOnce))
            await store.WriteAsync((db, token) => ReviewAsync(db, some, since, token), ct);
        hasStarted = true;
        return due.Count;
    }

    private static Task<List<long>> DueAsync(StoreDbContext db, DateTime since, CancellationToken ct) =>
        db.Customers.Where(c => c.BonusPaidAt <= since).OrderBy(c => c.Id).Select(c => c.Id).ToListAsync(ct);

    // The tiers may have changed while the store was down, or been switched off.
    private async Task<List<long>> AllAsync(StoreDbContext db, DateTime since, CancellationToken ct)
    {
        var customers = await db.Customers.Where(c => c.BonusPaidAt != null).Select(c => c.Id).ToListAsync(ct);
        if (!tiers.AreOn)
            return customers;
        var accounts = await db
            .Postings.Where(p => p.Kind == PostingKind.Deposit && p.At > since)
            .Select(p => p.Destination)
            .Distinct()
            .ToListAsync(ct);
        var paid = accounts.Select(a => long.Parse(a.AsSpan(Account.CustomerPrefix.Length), CultureInfo.InvariantCulture));
        return [.. customers.Union(paid).Order()];
    }

    private async Task<int> ReviewAsync(StoreDbContext db, long[] customers, DateTime since, CancellationToken ct)
    {
        await LedgerWriter.LockAsync(db, customers, ct);
        return await tiers.Rule.Update.RunAsync(
            db,
            [.. customers.Select(customer => new EarnedBonus.Counted(new CustomerId(customer), since))],
            null,
            ct
        );
    }
}
