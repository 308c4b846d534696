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
public sealed class ListOrdersHandler(Store store, TextProtector protector)
{
    /// <summary>
    /// A filter that matches nothing would scan all orders of the customer; after so many open or closed orders a part with fewer items
    /// is returned.
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
        // One bound for each end: with two, SQLite may take the wider one and scan from there.
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
            if (await FurthestAsync(db, customer, from, to, ct) is var (key, id))
                (from, stop) = (key - 1, id);
        }

        var matching = await MatchingAsync(db, filter, ct);
        var found = await db.NewestOrdersOf(customer, orders => matching(Between(orders, from, to)), count + 1)
            .OrderByDescending(o => o.Id)
            .Select(OrderView.Projection(db, protector))
            .ToListAsync(ct);
        return found.Count > count
            ? new Slice<OrderView, OrderId>(found.GetRange(0, count), found[count - 1].Id)
            : new Slice<OrderView, OrderId>(found, stop);
    }

    private static IQueryable<Order> Between(IQueryable<Order> orders, long from, long to) => orders.Where(o => o.Id > from && o.Id < to);

    private static async Task<(long Key, OrderId Id)?> FurthestAsync(
        StoreDbContext db,
        CustomerId customer,
        long from,
        long to,
        CancellationToken ct
    )
    {
        (long Key, OrderId Id)? furthest = null;
        foreach (var orders in (IQueryable<Order>[])[db.OpenOrdersOf(customer), db.ClosedOrdersOf(customer)])
        {
            var last = await Between(orders, from, to)
                .OrderByDescending(o => o.Id)
                .Skip(MostLookedAt - 1)
                .Select(o => new { o.Id, o.PublicId })
                .FirstOrDefaultAsync(ct);
            if (last is not null && !(last.Id < furthest?.Key))
                furthest = (last.Id, new OrderId(last.PublicId));
        }

        return furthest;
    }

    private static async Task<Func<IQueryable<Order>, IQueryable<Order>>> MatchingAsync(
        StoreDbContext db,
        OrderFilter filter,
        CancellationToken ct
    )
    {
        long? service = filter.Service is { } id
            ? await db.Services.Where(s => s.PublicId == id.Value).Select(s => s.Id).SingleOrDefaultAsync(ct)
            : null;
        return orders =>
        {
            if (filter.Statuses is { } statuses)
                orders = orders.Where(o => statuses.Contains(o.Status));
            if (service is { } key)
                orders = orders.Where(o => o.ServiceId == key);
            if (filter.Since is { } since)
                orders = orders.Where(o => o.CreatedAt >= since);
            if (filter.Until is { } until)
                orders = orders.Where(o => o.CreatedAt < until);
            return orders;
        };
    }
}
