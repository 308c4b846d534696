using System.Globalization;
using XthonBot.Bot.Telegram.Updates;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Customers;
using XthonBot.Core.Modules.Payments;
using XthonBot.Texts;

namespace XthonBot.Bot.Telegram.Payments;

/// <summary>Brings what Telegram tells of payments in Stars into the books. It may be told any number of times.</summary>
internal sealed class StarPayments(
    ReportPayments report,
    ReadPaymentsHandler payments,
    PaymentProviders providers,
    MeetCustomerHandler meet,
    TextBook texts
)
{
    /// <exception cref="InvalidOperationException">Money came that belongs nowhere: an operator has to see it.</exception>
    public async Task TakeAsync(StarMessage stars, IncomingPerson? person, CancellationToken ct)
    {
        PaymentId? id = PaymentId.TryParse(stars.Payload, out var named) ? named : null;
        var news = new PaymentNews(
            stars.ChargeId,
            id,
            stars.IsRefund ? ProviderState.Refunded : ProviderState.Settled,
            Charge.Read(stars.Total.ToString(CultureInfo.InvariantCulture), stars.Currency)
        )
        {
            Payer = stars.Payer?.ToString(CultureInfo.InvariantCulture),
            TelegramUser = stars.Payer,
            At = stars.At,
        };
        if (await WayOfAsync(id, ct) is { } way)
        {
            if ((await report.TellAsync(way, news, ct)).IsOk)
                return;
            // The payload is none of this store's, and the payer is not known yet: their money is theirs all the same.
            if (person is not null)
            {
                await meet.HandleAsync(new MeetCustomer(person.Id, person.Username, person.Name, texts.Guess(person.LanguageCode)), ct);
                if ((await report.TellAsync(way, news, ct)).IsOk)
                    return;
            }
        }

        if (!stars.IsRefund)
            throw new InvalidOperationException("Stars came for which there is no payment and no way to pay.");
    }

    // A payment keeps its way, also when that is configured no more.
    private async Task<string?> WayOfAsync(PaymentId? id, CancellationToken ct) =>
        id is { } named && (await payments.HandleAsync(named, null, ct)).TryGet(out var payment, out _) && payment.Kind == PaymentKind.Stars
            ? payment.Way
            : providers.All.FirstOrDefault(way => way.Options.Kind == PaymentKind.Stars)?.Name;
}
