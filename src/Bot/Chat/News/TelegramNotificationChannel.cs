using System.Collections.Concurrent;
using XthonBot.Bot.Chat.Orders;
using XthonBot.Bot.Telegram;
using XthonBot.Bot.Telegram.Sending;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Reactions.Notifications;
using XthonBot.Texts;

namespace XthonBot.Bot.Chat.News;

/// <summary>Delivers notifications to the chat: as a new message, after which the order's card is edited.</summary>
internal sealed class TelegramNotificationChannel(
    ScreenSender screens,
    NewsScreens news,
    OperatorPaymentNews payments,
    OperatorNews operatorNews,
    OperatorMail mail,
    OrderCards cards,
    TextBook texts,
    Topics topics
) : INotificationChannel
{
    // A card that was sent a moment ago, before its id is read back from the database.
    private readonly ConcurrentDictionary<OrderId, int> freshCards = new();

    public async Task<DeliveryOutcome> DeliverAsync(Delivery delivery, CancellationToken ct)
    {
        if (delivery.TelegramId is not { } chat)
            return OperatorPaymentNews.AreAbout(delivery.Kind)
                ? await payments.DeliverAsync(delivery, ct)
                : await mail.DeliverAsync(delivery, null, (words, token) => operatorNews.OfAsync(words, delivery, token), ct);

        var words = texts[delivery.Language];
        switch (delivery.Kind)
        {
            case NotificationKind.OrderPlaced:
                var card = await screens.SendAsync(
                    chat,
                    await cards.CardAsync(words, delivery.Order!, false, null, ct),
                    words,
                    SendPriority.Reply,
                    null,
                    topics.Of(chat),
                    ct
                );
                if (card.Value is { } sent)
                    Remember(delivery.Order!.Id, sent.Id);
                return Outcome(card, card.Value?.Id);

            case NotificationKind.OrderChanged:
                if (CardOf(delivery) is not { } shown)
                    return new DeliveryOutcome.Sent(null);
                var state = await cards.CardAsync(words, delivery.Order!, false, null, ct);
                var edited = await screens.EditAsync(chat, shown, state, SendPriority.Event, ct);
                return edited.Status == SendStatus.Rejected ? new DeliveryOutcome.Sent(null) : Outcome(edited, shown);

            default:
                var isCode = delivery.Kind is NotificationKind.CodeArrived or NotificationKind.TextArrived;
                var told = await screens.SendAsync(
                    chat,
                    await news.OfAsync(words, delivery, ct),
                    words,
                    isCode ? SendPriority.Code : SendPriority.Event,
                    CardOf(delivery),
                    topics.Of(chat),
                    ct
                );
                return Outcome(told, told.Value?.Id);
        }
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

    private static DeliveryOutcome Outcome<T>(SendOutcome<T> outcome, int? messageId) =>
        outcome switch
        {
            { Status: SendStatus.Sent } => new DeliveryOutcome.Sent(messageId),
            { Status: SendStatus.Failed } => new DeliveryOutcome.Later(),
            // A revoked token will be replaced: notifications wait until then.
            { Status: SendStatus.Rejected, IsAboutTheMessage: false } => new DeliveryOutcome.Later(),
            // Telegram's words for why it refuses a message may quote it, and would outlive the text.
            { Status: SendStatus.Rejected } => new DeliveryOutcome.GivenUp("rejected"),
            _ => new DeliveryOutcome.GivenUp(outcome.Reason ?? outcome.Status.ToString()),
        };
}
