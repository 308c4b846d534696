using XthonBot.Core.Foundation.Kernel;

namespace XthonBot.Core.Modules.Payments;

/// <summary>A payment before or after news: the part that the rules decide.</summary>
/// <param name="ReceivedMinor">The worth of all that came; it never falls.</param>
/// <param name="CreditedMinor">All that was ever credited.</param>
/// <param name="Remark">Why an operator is to look at it.</param>
internal sealed record PaymentBooks(PaymentState State, long ReceivedMinor, long CreditedMinor, bool IsReversed, string? Remark);

/// <summary>
/// The meaning of news for the books. Nobody is robbed: all that came for certain is credited, at the invoice's own rate, and a credit
/// goes back only with the money. News may come in any order and any number of times: totals never fall, and what was reversed stays so.
/// </summary>
internal static class PaymentRules
{
    // More than a million dollars at once is a mistake of somebody's.
    private const decimal MostMinor = 100_000_000m;

    public static PaymentBooks Apply(PaymentBooks before, Money amount, Charge asked, PaymentNews news, string? judged)
    {
        var (received, doubt) = Worth(amount, asked, news);
        if (news.State is ProviderState.Unclear or ProviderState.RefundFailed)
            doubt ??= news.Remark ?? PaymentRemarks.Unknown;
        var total = Math.Max(before.ReceivedMinor, received ?? 0);
        if (news.State is ProviderState.Refunded or ProviderState.ChargedBack)
            // One that does not say how much gave back all that was asked for, also what the store has not yet heard of.
            return Reverse(before, received is null ? Math.Max(total, amount.Minor) : total, news);
        if (before.IsReversed)
        {
            // The credit is gone and the money is here: an operator has to give one of them back.
            if (news.State == ProviderState.RefundFailed && doubt != judged)
                return Doubted(before with { ReceivedMinor = total }, doubt!);
            return total > before.ReceivedMinor && judged != PaymentRemarks.AfterRefund
                ? Doubted(before with { ReceivedMinor = total }, PaymentRemarks.AfterRefund)
                : before;
        }

        var after = before with { ReceivedMinor = total, CreditedMinor = Math.Max(before.CreditedMinor, total) };
        after = after with { State = Move(before.State, StateOf(after, amount, news.State)) };
        return doubt is not null && doubt != judged ? Doubted(after, doubt) : after;
    }

    /// <summary>The state that the credit alone implies, once an operator has looked.</summary>
    public static PaymentState StateByCredit(long creditedMinor, Money amount) =>
        creditedMinor >= amount.Minor ? PaymentState.Paid
        : creditedMinor > 0 ? PaymentState.Partial
        : PaymentState.Canceled;

    /// <summary>
    /// The worth of what came in cents of the balance: the amount where exactly what was asked came, else by the same rate, rounded down.
    /// </summary>
    public static long Convert(Money amount, Charge asked, decimal received) =>
        received == asked.Value ? amount.Minor : (long)Math.Floor(received * amount.Minor / asked.Value);

    /// <summary>Whether nothing that was told before says that more came: news may be older than what is known.</summary>
    public static bool IsAllThatCame(PaymentBooks before, Money amount, Charge asked, PaymentNews news) =>
        Worth(amount, asked, news).Minor is not { } worth || worth >= before.ReceivedMinor;

    private static PaymentBooks Doubted(PaymentBooks books, string remark) =>
        books with
        {
            State = Move(books.State, PaymentState.Review),
            Remark = remark,
        };

    // A refund that is told before the payment: what it gave back is not credited later.
    private static PaymentBooks Reverse(PaymentBooks before, long total, PaymentNews news) =>
        before with
        {
            State = before.IsReversed
                ? before.State
                : Move(before.State, news.State == ProviderState.Refunded ? PaymentState.Refunded : PaymentState.ChargedBack),
            ReceivedMinor = total,
            IsReversed = true,
        };

    private static (long? Minor, string? Doubt) Worth(Money amount, Charge asked, PaymentNews news)
    {
        if (news.Received is not { } received)
            return (news.State == ProviderState.Settled ? amount.Minor : null, null);
        if (!string.Equals(received.Currency, asked.Currency, StringComparison.OrdinalIgnoreCase))
            return (null, received.Value > 0 ? PaymentRemarks.Currency : null);
        if (received.Value > MostMinor * asked.Value || received.Value * amount.Minor / asked.Value > MostMinor)
            return (null, PaymentRemarks.Amount);
        return (Convert(amount, asked, received.Value), null);
    }

    private static PaymentState StateOf(PaymentBooks after, Money amount, ProviderState state) =>
        after.CreditedMinor > 0 ? StateByCredit(after.CreditedMinor, amount)
        : state == ProviderState.Expired ? PaymentState.Expired
        : state == ProviderState.Canceled ? PaymentState.Canceled
        : after.State;

    private static PaymentState Move(PaymentState from, PaymentState to) => PaymentTransitions.MayFollow(from, to) ? to : from;
}
