using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Foundation.Protection;
using XthonBot.Core.Modules.Catalog;

namespace XthonBot.Core.Modules.Orders;

/// <summary>Which orders are listed; what is null leaves none out.</summary>
/// <param name="Since">Bought then or later.</param>
/// <param name="Until">Bought before.</param>
public sealed record OrderFilter(
    IReadOnlyList<OrderStatus>? Statuses = null,
    ServiceId? Service = null,
    DateTime? Since = null,
    DateTime? Until = null
);

/// <summary>A customer's orders, newest first. Orders placed meanwhile do not move the parts that follow.</summary>
public sealed class ListOrdersHandler(Store store, TextSeal seal)
{
    /// <summary>
    /// A filter that fits nothing would walk through all that somebody ever bought; after so many orders it is a part with less in it.
    /// </summary>
    public const int MostLookedAt = 10_000;

    /// <param name="after">The last order of the part before.</param>
    /// <returns><see cref="Error.NotFound"/> where <paramref name="after"/> is no order of this customer.</returns>
    public Task<Result<Slice<OrderView, OrderId>>> HandleAsync(
        CustomerId customer,
        OrderFilter filter,
        int count,
        OrderId? after,
        CancellationToken ct
    ) => store.ReadAsync((db, token) => ListAsync(db, customer, filter, count, after, token), ct);

    private async Task<Result<Slice<OrderView, OrderId>>> ListAsync(
        StoreDbContext db,
        CustomerId customer,
        OrderFilter filter,
        int count,
        OrderId? after,
        CancellationToken ct
    )
    {
        // One bound for each end: of two SQLite would take either, and walk from there.
        var (from, to) = (0L, long.MaxValue);
        if (after is { } last)
        {
            to = await db
                .Orders.Where(o => o.PublicId == last.Value && o.CustomerId == customer.Value)
                .Select(o => o.Id)
                .SingleOrDefaultAsync(ct);
            if (to == 0)
                return new Error.NotFound("cursor");
        }

        OrderId? stop = null;
        if (filter != new OrderFilter())
        {
            var span = await OrderSpan.OfAsync(db, filter.Since, filter.Until, ct);
            (from, to) = (span.After, Math.Min(to, span.Before));
            if (await FurthestAsync(Between(db, customer, from, to), ct) is var (key, id))
                (from, stop) = (key - 1, id);
        }

        var orders = await MatchingAsync(db, Between(db, customer, from, to), filter, ct);
        var found = await orders.OrderByDescending(o => o.Id).Take(count + 1).Select(OrderView.Projection(db, seal)).ToListAsync(ct);
        return found.Count > count
            ? new Slice<OrderView, OrderId>(found.GetRange(0, count), found[count - 1].Id)
            : new Slice<OrderView, OrderId>(found, stop);
    }

    private static IQueryable<Order> Between(StoreDbContext db, CustomerId customer, long from, long to) =>
        db.Orders.Where(o => o.CustomerId == customer.Value && o.Id > from && o.Id < to);

    private static async Task<(long Key, OrderId Id)?> FurthestAsync(IQueryable<Order> orders, CancellationToken ct) =>
        await orders.OrderByDescending(o => o.Id).Skip(MostLookedAt - 1).Select(o => new { o.Id, o.PublicId }).FirstOrDefaultAsync(ct)
            is { } order
            ? (order.Id, new OrderId(order.PublicId))
            : null;

    private static async Task<IQueryable<Order>> MatchingAsync(
        StoreDbContext db,
        IQueryable<Order> orders,
        OrderFilter filter,
        CancellationToken ct
    )
    {
        if (filter.Statuses is { } statuses)
            orders = orders.Where(o => statuses.Contains(o.Status));
        if (filter.Service is { } service)
        {
            var key = await db.Services.Where(s => s.PublicId == service.Value).Select(s => s.Id).SingleOrDefaultAsync(ct);
            orders = orders.Where(o => o.ServiceId == key);
        }

        if (filter.Since is { } since)
            orders = orders.Where(o => o.CreatedAt >= since);
        if (filter.Until is { } until)
            orders = orders.Where(o => o.CreatedAt < until);
        return orders;
    }
}
