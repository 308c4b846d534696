using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Orders;

namespace XthonBot.Core.Views.TestMode;

/// <summary>Cancels in the test world, and refuses to where the store would.</summary>
public sealed class CancelTestOrderHandler(Store store, TimeProvider time)
{
    /// <returns>The refund; the errors are those of <see cref="CancelOrderHandler"/>.</returns>
    public Task<Result<Money>> HandleAsync(CancelOrder command, CancellationToken ct)
    {
        var now = time.UtcNow();
        return store.WriteAsync<Result<Money>>(
            async (db, token) =>
            {
                var mine = db.TestOrders.Where(o => o.PublicId == command.Order.Value && o.CustomerId == command.Customer.Value);
                if (await mine.AsNoTracking().SingleOrDefaultAsync(token) is not { } found)
                    return new Error.NotFound("transaction");

                var order = found.At(now);
                if (order.Status == OrderStatus.Succeeded)
                    return new Error.CodeArrived(order.Id, order.Code);
                var canceled =
                    order.Status == OrderStatus.Pending
                    && await mine.Where(o => o.CanceledAt == null).ExecuteUpdateAsync(set => set.SetProperty(o => o.CanceledAt, now), token)
                        == 1;
                return canceled
                    ? order.Price
                    : new Error.WrongStatus(order.Id, order.Status == OrderStatus.Pending ? OrderStatus.Canceled : order.Status);
            },
            ct
        );
    }
}
