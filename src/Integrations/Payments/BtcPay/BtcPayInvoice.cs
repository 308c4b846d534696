using System.Globalization;
using System.Text.Json;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Payments;
using XthonBot.Integrations.Payments.Http;
using XthonBot.Integrations.Reading;

namespace XthonBot.Integrations.Payments.BtcPay;

/// <summary>An invoice as the server shows it.</summary>
/// <param name="Additional">Null for <c>None</c>.</param>
internal sealed record BtcPayInvoice(string Id, PaymentId? Payment, string Status, string? Additional, Charge Amount)
{
    private const string New = "New";
    private const string Processing = "Processing";
    private const string Settled = "Settled";
    private const string Expired = "Expired";
    private const string Invalid = "Invalid";
    private const string Marked = "Marked";

    public string? StoreId { get; private init; }

    /// <summary>
    /// All that came, confirmed or not, rounded; null from servers before 2.1.2 (May 2025). It says that something came, and little more.
    /// </summary>
    public Charge? Paid { get; private init; }

    public string? Link { get; private init; }

    public DateTime? CreatedAt { get; private init; }

    public DateTime? ExpiresAt { get; private init; }

    /// <summary>Until then the server looks whether what came is confirmed.</summary>
    public DateTime? MonitoredUntil { get; private init; }

    /// <summary>The payments by each payment method; null where the answer is without it.</summary>
    public JsonElement? Methods { get; private init; }

    public bool MayHaveMoney => !(Is(New) || Is(Expired)) || Additional is not null || Paid?.Value > 0;

    /// <returns>Null for what is no invoice.</returns>
    public static BtcPayInvoice? Read(JsonElement json)
    {
        if (
            Loose.Text(json, "id") is not { } id
            || Loose.Text(json, "status") is not { } status
            || Charge.Read(Loose.Text(json, "amount"), Loose.Text(json, "currency")) is not { } amount
        )
            return null;
        var order = Loose.Field(json, "metadata") is { } metadata ? Loose.Text(metadata, "orderid") : null;
        var additional = Loose.Text(json, "additionalstatus");
        return new BtcPayInvoice(
            id,
            PaymentId.TryParse(order, out var payment) ? payment : null,
            status,
            string.Equals(additional, "None", StringComparison.OrdinalIgnoreCase) ? null : additional,
            amount
        )
        {
            StoreId = Loose.Text(json, "storeid"),
            Paid = Charge.Read(Loose.Text(json, "paidamount"), amount.Currency),
            Link = PaymentAnswer.Link(json, "checkoutlink"),
            CreatedAt = UnixTime.Read(json, "createdtime"),
            ExpiresAt = UnixTime.Read(json, "expirationtime"),
            MonitoredUntil = UnixTime.Read(json, "monitoringexpiration"),
            Methods =
                Loose.Field(json, "paymentmethods") is { ValueKind: JsonValueKind.Array } methods && methods.GetArrayLength() > 0
                    ? methods
                    : null,
        };
    }

    /// <param name="money">Null where it cannot be read.</param>
    public PaymentNews News(BtcPayMoney? money, DateTime now)
    {
        var (state, received) = Judge(money, now);
        return new PaymentNews(Id, Payment, state, received)
        {
            At = money?.At,
            Remark = PaymentAnswer.Plain(
                money is null ? $"{Status} payments unreadable"
                : Additional is not null ? $"{Status} {Additional}"
                : state == ProviderState.Unclear ? Status
                : null
            ),
        };
    }

    private (ProviderState State, Charge? Received) Judge(BtcPayMoney? money, DateTime now)
    {
        var certain = money is { Settled: > 0 } ? In(Amount.Currency, money.Settled) : null;
        if (Is(New) || Is(Processing))
            return (ProviderState.Open, certain);
        if (Is(Settled))
            return WhenSettled(money, certain);
        if (Is(Expired) && money is not null)
        {
            // A payment without confirmation stays so once the server looks no longer.
            if (money.IsPending)
                return (now < MonitoredUntil ? ProviderState.Open : ProviderState.Unclear, certain);
            return certain is null ? (ProviderState.Expired, null) : (ProviderState.Settled, certain);
        }

        return Is(Invalid) && money is { IsAny: false } ? (ProviderState.Canceled, null) : (ProviderState.Unclear, certain);
    }

    private (ProviderState State, Charge? Received) WhenSettled(BtcPayMoney? money, Charge? certain)
    {
        // The operator took it for paid, by whatever means.
        if (string.Equals(Additional, Marked, StringComparison.OrdinalIgnoreCase))
            return (ProviderState.Settled, certain?.Value > Amount.Value ? certain : Amount);
        // By the server's own word the amount is confirmed, though not how much came beyond it.
        if (certain is null)
            return Paid is { Value: 0 }
                ? (ProviderState.Unclear, null)
                : (ProviderState.Settled, Paid?.Value < Amount.Value ? Paid : Amount);
        // The smallest unit of a coin makes an exact payment a hair more.
        var isExact = Additional is null && !money!.IsPending && Paid?.Value == Amount.Value && certain.Value > Amount.Value;
        return (ProviderState.Settled, isExact ? Amount : certain);
    }

    private bool Is(string status) => string.Equals(Status, status, StringComparison.OrdinalIgnoreCase);

    private static Charge In(string currency, decimal value)
    {
        // Without the zeros that a multiplication leaves behind.
        var trimmed = value / 1.0000000000000000000000000000m;
        return new Charge(trimmed, currency, trimmed.ToString(CultureInfo.InvariantCulture));
    }
}
