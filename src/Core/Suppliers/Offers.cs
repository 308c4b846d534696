using XthonBot.Core.Data;
using XthonBot.Core.Primitives;

namespace XthonBot.Core.Suppliers;

/// <summary>What a supplier has of a service: at which list price it is sold here, and what it costs.</summary>
internal sealed record Offer(string Supplier, Money Cost, Money ListPrice, int Count, bool IsFirst, Money? Cap)
{
    /// <summary>The most that may be paid for it upstream, where the customer pays this: never more than comes in.</summary>
    public Money Most(Money price) => Cap is { } cap && cap < price ? cap : price;

    public bool Fits(Money price) => Cost <= Most(price);
}

/// <summary>Where the next number of a service comes from, for one customer: the own shelf (no offer) or a supplier.</summary>
internal sealed record Source(Offer? Offer, Money ListPrice, Money Price);

/// <summary>What the suppliers offer, by the codes of our services.</summary>
internal static class Offers
{
    /// <summary>An offer that was not seen again for so long is not relied on.</summary>
    public static readonly TimeSpan Age = TimeSpan.FromSeconds(90);

    private static readonly DialectText ReadSql = new(dialect => $"""
        select o.supplier, o.service_code, o.cost_minor, o.count, s.price_minor, o.seen_at from supplier_offers o join services s on s.code = o.service_code
        where o.count > 0 and s.public_id in (select id from {dialect.Each("@ids", "id")})
        """);

    private const string ReadAllSql = """
        select o.supplier, o.service_code, o.cost_minor, o.count, s.price_minor, o.seen_at from supplier_offers o join services s on s.code = o.service_code
        where o.count > 0
        """;

    /// <summary>Those of some services, with the round.</summary>
    public static Dictionary<string, List<Offer>> Load(
        StoreDbContext db, Round round, SuppliersOptions suppliers, IReadOnlyCollection<Guid> services, DateTime now)
    {
        var offers = new Dictionary<string, List<Offer>>();
        if (suppliers.Count > 0)
            round.Add(ReadSql.For(db.Dialect), row => Add(offers, row, suppliers, now), ("ids", db.Dialect.List(services)));
        return offers;
    }

    public static async Task<Dictionary<string, List<Offer>>> AllAsync(StoreDbContext db, SuppliersOptions suppliers, DateTime now, CancellationToken ct)
    {
        var offers = new Dictionary<string, List<Offer>>();
        if (suppliers.Count > 0)
            await db.Statements.Get(ReadAllSql).RunAsync(row => Add(offers, row, suppliers, now), ct);
        return offers;
    }

    /// <summary>
    /// The own shelf, unless a supplier goes first or the shelf is empty; then whoever is sold cheapest here, and costs least.
    /// An offer that costs more than this customer would pay is none.
    /// </summary>
    /// <returns>Null where there is no number.</returns>
    public static Source? Choose(Money listPrice, int bonusPercent, bool hasOwn, IReadOnlyList<Offer> offers)
    {
        var own = new Source(null, listPrice, listPrice.LessPercent(bonusPercent));
        if (offers.Count == 0)
            return hasOwn ? own : null;
        var fitting = offers.Select(o => new Source(o, o.ListPrice, o.ListPrice.LessPercent(bonusPercent))).Where(s => s.Offer!.Fits(s.Price))
            .OrderByDescending(s => s.Offer!.IsFirst).ThenBy(s => s.Price.Minor).ThenBy(s => s.Offer!.Cost.Minor).ThenBy(s => s.Offer!.Supplier, StringComparer.Ordinal);
        var best = fitting.FirstOrDefault();
        return hasOwn && best is not { Offer.IsFirst: true } ? own : best;
    }

    /// <summary>How many can be had at the price of the next one.</summary>
    public static int Count(Source? next, Money listPrice, int bonusPercent, int own, IReadOnlyList<Offer> offers) => next is null ? 0
        : (next.ListPrice == listPrice ? own : 0)
            + offers.Where(o => o.ListPrice == next.ListPrice && o.Fits(o.ListPrice.LessPercent(bonusPercent))).Sum(o => o.Count);

    private static void Add(Dictionary<string, List<Offer>> offers, System.Data.Common.DbDataReader row, SuppliersOptions suppliers, DateTime now)
    {
        // One that was taken out of the configuration leaves its rows behind.
        var code = row.GetString(1);
        if (row.GetUtc(5) < now - Age || !suppliers.TryGetValue(row.GetString(0), out var supplier) || !supplier.Services.ContainsKey(code))
            return;
        if (!offers.TryGetValue(code, out var ofService))
            offers[code] = ofService = [];
        var cost = new Money(row.GetInt64(2));
        ofService.Add(new Offer(
            row.GetString(0), cost, supplier.ListPrice(cost, new Money(row.GetInt64(4))), row.GetInt32(3), supplier.First, supplier.Cap));
    }
}
