using System.Collections.Concurrent;
using XthonBot.Bot.Callbacks;
using XthonBot.Bot.Chat.Orders;
using XthonBot.Bot.Telegram;
using XthonBot.Bot.Telegram.Sending;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Customers;
using XthonBot.Core.Modules.Orders;
using XthonBot.Core.Reactions.Notifications;
using XthonBot.Texts;

namespace XthonBot.Bot.Chat.News;

/// <summary>The chat's end of the outbox: what happens to somebody is a new message, and their order's card follows.</summary>
internal sealed class NewsChannel(ScreenSender screens, NewsScreens news, TextBook texts, Operators operators, Topics topics) : INotificationChannel
{
    // A card that was sent a moment ago, before its id is read back from the database.
    private readonly ConcurrentDictionary<OrderId, int> freshCards = new();

    public async Task<DeliveryOutcome> DeliverAsync(Delivery delivery, CancellationToken ct)
    {
        if (delivery.TelegramId is not { } chat)
            return await TellOperatorsAsync(delivery, ct);

        var words = texts[delivery.Language];
        switch (delivery.Kind)
        {
            case NotificationKind.OrderPlaced:
                var card = await screens.SendAsync(chat, OrderScreens.Card(words, delivery.Order!), words, SendPriority.Reply, null, topics.Of(chat), ct);
                if (card.Value is { } sent)
                    Remember(delivery.Order!.Id, sent.Id);
                return Outcome(card, card.Value?.Id);

            case NotificationKind.OrderChanged:
                if (CardOf(delivery) is not { } shown)
                    return new DeliveryOutcome.Sent(null);
                var edited = await screens.EditAsync(chat, shown, OrderScreens.Card(words, delivery.Order!), SendPriority.Event, ct);
                return edited.Status == SendStatus.Rejected ? new DeliveryOutcome.Sent(null) : Outcome(edited, shown);

            default:
                var isCode = delivery.Kind is NotificationKind.CodeArrived or NotificationKind.TextArrived;
                var told = await screens.SendAsync(
                    chat, await news.OfAsync(words, delivery, ct), words, isCode ? SendPriority.Code : SendPriority.Event, CardOf(delivery), topics.Of(chat), ct);
                return Outcome(told, told.Value?.Id);
        }
    }

    private async Task<DeliveryOutcome> TellOperatorsAsync(Delivery delivery, CancellationToken ct)
    {
        var screen = NewsScreens.ForOperators(texts[TextBook.Fallback], delivery);
        foreach (var id in operators.All)
            await screens.SendAsync(id, screen, texts[TextBook.Fallback], SendPriority.Event, null, topics.Of(id), ct);
        return new DeliveryOutcome.Sent(null);
    }

    private int? CardOf(Delivery delivery) =>
        delivery.CardMessageId is { } known ? (int)known
        : delivery.Order is { } order && freshCards.TryGetValue(order.Id, out var fresh) ? fresh
        : null;

    private void Remember(OrderId order, int messageId)
    {
        if (freshCards.Count > 10_000)
            freshCards.Clear();
        freshCards[order] = messageId;
    }

    private static DeliveryOutcome Outcome<T>(SendOutcome<T> outcome, int? messageId) => outcome switch
    {
        { Status: SendStatus.Sent } => new DeliveryOutcome.Sent(messageId),
        { Status: SendStatus.Failed } => new DeliveryOutcome.Later(),
        // A token that was revoked is replaced one day, and what happened meanwhile is told then.
        { Status: SendStatus.Rejected, IsAboutTheMessage: false } => new DeliveryOutcome.Later(),
        // Telegram's words for why it refuses a message may quote it, and would outlive the text.
        { Status: SendStatus.Rejected } => new DeliveryOutcome.GivenUp("rejected"),
        _ => new DeliveryOutcome.GivenUp(outcome.Reason ?? outcome.Status.ToString()),
    };
}

/// <summary>The words of the news.</summary>
internal sealed class NewsScreens(FindCustomerHandler customers)
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

        var order = delivery.Order!;
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
            words.Html(key, ("phone", order.Phone), ("service", order.ServiceName), ("price", ScreenText.Dollars(order.Price)), ("balance", ScreenText.Dollars(balance))),
            [new Button.Tap(words.Label("code.again"), new Callback.BuyAgain(order.Service))]);
    }

    public static Screen ForOperators(Words words, Delivery delivery) => delivery.Kind switch
    {
        NotificationKind.NumberWithheld => new Screen(
            words.Html("news.withheld", ("phone", delivery.Order?.Phone), ("service", delivery.Order?.ServiceName))),
        NotificationKind.ReconciliationFailed => new Screen(words.Html("news.books", ("figures", ((NotificationDetail.WrongFigures)delivery.Detail!).Lines))),
        _ => throw new InvalidOperationException($"{delivery.Kind} is not for operators."),
    };

    private static Screen Message(Words words, OrderView order, DeliveredText message)
    {
        var phone = order.Phone ?? throw new InvalidOperationException("A text came for an order without a number.");
        // The text may have been purged while it waited for somebody who was gone.
        var text = ScreenText.Cut(message.Text ?? "—", MaxText);
        if (message.Code is not { } code)
            return new Screen(
                words.Html("news.text", ("phone", phone), ("sender", message.Sender), ("text", text)),
                [new Button.Copy($"📋 {phone}", phone)]);
        return new Screen(
            words.Html("news.code", ("phone", phone), ("code", code), ("sender", message.Sender), ("text", text)),
            [new Button.Copy($"📋 {code}", code), new Button.Tap(words.Label("code.again"), new Callback.BuyAgain(order.Service))]);
    }

    private static Screen WebhookOff(Words words, Delivery delivery)
    {
        var off = (NotificationDetail.WebhookOff)delivery.Detail!;
        return new Screen(
            words.Html("news.webhookoff", ("host", off.Host), ("reason", words.Label("webhook.off." + off.Reason))),
            [new Button.Tap(words.Label("api.webhooks"), new Callback.Webhooks())]);
    }

    private static Screen Moved(Words words, Delivery delivery)
    {
        var moved = (NotificationDetail.BalanceMoved)delivery.Detail!;
        var key = delivery.Kind == NotificationKind.BalanceCredited ? "news.credited" : "news.debited";
        return new Screen(
            words.Html(key, ("amount", ScreenText.Dollars(moved.Amount)), ("balance", ScreenText.Dollars(moved.Balance)), ("reason", moved.Reason)),
            [new Button.Tap(words.Label("key.buy"), new Callback.Services(0, ""))]);
    }
}
