using XthonBot.Bot.Callbacks;
using XthonBot.Bot.Chat.Support;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Customers;
using XthonBot.Core.Modules.Orders;
using XthonBot.Core.Reactions.Notifications;
using XthonBot.Texts;

namespace XthonBot.Bot.Chat.News;

/// <summary>The texts of notifications.</summary>
internal sealed class NewsScreens(FindCustomerHandler customers, PaymentNewsScreens payments)
{
    private const int MaxText = 3000;

    public async Task<Screen> OfAsync(Words words, Delivery delivery, CancellationToken ct)
    {
        if (delivery.Kind is NotificationKind.CodeArrived or NotificationKind.TextArrived)
            return Message(words, delivery.Order!, delivery.Message!);
        if (delivery.Kind is NotificationKind.BalanceCredited or NotificationKind.BalanceDebited)
            return Moved(words, delivery);
        if (delivery.Kind is NotificationKind.WebhookOff)
            return WebhookOff(words, delivery);

        if (delivery.Kind == NotificationKind.OperatorAnswered)
            return SupportScreens.Answer(words, ((NotificationDetail.Letter)delivery.Detail!).Text);

        if (PaymentNewsScreens.AreAbout(delivery.Kind))
            return await payments.OfAsync(words, delivery, ct);

        var order = delivery.Order!;
        if (delivery.Kind == NotificationKind.DisputeRejected)
            return new Screen(words.Html("news.upheld", ("phone", order.Phone), ("service", order.ServiceName)));
        var balance = (await customers.BalanceAsync(order.Customer, ct)).Amount;
        var key = delivery.Kind switch
        {
            NotificationKind.OrderCanceled or NotificationKind.OrderExpired when order.Phone is null => "news.nonumber",
            NotificationKind.OrderCanceled => "news.canceled",
            NotificationKind.OrderExpired => "news.expired",
            NotificationKind.OrderRefunded => "news.refunded",
            _ => throw new InvalidOperationException($"No words for {delivery.Kind}."),
        };
        return new Screen(
            words.Html(
                key,
                ("phone", order.Phone),
                ("service", order.ServiceName),
                ("price", ScreenText.Dollars(order.Price)),
                ("balance", ScreenText.Dollars(balance))
            ),
            [new Button.Tap(words.Label("code.again"), new Callback.BuyAgain(order.Service))]
        );
    }

    private static Screen Message(Words words, OrderView order, DeliveredText message)
    {
        var phone = order.Phone ?? throw new InvalidOperationException("A text came for an order without a number.");
        // The text may have been purged while it waited for somebody who was gone.
        var text = ScreenText.Cut(message.Text ?? "—", MaxText);
        if (message.Code is not { } code)
            return new Screen(
                words.Html(order.IsByText ? "news.bytext" : "news.text", ("phone", phone), ("sender", message.Sender), ("text", text)),
                [new Button.Copy($"📋 {phone}", phone)]
            );
        return new Screen(
            words.Html("news.code", ("phone", phone), ("code", code), ("sender", message.Sender), ("text", text)),
            [new Button.Copy($"📋 {code}", code), new Button.Tap(words.Label("code.again"), new Callback.BuyAgain(order.Service))]
        );
    }

    private static Screen WebhookOff(Words words, Delivery delivery)
    {
        var off = (NotificationDetail.WebhookOff)delivery.Detail!;
        return new Screen(
            words.Html("news.webhookoff", ("host", off.Host), ("reason", words.Label("webhook.off." + off.Reason))),
            [new Button.Tap(words.Label("api.webhooks"), new Callback.Webhooks())]
        );
    }

    private static Screen Moved(Words words, Delivery delivery)
    {
        var moved = (NotificationDetail.BalanceMoved)delivery.Detail!;
        var key = delivery.Kind == NotificationKind.BalanceCredited ? "news.credited" : "news.debited";
        return new Screen(
            words.Html(
                key,
                ("amount", ScreenText.Dollars(moved.Amount)),
                ("balance", ScreenText.Dollars(moved.Balance)),
                ("reason", moved.Reason)
            ),
            [new Button.Tap(words.Label("key.buy"), new Callback.Services(0, ""))]
        );
    }
}
