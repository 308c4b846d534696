using XthonBot.Bot.Callbacks;
using XthonBot.Bot.Chat.Payments;
using XthonBot.Bot.Chat.Support;
using XthonBot.Bot.Chat.Toolkit;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Payments;
using XthonBot.Core.Reactions.Notifications;
using XthonBot.Texts;

namespace XthonBot.Bot.Chat.News;

/// <summary>The words of news about payments, for their customers.</summary>
internal sealed class PaymentNewsScreens(ReadPaymentsHandler read, PaymentWords ways, SupportScreens support)
{
    public static bool AreAbout(NotificationKind kind) =>
        kind
            is NotificationKind.PaymentReceived
                or NotificationKind.PaymentReversed
                or NotificationKind.PaymentRefused
                or NotificationKind.PurchaseNotContinued;

    public async Task<Screen> OfAsync(Words words, Delivery delivery, CancellationToken ct)
    {
        var news = (NotificationDetail.OfPayment)delivery.Detail!;
        var card = new Button.Tap(words.Label("pay.show"), new Callback.OpenPayment(news.Id));
        switch (delivery.Kind)
        {
            case NotificationKind.PurchaseNotContinued:
                return NotContinued(words, news, card);
            case NotificationKind.PaymentRefused:
                return new Screen(
                    words.Html(
                        "news.payrefused",
                        ("amount", await AmountAsync(news.Id, ct)),
                        ("reason", news.Reason ?? words.Label("banned.noreason")),
                        ("contact", support.Contact(words))
                    ),
                    [card, .. support.Buttons(words)]
                );
            case NotificationKind.PaymentReversed:
                return new Screen(
                    words.Html(
                        news.Debt > Money.Zero ? "news.payreversed.debt" : "news.payreversed",
                        ("amount", ScreenText.Dollars(news.Amount)),
                        ("balance", ScreenText.Dollars(news.Balance)),
                        ("debt", ScreenText.Dollars(news.Debt))
                    ),
                    [card, .. support.Buttons(words)]
                );
            default:
                return new Screen(
                    words.Html(
                        "news.payreceived",
                        ("amount", ScreenText.Dollars(news.Amount)),
                        ("way", await WayAsync(words, news, ct)),
                        ("balance", ScreenText.Dollars(news.Balance))
                    ),
                    [card, new Button.Tap(words.Label("key.buy"), new Callback.Services(0, ""))]
                );
        }
    }

    private static Screen NotContinued(Words words, NotificationDetail.OfPayment news, Button card)
    {
        var text = news.Reason switch
        {
            "price" => words.Html("news.notbought.price"),
            "stock" => words.Html("news.notbought.stock"),
            "funds" => words.Html("news.notbought.funds"),
            "late" => words.Html("news.notbought.late"),
            _ => words.Html("news.notbought.other"),
        };
        return news.Service is { } service
            ? new Screen(
                text,
                [new Button.Tap(words.Label("code.again"), new Callback.BuyAgain(new ServiceId(service))), card],
                [Navigation.Home(words)]
            )
            : new Screen(text, [card, Navigation.Home(words)]);
    }

    private async Task<string> WayAsync(Words words, NotificationDetail.OfPayment news, CancellationToken ct) =>
        (await read.HandleAsync(news.Id, null, ct)).TryGet(out var payment, out _) ? ways.Title(words, payment) : news.Way;

    private async Task<string> AmountAsync(PaymentId id, CancellationToken ct) =>
        (await read.HandleAsync(id, null, ct)).TryGet(out var payment, out _) ? ScreenText.Dollars(payment.Amount) : "—";
}
