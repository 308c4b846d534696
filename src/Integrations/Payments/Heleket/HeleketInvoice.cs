using System.Globalization;
using System.Text.Json;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Payments;
using XthonBot.Integrations.Payments.Http;
using XthonBot.Integrations.Reading;

namespace XthonBot.Integrations.Payments.Heleket;

/// <summary>An invoice as Heleket or Cryptomus shows it.</summary>
/// <param name="Status">In small letters.</param>
/// <param name="Paid">The sum that came, in the payer's coin.</param>
/// <param name="Due">The sum that the payer was asked for, in that coin.</param>
internal sealed record HeleketInvoice(string Id, string? Order, string Status, Charge Amount, decimal? Paid, decimal? Due)
{
    /// <summary>More is likelier another coin than so generous a payer.</summary>
    private const decimal MostTimes = 10;

    private const decimal Smallest = 100_000_000m;

    public PaymentId? Payment => PaymentId.TryParse(Order, out var id) ? id : null;

    public string? Url { get; private init; }

    public DateTime? ExpiresAt { get; private init; }

    public DateTime? CreatedAt { get; private init; }

    private DateTime? ChangedAt { get; init; }

    /// <summary>The address that paid.</summary>
    private string? Payer { get; init; }

    private bool HasTransaction { get; init; }

    public bool HasMoney => Paid > 0 || HasTransaction || Status is not ("check" or "cancel" or "fail" or "process");

    /// <summary>The money is on its way back, or is back.</summary>
    public bool IsGivenBack => Status is "refund_process" or "refund_paid";

    public bool IsPaid => Status is "paid" or "paid_over" or "wrong_amount";

    /// <returns>Null for what is no invoice.</returns>
    public static HeleketInvoice? Read(JsonElement json)
    {
        if (
            Loose.Text(json, "uuid") is not { } id
            || Loose.Text(json, "paymentstatus", "status") is not { } status
            || Charge.Read(Loose.Text(json, "amount"), Loose.Text(json, "currency")) is not { } amount
        )
            return null;
        return new HeleketInvoice(
            id,
            Loose.Text(json, "orderid"),
            status.ToLowerInvariant(),
            amount,
            Number(json, "paymentamount"),
            Number(json, "payeramount")
        )
        {
            Url = PaymentAnswer.Link(json, "url"),
            ExpiresAt = UnixTime.Read(json, "expiredat"),
            CreatedAt = PaymentAnswer.Time(json, "createdat"),
            ChangedAt = PaymentAnswer.Time(json, "updatedat"),
            Payer = Loose.Text(json, "from"),
            HasTransaction = Loose.Text(json, "txid") is not null,
        };
    }

    public PaymentNews News()
    {
        var (state, received) = Judge();
        return new PaymentNews(Id, Payment, state, received)
        {
            Payer = HasMoney ? Payer : null,
            At = HasMoney ? ChangedAt : null,
            Remark = Status is "paid" or "check" or "process" or "confirm_check" or "cancel" ? null : PaymentAnswer.Plain(Status),
        };
    }

    private (ProviderState State, Charge? Received) Judge()
    {
        var worth = Worth();
        switch (Status)
        {
            case "paid":
                return (ProviderState.Settled, Amount);
            case "paid_over":
                return worth > Amount.Value * MostTimes ? (ProviderState.Unclear, Amount)
                    : worth > Amount.Value ? (ProviderState.Settled, In(worth.Value))
                    : (ProviderState.Settled, Amount);
            // Less came than was asked for: if the numbers say otherwise they are not understood.
            case "wrong_amount" or "wrong_amount_waiting" when worth is null || worth >= Amount.Value:
                return (ProviderState.Unclear, null);
            case "wrong_amount":
                return (ProviderState.Settled, In(worth.Value));
            case "wrong_amount_waiting":
                return (ProviderState.Open, In(worth.Value));
            // Money that is seen and not confirmed is not certain, and money that goes back is no credit.
            case "check" or "process" or "confirm_check" or "refund_process":
                return (ProviderState.Open, null);
            case "refund_paid":
                return (ProviderState.Refunded, null);
            case "refund_fail":
                return (ProviderState.RefundFailed, null);
            case "cancel" when !HasMoney:
                return (ProviderState.Expired, null);
            case "fail" or "system_fail" when !(Paid > 0 || HasTransaction):
                return (ProviderState.Canceled, null);
            default:
                return (ProviderState.Unclear, null);
        }
    }

    /// <summary>
    /// The worth of the money that came, at the invoice's own rate, rounded down to a hundred-millionth of what was asked in.
    /// </summary>
    private decimal? Worth()
    {
        if (Paid is not > 0 || Due is not > 0)
            return null;
        try
        {
            return decimal.Floor(Amount.Value * Paid.Value / Due.Value * Smallest) / Smallest;
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private Charge In(decimal value)
    {
        // Without the zeros that a division leaves behind.
        var trimmed = value / 1.0000000000000000000000000000m;
        return new Charge(trimmed, Amount.Currency, trimmed.ToString(CultureInfo.InvariantCulture));
    }

    private static decimal? Number(JsonElement json, string name) => Charge.Read(Loose.Text(json, name), "-")?.Value;
}
