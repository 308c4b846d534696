using System.Globalization;
using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Ledger;

namespace XthonBot.Core.Modules.Payments;

/// <summary>Carries out what the rules decided: the row, the postings and the events are one transaction.</summary>
internal static class PaymentBooksWriter
{
    public static PaymentBooks Read(Payment payment) =>
        new(payment.State, payment.ReceivedMinor, payment.CreditedMinor, payment.IsReversed, payment.Remark);

    public static async Task<ReportedPayment> WriteAsync(
        StoreDbContext db,
        Payment payment,
        PaymentBooks before,
        PaymentBooks after,
        Actor actor,
        string? reason,
        DateTime now,
        CancellationToken ct
    )
    {
        var customer = new CustomerId(payment.CustomerId);
        var credited = new Money(after.CreditedMinor - before.CreditedMinor);
        (payment.State, payment.ReceivedMinor, payment.CreditedMinor) = (after.State, after.ReceivedMinor, after.CreditedMinor);
        (payment.IsReversed, payment.Remark) = (after.IsReversed, after.Remark);
        if (credited > Money.Zero)
        {
            payment.PaidAt ??= now;
            var reference = Reference(payment, before.CreditedMinor);
            await LedgerWriter.DepositAsync(
                db,
                new Deposit(customer, credited, payment.Way, actor, reason, reference, now, payment.Id),
                ct
            );
            db.Publish(
                new PaymentReceived(
                    payment.Id,
                    payment.PaymentId,
                    customer,
                    payment.Way,
                    payment.Channel,
                    payment.State,
                    credited,
                    await BalanceAsync(db, customer, ct),
                    payment.Waiting == WaitingPurchase.Waiting,
                    now
                )
            );
        }

        var reversed = Money.Zero;
        if (after.IsReversed && !before.IsReversed)
        {
            (reversed, var debt) = await LedgerWriter.ReverseDepositsAsync(db, customer, payment.Id, actor, reason, now, ct);
            payment.ReversedMinor += reversed.Minor;
            if (payment.Waiting == WaitingPurchase.Waiting)
                payment.Waiting = WaitingPurchase.GivenUp;
            if (reversed > Money.Zero)
                db.Publish(
                    new PaymentReversed(
                        payment.Id,
                        payment.PaymentId,
                        customer,
                        payment.Way,
                        payment.Channel,
                        payment.State,
                        reversed,
                        debt,
                        await BalanceAsync(db, customer, ct),
                        now
                    )
                );
        }

        if (after.State == PaymentState.Review && (before.State != PaymentState.Review || before.Remark != after.Remark))
            db.Publish(new PaymentDoubted(payment.Id, payment.PaymentId, customer, payment.Way, after.Remark ?? "", now));
        return new ReportedPayment(payment.PaymentId, payment.State, credited, reversed);
    }

    // The first credit has the key by which others know the payment. Each further one is named by what it adds to, so that two of them
    // cannot be made for the same money.
    private static string Reference(Payment payment, long creditedBefore)
    {
        var key = $"pay:{payment.Way}:{payment.ExternalId ?? payment.PaymentId.ToString()}";
        return creditedBefore == 0 ? key : string.Create(CultureInfo.InvariantCulture, $"{key}:after:{creditedBefore}");
    }

    private static async Task<Money> BalanceAsync(StoreDbContext db, CustomerId customer, CancellationToken ct) =>
        new(await db.Balances.Where(b => b.CustomerId == customer.Value).Select(b => b.AmountMinor).SingleAsync(ct));
}
