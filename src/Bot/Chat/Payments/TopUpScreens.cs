using Microsoft.Extensions.Options;
using XthonBot.Bot.Callbacks;
using XthonBot.Bot.Chat.Routing;
using XthonBot.Bot.Chat.Toolkit;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Settings;
using XthonBot.Core.Modules.Customers;
using XthonBot.Core.Modules.Growth;
using XthonBot.Core.Modules.Orders;
using XthonBot.Core.Modules.Payments;
using XthonBot.Texts;

namespace XthonBot.Bot.Chat.Payments;

/// <summary>From an amount to an invoice. Where no way to pay is configured, <see cref="TopUpRequests"/> answers.</summary>
internal sealed class TopUpScreens(
    ListWaysHandler list,
    StartPaymentHandler start,
    FindCustomerHandler customers,
    ReadBonusHandler bonuses,
    PaymentProviders providers,
    PaymentWords ways,
    PaymentCards cards,
    TopUpRequests requests,
    MissingPurchase lacking,
    IOptions<StoreIdentity> store
) : IChatFeature
{
    private static readonly Money[] Amounts = [new(500), new(1000), new(2000)];

    public void Map(Routes routes) =>
        routes
            .Customers.Command("/topup", (chat, amount, ct) => amount.Length == 0 ? AmountsAsync(chat, ct) : AnswerAsync(chat, amount, ct))
            .Tap<Callback.TopUp>(AmountsAsync)
            .Tap<Callback.TopUpBy>((chat, by, ct) => WaysAsync(chat, new Money(by.AmountMinor), ct))
            .Tap<Callback.StartTopUp>(StartAsync)
            .Tap<Callback.PayAndBuy>((chat, buy, ct) => WaysToBuyAsync(chat, buy, null, null, ct))
            .Tap<Callback.StartPayAndBuy>(StartAndBuyAsync);

    /// <summary>The answer to how much.</summary>
    public async Task<Screen> AnswerAsync(ChatContext chat, string text, CancellationToken ct)
    {
        if (TypedMoney.Parse(text).TryGet(out var amount, out var error))
            return await WaysAsync(chat, amount, ct);
        var problem = ErrorTexts.Of(chat.Words, error);
        return new Screen(problem, [new Button.Tap(chat.Words.Label("key.topup"), new Callback.TopUp())]) { Wrong = problem };
    }

    private async Task<Screen> AmountsAsync(ChatContext chat, CancellationToken ct)
    {
        if (!list.HasAny)
            return requests.Ask(chat);
        var words = chat.Words;
        var account = await customers.BalanceAsync(chat.Customer.Id, ct);
        var missing = await lacking.AmountsAsync(chat, account, ct);
        var text = string.Join(
            "\n",
            [.. missing.Select(amount => amount.Why), words.Html("pay.amounts", ("balance", ScreenText.Dollars(account.Amount)))]
        );
        return new Screen(
            BonusWords.Next(words, await bonuses.HandleAsync(chat.Customer.Id, ct)) is { } bonus ? $"{text}\n\n{bonus}" : text,
            [
                .. missing.Select(amount => (IReadOnlyList<Button>)[amount.Button]),
                [.. Amounts.Select(amount => new Button.Tap($"${amount.Minor / 100}", new Callback.TopUpBy(amount.Minor)))],
                [new Button.Tap(words.Label("pay.other"), new Callback.AskTopUp())],
                [new Button.Tap(words.Label("pay.mine"), new Callback.Payments(default))],
                [Navigation.Back(words, new Callback.Balance()), Navigation.Home(words)],
            ]
        );
    }

    private async Task<Screen> WaysAsync(
        ChatContext chat,
        Money amount,
        CancellationToken ct,
        string? notice = null,
        string? without = null
    )
    {
        var offers = (await list.HandleAsync(chat.Customer.Id, amount, ct)).Where(offer => offer.Name != without).ToList();
        var title = chat.Words.Html("pay.ways", ("amount", ScreenText.Dollars(amount)));
        return Ways(
            chat,
            notice,
            BonusWords.With(chat.Words, await bonuses.HandleAsync(chat.Customer.Id, ct), amount) is { } bonus ? $"{title}\n{bonus}" : title,
            offers,
            _ => amount,
            offer => new Callback.StartTopUp(WayTag.Of(offer.Name), amount.Minor, CallbackCodec.NewNonce()),
            new Callback.TopUp()
        );
    }

    private async Task<Screen> StartAsync(ChatContext chat, Callback.StartTopUp tap, CancellationToken ct)
    {
        var amount = new Money(tap.AmountMinor);
        var command = new StartPayment(
            chat.Customer.Id,
            WayTag.Find(providers, tap.Way)?.Name ?? "",
            amount,
            OrderChannel.Chat,
            "chat:" + tap.Nonce
        );
        return await OpenAsync(chat, command, (notice, without) => WaysAsync(chat, amount, ct, notice, without), ct);
    }

    private async Task<Screen> WaysToBuyAsync(
        ChatContext chat,
        Callback.PayAndBuy buy,
        string? notice,
        string? without,
        CancellationToken ct
    )
    {
        var words = chat.Words;
        if (await lacking.IsBoughtAsync(chat, buy.Nonce, ct))
            return Bought(words, buy);
        var missing = (await customers.BalanceAsync(chat.Customer.Id, ct)).MissingFor(new Money(buy.PriceMinor));
        if (missing <= Money.Zero)
            return Enough(words, buy);
        var offers = (await list.HandleAsync(chat.Customer.Id, missing, ct)).Where(offer => offer.Name != without).ToList();
        return Ways(
            chat,
            notice,
            words.Html("pay.waystobuy", ("missing", ScreenText.Dollars(missing))),
            offers,
            offer => MissingPurchase.AmountBy(offer, missing),
            offer => new Callback.StartPayAndBuy(buy.Id, buy.PriceMinor, buy.Nonce, WayTag.Of(offer.Name)),
            new Callback.Service(buy.Id)
        );
    }

    private async Task<Screen> StartAndBuyAsync(ChatContext chat, Callback.StartPayAndBuy tap, CancellationToken ct)
    {
        var buy = new Callback.PayAndBuy(tap.Id, tap.PriceMinor, tap.Nonce);
        if (await lacking.IsBoughtAsync(chat, tap.Nonce, ct))
            return Bought(chat.Words, buy);
        var missing = (await customers.BalanceAsync(chat.Customer.Id, ct)).MissingFor(new Money(tap.PriceMinor));
        if (missing <= Money.Zero)
            return Enough(chat.Words, buy);
        var way = WayTag.Find(providers, tap.Way);
        var command = new StartPayment(
            chat.Customer.Id,
            way?.Name ?? "",
            way is { Options: var options } && options.LeastAmount > missing ? options.LeastAmount : missing,
            OrderChannel.Chat,
            $"buy:{tap.Nonce}:{tap.Way}",
            new PurchaseToContinue(tap.Id, new Money(tap.PriceMinor), "chat:" + tap.Nonce)
        );
        return await OpenAsync(chat, command, (notice, without) => WaysToBuyAsync(chat, buy, notice, without, ct), ct);
    }

    /// <param name="others">The ways again, with what is wrong and without the one that failed.</param>
    private async Task<Screen> OpenAsync(
        ChatContext chat,
        StartPayment command,
        Func<string, string?, Task<Screen>> others,
        CancellationToken ct
    )
    {
        var words = chat.Words;
        var described = command with { Description = words.Label("pay.description", ("amount", ScreenText.Dollars(command.Amount))) };
        if ((await start.HandleAsync(described, ct)).TryGet(out var payment, out var error))
            return payment is { Kind: PaymentKind.Stars, State: PaymentState.Open }
                ? cards.Stars(words, payment, store.Value.Name)
                : cards.Card(words, payment);
        var problem = error is Error.NotFound ? words.Html("error.way") : ErrorTexts.Of(words, error);
        return error switch
        {
            Error.WayUnavailable or Error.NotFound or Error.DailyPaymentsReached => await others(problem, command.Way),
            Error.AmountOutside => await others(problem, null),
            _ => new Screen(problem, [new Button.Tap(words.Label("pay.mine"), new Callback.Payments(default)), Navigation.Home(words)]),
        };
    }

    private Screen Ways(
        ChatContext chat,
        string? notice,
        string title,
        List<WayOffer> offers,
        Func<WayOffer, Money?> amount,
        Func<WayOffer, Callback> open,
        Callback back
    )
    {
        var words = chat.Words;
        var fits = offers.Where(offer => amount(offer) is { } asked && asked >= offer.Least && asked <= offer.Most).ToList();
        var lines = new List<string>();
        if (notice is not null)
            lines.Add(notice + "\n");
        lines.Add(title);
        if (fits.Count == 0)
            lines.Add(words.Html("pay.noway"));
        lines.AddRange(
            offers
                .Except(fits)
                .Select(offer =>
                    words.Html(
                        "pay.limits",
                        ("way", ways.Title(words, offer.Name, offer.Kind)),
                        ("least", ScreenText.Dollars(offer.Least)),
                        ("most", ScreenText.Dollars(offer.Most))
                    )
                )
        );
        lines.AddRange(
            fits.Where(offer => ways.Fee(offer.Name) is not null)
                .Select(offer =>
                    words.Html("pay.feeline", ("way", ways.Title(words, offer.Name, offer.Kind)), ("fee", ways.Fee(offer.Name)))
                )
        );
        return new Screen(
            string.Join('\n', lines),
            [
                .. fits.Select(offer => (IReadOnlyList<Button>)[new Button.Tap(Label(words, offer, amount(offer)!.Value), open(offer))]),
                [Navigation.Back(words, back), Navigation.Home(words)],
            ]
        );
    }

    private string Label(Words words, WayOffer offer, Money amount)
    {
        var title = ways.Title(words, offer.Name, offer.Kind);
        var charge = offer.Way.Options.ChargeOf(amount);
        return words.Label(
            offer.Kind == PaymentKind.Transfer ? "pay.wayrow.byhand" : "pay.wayrow",
            ("way", title),
            ("charge", PaymentWords.Charge(charge.Text, charge.Currency))
        );
    }

    private static Screen Bought(Words words, Callback.PayAndBuy buy) =>
        new(
            words.Html("pay.bought"),
            [
                new Button.Tap(words.Label("key.numbers"), new Callback.Orders(0)),
                new Button.Tap(words.Label("code.again"), new Callback.BuyAgain(buy.Id)),
            ],
            [Navigation.Home(words)]
        );

    // Money came in the meantime: the purchase needs no payment any more.
    private static Screen Enough(Words words, Callback.PayAndBuy buy) =>
        new(
            words.Html("pay.enough"),
            [
                Navigation.Back(words, new Callback.Service(buy.Id)),
                new Button.Tap(
                    words.Label("service.buy", ("price", ScreenText.Dollars(new Money(buy.PriceMinor)))),
                    new Callback.Buy(buy.Id, buy.Nonce, buy.PriceMinor)
                ),
            ],
            [Navigation.Home(words)]
        );
}
