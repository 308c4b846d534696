using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Modules.Payments;

/// <summary>The closed list of an operator's decisions about a payment that is to be looked at.</summary>
public abstract record Judgement
{
    private Judgement() { }

    /// <summary>So much of it has come, beyond what was credited before.</summary>
    public sealed record Credit(Money Amount) : Judgement;

    /// <summary>Nothing has come; the customer is told why.</summary>
    public sealed record Refuse(string? Reason) : Judgement;

    /// <summary>It stays as the books have it, and nobody is told.</summary>
    public sealed record Leave : Judgement;
}

/// <summary>An operator decides about a payment. The first decision stands: a second finds it decided.</summary>
public sealed class JudgePaymentHandler(Store store, TimeProvider time)
{
    /// <returns><see cref="Error.WrongPaymentState"/> where it has been decided, or there is nothing to decide.</returns>
    public async Task<Result<PaymentView>> HandleAsync(PaymentId id, Judgement judgement, Actor by, CancellationToken ct)
    {
        if (judgement is Judgement.Credit { Amount.Minor: <= 0 })
            return new Error.Invalid("amount", "amount-not-positive");
        var now = time.UtcNow();
        return await store.WriteAsync<Result<PaymentView>>(
            async (db, token) =>
            {
                if (await PaymentLocks.LockAsync(db, p => p.PublicId == id.Value, token) is not { } payment)
                    return new Error.NotFound("payment");
                if (!IsToDecide(payment))
                    return new Error.WrongPaymentState(id, payment.State);
                var before = PaymentBooksWriter.Read(payment);
                var after = Judge(payment, before, judgement);
                (payment.JudgedRemark, payment.LookAt) = (payment.Remark, PaymentLooks.AfterTheEnd(payment, now));
                var reason = (judgement as Judgement.Refuse)?.Reason;
                await PaymentBooksWriter.WriteAsync(db, payment, before, after, by, reason, now, token);
                await db.SaveChangesAsync(token);
                var customer = new CustomerId(payment.CustomerId);
                var decision = judgement.GetType().Name.ToLowerInvariant();
                var credited = new Money(after.CreditedMinor - before.CreditedMinor);
                db.Publish(new PaymentJudged(payment.Id, id, customer, payment.Way, decision, credited, reason, by, now));
                db.Publish(
                    new Audited(
                        by,
                        "payment." + decision,
                        $"payment:{id}",
                        before.State.Text(),
                        $"{payment.State.Text()} {new Money(payment.CreditedMinor)}",
                        reason,
                        now
                    )
                );
                return await db.Payments.Where(p => p.Id == payment.Id).Select(PaymentView.Projection(db)).SingleAsync(token);
            },
            ct
        );
    }

    // A transfer can be judged before its receipt comes: an operator sees the money first.
    private static bool IsToDecide(Payment payment) =>
        payment.State == PaymentState.Review
        || (payment.Kind == PaymentKind.Transfer && payment.State is PaymentState.Open or PaymentState.Expired);

    private static PaymentBooks Judge(Payment payment, PaymentBooks before, Judgement judgement)
    {
        var credited = before.CreditedMinor + (judgement is Judgement.Credit credit ? credit.Amount.Minor : 0);
        var state =
            before.IsReversed && judgement is not Judgement.Credit
                ? PaymentState.Refunded
                : PaymentRules.StateByCredit(credited - payment.ReversedMinor, payment.Amount);
        return before with { State = state, CreditedMinor = credited, ReceivedMinor = Math.Max(before.ReceivedMinor, credited) };
    }
}
