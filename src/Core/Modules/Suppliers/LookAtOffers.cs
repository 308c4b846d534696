using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Modules.Suppliers;

/// <summary>Asks each supplier for its stock and prices of our services: the storefront shows them.</summary>
public sealed partial class LookAtOffersHandler(
    Store store,
    ISupplierClient upstream,
    IOptions<SuppliersOptions> suppliers,
    TimeProvider time,
    ILogger<LookAtOffersHandler> log
)
{
    private static readonly RowStatement<Seen> WriteSql = new(
        """
        insert into supplier_offers (supplier, service_code, cost_minor, count, seen_at)
            select r.supplier, r.service_code, r.cost, r.number, r.seen_at from {rows} where true
        on conflict (supplier, service_code) do update set cost_minor = excluded.cost_minor,
            count = excluded.count, seen_at = excluded.seen_at
        """,
        RowStatement<Seen>.Of("supplier", s => s.Supplier),
        RowStatement<Seen>.Of("service_code", s => s.ServiceCode),
        RowStatement<Seen>.Of("cost", s => s.Cost.Minor),
        RowStatement<Seen>.Of("number", s => s.Count),
        RowStatement<Seen>.Of("seen_at", s => s.At)
    );

    public Task HandleAsync(CancellationToken ct) =>
        Task.WhenAll(suppliers.Value.Select(supplier => LookAsync(supplier.Key, supplier.Value, ct)));

    private async Task LookAsync(string name, SupplierOptions supplier, CancellationToken ct)
    {
        try
        {
            var offers = await upstream.OffersAsync(name, ct);
            var now = time.UtcNow();
            // A service that the supplier does not name is out of stock there.
            var seen = supplier
                .Services.Select(service =>
                    offers.TryGetValue(service.Value, out var offer)
                        ? new Seen(name, service.Key, offer.Cost, offer.Cost > Money.Zero || supplier.IsAgent ? offer.Count : 0, now)
                        : new Seen(name, service.Key, Money.Zero, 0, now)
                )
                .ToList();
            await store.WriteAsync(
                (db, token) =>
                {
                    db.Publish(default(OffersChanged));
                    return WriteSql.RunAsync(db, seen, null, token);
                },
                ct
            );
        }
        catch (SupplierLostException e)
        {
            LogLost(log, name, e.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Supplier {Supplier} does not say what it has ({Reason})")]
    private static partial void LogLost(ILogger log, string supplier, string reason);

    private sealed record Seen(string Supplier, string ServiceCode, Money Cost, int Count, DateTime At);
}
