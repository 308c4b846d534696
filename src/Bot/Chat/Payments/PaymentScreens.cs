using Microsoft.Extensions.Options;
using XthonBot.Bot.Callbacks;
using XthonBot.Bot.Chat.Routing;
using XthonBot.Bot.Chat.Toolkit;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Settings;
using XthonBot.Core.Modules.Payments;
using XthonBot.Texts;

namespace XthonBot.Bot.Chat.Payments;

/// <summary>A customer's payments, and each one's card.</summary>
internal sealed class PaymentScreens(ReadPaymentsHandler read, PaymentWords ways, PaymentCards cards, IOptions<StoreIdentity> store)
    : IChatFeature
{
    private const int PageSize = 8;

    public void Map(Routes routes) =>
        routes
            .Customers.Command("/payments", (chat, ct) => ListAsync(chat, null, ct))
            .Tap<Callback.Payments>((chat, page, ct) => ListAsync(chat, page.From == default ? null : page.From, ct))
            .Tap<Callback.Payment>((chat, payment, ct) => CardAsync(chat, payment.Id, ct))
            .Tap<Callback.OpenPayment>(async (chat, payment, ct) => await CardAsync(chat, payment.Id, ct) with { AsNew = true })
            .Tap<Callback.PayStars>((chat, payment, ct) => StarsAsync(chat, payment.Id, ct));

    /// <summary>The button of one payment in a list.</summary>
    public static string Mark(PaymentState state) =>
        state switch
        {
            PaymentState.Open => "⏳",
            PaymentState.Paid => "✅",
            PaymentState.Partial => "🌗",
            PaymentState.Review => "🔎",
            PaymentState.Expired => "⌛",
            PaymentState.Canceled => "✖",
            _ => "↩",
        };

    private async Task<Screen> ListAsync(ChatContext chat, PaymentId? from, CancellationToken ct)
    {
        var words = chat.Words;
        var page = await read.ListAsync(new PaymentFilter(chat.Customer.Id), from, PageSize, ct);
        if (page.Payments.Count == 0)
            return new Screen(
                words.Html("pay.none"),
                [new Button.Tap(words.Label("key.topup"), new Callback.TopUp())],
                [Navigation.Home(words)]
            );
        var rows = page
            .Payments.Select(payment =>
                (IReadOnlyList<Button>)
                    [
                        new Button.Tap(
                            words.Label(
                                "pay.row",
                                ("mark", Mark(payment.State)),
                                ("amount", ScreenText.Dollars(payment.Amount)),
                                ("way", ways.Title(words, payment)),
                                ("state", PaymentWords.State(words, payment))
                            ),
                            new Callback.Payment(payment.Id)
                        ),
                    ]
            )
            .ToList();
        rows.Add(Turns(words, from is not null, page.Next, to => new Callback.Payments(to)));
        rows.Add([new Button.Tap(words.Label("key.topup"), new Callback.TopUp()), Navigation.Home(words)]);
        return new Screen(words.Html("pay.list"), [.. rows]);
    }

    /// <summary>The row that leads to the newest and to older ones; empty where all are shown.</summary>
    public static IReadOnlyList<Button> Turns(Words words, bool isLater, PaymentId? next, Func<PaymentId, Callback> turn)
    {
        var row = new List<Button>();
        if (isLater)
            row.Add(new Button.Tap(words.Label("pay.newest"), turn(default)));
        if (next is { } older)
            row.Add(new Button.Tap(words.Label("pay.older"), turn(older)));
        return row;
    }

    private async Task<Screen> CardAsync(ChatContext chat, PaymentId id, CancellationToken ct) =>
        (await read.HandleAsync(id, chat.Customer.Id, ct)).Match(
            payment => cards.Card(chat.Words, payment),
            error => new Screen(ErrorTexts.Of(chat.Words, error), [Navigation.Home(chat.Words)])
        );

    private async Task<Screen> StarsAsync(ChatContext chat, PaymentId id, CancellationToken ct) =>
        (await read.HandleAsync(id, chat.Customer.Id, ct)).TryGet(out var payment, out _)
        && payment is { Kind: PaymentKind.Stars, State: PaymentState.Open }
            ? cards.Stars(chat.Words, payment, store.Value.Name)
            : await CardAsync(chat, id, ct);
}
