using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Catalog;
using XthonBot.Core.Modules.Messages;
using XthonBot.Core.Modules.Orders;
using XthonBot.Core.Modules.Payments;
using XthonBot.Core.Modules.Stock;

namespace XthonBot.Core.Views.Operator;

/// <summary>The sales of one day (UTC).</summary>
public sealed record DayOfSales(DateOnly Day, int Orders, int Succeeded, Money Sales, Money Refunds);

/// <summary>The payments of one way that brought money.</summary>
/// <param name="Reversed">The part of the credit that went back since.</param>
public sealed record DepositsOfWay(string Way, int Count, Money Credited, Money Reversed);

/// <param name="Orders">How often it was bought within these days.</param>
public sealed record StockCount(string ServiceName, int Free, int Held, int CoolingDown, int Withheld, int Orders);

/// <param name="SuccessRate">Of the orders that have come to an end, the percentage that brought a code; null where none has.</param>
/// <param name="Stock">The best sold service first.</param>
/// <param name="UnmatchedMessages">Messages that belong to nobody and wait for an operator, of whatever day.</param>
public sealed record Sales(
    IReadOnlyList<DayOfSales> Days,
    int Orders,
    Money Sold,
    Money Refunded,
    int? SuccessRate,
    IReadOnlyList<StockCount> Stock,
    int UnmatchedMessages
)
{
    /// <summary>Of payments whose money came within these days, the largest first.</summary>
    public IReadOnlyList<DepositsOfWay> Deposits { get; init; } = [];

    /// <summary>Payments that an operator has to decide about, of whatever day.</summary>
    public int PaymentsToDecide { get; init; }
}

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
                var stock = await StockAsync(db, since, token);
                var unmatched = await db.WaitingMessages().CountAsync(token);

                var deposits = await db
                    .Payments.Where(p => p.PaidAt >= since && p.CreditedMinor > 0)
                    .GroupBy(p => p.Way)
                    .Select(g => new
                    {
                        Way = g.Key,
                        Count = g.Count(),
                        Credited = g.Sum(p => p.CreditedMinor),
                        Reversed = g.Sum(p => p.ReversedMinor),
                    })
                    .ToListAsync(token);
                var toDecide = await db.Payments.CountAsync(p => p.State == PaymentState.Review, token);

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
                    stock,
                    unmatched
                )
                {
                    Deposits =
                    [
                        .. deposits
                            .OrderByDescending(d => d.Credited)
                            .Select(d => new DepositsOfWay(d.Way, d.Count, new Money(d.Credited), new Money(d.Reversed))),
                    ],
                    PaymentsToDecide = toDecide,
                };
            },
            ct
        );
    }

    // Numbers that were sold or withdrawn are the most, and are not counted. One pass over the others, not one for each service.
    private static async Task<List<StockCount>> StockAsync(StoreDbContext db, DateTime since, CancellationToken ct)
    {
        var shelves = await (
            from s in db.Services
            join n in db.Numbers.Where(n => n.Status != NumberStatus.Sold && n.Status != NumberStatus.Withdrawn)
                on s.Id equals n.ServiceId
                into numbers
            from n in numbers.DefaultIfEmpty()
            group n by new { s.Id, s.Name } into service
            orderby service.Key.Name, service.Key.Id
            select new
            {
                service.Key.Id,
                service.Key.Name,
                Free = service.Count(n => n!.Status == NumberStatus.Free),
                Held = service.Count(n => n!.Status == NumberStatus.Held),
                CoolingDown = service.Count(n => n!.Status == NumberStatus.CoolingDown),
                Withheld = service.Count(n => n!.Status == NumberStatus.Withheld),
            }
        ).ToListAsync(ct);
        var bought = await db
            .Orders.Where(o => o.CreatedAt >= since)
            .GroupBy(o => o.ServiceId)
            .Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        return
        [
            .. shelves
                .Select(s => new StockCount(s.Name, s.Free, s.Held, s.CoolingDown, s.Withheld, bought.GetValueOrDefault(s.Id)))
                .OrderByDescending(s => s.Orders),
        ];
    }
}
