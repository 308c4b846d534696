using System.Text;
using XthonBot.Bot.Callbacks;
using XthonBot.Bot.Chat.Routing;
using XthonBot.Bot.Chat.Toolkit;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Customers;
using XthonBot.Core.Modules.Growth;
using XthonBot.Core.Modules.Ledger;
using XthonBot.Core.Views.Accounts;
using XthonBot.Texts;

namespace XthonBot.Bot.Chat.Wallet;

/// <summary>The balance and its movements.</summary>
internal sealed class MoneyScreens(FindCustomerHandler customers, ReadBonusHandler bonuses, ListLedgerEntriesHandler statement)
    : IChatFeature
{
    private const int Movements = 8;
    private const int MaxNote = 60;

    public void Map(Routes routes) => routes.Customers.Command("/balance", BalanceAsync).Tap<Callback.Balance>(BalanceAsync);

    private async Task<Screen> BalanceAsync(ChatContext chat, CancellationToken ct)
    {
        var words = chat.Words;
        var customer = await customers.HandleAsync(chat.Customer.Id, ct);
        var text = new StringBuilder(words.Html("balance", ("balance", ScreenText.Dollars(customer.Balance))));
        if (customer.BonusPercent > 0)
            text.Append('\n').Append(words.Html("balance.bonus", ("bonus", customer.BonusPercent)));
        if (await bonuses.HandleAsync(customer.Id, ct) is { IsByHand: false } standing)
            text.Append(Earned(words, standing));
        if (customer.Debt > Money.Zero)
            text.Append('\n').Append(words.Html("balance.debt", ("debt", ScreenText.Dollars(customer.Debt))));
        var movements = await statement.HandleAsync(customer.Id, Movements, ct);
        text.Append("\n\n").Append(words.Html(movements.Count == 0 ? "balance.nomoves" : "balance.moves"));
        foreach (var movement in movements)
        {
            text.Append('\n')
                .Append(
                    words.Html(
                        "balance.move",
                        ("at", LocalTime.At(movement.At)),
                        ("amount", (movement.Amount.IsNegative ? "" : "+") + ScreenText.Dollars(movement.Amount)),
                        ("kind", words.Label("posting." + movement.Kind.ToString().ToLowerInvariant())),
                        ("what", ScreenText.Cut(movement.ServiceName ?? movement.Note ?? "", MaxNote))
                    )
                );
        }

        return new Screen(
            text.ToString(),
            [
                new Button.Tap(words.Label("key.topup"), new Callback.TopUp()),
                new Button.Tap(words.Label("pay.mine"), new Callback.Payments(default)),
            ],
            [Navigation.Home(words)]
        );
    }

    private static string Earned(Words words, BonusStanding standing)
    {
        var text = new StringBuilder();
        if (standing.Until is { } until)
            text.Append('\n').Append(words.Html("bonus.until", ("until", LocalTime.At(until))));
        text.Append('\n')
            .Append(words.Html("bonus.paid", ("days", BonusOptions.Period.Days), ("paid", ScreenText.Dollars(standing.PaidIn))));
        if (BonusWords.Next(words, standing) is { } next)
            text.Append('\n').Append(next);
        return text.ToString();
    }
}
