using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Modules.Payments;

/// <summary>
/// Reads a payment in a write of its own, behind its lock: an answer means that the books can be written now, and money that comes can be
/// credited. Nothing is changed.
/// </summary>
public sealed class LockPaymentHandler(Store store)
{
    /// <returns><see cref="Error.NotFound"/> where there is none. It waits as long as somebody else holds the lock; the caller sets the
    /// limit.</returns>
    public Task<Result<PaymentView>> HandleAsync(PaymentId id, CancellationToken ct) =>
        store.WriteAsync<Result<PaymentView>>(
            async (db, token) =>
                await PaymentLocks.LockAsync(db, p => p.PublicId == id.Value, token) is { } payment
                    ? await db.Payments.Where(p => p.Id == payment.Id).Select(PaymentView.Projection(db)).SingleAsync(token)
                    : new Error.NotFound("payment"),
            ct
        );
}
