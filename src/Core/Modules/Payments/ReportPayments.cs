using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Customers;
using XthonBot.Core.Modules.Ledger;

namespace XthonBot.Core.Modules.Payments;

/// <summary>The end of news.</summary>
/// <param name="Credited">By this news; zero where all was credited before.</param>
public sealed record ReportedPayment(PaymentId Id, PaymentState State, Money Credited, Money Reversed);

/// <summary>
/// Brings news of a payment into the books: state, credit and reversal in one transaction. It can be told any number of times, in any
/// order, by webhook, poll and update at once, and in many processes.
/// </summary>
public sealed partial class ReportPayments(Store store, PaymentProviders providers, TimeProvider time, ILogger<ReportPayments> log)
{
    /// <returns><see cref="Error.NotFound"/> where it is no payment of this store.</returns>
    public async Task<Result<ReportedPayment>> TellAsync(string way, PaymentNews news, CancellationToken ct)
    {
        var now = time.UtcNow();
        var id = new PaymentId(Guid.CreateVersion7(now));
        Result<ReportedPayment> reported;
        try
        {
            reported = await store.WriteAsync((db, token) => ReportAsync(db, way, news, id, now, token), ct);
        }
        catch (DbUpdateException e) when (e.IsUniqueViolation())
        {
            // Another process has just told the same of a payment that was not known by this id before.
            reported = await store.WriteAsync((db, token) => ReportAsync(db, way, news, id, now, token), ct);
        }

        if (!reported.TryGet(out var report, out _))
            LogUnknown(log, way, news.State);
        else if (report.Credited > Money.Zero)
            LogCredited(log, report.Id, way, report.Credited, report.State);
        else if (report.Reversed > Money.Zero)
            LogReversed(log, report.Id, way, report.Reversed, report.State);
        return reported;
    }

    private async Task<Result<ReportedPayment>> ReportAsync(
        StoreDbContext db,
        string way,
        PaymentNews news,
        PaymentId another,
        DateTime now,
        CancellationToken ct
    )
    {
        if (news.TelegramUser is not null || providers.Find(way) is { Options.Kind: PaymentKind.Stars })
            way = await WayOfStarsAsync(db, way, news, ct);
        if (await FindAsync(db, way, news, another, now, ct) is not { } payment)
            return new Error.NotFound("payment");
        if (payment.ExternalId is null && news.ExternalId.Length > 0)
            payment.ExternalId = news.ExternalId;
        payment.Payer ??= news.Payer;
        var before = PaymentBooksWriter.Read(payment);
        var after = PaymentRules.Apply(before, payment.Amount, payment.Charge, news, payment.JudgedRemark);
        var changed = await PaymentBooksWriter.WriteAsync(db, payment, before, after, Actor.System, news.Remark, now, ct);
        if (news.Received is { Value: > 0 } received && PaymentRules.IsAllThatCame(before, payment.Amount, payment.Charge, news))
            (payment.ReceivedText, payment.ReceivedCurrency) = (StorableText.Cut(received.Text, 40), received.Currency);
        if (news.State is ProviderState.Expired or ProviderState.Canceled or ProviderState.Settled or ProviderState.Refunded)
            payment.LookAt = PaymentLooks.AfterTheEnd(payment, now);
        await db.SaveChangesAsync(ct);
        return changed;
    }

    /// <summary>
    /// A bot has one list of Stars, however many ways take them and however they are called by now: a charge is booked under one name.
    /// </summary>
    private async Task<string> WayOfStarsAsync(StoreDbContext db, string told, PaymentNews news, CancellationToken ct)
    {
        var stars = db.Payments.Where(p => p.Kind == PaymentKind.Stars).OrderBy(p => p.Id);
        var named = news.Payment is { } id
            ? await stars.Where(p => p.PublicId == id.Value).Select(p => p.Way).FirstOrDefaultAsync(ct)
            : null;
        return named
            ?? await stars.Where(p => p.ExternalId == news.ExternalId).Select(p => p.Way).FirstOrDefaultAsync(ct)
            ?? providers.All.FirstOrDefault(way => way.Options.Kind == PaymentKind.Stars)?.Name
            ?? told;
    }

    /// <summary>By the provider's id, or by our own while there is none; locked until the end of the transaction.</summary>
    private async Task<Payment?> FindAsync(
        StoreDbContext db,
        string way,
        PaymentNews news,
        PaymentId another,
        DateTime now,
        CancellationToken ct
    )
    {
        if (
            news.ExternalId.Length > 0
            && await PaymentLocks.LockAsync(db, p => p.Way == way && p.ExternalId == news.ExternalId, ct) is { } known
        )
            return known;
        if (news.Payment is { } id && await PaymentLocks.LockAsync(db, p => p.PublicId == id.Value && p.Way == way, ct) is { } ours)
        {
            if (ours.ExternalId is null || ours.ExternalId == news.ExternalId || news.ExternalId.Length == 0)
                return ours;
            // One payment was paid twice, each time under an id of its own; an invoice without money is none.
            return news.State == ProviderState.Settled || news.Received is { Value: > 0 }
                ? await AddAsync(db, Payment.Again(ours, another, now), news, ct)
                : null;
        }

        // Telegram names the payer, so that money with a foreign payload is theirs.
        if (
            news.TelegramUser is { } user
            && news.Received is { } received
            && providers.Find(way) is { } configured
            && configured.Options.WorthOf(received) is { Minor: > 0 } worth
            && await db.Customers.Where(c => c.TelegramId == user).Select(c => (long?)c.Id).SingleOrDefaultAsync(ct) is { } customer
        )
            return await AddAsync(db, Payment.Found(another, new CustomerId(customer), configured, worth, received, now), news, ct);
        return null;
    }

    private static async Task<Payment> AddAsync(StoreDbContext db, Payment payment, PaymentNews news, CancellationToken ct)
    {
        payment.ExternalId = news.ExternalId;
        db.Add(payment);
        await db.SaveChangesAsync(ct);
        return payment;
    }

    [LoggerMessage(LogLevel.Information, "Payment {Payment} by {Way}: {Amount} credited, {State}")]
    private static partial void LogCredited(ILogger log, PaymentId payment, string way, Money amount, PaymentState state);

    [LoggerMessage(LogLevel.Warning, "Payment {Payment} by {Way}: {Amount} reversed, {State}")]
    private static partial void LogReversed(ILogger log, PaymentId payment, string way, Money amount, PaymentState state);

    [LoggerMessage(LogLevel.Information, "News by {Way} of a payment that is none of this store's ({State})")]
    private static partial void LogUnknown(ILogger log, string way, ProviderState state);
}
