using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Modules.Orders;

/// <summary>An operator decides a dispute: the order is refunded, or its code stands.</summary>
public sealed class JudgeDisputeHandler(Store store, EndOrders endOrders, TimeProvider time)
{
    /// <returns>
    /// The refund, nothing where the code stands; <see cref="Error.AlreadyDone"/> where it is decided, also by a refund of the order.
    /// </returns>
    public Task<Result<Money>> HandleAsync(OrderId order, bool refund, Actor by, CancellationToken ct)
    {
        var now = time.UtcNow();
        return store.WriteAsync((db, token) => JudgeAsync(db, order, refund, by, now, token), ct);
    }

    private async Task<Result<Money>> JudgeAsync(
        StoreDbContext db,
        OrderId order,
        bool refund,
        Actor by,
        DateTime now,
        CancellationToken ct
    )
    {
        if (await Disputes.LockAsync(db, order, ct) is not { } found)
            return new Error.NotFound("dispute");
        var to = refund ? DisputeState.Accepted : DisputeState.Rejected;
        if (await Disputes.DecideAsync(db, [found.Key], to, by, now, ct) == 0)
            return await db.Disputes.AnyAsync(d => d.OrderId == found.Key, ct)
                ? new Error.AlreadyDone("dispute")
                : new Error.NotFound("dispute");

        var refunded = Money.Zero;
        if (refund)
            refunded =
                await endOrders.EndAsync(db, found.Key, new OrderClosure(OrderStatus.Refunded, by, null, now), ct)
                ?? throw new InvalidOperationException("A disputed order was refunded, and its dispute stayed open.");
        else
            db.Publish(new DisputeRejected(found.Key, found.Customer, found.Channel, now));
        var outcome = refund ? $"accepted, refunded {refunded}" : "rejected";
        db.Publish(new Audited(by, refund ? "dispute.refund" : "dispute.reject", $"{order}", "open", outcome, null, now));
        return refunded;
    }
}
