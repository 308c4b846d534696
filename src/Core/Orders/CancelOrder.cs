using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using XthonBot.Core.Data;
using XthonBot.Core.Notifications;
using XthonBot.Core.Primitives;
using XthonBot.Core.Stock;

namespace XthonBot.Core.Orders;

/// <summary>A customer gives a number back that never got a code.</summary>
public sealed record CancelOrder(CustomerId Customer, OrderId Order);

public sealed class CancelOrderHandler(Store store, OutboxSignal outbox, IOptions<StockOptions> stock, TimeProvider time)
{
    /// <returns>What went back to the balance; <see cref="Error.CodeArrived"/> where a code was faster.</returns>
    public async Task<Result<Money>> HandleAsync(CancelOrder command, CancellationToken ct)
    {
        var now = time.UtcNow();
        var canceled = await store.WriteAsync(
            async (db, token) =>
            {
                var order = await db.Orders
                    .Where(o => o.PublicId == command.Order.Value && o.CustomerId == command.Customer.Value)
                    .Select(o => new { o.Status, o.Code, Ending = new Settlement.Ending(o.Id, command.Customer, o.NumberId, o.Channel) })
                    .SingleOrDefaultAsync(token);
                if (order is null)
                    return (Result<Money>)new Error.NotFound("transaction");

                var refunded = await Settlement.EndAsync(
                    db, order.Ending, OrderStatus.Canceled, Actor.Customer(command.Customer), null, stock.Value.CoolDown, now, token);
                if (refunded is { } money)
                    return money;

                return order.Status == OrderStatus.Succeeded
                    ? new Error.CodeArrived(command.Order, order.Code)
                    : new Error.WrongStatus(command.Order, order.Status, order.Code);
            },
            ct);
        if (canceled.IsOk)
            outbox.Pulse();
        return canceled;
    }
}
