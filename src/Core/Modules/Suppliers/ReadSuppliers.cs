using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Catalog;
using XthonBot.Core.Modules.Orders;

namespace XthonBot.Core.Modules.Suppliers;

/// <param name="Cost">Its price.</param>
/// <param name="Price">The list price here.</param>
/// <param name="SeenAt">When it was last asked; null: never.</param>
public sealed record SupplierService(string Code, Money Cost, Money Price, int Count, DateTime? SeenAt, bool IsCurrent);

/// <param name="IsAgent">A SIM bank, where nothing is paid beforehand.</param>
/// <param name="Balance">Our balance there; null where it does not say.</param>
/// <param name="Open">Numbers that are being seen to there.</param>
public sealed record SupplierView(string Name, bool IsAgent, Money? Balance, IReadOnlyList<SupplierService> Services, int Open)
{
    /// <summary>The last answer that could not be read.</summary>
    public UnreadAnswer? Unread { get; init; }

    public bool RefusesKey { get; init; }
}

/// <summary>A number that a supplier did not take back.</summary>
public sealed record Debt(OrderId Order, string Supplier, string? ExternalId, Money Cost, DateTime At);

public sealed record SuppliersView(IReadOnlyList<SupplierView> Suppliers, IReadOnlyList<Debt> Debts, int DebtCount, Money Owed);

/// <summary>The suppliers' stock, held numbers and debts, for the operator.</summary>
public sealed class ReadSuppliersHandler(
    Store store,
    ISupplierClient upstream,
    SupplierNotes notes,
    IOptions<SuppliersOptions> suppliers,
    TimeProvider time
)
{
    private const int MostDebts = 8;

    public async Task<SuppliersView> HandleAsync(CancellationToken ct)
    {
        var now = time.UtcNow();
        var balances = (
            await Task.WhenAll(suppliers.Value.Keys.Select(async name => (name, Balance: await BalanceAsync(name, ct))))
        ).ToDictionary(b => b.name, b => b.Balance);
        return await store.ReadAsync(
            async (db, token) =>
            {
                var prices = await db.Services.ToDictionaryAsync(s => s.Code, s => s.PriceMinor, token);
                var offers = await db.SupplierOffers.ToListAsync(token);
                var open = await db
                    .Supplies.Where(s => s.State < SupplierOrderState.Closed)
                    .GroupBy(s => s.Supplier)
                    .Select(g => new { g.Key, Count = g.Count() })
                    .ToDictionaryAsync(g => g.Key, g => g.Count, token);
                var owed = db.Supplies.Where(s => s.State == SupplierOrderState.Owed);
                var debts = await owed.Join(db.Orders, s => s.OrderId, o => o.Id, (s, o) => new { s, o })
                    .OrderBy(d => d.o.Id)
                    .Take(MostDebts)
                    .Select(d => new Debt(new OrderId(d.o.PublicId), d.s.Supplier, d.s.ExternalId, new Money(d.s.CostMinor), d.s.CreatedAt))
                    .ToListAsync(token);
                var views = suppliers
                    .Value.Select(supplier => new SupplierView(
                        supplier.Key,
                        supplier.Value.IsAgent,
                        balances[supplier.Key],
                        [
                            .. supplier
                                .Value.Services.Keys.Order(StringComparer.Ordinal)
                                .Select(code =>
                                    Service(
                                        code,
                                        supplier.Value,
                                        prices,
                                        offers.Find(o =>
                                            o.ServiceCode == code
                                            && string.Equals(o.Supplier, supplier.Key, StringComparison.OrdinalIgnoreCase)
                                        ),
                                        now
                                    )
                                ),
                        ],
                        open.GetValueOrDefault(supplier.Key)
                    )
                    {
                        Unread = notes.Unread(supplier.Key),
                        RefusesKey = notes.RefusesKey(supplier.Key),
                    })
                    .ToList();
                return new SuppliersView(
                    views,
                    debts,
                    await owed.CountAsync(token),
                    new Money(await owed.SumAsync(s => s.CostMinor, token))
                );
            },
            ct
        );
    }

    private static SupplierService Service(
        string code,
        SupplierOptions supplier,
        Dictionary<string, long> prices,
        SupplierOffer? offer,
        DateTime now
    )
    {
        var cost = new Money(offer?.CostMinor ?? 0);
        return new SupplierService(
            code,
            cost,
            supplier.ListPrice(cost, new Money(prices.GetValueOrDefault(code))),
            offer?.Count ?? 0,
            offer?.SeenAt,
            offer?.SeenAt >= now - Offers.Age
        );
    }

    private async Task<Money?> BalanceAsync(string name, CancellationToken ct)
    {
        try
        {
            if (suppliers.Value[name].IsAgent)
                return null;
            return await upstream.BalanceAsync(name, ct);
        }
        catch (SupplierLostException)
        {
            return null;
        }
    }
}
