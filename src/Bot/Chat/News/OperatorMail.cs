using XthonBot.Bot.Telegram;
using XthonBot.Bot.Telegram.Sending;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Customers;
using XthonBot.Core.Reactions.Notifications;
using XthonBot.Texts;

namespace XthonBot.Bot.Chat.News;

/// <summary>
/// Delivers a notification into the chat of every operator, in their language. Each message that was sent is noted, so that a notification
/// that is delivered once more reaches only those who do not have it.
/// </summary>
internal sealed class OperatorMail(
    ScreenSender screens,
    KeepOperatorCardsHandler sent,
    FindCustomerHandler customers,
    TextBook texts,
    Operators operators,
    Topics topics
)
{
    // Somebody who has yet to open the chat is tried for about an hour and a half.
    private const int MostAttempts = 12;

    /// <param name="payment">The one that it is about, whose cards change when it is decided; null for none.</param>
    /// <returns>
    /// Later where one of them cannot be reached just now, or none of them at all; in the end that is given up.
    /// </returns>
    public async Task<DeliveryOutcome> DeliverAsync(
        Delivery notification,
        PaymentId? payment,
        Func<Words, CancellationToken, Task<Screen>> screen,
        CancellationToken ct
    )
    {
        var has = await sent.ChatsAsync(notification.Id, ct);
        var (isLater, isTold) = (false, has.Count > 0 || operators.All.Count == 0);
        foreach (var id in operators.All.Where(id => !has.Contains(id)))
        {
            var words = texts[await LanguageAsync(id, ct)];
            var card = await screen(words, ct);
            var told = await screens.SendAsync(id, card, words, SendPriority.Event, null, topics.Of(id), ct);
            if (told.Value is { } message)
                await sent.AddAsync(new SentCard(notification.Id, payment, id, message.Id, card.Attachment is not null), ct);

            isTold |= told.Status == SendStatus.Sent;
            // A revoked token will be replaced: notifications wait until then.
            isLater |= told.Status == SendStatus.Failed || told is { Status: SendStatus.Rejected, IsAboutTheMessage: false };
        }

        return isLater || (!isTold && notification.Attempts < MostAttempts) ? new DeliveryOutcome.Later()
            : isTold ? new DeliveryOutcome.Sent(null)
            : new DeliveryOutcome.GivenUp("unreachable");
    }

    /// <summary>The language of an operator who opened the chat; the store's first one for others.</summary>
    public async Task<string> LanguageAsync(long chat, CancellationToken ct) =>
        (await customers.HandleAsync($"{chat}", ct)).TryGet(out var known, out _) ? known.Language : TextBook.Fallback;
}
