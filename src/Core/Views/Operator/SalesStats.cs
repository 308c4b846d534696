using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Catalog;
using XthonBot.Core.Modules.Messages;
using XthonBot.Core.Modules.Orders;
using XthonBot.Core.Modules.Stock;

namespace XthonBot.Core.Views.Operator;

/// <summary>One day (UTC) of the till.</summary>
public sealed record DayOfSales(DateOnly Day, int Orders, int Succeeded, Money Sales, Money Refunds);

public sealed record StockCount(string ServiceName, int Free, int Held, int CoolingDown, int Withheld);

/// <param name="SuccessRate">Of the orders that have come to an end, the percentage that brought a code; null where none has.</param>
/// <param name="UnmatchedMessages">Messages that belong to nobody and wait for an operator, of whatever day.</param>
public sealed record Sales(
    IReadOnlyList<DayOfSales> Days,
    int Orders,
    Money Sold,
    Money Refunded,
    int? SuccessRate,
    IReadOnlyList<StockCount> Shelves,
    int UnmatchedMessages
);

public sealed class SalesStatsHandler(Store store, TimeProvider time)
{
    /// <param name="days">The last days, with today.</param>
    public Task<Sales> HandleAsync(int days, CancellationToken ct)
    {
        var today = time.UtcNow().Date;
        var since = today.AddDays(1 - days);
        return store.ReadAsync(
            async (db, token) =>
            {
                var orders = await db
                    .Orders.Where(o => o.CreatedAt >= since)
                    .GroupBy(o => new { o.CreatedAt.Date, o.Status })
                    .Select(g => new
                    {
                        g.Key.Date,
                        g.Key.Status,
                        Count = g.Count(),
                        Price = g.Sum(o => o.PriceMinor),
                    })
                    .ToListAsync(token);
                var refunds = await db
                    .Orders.Where(o => o.EndedAt >= since)
                    .GroupBy(o => o.EndedAt!.Value.Date)
                    .Select(g => new { Date = g.Key, Price = g.Sum(o => o.PriceMinor) })
                    .ToListAsync(token);
                var shelves = await db
                    .Services.OrderBy(s => s.Name)
                    .Select(s => new StockCount(
                        s.Name,
                        db.Set<StockNumber>().Count(n => n.ServiceId == s.Id && n.Status == NumberStatus.Free),
                        db.Set<StockNumber>().Count(n => n.ServiceId == s.Id && n.Status == NumberStatus.Held),
                        db.Set<StockNumber>().Count(n => n.ServiceId == s.Id && n.Status == NumberStatus.CoolingDown),
                        db.Set<StockNumber>().Count(n => n.ServiceId == s.Id && n.Status == NumberStatus.Withheld)
                    ))
                    .ToListAsync(token);
                var unmatched = await db.WaitingMessages().CountAsync(token);

                var list = Enumerable
                    .Range(0, days)
                    .Select(i => since.AddDays(i))
                    .Select(day => new DayOfSales(
                        DateOnly.FromDateTime(day),
                        orders.Where(o => o.Date == day).Sum(o => o.Count),
                        orders.Where(o => o.Date == day && o.Status == OrderStatus.Succeeded).Sum(o => o.Count),
                        new Money(orders.Where(o => o.Date == day).Sum(o => o.Price)),
                        new Money(refunds.Where(r => r.Date == day).Sum(r => r.Price))
                    ))
                    .ToList();
                var ended = orders.Where(o => o.Status != OrderStatus.Pending).Sum(o => o.Count);
                var succeeded = orders.Where(o => o.Status is OrderStatus.Succeeded or OrderStatus.Refunded).Sum(o => o.Count);
                return new Sales(
                    list,
                    list.Sum(d => d.Orders),
                    new Money(list.Sum(d => d.Sales.Minor)),
                    new Money(list.Sum(d => d.Refunds.Minor)),
                    ended == 0 ? null : (int)Math.Round(100.0 * succeeded / ended),
                    shelves,
                    unmatched
                );
            },
            ct
        );
    }
}
