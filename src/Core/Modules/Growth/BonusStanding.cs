using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Customers;

namespace XthonBot.Core.Modules.Growth;

/// <summary>A tier that is not reached yet.</summary>
/// <param name="Missing">To be paid in until it is.</param>
public readonly record struct NextBonus(int Percent, Money From, Money Missing);

/// <summary>Where a customer stands among the tiers.</summary>
/// <param name="Percent">In force at this moment.</param>
/// <param name="IsByHand">Whether an operator set it: then payments change nothing.</param>
/// <param name="PaidIn">Within <see cref="BonusOptions.Period"/>: deposits that were not reversed, less what operators took off.</param>
/// <param name="Until">When an earned bonus falls if nothing more is paid in; null where there is none.</param>
/// <param name="Tiers">From the lowest up.</param>
public sealed record BonusStanding(int Percent, bool IsByHand, Money PaidIn, DateTime? Until, IReadOnlyList<BonusTier> Tiers)
{
    /// <summary>Null at the top, and where it is set by hand.</summary>
    public NextBonus? Next =>
        !IsByHand && Tiers.FirstOrDefault(tier => tier.From > PaidIn) is { Percent: > 0 } next
            ? new NextBonus(next.Percent, next.From, next.From - PaidIn)
            : null;

    /// <summary>The tier that a payment of this amount reaches anew; null where it reaches none.</summary>
    public int? PercentWith(Money amount) =>
        !IsByHand && Tiers.LastOrDefault(tier => tier.From > PaidIn && tier.From <= PaidIn + amount) is { Percent: > 0 } reached
            ? reached.Percent
            : null;

    /// <summary>The customer's row must be there.</summary>
    /// <returns>Null where the store has no tiers.</returns>
    internal static async Task<BonusStanding?> FindAsync(
        StoreDbContext db,
        BonusTiers tiers,
        CustomerId customer,
        DateTime now,
        CancellationToken ct
    )
    {
        if (!tiers.AreOn)
            return null;
        var row = await db
            .Customers.Where(c => c.Id == customer.Value)
            .Select(c => new
            {
                c.BonusPercent,
                c.IsBonusByHand,
                c.BonusPaidAt,
            })
            .SingleAsync(ct);
        var paidIn = await EarnedBonus.PaidInAsync(db, new EarnedBonus.Counted(customer, BonusTiers.Since(now)), ct);
        return new BonusStanding(row.BonusPercent, row.IsBonusByHand, paidIn, row.BonusPaidAt + BonusOptions.Period, tiers.Rule.Tiers);
    }
}

public sealed class ReadBonusHandler(Store store, BonusTiers tiers, TimeProvider time)
{
    /// <returns>Null where the store has no tiers.</returns>
    public async Task<BonusStanding?> HandleAsync(CustomerId customer, CancellationToken ct) =>
        tiers.AreOn ? await store.ReadAsync((db, token) => BonusStanding.FindAsync(db, tiers, customer, time.UtcNow(), token), ct) : null;
}
