using Telegram.Bot.Types;
using XthonBot.Bot.Chat.Operator;
using XthonBot.Bot.Telegram;
using XthonBot.Bot.Telegram.Sending;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Customers;
using XthonBot.Core.Modules.Payments;
using XthonBot.Core.Reactions.Notifications;
using XthonBot.Texts;

namespace XthonBot.Bot.Chat.News;

/// <summary>
/// Payments in the operators' chats: a card for each that is to be decided about, and the decision on all of its cards.
/// </summary>
internal sealed class OperatorPaymentNews(
    ScreenSender screens,
    ReadPaymentsHandler read,
    KeepOperatorCardsHandler sent,
    OperatorMail mail,
    OperatorPaymentCards cards,
    FindCustomerHandler customers,
    TextBook texts
)
{
    private const string Operator = "operator:";

    public static bool AreAbout(NotificationKind kind) =>
        kind is NotificationKind.PaymentToDecide or NotificationKind.PaymentWentBack or NotificationKind.PaymentDecided;

    public async Task<DeliveryOutcome> DeliverAsync(Delivery delivery, CancellationToken ct)
    {
        var news = (NotificationDetail.OfPayment)delivery.Detail!;
        if (!(await read.HandleAsync(news.Id, null, ct)).TryGet(out var payment, out _))
            return new DeliveryOutcome.GivenUp("no such payment");
        if (delivery.Kind == NotificationKind.PaymentDecided)
            return await ChangeAsync(payment, news, ct);
        return await mail.DeliverAsync(
            delivery,
            news.Id,
            async (words, token) =>
                await cards.CardAsync(
                    words,
                    payment,
                    delivery.Kind == NotificationKind.PaymentWentBack ? WentBack(words, news) : words.Html("payments.decide"),
                    token
                ),
            ct
        );
    }

    private static string WentBack(Words words, NotificationDetail.OfPayment news) =>
        words.Html(
            news.Debt > Money.Zero ? "payments.wentback.debt" : "payments.wentback",
            ("amount", ScreenText.Dollars(news.Amount)),
            ("debt", ScreenText.Dollars(news.Debt))
        );

    private async Task<DeliveryOutcome> ChangeAsync(PaymentView payment, NotificationDetail.OfPayment news, CancellationToken ct)
    {
        var isLater = false;
        foreach (var shown in await sent.ListAsync(payment.Id, ct))
        {
            var words = texts[await mail.LanguageAsync(shown.Chat, ct)];
            var card = await cards.CardAsync(words, payment, await DecidedAsync(words, news, ct), ct);
            // A text cannot become a picture; under a picture only the text changes.
            var text = card with
            {
                Attachment = null,
            };
            var caption = card with { Attachment = card.Attachment ?? new StoredFile("", true) };
            var changed = await EditAsync(shown.HasFile ? caption : text);
            // It was sent without its file, since Telegram did not take that.
            if (shown.HasFile && changed.Status == SendStatus.Rejected)
                changed = await EditAsync(text);
            isLater |= changed.Status == SendStatus.Failed;

            Task<SendOutcome<Message>> EditAsync(Screen form) =>
                screens.EditAsync(shown.Chat, shown.MessageId, form, SendPriority.Event, ct);
        }

        return isLater ? new DeliveryOutcome.Later() : new DeliveryOutcome.Sent(null);
    }

    private async Task<string> DecidedAsync(Words words, NotificationDetail.OfPayment news, CancellationToken ct)
    {
        var who = await NameAsync(news.By ?? "", ct);
        return news.Decision switch
        {
            "credit" => words.Html("payments.bycredited", ("who", who), ("amount", ScreenText.Dollars(news.Amount))),
            "refuse" => words.Html("payments.byrefused", ("who", who), ("reason", news.Reason ?? "—")),
            _ => words.Html("payments.byleft", ("who", who)),
        };
    }

    private async Task<string> NameAsync(string by, CancellationToken ct)
    {
        var id = by.StartsWith(Operator, StringComparison.Ordinal) ? by[Operator.Length..] : by;
        return (await customers.HandleAsync(id, ct)).TryGet(out var who, out _) ? CustomerCommands.NameOf(who) : id;
    }
}
