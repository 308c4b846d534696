using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Data;
using XthonBot.Core.Primitives;

namespace XthonBot.Core.Orders;

/// <summary>One page of a customer's orders: open ones first, then the newest.</summary>
public sealed record OrderPage(IReadOnlyList<OrderView> Orders, int Total);

public sealed class ReadOrdersHandler(Store store)
{
    /// <summary>An order of this customer; another customer's is not found.</summary>
    public Task<Result<OrderView>> HandleAsync(CustomerId customer, OrderId id, CancellationToken ct) => store.ReadAsync(
        async (db, token) => await db.Orders
            .Where(o => o.PublicId == id.Value && o.CustomerId == customer.Value)
            .Select(OrderView.Projection(db))
            .SingleOrDefaultAsync(token) is { } order ? order : (Result<OrderView>)new Error.NotFound("transaction"),
        ct);

    /// <param name="page">From 0.</param>
    public Task<OrderPage> PageAsync(CustomerId customer, int page, int size, CancellationToken ct) => store.ReadAsync(
        async (db, token) =>
        {
            var mine = db.Orders.Where(o => o.CustomerId == customer.Value);
            var total = await mine.CountAsync(token);
            var orders = await mine
                .OrderByDescending(o => o.ClosedAt == null).ThenByDescending(o => o.Id)
                .Skip(page * size).Take(size)
                .Select(OrderView.Projection(db))
                .ToListAsync(token);
            return new OrderPage(orders, total);
        },
        ct);
}
