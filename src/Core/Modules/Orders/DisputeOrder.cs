using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Modules.Orders;

/// <summary>A customer disputes the code of an order.</summary>
public sealed class DisputeOrderHandler(Store store, IOptions<OrderOptions> options, TimeProvider time)
{
    /// <returns>
    /// <see cref="Error.NoDispute"/> where no code was charged, or it came longer than <see cref="OrderOptions.DisputeFor"/> ago;
    /// <see cref="Error.AlreadyDone"/> where the order was disputed before, whatever was decided.
    /// </returns>
    public async Task<Result<Done>> HandleAsync(CustomerId customer, OrderId order, CancellationToken ct)
    {
        var now = time.UtcNow();
        try
        {
            return await store.WriteAsync((db, token) => OpenAsync(db, customer, order, now, token), ct);
        }
        catch (DbUpdateException e) when (e.IsUniqueViolation())
        {
            return new Error.AlreadyDone("dispute");
        }
    }

    private async Task<Result<Done>> OpenAsync(StoreDbContext db, CustomerId customer, OrderId order, DateTime now, CancellationToken ct)
    {
        if (await Disputes.LockAsync(db, order, ct) is not { } found || found.Customer != customer)
            return new Error.NotFound("transaction");
        if (
            found is not { Status: OrderStatus.Succeeded, Code: { } code, CodeAt: { } codeAt }
            || !options.Value.IsInTimeToDispute(codeAt, now)
        )
            return new Error.NoDispute(order);

        db.Add(new Dispute(found.Key, code, codeAt, now));
        await db.SaveChangesAsync(ct);
        db.Publish(new DisputeOpened(found.Key, customer, found.Channel, now));
        return default(Done);
    }
}
