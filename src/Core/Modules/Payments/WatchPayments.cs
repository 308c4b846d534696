using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using XthonBot.Core.Foundation.Durability;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Modules.Payments;

/// <summary>
/// Asks the providers for payments that are open, so that all works without webhooks as well. Can be run by many processes: each payment
/// is taken by one.
/// </summary>
public sealed partial class WatchPaymentsHandler(
    Store store,
    PaymentProviders providers,
    ReportPayments report,
    TimeProvider time,
    ILogger<WatchPaymentsHandler> log
)
{
    private const int MostAtOnce = 100;
    private const int SideBySide = 8;
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    // A start that was lost, and is not to be found so long after, never was one.
    private static readonly TimeSpan LostStart = TimeSpan.FromMinutes(2);

    private static readonly WorkClaim Due = new(
        "payments",
        "id",
        "work.look_at is not null and work.look_at <= @now",
        "work.look_at",
        "look_at = @lease, looks = looks + 1",
        "id"
    );

    /// <returns>How many were looked at.</returns>
    public async Task<int> HandleAsync(CancellationToken ct)
    {
        // One that does not answer is asked once, or all its payments would be waited for before those of others.
        var away = new ConcurrentDictionary<string, bool>();
        // All that is due, however much it is: a rest would wait for the next sweep, and at a hundred a sweep the pauses would grow.
        for (var looked = 0; ; )
        {
            var now = time.UtcNow();
            var due = await Due.TakeDueAsync(store, MostAtOnce, [("now", now)], [("lease", now + Lease)], row => row.GetInt64(0), ct);
            await Parallel.ForEachAsync(
                due,
                new ParallelOptions { MaxDegreeOfParallelism = SideBySide, CancellationToken = ct },
                async (key, token) => await LookAsync(key, away, token)
            );
            looked += due.Count;
            if (due.Count < MostAtOnce)
                return looked;
        }
    }

    private async Task LookAsync(long key, ConcurrentDictionary<string, bool> away, CancellationToken ct)
    {
        var payment = await store.ReadAsync((db, token) => db.Payments.SingleAsync(p => p.Id == key, token), ct);
        try
        {
            if (away.ContainsKey(payment.Way))
            {
                await LaterAsync(key, ct);
                return;
            }

            if (PaymentLooks.IsPolled(payment.Kind) && providers.Find(payment.Way) is { } way)
                await AskAsync(payment, way, ct);
            else if (payment.State == PaymentState.Open && time.UtcNow() >= payment.ExpiresAt)
                await report.TellAsync(payment.Way, new PaymentNews("", payment.PaymentId, ProviderState.Expired), ct);
            await LaterAsync(key, ct);
        }
        catch (PaymentLostException e)
        {
            away.TryAdd(payment.Way, true);
            LogLost(log, payment.PaymentId, payment.Way, e.Message);
            await LaterAsync(key, ct);
        }
        catch (PaymentRefusedException e)
        {
            LogRefused(log, payment.PaymentId, payment.Way, e.Message);
            await LaterAsync(key, ct);
        }
#pragma warning disable CA1031 // Its neighbours go on; the lease brings it back.
        catch (Exception e) when (!ct.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogFailed(log, e, payment.PaymentId, payment.Way);
        }
    }

    private async Task AskAsync(Payment payment, PaymentWay way, CancellationToken ct)
    {
        var asked = new PaymentToFind(payment.PaymentId, payment.ExternalId, payment.Charge, payment.CreatedAt);
        var found = await providers.Of(way).FindAsync(way, asked, ct);
        var now = time.UtcNow();
        if (found is not null)
        {
            if (payment.Url is null && found.Url is { } url)
                await AttachAsync(payment.Id, url, ct);
            await report.TellAsync(payment.Way, found.News, ct);
        }
        else if (payment.State == PaymentState.Open && payment.ExternalId is null && now - payment.CreatedAt > LostStart)
            await report.TellAsync(payment.Way, new PaymentNews("", payment.PaymentId, ProviderState.Canceled), ct);
        else if (payment.State == PaymentState.Open && now >= payment.ExpiresAt)
            await report.TellAsync(payment.Way, new PaymentNews("", payment.PaymentId, ProviderState.Expired), ct);
    }

    private Task<bool> AttachAsync(long key, string url, CancellationToken ct) =>
        store.WriteAsync(
            async (db, token) =>
            {
                if (await PaymentLocks.LockAsync(db, p => p.Id == key, token) is not { } payment)
                    return false;
                payment.Attach(new Invoice(null, url));
                await db.SaveChangesAsync(token);
                return true;
            },
            ct
        );

    private Task<bool> LaterAsync(long key, CancellationToken ct) =>
        store.WriteAsync(
            async (db, token) =>
            {
                if (await PaymentLocks.LockAsync(db, p => p.Id == key, token) is not { } payment)
                    return false;
                payment.LookAt = PaymentLooks.Next(payment, time.UtcNow());
                await db.SaveChangesAsync(token);
                return true;
            },
            ct
        );

    [LoggerMessage(LogLevel.Warning, "Payment {Payment}: {Way} gives no answer ({Reason})")]
    private static partial void LogLost(ILogger log, PaymentId payment, string way, string reason);

    [LoggerMessage(LogLevel.Warning, "Payment {Payment}: {Way} refused to tell ({Reason})")]
    private static partial void LogRefused(ILogger log, PaymentId payment, string way, string reason);

    [LoggerMessage(LogLevel.Error, "A look at payment {Payment} by {Way} failed and will be tried again")]
    private static partial void LogFailed(ILogger log, Exception e, PaymentId payment, string way);
}
