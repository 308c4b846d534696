using System.Diagnostics;
using System.Globalization;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Payments;
using XthonBot.Faults.Checks;
using XthonBot.Faults.Troubles;
using XthonBot.TestKit;

namespace XthonBot.Faults;

/// <summary>
/// The end of a run for the payments: the last money comes while the store is down, a day goes by, and then its books have to be the cash
/// desk's.
/// </summary>
internal sealed class PaymentEnd(Shop shop, Random random)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    // The nightly comparison is a while after three, UTC. By then every invoice is over.
    private static readonly TimeSpan Night = TimeSpan.FromHours(3) + TimeSpan.FromMinutes(31);
    private static readonly TimeSpan LongestInvoice = TimeSpan.FromHours(2);

    public async Task RunAsync()
    {
        await Kill.StrikeAsync(shop);
        var desk = await shop.DeskAsync();
        foreach (var invoice in desk.Where(i => i.State == "open" && i.Provider != "stars" && random.Next(2) == 0))
            await PayAsync(invoice, "pay");
        // The store looks at what is paid in the nightly comparison alone, and at this one last: once it is known, all was told again.
        if (desk.LastOrDefault(i => i is { State: "paid", Provider: "heleket" }) is { } last)
            await PayAsync(last, "pay_twice");

        await shop.StartStoreAsync();
        var now = shop.Clock.GetUtcNow();
        var night = now.Date + Night;
        while (night < now.UtcDateTime + LongestInvoice)
            night += TimeSpan.FromDays(1);
        shop.Journal.BeginMove();
        await shop.Victim.MoveClockAsync(night - now.UtcDateTime);
        shop.Journal.EndMove();
        await CheckAsync();
    }

    private async Task PayAsync(SandboxInvoice invoice, string act)
    {
        await shop.Telegram.Desk.ActAsync(invoice.Id, act);
        shop.Report.Count($"desk: {act} while the store was down");
    }

    private async Task CheckAsync()
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            var stored = await StoredState.ReadAsync(shop.Database);
            var desk = await shop.DeskAsync();
            var money = DeskMoney.Of(desk);
            var check = new PaymentCheck(stored.Payments, money, shop.Journal.IsRefundAsked);
            var missing = check.Missing().ToList();
            if (missing.Count > 0 && Stopwatch.GetElapsedTime(began) < Limit)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
                continue;
            }

            foreach (var wrong in missing.Concat(check.Wrong()).Concat(PayerCheck.Wrong(stored, shop.Payers)))
                shop.Report.Violation(wrong);
            shop.Report.Took("the books equal to the desk's after a day", Stopwatch.GetElapsedTime(began));
            Count(stored.Payments, desk, money);
            break;
        }

        await shop.CheckBooksAsync();
    }

    private void Count(IReadOnlyList<StoredPayment> stored, IReadOnlyList<SandboxInvoice> desk, IReadOnlyList<DeskMoney> money)
    {
        var report = shop.Report;
        report.Count("payments opened", desk.Count);
        report.Count("payments for which money came", money.Count);
        report.Count("payments credited", stored.Count(payment => payment.Deposited > 0));
        report.Count(
            "payments of which the store heard after they had gone back",
            stored.Count(p => p is { IsReversed: true, Deposited: 0 })
        );
        report.Count("payments reversed", stored.Count(payment => payment.Reversed > 0));
        report.Count("payments in review", stored.Count(payment => payment.State == PaymentState.Review));
        report.Count("purchases that went on by themselves", stored.Count(payment => payment.Waiting == WaitingPurchase.Bought));
        report.Count("purchases given up, with the money on the balance", stored.Count(p => p.Waiting == WaitingPurchase.GivenUp));
        foreach (var way in stored.GroupBy(payment => payment.Way))
            report.Say(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{way.Key}: {money.Count(m => m.Way == way.Key)} paid at the desk, {way.Count(p => p.Deposited > 0)} credited with {new Money(way.Sum(p => p.Deposited))}, {new Money(way.Sum(p => p.Reversed))} reversed"
                )
            );
        CountWebhooks(desk.SelectMany(invoice => invoice.Events).Select(line => line.What));
    }

    private void CountWebhooks(IEnumerable<string> events)
    {
        foreach (var what in events.Where(what => what.StartsWith("webhook ", StringComparison.Ordinal)))
        {
            var end = what.Split(": ", 2)[1];
            shop.Report.Count($"payment webhooks {end.Split(',', 2)[0].Split(" by ")[0]}");
            // The store may be away, and then says so; a signature that is none is answered 401. It has no other trouble.
            if (
                end.StartsWith("answered ", StringComparison.Ordinal)
                && !end.StartsWith("answered 2", StringComparison.Ordinal)
                && !end.StartsWith("answered 503", StringComparison.Ordinal)
                && !end.EndsWith("signed wrongly", StringComparison.Ordinal)
            )
                shop.Report.Violation($"a payment webhook was {end}");
        }
    }
}
