using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Foundation.Protection;

namespace XthonBot.Core.Modules.Orders;

/// <summary>A customer cancels an order that got no code.</summary>
public sealed record CancelOrder(CustomerId Customer, OrderId Order);

public sealed class CancelOrderHandler(Store store, TextProtector protector, EndOrders endOrders, TimeProvider time)
{
    /// <returns>The refund; <see cref="Error.CodeArrived"/> or <see cref="Error.TextArrived"/> where that came first.</returns>
    public async Task<Result<Money>> HandleAsync(CancelOrder command, CancellationToken ct)
    {
        var now = time.UtcNow();
        return await store.WriteAsync(
            async (db, token) =>
            {
                var order = await db
                    .Orders.Where(o => o.PublicId == command.Order.Value && o.CustomerId == command.Customer.Value)
                    .Select(o => new { o.Id })
                    .SingleOrDefaultAsync(token);
                if (order is null)
                    return (Result<Money>)new Error.NotFound("transaction");

                var end = new OrderClosure(OrderStatus.Canceled, Actor.Customer(command.Customer), null, now);
                if (await endOrders.EndAsync(db, order.Id, end, token) is { } refunded)
                    return refunded;

                // A code, an expiry or a refund may have won between the query above and the update.
                var winner = await db
                    .Orders.Where(o => o.Id == order.Id)
                    .Select(o => new
                    {
                        o.Status,
                        o.Code,
                        o.CodeAt,
                    })
                    .SingleAsync(token);
                return winner.Status == OrderStatus.Succeeded
                    ? winner.CodeAt is null
                        ? new Error.TextArrived(command.Order)
                        : new Error.CodeArrived(command.Order, protector.Unprotect(winner.Code))
                    : new Error.WrongStatus(command.Order, winner.Status, protector.Unprotect(winner.Code));
            },
            ct
        );
    }
}
