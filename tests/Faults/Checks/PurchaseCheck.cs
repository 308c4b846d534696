using System.Globalization;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Orders;

namespace XthonBot.Faults.Checks;

/// <summary>Every purchase that was answered exists; no other does but those that were not answered; each is charged once.</summary>
internal static class PurchaseCheck
{
    /// <param name="mayHaveLostAnswers">False where the store had the time to answer all that it accepted.</param>
    public static void Run(StoredState stored, Shop shop, bool mayHaveLostAnswers)
    {
        foreach (var order in stored.Orders.Values)
            CheckMoney(order, shop.Report);
        foreach (var purchase in shop.Journal.Purchases.Values)
            CheckKnown(purchase, stored, shop);

        var found = stored.Orders.Values.ToLookup(order => order.TelegramId);
        foreach (var buyer in shop.Buyers)
        {
            CheckCount(buyer, [.. found[buyer.TelegramId]], shop, mayHaveLostAnswers);
            var spent = found[buyer.TelegramId].Where(order => !order.IsPaidBack).Sum(order => order.PriceMinor);
            var balance = stored.BalancesMinor[buyer.TelegramId];
            if (balance != buyer.CreditedMinor - spent)
                shop.Report.Violation($"{buyer} was given {buyer.CreditedMinor}, spent {spent} and has {balance}");
        }
    }

    /// <summary>What the API says is what is stored.</summary>
    public static async Task AskApiAsync(StoredState stored, Shop shop, IEnumerable<Purchase> purchases)
    {
        foreach (var buyer in shop.Buyers.Where(buyer => buyer.Kind == BuyerKind.Api))
        {
            var answer = await shop.Api.GetAsync("balance", buyer.Key);
            var balance = answer.IsOk ? answer.Data.GetProperty("balance").GetString() : $"nothing ({answer.Status})";
            if (balance != (stored.BalancesMinor[buyer.TelegramId] / 100m).ToString("0.00", CultureInfo.InvariantCulture))
                shop.Report.Violation($"{buyer} is told a balance of {balance} and has {stored.BalancesMinor[buyer.TelegramId]}");
        }

        foreach (var purchase in purchases.Where(purchase => stored.Orders.ContainsKey(purchase.Id)))
        {
            var (order, seen) = (
                stored.Orders[purchase.Id],
                await shop.Api.GetAsync($"transactions/tx_{purchase.Id:n}", purchase.Buyer.Key)
            );
            if (
                !seen.IsOk
                || seen.Data.GetProperty("status").GetString() != order.Status.Text()
                || seen.Data.GetProperty("code").GetString() != order.Code
                || seen.Data.GetProperty("number").GetString() != purchase.Phone
            )
                shop.Report.Violation($"the API says {seen.Data} of {order}");
        }
    }

    private static void CheckMoney(StoredOrder order, Report report)
    {
        if (order is not { Charges: 1, RightCharges: 1 })
            report.Violation($"{order} is charged {order.Charges} times, {order.RightCharges} of them right");
        var due = order.IsPaidBack ? 1 : 0;
        if (order.Refunds != due || order.RightRefunds != due)
            report.Violation($"{order} is paid back {order.Refunds} times, {order.RightRefunds} of them right");
    }

    private static void CheckKnown(Purchase purchase, StoredState stored, Shop shop)
    {
        if (!stored.Orders.TryGetValue(purchase.Id, out var order))
        {
            shop.Report.Violation($"{purchase} was answered and is lost");
            return;
        }

        // A tap on Cancel may be handled only after the clock has moved.
        var mayHaveExpired = shop.Journal.MayHaveExpired(purchase);
        var right = order.Status switch
        {
            OrderStatus.Pending => !purchase.CancelTaken,
            OrderStatus.Succeeded => !purchase.Texts.IsEmpty
                && purchase.Texts.Any(text => text.Code == order.Code)
                && !purchase.CancelTaken,
            OrderStatus.Canceled => purchase.CancelAsked,
            OrderStatus.Expired => mayHaveExpired && !(purchase.CancelTaken && purchase.Buyer.Kind == BuyerKind.Api),
            _ => false,
        };
        if (!right || order.Phone != purchase.Phone || order.TelegramId != purchase.Buyer.TelegramId)
            shop.Report.Violation(
                $"{purchase} has become {order}: cancel asked {purchase.CancelAsked}, taken {purchase.CancelTaken}, texts {purchase.Texts.Count}, may have expired {mayHaveExpired}"
            );
    }

    private static void CheckCount(Buyer buyer, List<StoredOrder> orders, Shop shop, bool mayHaveLostAnswers)
    {
        var unknown = orders.Where(order => !shop.Journal.Purchases.ContainsKey(order.Id)).ToList();
        if (buyer.Kind == BuyerKind.Chat && orders.Count != buyer.ButtonsTapped)
            shop.Report.Violation($"{buyer} tapped {buyer.ButtonsTapped} buttons and has {orders.Count} orders");
        if (buyer.Kind == BuyerKind.Api)
        {
            if (unknown.Count > buyer.Unanswered)
                shop.Report.Violation(
                    $"{buyer} has {unknown.Count} orders that were not answered, and {buyer.Unanswered} requests without an answer"
                );
            if (unknown.Count > 0 && !mayHaveLostAnswers)
                shop.Report.Violation($"{buyer} has {unknown.Count} orders that were accepted and not answered");
            shop.Report.Count("purchases over the API that exist though their answer was lost", unknown.Count);
            shop.Report.Count("purchases over the API without an answer", buyer.Unanswered);
            buyer.Forget();
        }

        // From now on they are as known as the others; their status may be any that time allows.
        foreach (var order in unknown)
            shop.Journal.Bought(order.Id, buyer, order.Phone, -1);
    }
}
