using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Modules.Orders;

/// <summary>An operator gives a customer's money back: a waiting order is canceled, one that brought a code is refunded.</summary>
public sealed record RefundOrder(OrderId Order, Actor Operator, string? Reason);

public sealed class RefundOrderHandler(Store store, EndOrders endOrders, TimeProvider time)
{
    public Task<Result<Money>> HandleAsync(RefundOrder command, CancellationToken ct)
    {
        var now = time.UtcNow();
        return store.WriteAsync((db, token) => RefundAsync(db, command, now, token), ct);
    }

    private async Task<Result<Money>> RefundAsync(StoreDbContext db, RefundOrder command, DateTime now, CancellationToken ct)
    {
        var order = await db
            .Orders.Where(o => o.PublicId == command.Order.Value)
            .Select(o => new { o.Id, o.Status })
            .SingleOrDefaultAsync(ct);
        if (order is null)
            return new Error.NotFound("transaction");

        var to = order.Status == OrderStatus.Pending ? OrderStatus.Canceled : OrderStatus.Refunded;
        var end = new OrderClosure(to, command.Operator, command.Reason, now);
        if (await endOrders.EndAsync(db, order.Id, end, ct) is not { } money)
        {
            // A code, an expiry or a refund may have won between the query above and the update.
            return new Error.WrongStatus(command.Order, await db.Orders.Where(o => o.Id == order.Id).Select(o => o.Status).SingleAsync(ct));
        }

        db.Publish(
            new Audited(
                command.Operator,
                "refund",
                command.Order.ToString(),
                order.Status.Text(),
                $"{to.Text()}, refunded {money}",
                command.Reason,
                now
            )
        );
        return money;
    }
}
