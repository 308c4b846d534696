using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Payments;

namespace XthonBot.Faults.Checks;

/// <summary>
/// The store's payments beside the cash desk's own books: all that came is credited once, nothing else is, and it goes back with the money.
/// </summary>
/// <param name="desk">Read after the store, so that it knows of all that the store can know of.</param>
/// <param name="refundAsked">Whether an operator was told to give a payment back.</param>
internal sealed class PaymentCheck(
    IReadOnlyCollection<StoredPayment> stored,
    IReadOnlyCollection<DeskMoney> desk,
    Func<Guid, bool> refundAsked
)
{
    // By these the store gives nothing back: the operator does, and the desk does not hear of it.
    private static readonly string[] ByHand = ["cryptopay", "btcpay"];

    private readonly Dictionary<(string, string), DeskMoney> came = desk.ToDictionary(money => (money.Way, money.ExternalId));
    private readonly Dictionary<Guid, StoredPayment> known = stored.ToDictionary(payment => payment.Id);

    /// <summary>What is wrong at any time, in words.</summary>
    public IEnumerable<string> Wrong()
    {
        foreach (var payment in stored)
        {
            var money = MoneyOf(payment);
            if (payment.Deposited > 0 && money is null)
                yield return $"{payment} is credited {payment.Deposited}, and the desk has no money of it";
            if (money is not null && payment.Deposited > money.Worth(payment.AmountMinor))
                yield return $"{payment} is credited {payment.Deposited} for {money}, which is worth {money.Worth(payment.AmountMinor)}";
            if (payment.Reversed != 0 && payment.Reversed != payment.Deposited)
                yield return $"{payment} is credited {payment.Deposited}, and {payment.Reversed} of it is reversed";
            if (payment.Reversed > 0 && money is { IsReturned: false } && !refundAsked(payment.Id))
                yield return $"{payment} is reversed, and nobody has the money back";
            if (payment.Orders != (payment.Waiting == WaitingPurchase.Bought ? 1 : 0) && payment.Waiting != WaitingPurchase.Waiting)
                yield return $"{payment} has {payment.Orders} orders, and its purchase is {payment.Waiting}";
            if (payment.Orders > 1)
                yield return $"{payment} has bought {payment.Orders} times";
            if (payment.Orders > 0 && payment.OrderPrice > payment.WaitingPrice)
                yield return $"{payment} has bought for {payment.OrderPrice} what was agreed at {payment.WaitingPrice}";
        }
    }

    /// <summary>What is wrong once the store had the time to hear of everything.</summary>
    public IEnumerable<string> Missing()
    {
        var credited = stored.Where(payment => payment.ExternalId is not null).ToDictionary(payment => (payment.Way, payment.ExternalId!));
        foreach (var money in desk)
        {
            if (!credited.TryGetValue((money.Way, money.ExternalId), out var payment))
                yield return $"{money} came, and the store does not know of it";
            else if (Missing(payment, money) is { } missing)
                yield return missing;
        }

        foreach (var payment in stored.Where(p => p is { Waiting: WaitingPurchase.Waiting, State: PaymentState.Paid }))
            yield return $"{payment} is paid, and its purchase still waits";
    }

    private string? Missing(StoredPayment payment, DeskMoney money)
    {
        var worth = money.Worth(payment.AmountMinor);
        if (PaymentId.TryParse(money.Reference, out var id) && known.GetValueOrDefault(id.Value)?.TelegramId != payment.TelegramId)
            return $"{money} is credited to {payment.TelegramId}, whose payment it is not";
        if (!payment.IsReversed)
            return money.IsReturned ? $"{payment}: the payer has {money} back, and the credit stands"
                : refundAsked(payment.Id) && ByHand.Contains(payment.Way) ? $"{payment} was to be given back by hand, and the credit stands"
                : payment.Deposited != worth ? $"{payment} is credited {payment.Deposited} for {money}, which is worth {worth}"
                : payment.State == PaymentState.Review ? $"{payment} is certain, and waits for a decision"
                : null;
        if (payment.Reversed != payment.Deposited)
            return $"{payment}: {payment.Reversed} of the {payment.Deposited} is reversed";
        // After a refund nothing is credited by itself: more that came is for the operator to judge.
        return money.IsReturned || payment.Deposited == worth || payment.State == PaymentState.Review
            ? null
            : $"{payment} got {money} after its refund, and nobody is told";
    }

    private DeskMoney? MoneyOf(StoredPayment payment) => payment.ExternalId is { } id ? came.GetValueOrDefault((payment.Way, id)) : null;
}
