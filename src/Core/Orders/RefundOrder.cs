using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using XthonBot.Core.Audit;
using XthonBot.Core.Data;
using XthonBot.Core.Notifications;
using XthonBot.Core.Primitives;
using XthonBot.Core.Stock;
using XthonBot.Core.Suppliers;

namespace XthonBot.Core.Orders;

/// <summary>An operator gives a customer's money back: a waiting order is canceled, one that brought a code is refunded.</summary>
public sealed record RefundOrder(OrderId Order, Actor Operator, string? Reason);

public sealed class RefundOrderHandler(Store store, OutboxSignal outbox, IOptions<StockOptions> stock, IOptions<SuppliersOptions> suppliers, TimeProvider time)
{
    public async Task<Result<Money>> HandleAsync(RefundOrder command, CancellationToken ct)
    {
        var now = time.UtcNow();
        var refunded = await store.WriteAsync((db, token) => RefundAsync(db, command, now, token), ct);
        if (refunded.IsOk)
            outbox.Pulse();
        return refunded;
    }

    private async Task<Result<Money>> RefundAsync(StoreDbContext db, RefundOrder command, DateTime now, CancellationToken ct)
    {
        var order = await db.Orders
            .Where(o => o.PublicId == command.Order.Value)
            .Select(o => new { o.Id, o.Status })
            .SingleOrDefaultAsync(ct);
        if (order is null)
            return new Error.NotFound("transaction");

        var to = order.Status == OrderStatus.Pending ? OrderStatus.Canceled : OrderStatus.Refunded;
        var end = new OrderEnd(to, command.Operator, command.Reason, stock.Value.CoolDown, now);
        if (await Settlement.EndAsync(db, order.Id, end, ct) is not { } money)
        {
            // What was faster may have come after the look above.
            return new Error.WrongStatus(command.Order, await db.Orders.Where(o => o.Id == order.Id).Select(o => o.Status).SingleAsync(ct));
        }

        await AgentNumbers.TakeUpAgainAsync(db, order.Id, suppliers.Value, now, ct);
        db.Add(new AuditEntry(
            command.Operator, "refund", command.Order.ToString(), order.Status.Text(), $"{to.Text()}, refunded {money}", command.Reason, now));
        await db.SaveChangesAsync(ct);
        return money;
    }
}
