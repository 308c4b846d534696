using System.Text.Json;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Payments;
using XthonBot.Integrations.Payments.Http;
using XthonBot.Integrations.Reading;

namespace XthonBot.Integrations.Payments.CryptoPay;

/// <summary>The class Invoice of the API.</summary>
internal static class CryptoPayInvoice
{
    private const string Fiat = "fiat";

    private static readonly HashSet<string> Fiats = new(
        "USD EUR RUB BYN UAH GBP CNY KZT UZS GEL TRY AMD THB INR BRL IDR AZN AED PLN ILS".Split(' '),
        StringComparer.Ordinal
    );

    public static bool IsFiat(string currency) => Fiats.Contains(currency);

    public static string? Id(JsonElement invoice) => Loose.Text(invoice, "invoiceid");

    public static PaymentId? Payment(JsonElement invoice) => PaymentId.TryParse(Loose.Text(invoice, "payload"), out var id) ? id : null;

    public static DateTime? CreatedAt(JsonElement invoice) => PaymentAnswer.Time(invoice, "createdat");

    public static DateTime? ExpiresAt(JsonElement invoice) => PaymentAnswer.Time(invoice, "expirationdate");

    /// <summary>When it changed last.</summary>
    public static DateTime? ChangedAt(JsonElement invoice) =>
        IsStatus(invoice, "paid") ? PaymentAnswer.Time(invoice, "paidat")
        : IsStatus(invoice, "expired") ? ExpiresAt(invoice)
        : CreatedAt(invoice);

    public static string? Url(JsonElement invoice) =>
        PaymentAnswer.Link(invoice, "botinvoiceurl", "miniappinvoiceurl", "webappinvoiceurl", "payurl");

    /// <returns>Null for what is no invoice, and for a paid one whose amount cannot be read.</returns>
    public static PaymentNews? News(JsonElement invoice)
    {
        if (Id(invoice) is not { } id || Loose.Text(invoice, "status") is not { } status)
            return null;
        var news = new PaymentNews(id, Payment(invoice), ProviderState.Open);
        return status.ToUpperInvariant() switch
        {
            "ACTIVE" => news,
            // It is paid as a whole or not at all; the coins that were paid are worth the amount at the provider's rate.
            "PAID" => Asked(invoice) is { } asked
                ? news with
                {
                    State = ProviderState.Settled,
                    Received = asked,
                    At = ChangedAt(invoice),
                }
                : null,
            "EXPIRED" => news with { State = ProviderState.Expired },
            _ => news with { State = ProviderState.Unclear, Remark = PaymentAnswer.Plain(status) },
        };
    }

    /// <summary>Of several that carry the same payment, the one that is paid, else one that still can be.</summary>
    public static int Rank(JsonElement invoice) =>
        IsStatus(invoice, "paid") ? 0
        : IsStatus(invoice, "active") ? 1
        : 2;

    private static bool IsStatus(JsonElement invoice, string status) =>
        string.Equals(Loose.Text(invoice, "status"), status, StringComparison.OrdinalIgnoreCase);

    private static Charge? Asked(JsonElement invoice) =>
        Charge.Read(
            Loose.Text(invoice, "amount"),
            string.Equals(Loose.Text(invoice, "currencytype"), Fiat, StringComparison.OrdinalIgnoreCase)
                ? Loose.Text(invoice, Fiat)
                : Loose.Text(invoice, "asset")
        );
}
