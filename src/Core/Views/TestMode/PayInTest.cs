using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Payments;

namespace XthonBot.Core.Views.TestMode;

/// <summary>Pays into the test balance, of which nothing is real: nobody is asked for money.</summary>
public sealed class PayInTestHandler(Store store, TimeProvider time)
{
    private const int MostKept = 1000;
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(1);

    /// <returns><see cref="Error.NotFound"/> for another way than the test world's; <see cref="Error.AmountOutside"/>.</returns>
    public async Task<Result<PaymentView>> HandleAsync(CustomerId customer, string way, Money amount, CancellationToken ct)
    {
        if (way != TestPayment.Way)
            return new Error.NotFound("method");
        if (amount < TestPayment.Least || amount > TestPayment.Most)
            return new Error.AmountOutside(TestPayment.Least, TestPayment.Most);
        var now = time.UtcNow();
        return await store.WriteAsync<Result<PaymentView>>(
            async (db, token) =>
            {
                var mine = db.TestPayments.Where(p => p.CustomerId == customer.Value);
                await mine.Where(p => p.CreatedAt < now - KeptFor).ExecuteDeleteAsync(token);
                await mine.OrderByDescending(p => p.CreatedAt).Skip(MostKept - 1).ExecuteDeleteAsync(token);
                var payment = new TestPayment(customer, amount, now);
                db.Add(payment);
                await db.SaveChangesAsync(token);
                return payment.At(now);
            },
            ct
        );
    }
}
