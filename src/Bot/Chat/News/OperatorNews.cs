using XthonBot.Bot.Chat.Operator;
using XthonBot.Bot.Chat.Payments;
using XthonBot.Bot.Chat.Support;
using XthonBot.Core.Foundation.Durability;
using XthonBot.Core.Modules.Customers;
using XthonBot.Core.Reactions.Notifications;
using XthonBot.Texts;

namespace XthonBot.Bot.Chat.News;

/// <summary>The texts of notifications to operators; those of payments are in <see cref="OperatorPaymentNews"/>.</summary>
internal sealed class OperatorNews(FindCustomerHandler customers, PaymentWords ways, DisputeCards disputes)
{
    public async Task<Screen> OfAsync(Words words, Delivery delivery, CancellationToken ct)
    {
        switch (delivery.Kind)
        {
            case NotificationKind.NumberWithheld:
                return new Screen(words.Html("news.withheld", ("phone", delivery.Order?.Phone), ("service", delivery.Order?.ServiceName)));
            case NotificationKind.DisputeOpened:
                return await disputes.CardAsync(words, delivery.Order!.Id, ct);
            case NotificationKind.ReconciliationFailed:
                return new Screen(words.Html("news.books", ("figures", ((NotificationDetail.WrongFigures)delivery.Detail!).Lines)));
            case NotificationKind.AlertRaised:
                return Raised(words, (NotificationDetail.OfAlert)delivery.Detail!);
            case NotificationKind.AlertEnded:
                var ended = (NotificationDetail.OfAlert)delivery.Detail!;
                return new Screen(words.Html("alert.wayaccepted", ("way", ways.Title(words, ended.Subject))));
            case NotificationKind.CustomerWrote:
                var letter = (NotificationDetail.Letter)delivery.Detail!;
                return SupportScreens.Card(words, await customers.HandleAsync(letter.With, ct), letter.Text);
            case NotificationKind.TopUpAsked:
                var asked = (NotificationDetail.AskedTopUp)delivery.Detail!;
                return TopUpRequests.Card(words, await customers.HandleAsync(asked.By, ct), asked.Amount, asked.Nonce);
            default:
                throw new InvalidOperationException($"{delivery.Kind} is not for operators.");
        }
    }

    private Screen Raised(Words words, NotificationDetail.OfAlert alert) =>
        new(
            alert.Alert switch
            {
                AlertKind.NoContact => words.Html("operator.nocontact"),
                AlertKind.WayRefused => words.Html(
                    "alert.wayrefused",
                    ("way", ways.Title(words, alert.Subject)),
                    ("setting", alert.Detail)
                ),
                _ => throw new InvalidOperationException($"No words for {alert.Alert}."),
            }
        );
}
