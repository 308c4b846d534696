using System.Globalization;
using Telegram.Bot;
using Telegram.Bot.Exceptions;
using Telegram.Bot.Types;
using Telegram.Bot.Types.Enums;
using Telegram.Bot.Types.Payments;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Payments;
using Invoice = XthonBot.Core.Modules.Payments.Invoice;

namespace XthonBot.Bot.Telegram.Payments;

/// <summary>
/// Telegram Stars. In the chat the invoice is a message of the chat's own; by the API it is a link. Telegram tells of the money by updates
/// (see <see cref="StarPayments"/>), and lists what came and went.
/// </summary>
internal sealed class StarsProvider(ITelegramBotClient client, TimeProvider time) : IPaymentProvider
{
    private const int PageSize = 100;
    private const string AlreadyRefunded = "CHARGE_ALREADY_REFUNDED";

    public IReadOnlyCollection<PaymentKind> Kinds { get; } = [PaymentKind.Stars];

    public async Task<Invoice> StartAsync(PaymentWay way, PaymentToStart payment, CancellationToken ct)
    {
        if (payment.InChat)
            return new Invoice(null, null);
        var link = await AskAsync(
            way,
            token =>
                client.CreateInvoiceLink(
                    InvoiceText.Title(payment.Title),
                    InvoiceText.Description(payment.Description),
                    $"{payment.Id}",
                    payment.Charge.Currency,
                    [new LabeledPrice(InvoiceText.Title(payment.Title), (int)payment.Charge.Value)],
                    providerToken: "",
                    cancellationToken: token
                ),
            ct
        );
        return new Invoice(null, link);
    }

    /// <remarks>Telegram knows no invoice by its payload, only money; that comes by updates, which wait until they are confirmed.</remarks>
    public Task<FoundPayment?> FindAsync(PaymentWay way, PaymentToFind payment, CancellationToken ct) =>
        Task.FromResult<FoundPayment?>(null);

    /// <remarks>
    /// An outgoing transaction with the id of a payment is money that went back. A refund of this store's, and any that Telegram tells of,
    /// is in the books as such before; what is not is a charge-back, of which nothing else tells.
    /// </remarks>
    public async Task<IReadOnlyList<PaymentNews>> ListAsync(PaymentWay way, DateTime since, CancellationToken ct)
    {
        var news = new List<PaymentNews>();
        for (var offset = 0; ; offset += PageSize)
        {
            var page = await AskAsync(way, token => client.GetStarTransactions(offset, PageSize, token), ct);
            news.AddRange(page.Transactions.Where(one => one.Date >= since).Select(NewsOf).OfType<PaymentNews>());
            if (page.Transactions.Length < PageSize)
                return news;
        }
    }

    public async Task<RefundAnswer> RefundAsync(PaymentWay way, PaymentToRefund payment, CancellationToken ct)
    {
        if (!long.TryParse(payment.Payer, NumberStyles.None, CultureInfo.InvariantCulture, out var payer))
            throw new PaymentRefusedException("the payer is not known");
        try
        {
            await AskAsync(
                way,
                async token =>
                {
                    await client.RefundStarPayment(payer, payment.ExternalId, token);
                    return true;
                },
                ct
            );
        }
        catch (PaymentRefusedException e) when (e.Message.Contains(AlreadyRefunded, StringComparison.Ordinal)) { }

        return RefundAnswer.Done;
    }

    internal static PaymentNews? NewsOf(StarTransaction one)
    {
        var (state, partner) = one.Source is TransactionPartnerUser from
            ? (ProviderState.Settled, from)
            : (ProviderState.ChargedBack, one.Receiver as TransactionPartnerUser);
        if (partner is not { TransactionType: TransactionPartnerUserTransactionType.InvoicePayment, User: { } user })
            return null;
        var amount = one.Amount.ToString(CultureInfo.InvariantCulture);
        PaymentId? payment = PaymentId.TryParse(partner.InvoicePayload, out var id) ? id : null;
        return new PaymentNews(one.Id, payment, state, state == ProviderState.Settled ? Charge.Read(amount, "XTR") : null)
        {
            Payer = user.Id.ToString(CultureInfo.InvariantCulture),
            // The list also holds what the bot sold before it was this store's, or sells besides: that is nobody's balance here.
            TelegramUser = payment is null ? null : user.Id,
            At = one.Date,
        };
    }

    private async Task<T> AskAsync<T>(PaymentWay way, Func<CancellationToken, Task<T>> ask, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(way.Options.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        try
        {
            return await ask(either.Token);
        }
        catch (ApiRequestException e) when (e.ErrorCode is >= 400 and < 500 and not 429)
        {
            throw new PaymentRefusedException($"{e.ErrorCode} {e.Message}");
        }
        catch (Exception e) when (e is RequestException or OperationCanceledException && !ct.IsCancellationRequested)
        {
            throw new PaymentLostException(e.GetType().Name, e);
        }
    }
}

/// <summary>The texts of an invoice within Telegram's limits, which count characters, not their halves.</summary>
internal static class InvoiceText
{
    private const int LongestTitle = 32;
    private const int LongestDescription = 255;
    private const string Nothing = "⭐";

    public static string Title(string text) => Cut(text, LongestTitle);

    public static string Description(string text) => Cut(text, LongestDescription);

    private static string Cut(string text, int most)
    {
        var runes = text.Trim().EnumerateRunes().ToList();
        return runes.Count == 0 ? Nothing
            : runes.Count <= most ? text.Trim()
            : string.Concat(runes.Take(most - 1)) + "…";
    }
}
