using System.Security.Cryptography;
using System.Text;

namespace XthonBot.Sandbox.Desk;

/// <summary>Heleket, whose protocol is Cryptomus' too (https://doc.heleket.com): signed by MD5, in PHP's JSON.</summary>
internal sealed class Heleket : MoneySpeaker
{
    public const string Network = "tron";
    public const string PayerCurrency = "USDT";

    /// <summary>Until the store has it, for about a day.</summary>
    private static readonly HookRetry Retry = new(
        [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), .. Enumerable.Repeat(TimeSpan.FromHours(4), 6)],
        status => status is not (>= 200 and < 300),
        HoldsLine: false
    );

    public Heleket(DeskContext desk)
        : base(desk) => desk.Book.Register(this);

    public override string Provider => "heleket";

    public DeskInvoice Open(HeleketTerms terms, decimal amount, string currency, string orderId, TimeSpan lifetime)
    {
        var now = Desk.Time.GetUtcNow();
        var id = new Guid(RandomNumberGenerator.GetBytes(16)).ToString();
        return Desk.Book.Add(
            new DeskInvoice
            {
                Provider = Provider,
                ExternalId = id,
                Reference = orderId,
                Title = "Heleket",
                Description = terms.AdditionalData ?? "",
                Asked = amount,
                Currency = currency,
                CreatedAt = now,
                ExpiresAt = now + lifetime,
                Url = Desk.PayPage(Provider, id),
                Terms = terms,
            }
        );
    }

    /// <summary>Tells the store the last news once more.</summary>
    public void Resend(DeskInvoice invoice) => Tell(invoice);

    public DeskInvoice RefundByApi(DeskInvoice invoice)
    {
        lock (Desk.Book.Gate)
            return Refund(invoice);
    }

    public override void OnExpired(DeskInvoice invoice) => Tell(invoice);

    protected override void OnPaid(DeskInvoice invoice, DeskPayment payment)
    {
        // A part that must not be topped up ends the invoice.
        var isOver = IsFull(invoice) || (invoice.State == DeskState.Open && !HeleketTerms.Of(invoice).IsMultiple);
        Tell(isOver ? Desk.Book.Change(invoice.Id, now => now with { State = DeskState.Paid }) : invoice);
    }

    protected override void OnRefunded(DeskInvoice invoice) => Tell(invoice);

    public static string StatusOf(DeskInvoice invoice) =>
        invoice switch
        {
            { State: DeskState.Refunded } => "refund_paid",
            { State: DeskState.Open, Received: 0 } => "check",
            { State: DeskState.Open } => "wrong_amount_waiting",
            _ when invoice.Received > invoice.Asked => "paid_over",
            _ when IsFull(invoice) => "paid",
            { Received: 0 } => "cancel",
            _ => "wrong_amount",
        };

    public static bool IsFinal(DeskInvoice invoice) => invoice.State != DeskState.Open;

    public static string Sign(string json, string key)
    {
#pragma warning disable CA5351 // The protocol is so.
        return Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(Convert.ToBase64String(Encoding.UTF8.GetBytes(json)) + key)));
#pragma warning restore CA5351
    }

    /// <summary>The members that the answers and the webhook have alike.</summary>
    public static IEnumerable<KeyValuePair<string, object?>> Members(DeskInvoice invoice)
    {
        var came = invoice.Payments.Count > 0;
        var paid = invoice.Payments.Sum(payment => payment.Amount);
        yield return new("uuid", invoice.ExternalId);
        yield return new("order_id", invoice.Reference);
        yield return new("amount", Plain(invoice.Asked));
        yield return new("payment_amount", came ? Plain(paid) : null);
        yield return new("payment_amount_usd", came ? Plain(paid) : null);
        yield return new("merchant_amount", came ? Plain(paid * 0.994m) : null);
        yield return new("commission", came ? Plain(paid * 0.006m) : null);
        yield return new("is_final", IsFinal(invoice));
        yield return new("status", StatusOf(invoice));
        yield return new("from", came ? "TSandboxPayer" : null);
        yield return new("wallet_address_uuid", null);
        yield return new("network", Network);
        yield return new("currency", invoice.Currency);
        yield return new("payer_currency", PayerCurrency);
        yield return new("additional_data", HeleketTerms.Of(invoice).AdditionalData);
        yield return new("txid", came ? invoice.Payments[^1].Id : null);
    }

    private static bool IsFull(DeskInvoice invoice) =>
        invoice.Received >= invoice.Asked * (1 - (HeleketTerms.Of(invoice).AccuracyPercent / 100));

    private void Tell(DeskInvoice invoice)
    {
        KeyValuePair<string, object?>[] members = [new("type", "payment"), .. Members(invoice)];
        var sign = Sign(PhpJson.Write(members), Desk.Options.HeleketKey);
        Desk.Hooks.Send(
            new DeskHook(
                Provider,
                invoice.Id,
                StatusOf(invoice),
                () => HeleketTerms.Of(invoice).Callback ?? Desk.Hooks.AddressOf(Desk.Options.HeleketWay),
                Retry,
                attempt => new HookPost(Encoding.UTF8.GetBytes(PhpJson.Write([.. members, new("sign", attempt.Key(sign))])))
            )
        );
    }
}

/// <param name="Callback">Null where the invoice names none.</param>
/// <param name="IsMultiple">Whether further payments may follow a part.</param>
internal sealed record HeleketTerms(Uri? Callback, bool IsMultiple, decimal AccuracyPercent, string? AdditionalData)
{
    public static HeleketTerms Of(DeskInvoice invoice) => (HeleketTerms)invoice.Terms!;
}
