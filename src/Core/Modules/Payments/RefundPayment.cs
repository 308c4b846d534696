using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Modules.Payments;

/// <param name="IsByHand">The provider gives nothing back by itself: the operator has to send the money.</param>
public sealed record PaymentRefund(PaymentView Payment, bool IsByHand, Money Reversed);

/// <summary>
/// An operator gives a payment back to its payer. The credit is reversed once; what the balance does not cover is a debt.
/// </summary>
public sealed class RefundPaymentHandler(Store store, PaymentProviders providers, ReportPayments report, TimeProvider time)
{
    // Two operators press at once: the provider is asked by the first.
    private readonly ConcurrentDictionary<PaymentId, bool> underWay = new();

    /// <returns>
    /// <see cref="Error.WrongPaymentState"/> where nothing of it is credited; <see cref="Error.WayUnavailable"/> where the provider
    /// does not answer: then the books follow when it tells.
    /// </returns>
    public async Task<Result<PaymentRefund>> HandleAsync(PaymentId id, Actor by, string? reason, CancellationToken ct)
    {
        var payment = await store.ReadAsync((db, token) => db.Payments.SingleOrDefaultAsync(p => p.PublicId == id.Value, token), ct);
        if (payment is null)
            return new Error.NotFound("payment");
        if (payment.CreditedMinor <= payment.ReversedMinor || !underWay.TryAdd(id, true))
            return new Error.WrongPaymentState(id, payment.State);
        try
        {
            return payment.IsReversed ? await TakeBackAsync(id, by, reason, ct) : await GiveBackAsync(payment, by, reason, ct);
        }
        finally
        {
            underWay.TryRemove(id, out _);
        }
    }

    private async Task<Result<PaymentRefund>> GiveBackAsync(Payment payment, Actor by, string? reason, CancellationToken ct)
    {
        var id = payment.PaymentId;
        var answer = RefundAnswer.ByHand;
        var received = payment.ReceivedText is { } text ? Charge.Read(text, payment.ReceivedCurrency) : null;
        if (payment.ExternalId is { } external && providers.Find(payment.Way) is { } way)
        {
            var refund = new PaymentToRefund(id, external, payment.Payer, received ?? payment.Charge);
            try
            {
                answer = await providers.Of(way).RefundAsync(way, refund, ct);
            }
            catch (Exception e) when (e is PaymentLostException or PaymentRefusedException)
            {
                return new Error.WayUnavailable(payment.Way);
            }
        }

        // By hand goes back what is known to have come; the rest, if there is any, is yet to be heard of.
        var given = answer == RefundAnswer.ByHand ? received : null;
        var news = new PaymentNews(payment.ExternalId ?? "", id, ProviderState.Refunded, given) { Remark = reason };
        if (!(await report.TellAsync(payment.Way, news, ct)).TryGet(out var reported, out var error))
            return error;
        // Somebody else was faster, and is sending the money: it is not to be sent once more.
        if (answer == RefundAnswer.ByHand && reported.Reversed == Money.Zero)
            return new Error.WrongPaymentState(id, reported.State);
        var isByHand = answer == RefundAnswer.ByHand;
        return await store.WriteAsync((db, token) => EndAsync(db, id, payment.State, reported, isByHand, by, reason, token), ct);
    }

    /// <summary>Takes back a credit of after the provider's refund: that is over, and the operator sends the money by hand.</summary>
    private Task<Result<PaymentRefund>> TakeBackAsync(PaymentId id, Actor by, string? reason, CancellationToken ct) =>
        store.WriteAsync<Result<PaymentRefund>>(
            async (db, token) =>
            {
                if (await PaymentLocks.LockAsync(db, p => p.PublicId == id.Value, token) is not { } payment)
                    return new Error.NotFound("payment");
                if (payment.CreditedMinor <= payment.ReversedMinor)
                    return new Error.WrongPaymentState(id, payment.State);
                var before = PaymentBooksWriter.Read(payment) with { IsReversed = false };
                var after = before with { State = PaymentState.Refunded, IsReversed = true };
                var taken = await PaymentBooksWriter.WriteAsync(db, payment, before, after, by, reason, time.UtcNow(), token);
                await db.SaveChangesAsync(token);
                return await EndAsync(db, id, before.State, taken, true, by, reason, token);
            },
            ct
        );

    private async Task<Result<PaymentRefund>> EndAsync(
        StoreDbContext db,
        PaymentId id,
        PaymentState before,
        ReportedPayment reported,
        bool isByHand,
        Actor by,
        string? reason,
        CancellationToken ct
    )
    {
        var after = $"{reported.State.Text()} {reported.Reversed}";
        db.Publish(new Audited(by, "payment.refund", $"payment:{id}", before.Text(), after, reason, time.UtcNow()));
        var view = await db.Payments.Where(p => p.PublicId == id.Value).Select(PaymentView.Projection(db)).SingleAsync(ct);
        return new PaymentRefund(view, isByHand, reported.Reversed);
    }
}
