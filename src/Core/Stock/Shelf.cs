using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Data;

namespace XthonBot.Core.Stock;

/// <summary>What an order does to its number. Every call is part of its caller's transaction.</summary>
internal static class Shelf
{
    /// <summary>A number that expires this often in a row is withheld.</summary>
    public const int ExpiriesUntilWithheld = 3;

    private static readonly DialectText ClaimSql = new(dialect => $"""
        with picked as materialized (
            select id from numbers where service_id = @service and status = 0 order by free_since, id limit @count {dialect.SkipLocked})
        update numbers set status = 1, available_at = null where status = 0 and id in (select id from picked)
        returning id, phone, free_since
        """);

    private static readonly DialectText ReturnSql = new(dialect =>
        $"update numbers set status = 0 where status = 1 and id in (select id from {dialect.Each("@ids", "id")})");

    /// <summary>Takes the numbers that are free for longest; one statement, so that no two orders get the same.</summary>
    /// <returns>In their order; fewer than asked for where the shelf runs out.</returns>
    public static async Task<List<Claim>> ClaimAsync(StoreDbContext db, long serviceKey, int count, CancellationToken ct)
    {
        var claim = db.Statements.Get(ClaimSql.For(db.Dialect)).With("service", serviceKey).With("count", count);
        var claimed = new List<(DateTime FreeSince, Claim Number)>(count);
        await using (var reader = await claim.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
                claimed.Add((reader.GetDateTime(2), new Claim(reader.GetInt64(0), reader.GetString(1))));
        }

        claimed.Sort((a, b) => a.FreeSince != b.FreeSince ? a.FreeSince.CompareTo(b.FreeSince) : a.Number.Id.CompareTo(b.Number.Id));
        return claimed.ConvertAll(c => c.Number);
    }

    /// <summary>Puts claimed numbers back where they were, in the transaction that claimed them: nobody bought them.</summary>
    public static async Task ReturnAsync(StoreDbContext db, IReadOnlyCollection<long> numberKeys, CancellationToken ct)
    {
        if (numberKeys.Count > 0)
            await db.Statements.Get(ReturnSql.For(db.Dialect)).With("ids", db.Dialect.List(numberKeys)).ExecuteNonQueryAsync(ct);
    }

    /// <summary>After a cancel: the numbers rest before they are sold again.</summary>
    public static Task CoolDownAsync(StoreDbContext db, List<long> numberKeys, DateTime until, CancellationToken ct) =>
        db.Numbers.Where(n => numberKeys.Contains(n.Id) && n.Status == NumberStatus.Held)
            .ExecuteUpdateAsync(set => set.SetProperty(n => n.Status, NumberStatus.CoolingDown).SetProperty(n => n.AvailableAt, until), ct);

    /// <summary>After an expiry: the numbers rest, or are withheld.</summary>
    /// <returns>Those that are withheld now.</returns>
    public static async Task<HashSet<long>> ExpireAsync(StoreDbContext db, List<long> numberKeys, DateTime until, CancellationToken ct)
    {
        await db.Numbers.Where(n => numberKeys.Contains(n.Id) && n.Status == NumberStatus.Held)
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(n => n.Status, n => n.ExpiredInARow + 1 >= ExpiriesUntilWithheld ? NumberStatus.Withheld : NumberStatus.CoolingDown)
                    .SetProperty(n => n.AvailableAt, n => n.ExpiredInARow + 1 >= ExpiriesUntilWithheld ? null : until)
                    .SetProperty(n => n.ExpiredInARow, n => n.ExpiredInARow + 1),
                ct);
        return [.. await db.Numbers.Where(n => numberKeys.Contains(n.Id) && n.Status == NumberStatus.Withheld).Select(n => n.Id).ToListAsync(ct)];
    }

    /// <summary>After the end of orders that brought a code.</summary>
    public static Task SellAsync(StoreDbContext db, List<long> numberKeys, DateTime now, CancellationToken ct) =>
        db.Numbers.Where(n => numberKeys.Contains(n.Id) && n.Status == NumberStatus.Held)
            .ExecuteUpdateAsync(
                set => set.SetProperty(n => n.Status, NumberStatus.Sold).SetProperty(n => n.LeftAt, now).SetProperty(n => n.ExpiredInARow, 0), ct);

    internal sealed record Claim(long Id, string Phone);
}
