using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Orders;

namespace XthonBot.Core.Modules.Suppliers;

/// <summary>The suppliers' offers, by the codes of our services.</summary>
internal static class Offers
{
    /// <summary>An offer that is older than this is not used.</summary>
    public static readonly TimeSpan Age = TimeSpan.FromSeconds(90);

    private static readonly DialectText ReadSql = new(dialect =>
        $"""
            select o.supplier, o.service_code, o.cost_minor, o.count, s.price_minor, o.seen_at from supplier_offers o
                join services s on s.code = o.service_code
            where o.count > 0 and s.public_id in (select id from {dialect.Each("@ids", "id")})
            """
    );

    private const string ReadAllSql = """
        select o.supplier, o.service_code, o.cost_minor, o.count, s.price_minor, o.seen_at from supplier_offers o
            join services s on s.code = o.service_code
        where o.count > 0
        """;

    /// <summary>The offers of some services, with the statement batch.</summary>
    public static Dictionary<string, List<Offer>> Load(
        StoreDbContext db,
        StatementBatch batch,
        SuppliersOptions suppliers,
        IReadOnlyCollection<Guid> services,
        DateTime now
    )
    {
        var offers = new Dictionary<string, List<Offer>>();
        if (suppliers.Count > 0)
            batch.Add(ReadSql.For(db.Dialect), row => Add(offers, row, suppliers, now), ("ids", db.Dialect.List(services)));
        return offers;
    }

    public static async Task<Dictionary<string, List<Offer>>> AllAsync(
        StoreDbContext db,
        SuppliersOptions suppliers,
        DateTime now,
        CancellationToken ct
    )
    {
        var offers = new Dictionary<string, List<Offer>>();
        if (suppliers.Count > 0)
            await db.Statements.Get(ReadAllSql).RunAsync(row => Add(offers, row, suppliers, now), ct);
        return offers;
    }

    private static void Add(
        Dictionary<string, List<Offer>> offers,
        System.Data.Common.DbDataReader row,
        SuppliersOptions suppliers,
        DateTime now
    )
    {
        // A supplier that was removed from the configuration leaves its rows behind.
        var code = row.GetString(1);
        if (row.GetUtc(5) < now - Age || !suppliers.TryGetValue(row.GetString(0), out var supplier) || !supplier.Services.ContainsKey(code))
            return;
        if (!offers.TryGetValue(code, out var ofService))
            offers[code] = ofService = [];
        var cost = new Money(row.GetInt64(2));
        ofService.Add(
            new Offer(
                row.GetString(0),
                cost,
                supplier.ListPrice(cost, new Money(row.GetInt64(4))),
                row.GetInt32(3),
                supplier.First,
                supplier.Cap
            )
        );
    }
}
