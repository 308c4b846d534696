using XthonBot.Bot.Callbacks;
using XthonBot.Bot.Chat.Routing;
using XthonBot.Bot.Chat.Support;
using XthonBot.Bot.Chat.Toolkit;
using XthonBot.Bot.Telegram;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Customers;
using XthonBot.Core.Modules.Ledger;
using XthonBot.Core.Reactions.Notifications;
using XthonBot.Texts;

namespace XthonBot.Bot.Chat.Payments;

/// <summary>
/// Topping up where no way to pay is configured: how to reach the operator, and a request that one of them credits with one tap.
/// </summary>
internal sealed class TopUpRequests(
    SupportScreens support,
    CarryLetterHandler carry,
    MessageLimit limit,
    Operators operators,
    MoveMoneyHandler move,
    FindCustomerHandler customers
) : IChatFeature
{
    private static readonly Money[] Amounts = [new(500), new(1000), new(2000)];

    public void Map(Routes routes)
    {
        routes.Customers.Tap<Callback.RequestTopUp>(RequestAsync);
        routes.Operators.Tap<Callback.AdminCreditRequest>(CreditAsync);
    }

    public Screen Ask(ChatContext chat)
    {
        var words = chat.Words;
        return new Screen(
            words.Html("topup", ("contact", support.Contact(words)), ("id", chat.Customer.TelegramId)),
            [
                .. Amounts.Select(amount => new Button.Tap(
                    words.Label("topup.request", ("amount", $"${amount.Minor / 100}")),
                    new Callback.RequestTopUp(amount.Minor, CallbackCodec.NewNonce())
                )),
            ],
            support.Buttons(words),
            [Navigation.Back(words, new Callback.Balance()), new Button.Copy(words.Label("topup.copyid"), $"{chat.Customer.TelegramId}")]
        );
    }

    private async Task<Screen> RequestAsync(ChatContext chat, Callback.RequestTopUp request, CancellationToken ct)
    {
        var amount = new Money(request.AmountMinor);
        var reached = limit.TryCount(chat.Customer.Id) && operators.All.Count > 0;
        if (reached)
            await carry.ToOperatorsAsync(chat.Customer.Id, amount, request.Nonce, ct);
        return new Screen(
            chat.Words.Html(
                reached ? "topup.requested" : "support.notsent",
                ("amount", ScreenText.Dollars(amount)),
                ("contact", support.Contact(chat.Words))
            ),
            [Navigation.Home(chat.Words)]
        );
    }

    /// <summary>A request, as operators see it.</summary>
    public static Screen Card(Words words, CustomerProfile customer, Money amount, string nonce) =>
        new(
            words.Html(
                "topup.card",
                ("name", PersonName.Read(customer.Name)),
                ("handle", customer.Username is { } name ? "@" + name : ""),
                ("id", customer.TelegramId),
                ("amount", ScreenText.Dollars(amount)),
                ("balance", ScreenText.Dollars(customer.Balance))
            ),
            [
                new Button.Tap(
                    words.Label("payments.credit", ("amount", ScreenText.Dollars(amount))),
                    new Callback.AdminCreditRequest(customer.Id, amount.Minor, nonce)
                ),
            ]
        );

    private async Task<Screen> CreditAsync(ChatContext chat, Callback.AdminCreditRequest request, CancellationToken ct)
    {
        var words = chat.Words;
        var amount = new Money(request.AmountMinor);
        var moved = await move.HandleAsync(
            // The reference is the request's, whoever taps, and however often.
            new MoveMoney(
                request.Customer,
                Direction.Credit,
                amount,
                chat.Operator,
                null,
                $"request:{request.Customer.Value}:{request.Nonce}"
            ),
            ct
        );
        var customer = await customers.HandleAsync(request.Customer, ct);
        return new Screen(
            moved.Match(
                done =>
                    words.Html(
                        "money.credit",
                        ("customer", $"{PersonName.Read(customer.Name)} ({customer.TelegramId})"),
                        ("amount", ScreenText.Dollars(amount)),
                        ("before", ScreenText.Dollars(done.Before)),
                        ("after", ScreenText.Dollars(done.After))
                    ),
                error => ErrorTexts.Of(words, error)
            ),
            [new Button.Tap(words.Label("support.customer"), new Callback.AdminCustomer(request.Customer))]
        );
    }
}
