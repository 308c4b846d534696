using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Data;
using XthonBot.Core.Ledger;
using XthonBot.Core.Notifications;
using XthonBot.Core.Primitives;
using XthonBot.Core.Stock;

namespace XthonBot.Core.Orders;

/// <summary>The conditional updates that decide every race over an order's status, with all that follows from them.</summary>
internal static class Settlement
{
    /// <summary>A code arrives: the first makes the order succeed, a newer one replaces it; one that comes late does not.</summary>
    /// <param name="receivedAt">When the gateway had the message.</param>
    /// <returns>Whether the order took it; false when a cancel or an expiry came first.</returns>
    public static async Task<bool> TakeCodeAsync(StoreDbContext db, long orderKey, string code, DateTime receivedAt, CancellationToken ct)
    {
        var from = OrderTransitions.Into(OrderStatus.Succeeded).From;
        var rows = await db.Orders
            .Where(o => o.Id == orderKey && (o.Status == from || o.Status == OrderStatus.Succeeded) && o.ClosedAt == null)
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(o => o.Status, OrderStatus.Succeeded)
                    .SetProperty(o => o.Code, o => o.CodeAt == null || o.CodeAt <= receivedAt ? code : o.Code)
                    .SetProperty(o => o.CodeAt, o => o.CodeAt == null || o.CodeAt <= receivedAt ? receivedAt : o.CodeAt),
                ct);
        return rows == 1;
    }

    /// <summary>Ends an order with its refund, the rest of its number, and the news to its owner.</summary>
    /// <returns>What went back, or null when the order was not in the status that this end asks for.</returns>
    public static async Task<Money?> EndAsync(
        StoreDbContext db, Ending order, OrderStatus to, Actor actor, string? reason, TimeSpan coolDown, DateTime now, CancellationToken ct)
    {
        var from = OrderTransitions.Into(to).From;
        var rows = await db.Orders
            .Where(o => o.Id == order.Key && o.Status == from)
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(o => o.Status, to)
                    .SetProperty(o => o.EndedAt, now)
                    .SetProperty(o => o.ClosedAt, o => o.ClosedAt ?? now),
                ct);
        if (rows == 0)
            return null;

        var refunded = await Books.RefundAsync(db, order.Key, order.Customer, actor, reason, now, ct);
        switch (to)
        {
            case OrderStatus.Canceled:
                await Shelf.CoolDownAsync(db, order.NumberKey, now + coolDown, ct);
                break;
            case OrderStatus.Expired when await Shelf.ExpireAsync(db, order.NumberKey, now + coolDown, ct):
                db.Add(Notification.ForOperators(NotificationKind.NumberWithheld, now, order.Key));
                break;
            case OrderStatus.Refunded:
                await Shelf.SellAsync(db, order.NumberKey, now, ct);
                break;
        }

        // Scripts read the state themselves; but money that an operator gives back is always told.
        var byOperator = actor != Actor.System && actor != Actor.Customer(order.Customer);
        if (order.Channel == OrderChannel.Chat || byOperator)
        {
            var kind = to switch
            {
                OrderStatus.Canceled => NotificationKind.OrderCanceled,
                OrderStatus.Expired => NotificationKind.OrderExpired,
                _ => NotificationKind.OrderRefunded,
            };
            db.Add(Notification.ForOrder(kind, order.Key, order.Customer, now));
            db.Add(Notification.ForOrder(NotificationKind.OrderChanged, order.Key, order.Customer, now));
        }

        await db.SaveChangesAsync(ct);
        return refunded;
    }

    /// <summary>What ending an order needs to know of it.</summary>
    internal sealed record Ending(long Key, CustomerId Customer, long NumberKey, OrderChannel Channel);
}
