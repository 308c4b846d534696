using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Data;

namespace XthonBot.Core.Stock;

/// <summary>What an order does to its number. Every call is part of its caller's transaction.</summary>
internal static class Shelf
{
    /// <summary>A number that expires this often in a row is withheld.</summary>
    public const int ExpiriesUntilWithheld = 3;

    /// <summary>Takes the number that is free for longest, or none; one statement, so that no two orders get the same.</summary>
    public static async Task<Claim?> ClaimAsync(StoreDbContext db, long serviceKey, CancellationToken ct)
    {
        var claimed = await db.Database.SqlQuery<Claim>($"""
            update numbers set status = 1, available_at = null
            where status = 0 and id = (
                select id from numbers where service_id = {serviceKey} and status = 0 order by free_since, id limit 1)
            returning id, phone
            """).ToListAsync(ct);
        return claimed.SingleOrDefault();
    }

    /// <summary>After a cancel: the number rests before it is sold again.</summary>
    public static Task CoolDownAsync(StoreDbContext db, long numberKey, DateTime until, CancellationToken ct) =>
        db.Numbers.Where(n => n.Id == numberKey && n.Status == NumberStatus.Held)
            .ExecuteUpdateAsync(set => set.SetProperty(n => n.Status, NumberStatus.CoolingDown).SetProperty(n => n.AvailableAt, until), ct);

    /// <summary>After an expiry: the number rests, or is withheld.</summary>
    /// <returns>Whether it is withheld now.</returns>
    public static async Task<bool> ExpireAsync(StoreDbContext db, long numberKey, DateTime until, CancellationToken ct)
    {
        await db.Numbers.Where(n => n.Id == numberKey && n.Status == NumberStatus.Held)
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(n => n.Status, n => n.ExpiredInARow + 1 >= ExpiriesUntilWithheld ? NumberStatus.Withheld : NumberStatus.CoolingDown)
                    .SetProperty(n => n.AvailableAt, n => n.ExpiredInARow + 1 >= ExpiriesUntilWithheld ? null : until)
                    .SetProperty(n => n.ExpiredInARow, n => n.ExpiredInARow + 1),
                ct);
        return await db.Numbers.AnyAsync(n => n.Id == numberKey && n.Status == NumberStatus.Withheld, ct);
    }

    /// <summary>After the end of an order that brought a code.</summary>
    public static Task SellAsync(StoreDbContext db, long numberKey, DateTime now, CancellationToken ct) =>
        db.Numbers.Where(n => n.Id == numberKey && n.Status == NumberStatus.Held)
            .ExecuteUpdateAsync(
                set => set.SetProperty(n => n.Status, NumberStatus.Sold).SetProperty(n => n.LeftAt, now).SetProperty(n => n.ExpiredInARow, 0), ct);

    internal sealed record Claim(long Id, string Phone);
}
