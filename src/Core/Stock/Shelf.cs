using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Data;

namespace XthonBot.Core.Stock;

/// <summary>What an order does to its number. Every call is part of its caller's transaction.</summary>
internal static class Shelf
{
    /// <summary>A number that expires this often in a row is withheld.</summary>
    public const int ExpiriesUntilWithheld = 3;

    private static readonly string ClaimAlone = ClaimIn(Dialect.Sqlite);
    private static readonly string ClaimSideBySide = ClaimIn(Dialect.Postgres);

    private static string ClaimIn(Dialect dialect) => $"""
        with picked as materialized (
            select id from numbers where service_id = @service and status = 0 order by free_since, id limit @count {dialect.SkipLocked})
        update numbers set status = 1, available_at = null where status = 0 and id in (select id from picked)
        returning id, phone, free_since
        """;

    /// <summary>Takes the numbers that are free for longest; one statement, so that no two orders get the same.</summary>
    /// <returns>In their order; fewer than asked for where the shelf runs out.</returns>
    public static async Task<List<Claim>> ClaimAsync(StoreDbContext db, long serviceKey, int count, CancellationToken ct)
    {
        var claim = db.Statements.Get(db.Dialect.HasManyWriters ? ClaimSideBySide : ClaimAlone).With("service", serviceKey).With("count", count);
        var claimed = new List<(DateTime FreeSince, Claim Number)>(count);
        await using (var reader = await claim.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
                claimed.Add((reader.GetDateTime(2), new Claim(reader.GetInt64(0), reader.GetString(1))));
        }

        claimed.Sort((a, b) => a.FreeSince != b.FreeSince ? a.FreeSince.CompareTo(b.FreeSince) : a.Number.Id.CompareTo(b.Number.Id));
        return claimed.ConvertAll(c => c.Number);
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

    /// <summary>Whether anything is free; in passing, a purchase never relies on it.</summary>
    public static Task<bool> HasAnyAsync(StoreDbContext db, long serviceKey, CancellationToken ct) =>
        db.Numbers.AnyAsync(n => n.ServiceId == serviceKey && n.Status == NumberStatus.Free, ct);

    internal sealed record Claim(long Id, string Phone);
}
