using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Foundation.Protection;

namespace XthonBot.Core.Modules.Orders;

/// <summary>A customer buys one number of a service.</summary>
/// <param name="PurchaseKey">A nonce of the buyer's; the same one gives the same order and charges once.</param>
/// <param name="AgreedPrice">The price that the buyer saw; any other is refused and nothing is charged.</param>
/// <param name="MostPrice">The most that the buyer pays; a higher price is refused and nothing is charged.</param>
public sealed record PlaceOrder(
    Buyer Buyer,
    ServiceId Service,
    OrderChannel Channel,
    string? PurchaseKey = null,
    Money? AgreedPrice = null,
    Money? MostPrice = null
)
{
    public CustomerId Customer => Buyer.Customer;

    /// <summary>
    /// Beginnings of numbers, with the plus, that the buyer does not take. Then the number comes from the store's own shelf alone: a
    /// supplier's number is not known before it is bought.
    /// </summary>
    public IReadOnlyList<string> Except { get; init; } = [];
}

public sealed class PlaceOrderHandler(
    Store store,
    TextProtector protector,
    INumberSource source,
    IOptions<OrderOptions> options,
    TimeProvider time
)
{
    /// <summary>How long a script waits for a number that is bought in; after that it asks for the transaction.</summary>
    private static readonly TimeSpan LongestFetch = TimeSpan.FromSeconds(25);

    private readonly PlaceOrdersBatch purchases = new(options.Value, source);

    /// <returns>
    /// The order. Where its number is bought in, the chat gets it without one, and the card follows; a script gets it with its number, or
    /// <see cref="Error.OutOfStock"/> where none came and the money is back.
    /// </returns>
    public async Task<Result<OrderView>> HandleAsync(PlaceOrder command, CancellationToken ct)
    {
        if (!(await PlaceAsync(command, ct)).TryGet(out var order, out var error))
            return error;
        if (order.Phone is not null)
            return order;
        if (order is not { Status: OrderStatus.Pending, IsOpen: true })
            return new Error.OutOfStock(order.ServiceName);

        var fetched = source.FetchAsync(order.Id, LongestFetch);
        if (command.Channel == OrderChannel.Chat)
            return order;
        await fetched.WaitAsync(ct);
        var now = await store.ReadAsync(
            (db, token) =>
                db.Orders.Where(o => o.PublicId == order.Id.Value).Select(OrderView.Projection(db, protector)).SingleAsync(token),
            ct
        );
        return now is { Phone: null, IsOpen: false } ? new Error.OutOfStock(now.ServiceName) : now;
    }

    /// <summary>Whether the purchase with this nonce is made.</summary>
    public Task<bool> IsPlacedAsync(CustomerId customer, string purchaseKey, CancellationToken ct) =>
        store.ReadAsync((db, token) => db.Orders.AnyAsync(o => o.CustomerId == customer.Value && o.PurchaseKey == purchaseKey, token), ct);

    private async Task<Result<OrderView>> PlaceAsync(PlaceOrder command, CancellationToken ct)
    {
        Result<OrderView> placed;
        try
        {
            placed = await store.WriteAsync(purchases, new Purchase(command, time.UtcNow()), ct);
        }
        catch (Exception e) when (command.PurchaseKey is not null && e.IsUniqueViolation())
        {
            return await FindPlacedAsync(command, ct) ?? throw new InvalidOperationException("A purchase collided with none.", e);
        }

        // A repeated purchase may fail because the first one succeeded, such as on an empty balance: the first answer is given.
        return !placed.IsOk && command.PurchaseKey is not null && await FindPlacedAsync(command, ct) is { } before ? before : placed;
    }

    private Task<OrderView?> FindPlacedAsync(PlaceOrder command, CancellationToken ct) =>
        store.ReadAsync(
            (db, token) =>
                db
                    .Orders.Where(o => o.CustomerId == command.Customer.Value && o.PurchaseKey == command.PurchaseKey)
                    .Select(OrderView.Projection(db, protector))
                    .SingleOrDefaultAsync(token),
            ct
        );
}
