using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Orders;

namespace XthonBot.Core.Modules.Suppliers;

/// <summary>The operator has settled with the supplier what it owed for a number, one way or the other.</summary>
public sealed class SettleDebtHandler(Store store, TimeProvider time)
{
    /// <returns>The order whose number it was.</returns>
    public Task<Result<Money>> HandleAsync(OrderId order, Actor by, CancellationToken ct)
    {
        var now = time.UtcNow();
        return store.WriteAsync<Result<Money>>(
            async (db, token) =>
            {
                var debt = await db
                    .Supplies.Where(s =>
                        s.State == SupplierOrderState.Owed && db.Set<Order>().Any(o => o.Id == s.OrderId && o.PublicId == order.Value)
                    )
                    .Select(s => new
                    {
                        s.OrderId,
                        s.Supplier,
                        s.CostMinor,
                    })
                    .SingleOrDefaultAsync(token);
                if (
                    debt is null
                    || !await SupplierOrderQueries.ChangeAsync(
                        db,
                        debt.OrderId,
                        new SupplierOrderChange(SupplierOrderState.Owed, SupplierOrderState.Closed, now),
                        token
                    )
                )
                    return new Error.NotFound("debt");
                var cost = new Money(debt.CostMinor);
                db.Publish(new Audited(by, "supplier.settle", order.ToString(), $"owed {cost}", "settled", debt.Supplier, now));
                return cost;
            },
            ct
        );
    }
}
