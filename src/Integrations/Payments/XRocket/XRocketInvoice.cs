using System.Globalization;
using System.Text.Json;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Payments;
using XthonBot.Integrations.Payments.Http;
using XthonBot.Integrations.Reading;

namespace XthonBot.Integrations.Payments.XRocket;

/// <summary>An invoice as the API shows it: alone with its payments, in a list without them, in a webhook with one.</summary>
internal static class XRocketInvoice
{
    public static string? Id(JsonElement invoice) => Loose.Text(invoice, "id");

    public static PaymentId? Payment(JsonElement invoice) => PaymentId.TryParse(Loose.Text(invoice, "payload"), out var id) ? id : null;

    public static DateTime? CreatedAt(JsonElement invoice) => PaymentAnswer.Time(invoice, "created");

    /// <summary>When it was paid, else when it was made.</summary>
    public static DateTime? ChangedAt(JsonElement invoice) => PaymentAnswer.Time(invoice, "paid") ?? CreatedAt(invoice);

    public static DateTime? ExpiresAt(JsonElement invoice) =>
        CreatedAt(invoice) is { } created
        && int.TryParse(Loose.Text(invoice, "expiredin"), CultureInfo.InvariantCulture, out var seconds)
        && seconds > 0
            ? created.AddSeconds(seconds)
            : null;

    public static string? Url(JsonElement invoice) => PaymentAnswer.Link(invoice, "link");

    /// <summary>Whether it can be paid by one payment alone, which then is all of it.</summary>
    public static bool IsForOne(JsonElement invoice) => Loose.Text(invoice, "totalactivations") is null or "1";

    public static bool IsPaid(JsonElement invoice) => IsStatus(invoice, "paid");

    /// <summary>Of several that carry the same payment, the one that is paid, else one that still can be.</summary>
    public static int Rank(JsonElement invoice) =>
        IsPaid(invoice) ? 0
        : IsStatus(invoice, "active") ? 1
        : 2;

    /// <returns>Null for what is no invoice, and for one whose money cannot be read.</returns>
    public static PaymentNews? News(JsonElement invoice)
    {
        if (Id(invoice) is not { } id || Loose.Text(invoice, "status") is not { } status)
            return null;
        var payments = Payments(invoice);
        var amounts = payments.ConvertAll(payment => Read(invoice, Loose.Text(payment, "paymentamount")));
        if (amounts.Contains(null) || (IsPaid(invoice) && amounts.Count == 0 && !IsForOne(invoice)))
            return null;
        var received =
            amounts.Count > 0 ? Sum(invoice, amounts)
            : IsPaid(invoice) ? Read(invoice, Loose.Text(invoice, "amount"))
            : null;
        if (IsPaid(invoice) && received is null)
            return null;
        return new PaymentNews(id, Payment(invoice), StateOf(status), received)
        {
            Payer = payments.Select(payment => Loose.Text(payment, "userid")).FirstOrDefault(),
            At = received is null ? null : ChangedAt(invoice),
            Remark = StateOf(status) == ProviderState.Unclear ? PaymentAnswer.Plain(status) : null,
        };
    }

    private static ProviderState StateOf(string status) =>
        status.ToUpperInvariant() switch
        {
            "ACTIVE" => ProviderState.Open,
            "PAID" => ProviderState.Settled,
            "EXPIRED" => ProviderState.Expired,
            _ => ProviderState.Unclear,
        };

    private static List<JsonElement> Payments(JsonElement invoice) =>
        Loose.Field(invoice, "payments") is { ValueKind: JsonValueKind.Array } all ? [.. all.EnumerateArray()]
        : Loose.Field(invoice, "payment") is { ValueKind: JsonValueKind.Object } one ? [one]
        : [];

    // It is what the payer gave. Less reaches the app (paymentAmountReceived): the fee is between the operator and xRocket.
    private static Charge? Read(JsonElement invoice, string? amount) => Charge.Read(amount, Loose.Text(invoice, "currency"));

    private static Charge? Sum(JsonElement invoice, List<Charge?> amounts) =>
        amounts is [{ } only]
            ? only
            : Read(invoice, amounts.Sum(amount => Math.Min(amount!.Value, 1_000_000_000m)).ToString(CultureInfo.InvariantCulture));

    private static bool IsStatus(JsonElement invoice, string status) =>
        string.Equals(Loose.Text(invoice, "status"), status, StringComparison.OrdinalIgnoreCase);
}
