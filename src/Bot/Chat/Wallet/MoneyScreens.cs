using System.Text;
using Microsoft.Extensions.Options;
using XthonBot.Bot.Callbacks;
using XthonBot.Bot.Chat.Routing;
using XthonBot.Bot.Chat.Toolkit;
using XthonBot.Core.Foundation.Settings;
using XthonBot.Core.Modules.Customers;
using XthonBot.Core.Modules.Ledger;
using XthonBot.Core.Views.Accounts;
using XthonBot.Texts;

namespace XthonBot.Bot.Chat.Wallet;

/// <summary>The balance, its movements, and how to top it up.</summary>
internal sealed class MoneyScreens(FindCustomerHandler customers, ListLedgerEntriesHandler statement, IOptions<StoreIdentity> store)
    : IChatFeature
{
    private const int Movements = 8;
    private const int MaxNote = 60;

    public void Map(Routes routes) =>
        routes
            .Customers.Command("/balance", BalanceAsync)
            .Command("/topup", TopUp)
            .Tap<Callback.Balance>(BalanceAsync)
            .Tap<Callback.TopUp>(TopUp);

    private async Task<Screen> BalanceAsync(ChatContext visit, CancellationToken ct)
    {
        var words = visit.Words;
        var customer = await customers.HandleAsync(visit.Customer.Id, ct);
        var text = new StringBuilder(
            words.Html("balance", ("balance", ScreenText.Dollars(customer.Balance)), ("bonus", customer.BonusPercent))
        );
        var movements = await statement.HandleAsync(customer.Id, Movements, ct);
        text.Append("\n\n").Append(words.Html(movements.Count == 0 ? "balance.nomoves" : "balance.moves"));
        foreach (var movement in movements)
        {
            text.Append('\n')
                .Append(
                    words.Html(
                        "balance.move",
                        ("at", ScreenText.At(movement.At)),
                        ("amount", (movement.Amount.IsNegative ? "" : "+") + ScreenText.Dollars(movement.Amount)),
                        ("kind", words.Label("posting." + movement.Kind.ToString().ToLowerInvariant())),
                        ("what", ScreenText.Cut(movement.ServiceName ?? movement.Note ?? "", MaxNote))
                    )
                );
        }

        return new Screen(text.ToString(), [new Button.Tap(words.Label("key.topup"), new Callback.TopUp())], [Navigation.Home(words)]);
    }

    private Screen TopUp(ChatContext visit)
    {
        var words = visit.Words;
        var contact = store.Value.Contact is { Length: > 0 } known ? known : words.Label("contact.none");
        return new Screen(
            words.Html("topup", ("contact", contact), ("id", visit.Customer.TelegramId)),
            [Navigation.Back(words, new Callback.Balance()), new Button.Copy(words.Label("topup.copyid"), $"{visit.Customer.TelegramId}")]
        );
    }
}
