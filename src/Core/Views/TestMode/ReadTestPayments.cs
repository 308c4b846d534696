using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Payments;

namespace XthonBot.Core.Views.TestMode;

/// <summary>The payments of a customer's test world.</summary>
public sealed class ReadTestPaymentsHandler(Store store, TimeProvider time)
{
    public async Task<Result<PaymentView>> HandleAsync(CustomerId customer, PaymentId id, CancellationToken ct) =>
        (await ReadAsync(customer, ct)).FirstOrDefault(p => p.Id == id) is { } found ? found : new Error.NotFound("payment");

    /// <summary>The newest first.</summary>
    public async Task<IReadOnlyList<PaymentView>> ReadAsync(CustomerId customer, CancellationToken ct)
    {
        var now = time.UtcNow();
        var found = await store.ReadAsync(
            (db, token) =>
                db
                    .TestPayments.AsNoTracking()
                    .Where(p => p.CustomerId == customer.Value)
                    .OrderByDescending(p => p.CreatedAt)
                    .ThenByDescending(p => p.PublicId)
                    .ToListAsync(token),
            ct
        );
        return found.ConvertAll(p => p.At(now));
    }
}
