namespace XthonBot.Faults.Checks;

/// <summary>Those who pay in have what came for them, less what they bought: a debt is what is missing from it.</summary>
internal static class PayerCheck
{
    public static IEnumerable<string> Wrong(StoredState stored, IReadOnlyList<Buyer> payers)
    {
        var orders = stored.Orders.Values.ToLookup(order => order.TelegramId);
        var payments = stored.Payments.ToLookup(payment => payment.TelegramId);
        foreach (var payer in payers)
        {
            var bought = orders[payer.TelegramId].ToList();
            var spent = bought.Where(order => !order.IsPaidBack).Sum(order => order.PriceMinor);
            var came = payments[payer.TelegramId].Sum(payment => payment.Deposited - payment.Reversed);
            var (balance, debt) = (stored.BalancesMinor[payer.TelegramId], stored.DebtsMinor[payer.TelegramId]);
            if (balance - debt != came - spent)
                yield return $"{payer} was credited {came}, spent {spent}, and has {balance} and a debt of {debt}";
            if (bought.Count > payer.ButtonsTapped)
                yield return $"{payer} tapped {payer.ButtonsTapped} buttons and has {bought.Count} orders";
        }
    }
}
