using XthonBot.Core.Foundation.Kernel;

namespace XthonBot.Core.Modules.Payments;

/// <summary>
/// When a provider is asked for a payment: often at first, then less, and for some days after its end, for what comes late.
/// </summary>
internal static class PaymentLooks
{
    internal static readonly TimeSpan LateMoney = TimeSpan.FromDays(3);

    /// <summary>The first look: soon enough that nobody waits long where no webhook comes.</summary>
    public static DateTime First(Payment payment, DateTime now) =>
        IsPolled(payment.Kind) ? now + Shortest(payment.Kind) : payment.ExpiresAt;

    public static DateTime? Next(Payment payment, DateTime now)
    {
        if (payment.IsReversed)
            return null;
        if (!IsPolled(payment.Kind))
            return payment.State == PaymentState.Open && now < payment.ExpiresAt ? payment.ExpiresAt : null;
        if (payment.State is not (PaymentState.Open or PaymentState.Partial) || now > payment.ExpiresAt)
            return AfterTheEnd(payment, now);
        var age = now - payment.CreatedAt;
        var pause =
            age < TimeSpan.FromMinutes(10) ? TimeSpan.FromSeconds(10)
            : age < TimeSpan.FromHours(1) ? TimeSpan.FromMinutes(1)
            : TimeSpan.FromMinutes(10);
        return now + (pause > Shortest(payment.Kind) ? pause : Shortest(payment.Kind));
    }

    /// <summary>Once it is paid nobody is asked any more but by the nightly comparison.</summary>
    public static DateTime? AfterTheEnd(Payment payment, DateTime now) =>
        !IsPolled(payment.Kind) || payment.State is PaymentState.Paid or PaymentState.Refunded or PaymentState.ChargedBack ? null
        : now < payment.ExpiresAt + TimeSpan.FromMinutes(10) ? now + TimeSpan.FromMinutes(1)
        : now < payment.ExpiresAt + LateMoney ? now + TimeSpan.FromHours(1)
        : null;

    // Nobody can be asked about a transfer, and Telegram tells of Stars by an update, which is not lost.
    public static bool IsPolled(PaymentKind kind) => kind is not (PaymentKind.Transfer or PaymentKind.Stars);

    // Heleket asks not to be asked more often.
    private static TimeSpan Shortest(PaymentKind kind) =>
        kind is PaymentKind.Heleket or PaymentKind.Cryptomus ? TimeSpan.FromSeconds(30) : TimeSpan.FromSeconds(10);
}
