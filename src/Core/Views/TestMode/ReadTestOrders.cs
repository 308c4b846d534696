using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Customers;
using XthonBot.Core.Modules.Orders;

namespace XthonBot.Core.Views.TestMode;

/// <summary>The orders of a customer's test world.</summary>
public sealed class ReadTestOrdersHandler(Store store, TimeProvider time)
{
    public async Task<Result<OrderView>> HandleAsync(CustomerId customer, OrderId id, CancellationToken ct)
    {
        var now = time.UtcNow();
        var found = await store.ReadAsync(
            (db, token) =>
                db.TestOrders.AsNoTracking().SingleOrDefaultAsync(o => o.PublicId == id.Value && o.CustomerId == customer.Value, token),
            ct
        );
        return found is null ? new Error.NotFound("transaction") : found.At(now);
    }

    /// <summary>Without a bonus: prices are always the same.</summary>
    public async Task<CustomerBalance> BalanceAsync(CustomerId customer, CancellationToken ct)
    {
        var now = time.UtcNow();
        return new CustomerBalance(await store.ReadAsync((db, token) => TestBalance.ReadAsync(db, customer, now, token), ct), 0);
    }
}

internal static class TestBalance
{
    /// <summary>
    /// <see cref="TestServices.Balance"/> and what was paid in, less what the orders of the last day cost whose money did not go back.
    /// </summary>
    public static async Task<Money> ReadAsync(StoreDbContext db, CustomerId customer, DateTime now, CancellationToken ct)
    {
        var orders = await db.TestOrders.AsNoTracking().Where(o => o.CustomerId == customer.Value && o.CanceledAt == null).ToListAsync(ct);
        var payments = await db.TestPayments.AsNoTracking().Where(p => p.CustomerId == customer.Value).ToListAsync(ct);
        var paidIn = payments.Aggregate(TestServices.Balance, (sum, payment) => sum + payment.At(now).Credited);
        return orders
            .Select(o => o.At(now))
            .Where(o => o.Status is OrderStatus.Pending or OrderStatus.Succeeded)
            .Aggregate(paidIn, (left, order) => left - order.Price);
    }
}
