using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using XthonBot.Core.Data;
using XthonBot.Core.Ledger;
using XthonBot.Core.Notifications;
using XthonBot.Core.Primitives;
using XthonBot.Core.Stock;

namespace XthonBot.Core.Orders;

/// <summary>A customer buys one number of a service.</summary>
/// <param name="PurchaseKey">A nonce of the buyer's; the same one gives the same order and charges once.</param>
/// <param name="AgreedPrice">What the buyer saw; another price is refused and nothing is charged.</param>
public sealed record PlaceOrder(
    CustomerId Customer, ServiceId Service, OrderChannel Channel, string? PurchaseKey = null, Money? AgreedPrice = null);

public sealed class PlaceOrderHandler(Store store, OutboxSignal outbox, IOptions<OrderOptions> options, TimeProvider time)
{
    public async Task<Result<OrderView>> HandleAsync(PlaceOrder command, CancellationToken ct)
    {
        var now = time.UtcNow();
        Result<OrderView> placed;
        try
        {
            placed = await store.WriteAsync((db, token) => PlaceAsync(db, command, now, token), ct);
        }
        catch (DbUpdateException e) when (command.PurchaseKey is not null && e.IsUniqueViolation())
        {
            return await FindPlacedAsync(command, ct) ?? throw new InvalidOperationException("A purchase collided with none.", e);
        }

        if (placed.IsOk && command.Channel == OrderChannel.Chat)
            outbox.Pulse();

        // A replay may fail for reasons that the first try made, such as an empty balance: the first answer stands.
        return !placed.IsOk && command.PurchaseKey is not null && await FindPlacedAsync(command, ct) is { } before ? before : placed;
    }

    private async Task<Result<OrderView>> PlaceAsync(StoreDbContext db, PlaceOrder command, DateTime now, CancellationToken ct)
    {
        var buyer = await db.Customers.Where(c => c.Id == command.Customer.Value)
            .Select(c => new { c.BonusPercent, Banned = c.BannedAt != null, c.BanReason })
            .SingleAsync(ct);
        if (buyer.Banned)
            return new Error.Banned(buyer.BanReason);

        var service = await db.Services.AsNoTracking().SingleOrDefaultAsync(s => s.PublicId == command.Service.Value && !s.IsPaused, ct);
        if (service is null)
            return new Error.NotFound("service");

        var price = new Money(service.PriceMinor).LessPercent(buyer.BonusPercent);
        if (command.AgreedPrice is { } agreed && agreed != price)
            return new Error.PriceChanged(agreed, price);

        if (await Shelf.ClaimAsync(db, service.Id, 1, ct) is not [var number])
            return new Error.OutOfStock(service.Name);

        var order = Order.Place(command.Customer, service, number, price, command.Channel, command.PurchaseKey, now, options.Value.Lifetime);
        var charged = await Books.ChargeAsync(db, order, command.Customer, now, ct);
        if (!charged.TryGet(out _, out var error))
            return error;

        db.Add(order);
        if (command.Channel == OrderChannel.Chat)
            db.Add(Notification.ForOrder(NotificationKind.OrderPlaced, order, now));
        await db.SaveChangesAsync(ct);
        return new OrderView(
            new OrderId(order.PublicId), command.Customer, order.Status, order.Channel, price, new Money(order.ListPriceMinor), order.Phone,
            command.Service, order.ServiceName, null, order.CreatedAt, order.ExpiresAt, null, IsOpen: true);
    }

    private Task<OrderView?> FindPlacedAsync(PlaceOrder command, CancellationToken ct) => store.ReadAsync(
        (db, token) => db.Orders
            .Where(o => o.CustomerId == command.Customer.Value && o.PurchaseKey == command.PurchaseKey)
            .Select(OrderView.Projection(db)).SingleOrDefaultAsync(token),
        ct);
}
