using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using XthonBot.Core.Foundation.Durability;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Orders;

namespace XthonBot.Core.Modules.Payments;

/// <summary>
/// Makes the purchases that waited for money: at once when it comes, and by the sweep after a crash. The purchase's own nonce sees to it
/// that it is made once.
/// </summary>
public sealed partial class ContinuePurchases(Store store, PlaceOrderHandler orders, TimeProvider time, ILogger<ContinuePurchases> log)
    : IReaction<PaymentReceived>,
        IAsyncDisposable
{
    private const int MostAtOnce = 100;
    private const string Late = "late";
    private static readonly TimeSpan AfterMoney = TimeSpan.FromHours(1);

    private readonly InFlight<long> running = new(time);

    void IReaction<PaymentReceived>.Committed(IReadOnlyList<PaymentReceived> events)
    {
        foreach (var received in events.Where(e => e.IsPurchaseWaiting))
            _ = running.RunAsync(received.Key, () => ContinueAsync(received.Key, running.Ended));
    }

    /// <returns>How many were tried.</returns>
    public async Task<int> SweepAsync(CancellationToken ct)
    {
        var waiting = await store.ReadAsync(
            (db, token) =>
                db
                    .Payments.Where(p => p.Waiting == WaitingPurchase.Waiting && p.CreditedMinor > 0)
                    .OrderBy(p => p.Id)
                    .Select(p => p.Id)
                    .Take(MostAtOnce)
                    .ToListAsync(token),
            ct
        );
        foreach (var key in waiting)
            await running.RunAsync(key, () => ContinueAsync(key, running.Ended)).WaitAsync(ct);
        return waiting.Count;
    }

    public ValueTask DisposeAsync() => running.DisposeAsync();

    private async Task ContinueAsync(long key, CancellationToken ct)
    {
        try
        {
            var payment = await store.ReadAsync((db, token) => db.Payments.SingleAsync(p => p.Id == key, token), ct);
            if (payment is not { Waiting: WaitingPurchase.Waiting, WaitingService: { } service })
                return;
            if (IsOver(payment))
            {
                await SettleAsync(payment, new ServiceId(service), payment.State == PaymentState.Paid ? Late : "funds", ct);
                return;
            }

            var placed = await orders.HandleAsync(
                new PlaceOrder(
                    Buyer.Person(new CustomerId(payment.CustomerId)),
                    new ServiceId(service),
                    OrderChannel.Chat,
                    payment.WaitingKey,
                    // The payment itself may have earned a bonus: a price that fell is no reason to give up.
                    MostPrice: new Money(payment.WaitingPriceMinor ?? 0)
                ),
                ct
            );
            if (placed.Error is Error.InsufficientFunds && payment.State is PaymentState.Partial or PaymentState.Review)
                return;
            await SettleAsync(payment, new ServiceId(service), placed.Error is { } error ? ReasonOf(error) : null, ct);
        }
#pragma warning disable CA1031 // The sweep takes it up again.
        catch (Exception e) when (!ct.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogFailed(log, e, key);
        }
    }

    // Only a part came, and the rest does not: money of later is for something else. And no number is bought weeks after it was wanted,
    // though all of its money comes then.
    private bool IsOver(Payment payment)
    {
        var until = payment.PaidAt + AfterMoney is { } credited && credited > payment.ExpiresAt ? credited : payment.ExpiresAt;
        return payment.State switch
        {
            PaymentState.Partial => time.UtcNow() >= until,
            PaymentState.Review => time.UtcNow() >= until + PaymentLooks.LateMoney,
            PaymentState.Paid => payment.PaidAt >= payment.ExpiresAt + PaymentLooks.LateMoney,
            _ => false,
        };
    }

    /// <param name="reason">Of why nothing was bought; null where it was.</param>
    private Task<bool> SettleAsync(Payment seen, ServiceId service, string? reason, CancellationToken ct) =>
        store.WriteAsync(
            async (db, token) =>
            {
                if (await PaymentLocks.LockAsync(db, p => p.Id == seen.Id, token) is not { Waiting: WaitingPurchase.Waiting } payment)
                    return false;
                payment.Waiting = reason is null ? WaitingPurchase.Bought : WaitingPurchase.GivenUp;
                await db.SaveChangesAsync(token);
                if (reason is not null)
                    db.Publish(
                        new WaitingPurchaseFailed(
                            payment.Id,
                            payment.PaymentId,
                            new CustomerId(payment.CustomerId),
                            service,
                            reason,
                            time.UtcNow()
                        )
                    );
                return true;
            },
            ct
        );

    private static string ReasonOf(Error error) =>
        error switch
        {
            Error.PriceChanged or Error.TooDear => "price",
            Error.OutOfStock or Error.NotFound => "stock",
            Error.InsufficientFunds => "funds",
            _ => "other",
        };

    [LoggerMessage(LogLevel.Error, "The purchase that waits for payment {Payment} failed and will be tried again")]
    private static partial void LogFailed(ILogger log, Exception e, long payment);
}
