using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using XthonBot.Core.Data;
using XthonBot.Core.Notifications;
using XthonBot.Core.Primitives;
using XthonBot.Core.Stock;

namespace XthonBot.Core.Orders;

/// <summary>Ends what is over: orders without a code expire and are refunded, those with one take no more messages.</summary>
public sealed class ExpireOrdersHandler(Store store, OutboxSignal outbox, IOptions<StockOptions> stock, TimeProvider time)
{
    // A purchase that waits behind a batch should not notice it.
    private const int BatchSize = 100;

    /// <returns>How many orders expired.</returns>
    public async Task<int> HandleAsync(CancellationToken ct)
    {
        var now = time.UtcNow();
        var expired = 0;
        for (var last = BatchSize; last == BatchSize; expired += last)
        {
            last = await store.WriteAsync((db, token) => ExpireBatchAsync(db, now, token), ct);
            if (last > 0)
                outbox.Pulse();
        }

        while (await store.WriteAsync((db, token) => CloseBatchAsync(db, now, token), ct) == BatchSize)
        {
        }

        return expired;
    }

    private async Task<int> ExpireBatchAsync(StoreDbContext db, DateTime now, CancellationToken ct)
    {
        var due = await db.Orders
            .Where(o => o.ClosedAt == null && o.ExpiresAt <= now && o.Status == OrderStatus.Pending)
            .OrderBy(o => o.ExpiresAt)
            .Take(BatchSize)
            .Select(o => new Settlement.Ending(o.Id, new CustomerId(o.CustomerId), o.NumberId, o.Channel))
            .ToListAsync(ct);
        foreach (var order in due)
            await Settlement.EndAsync(db, order, OrderStatus.Expired, Actor.System, null, stock.Value.CoolDown, now, ct);
        return due.Count;
    }

    private static async Task<int> CloseBatchAsync(StoreDbContext db, DateTime now, CancellationToken ct)
    {
        var over = await db.Orders
            .Where(o => o.ClosedAt == null && o.ExpiresAt <= now && o.Status == OrderStatus.Succeeded)
            .OrderBy(o => o.ExpiresAt)
            .Take(BatchSize)
            .Select(o => new { o.Id, o.NumberId })
            .ToListAsync(ct);
        foreach (var order in over)
        {
            await db.Orders.Where(o => o.Id == order.Id && o.ClosedAt == null)
                .ExecuteUpdateAsync(set => set.SetProperty(o => o.ClosedAt, now), ct);
            await Shelf.SellAsync(db, order.NumberId, now, ct);
        }

        return over.Count;
    }
}
