using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Stock;

namespace XthonBot.Core.Modules.Orders;

/// <summary>Ends orders whose time is over: those without a code expire and are refunded, those with one take no more messages.</summary>
public sealed class ExpireOrdersHandler(Store store, EndOrders endOrders, TimeProvider time)
{
    // The batch is small: a purchase may wait behind it.
    private const int BatchSize = 200;

    // A locked order is being changed; if it is still due after that, the next sweep takes it.
    private static readonly DialectText DueSql = new(dialect =>
        $"""
            select o.id from orders o where o.closed_at is null and o.expires_at <= @now and o.status = @status
            order by o.expires_at, o.id limit {BatchSize} {dialect.SkipLocked}
            """
    );

    /// <returns>How many orders expired.</returns>
    public async Task<int> HandleAsync(CancellationToken ct)
    {
        var now = time.UtcNow();
        var end = new OrderClosure(OrderStatus.Expired, Actor.System, null, now);
        var expired = 0;
        for (var last = BatchSize; last == BatchSize; expired += last)
        {
            last = await store.WriteAsync(
                async (db, token) => (await endOrders.EndAsync(db, await DueAsync(db, OrderStatus.Pending, now, token), end, token)).Count,
                ct
            );
        }

        while (await store.WriteAsync((db, token) => CloseBatchAsync(db, now, token), ct) == BatchSize) { }

        return expired;
    }

    private static async Task<List<long>> DueAsync(StoreDbContext db, OrderStatus status, DateTime now, CancellationToken ct)
    {
        var due = new List<long>(BatchSize);
        await using var reader = await db
            .Statements.Get(DueSql.For(db.Dialect))
            .With("now", now)
            .With("status", (int)status)
            .ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            due.Add(reader.GetInt64(0));
        return due;
    }

    private static async Task<int> CloseBatchAsync(StoreDbContext db, DateTime now, CancellationToken ct)
    {
        var over = await DueAsync(db, OrderStatus.Succeeded, now, ct);
        await StockReservations.RetireAsync(db, await CloseOrders.RunAsync(db, over, now, ct), now, ct);
        return over.Count;
    }
}
