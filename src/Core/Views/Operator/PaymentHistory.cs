using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Payments;

namespace XthonBot.Core.Views.Operator;

/// <summary>A customer's payments in a line, for whoever decides about one more.</summary>
/// <param name="Paid">How many brought money.</param>
/// <param name="Credited">By them, without what went back.</param>
/// <param name="Refused">Transfers with a receipt that brought none.</param>
/// <param name="Reversed">Payments that went back.</param>
public sealed record PaymentHistory(int Paid, Money Credited, int Refused, int Reversed);

public sealed class PaymentHistoryHandler(Store store)
{
    public Task<PaymentHistory> HandleAsync(CustomerId customer, CancellationToken ct) =>
        store.ReadAsync(
            async (db, token) =>
            {
                var theirs = db.Payments.Where(p => p.CustomerId == customer.Value);
                var paid = theirs.Where(p => p.CreditedMinor > 0);
                return new PaymentHistory(
                    await paid.CountAsync(token),
                    new Money(await paid.SumAsync(p => p.CreditedMinor - p.ReversedMinor, token)),
                    await theirs.CountAsync(
                        p =>
                            p.State == PaymentState.Canceled
                            && p.CreditedMinor == 0
                            && db.Set<PaymentReceipt>().Any(r => r.PaymentId == p.Id),
                        token
                    ),
                    await theirs.CountAsync(p => p.ReversedMinor > 0, token)
                );
            },
            ct
        );
}
