using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using XthonBot.Sandbox.Wire;

namespace XthonBot.Sandbox.Desk;

/// <summary>Crypto Pay of @CryptoBot: an invoice is paid exactly, once, in time, or not at all, and nothing is given back.</summary>
internal sealed class CryptoPay : DeskSpeaker
{
    /// <summary>Up to 17 attempts over about three days; the pauses themselves are not documented.</summary>
    private static readonly HookRetry Retry = new(
        [.. Enumerable.Range(0, 16).Select(n => TimeSpan.FromSeconds(Math.Min(10 * Math.Pow(2, n), 43_200)))],
        status => status is not (>= 200 and < 300),
        HoldsLine: false
    );

    private readonly DeskContext desk;
    private readonly byte[] key;
    private long lastId;
    private volatile bool hookDisabled;

    public CryptoPay(DeskContext desk, int firstId)
    {
        this.desk = desk;
        key = SHA256.HashData(Encoding.UTF8.GetBytes(desk.Options.CryptoPayToken));
        lastId = firstId;
        desk.Book.Register(this);
    }

    public override string Provider => "cryptopay";

    public DeskInvoice Open(CryptoPayTerms terms, decimal amount, string? payload, string? description, TimeSpan? expiresIn)
    {
        var now = desk.Time.GetUtcNow();
        var id = Interlocked.Increment(ref lastId).ToString(CultureInfo.InvariantCulture);
        return desk.Book.Add(
            new DeskInvoice
            {
                Provider = Provider,
                ExternalId = id,
                Reference = payload ?? "",
                Title = "Crypto Pay",
                Description = description ?? "",
                Asked = amount,
                Currency = terms.Fiat ?? terms.Asset!,
                CreatedAt = now,
                ExpiresAt = now + expiresIn,
                Url = desk.PayPage(Provider, id),
                Terms = terms with { Hash = "IV" + RandomNumberGenerator.GetHexString(10, lowercase: true) },
            }
        );
    }

    public override IReadOnlyList<string> Actions(DeskInvoice invoice) =>
        invoice.State == DeskState.Open ? [DeskAction.Pay, DeskAction.Expire] : [];

    public override Task<DeskOutcome> ActAsync(DeskInvoice invoice, string action, DeskOrder order)
    {
        lock (desk.Book.Gate)
        {
            if (desk.Book.Required(invoice.Id).State != DeskState.Open)
                throw Refusal.Conflict("the invoice is not active any more");
            if (action == DeskAction.Expire)
            {
                desk.Book.Expire(invoice.Id);
                return Task.FromResult(DeskOutcome.Fine);
            }
            var now = desk.Time.GetUtcNow();
            var payment = new DeskPayment(invoice.ExternalId, invoice.Asked, now, Payer: order.PersonId);
            var paid = desk.Book.Change(invoice.Id, open => open.With(payment) with { State = DeskState.Paid });
            Tell(paid, now);
        }
        return Task.FromResult(DeskOutcome.Fine);
    }

    public static string Amount(decimal amount) => amount.ToString("0.##########", CultureInfo.InvariantCulture);

    /// <summary>The <c>Invoice</c> of the protocol.</summary>
    public static object Wire(DeskInvoice invoice)
    {
        var terms = (CryptoPayTerms)invoice.Terms!;
        var paid = invoice.Payments is [var payment, ..] ? payment : null;
        var asset = paid is null ? null : terms.Asset ?? terms.AcceptedAssets?[0] ?? "USDT";
        var rate = asset is null ? 1 : CryptoPayRates.InDollars(asset) / CryptoPayRates.InDollars(invoice.Currency);
        var paidAmount = invoice.Asked / rate;
        return new
        {
            InvoiceId = long.Parse(invoice.ExternalId, CultureInfo.InvariantCulture),
            terms.Hash,
            CurrencyType = terms.Fiat is null ? "crypto" : "fiat",
            terms.Asset,
            terms.Fiat,
            Amount = Amount(invoice.Asked),
            PaidAsset = asset,
            PaidAmount = asset is null ? null : Amount(paidAmount),
            PaidFiatRate = asset is null || terms.Fiat is null ? null : Amount(rate),
            PaidUsdRate = asset is null ? null : Amount(CryptoPayRates.InDollars(asset)),
            FeeAsset = asset,
            FeeAmount = asset is null ? null : Amount(Math.Round(paidAmount * 0.03m, 8)),
            AcceptedAssets = terms.Fiat is null ? null : terms.AcceptedAssets ?? CryptoPayRates.Assets,
            PayUrl = invoice.Url,
            BotInvoiceUrl = invoice.Url,
            MiniAppInvoiceUrl = invoice.Url,
            WebAppInvoiceUrl = invoice.Url,
            Description = invoice.Description.Length == 0 ? null : invoice.Description,
            Status = invoice.State switch
            {
                DeskState.Paid => "paid",
                DeskState.Expired => "expired",
                _ => "active",
            },
            CreatedAt = Time(invoice.CreatedAt),
            AllowComments = terms.AllowComments,
            AllowAnonymous = terms.AllowAnonymous,
            ExpirationDate = invoice.ExpiresAt is { } end ? Time(end) : null,
            PaidAt = paid is null ? null : Time(paid.At),
            PaidAnonymously = paid is null ? null : (bool?)true,
            terms.HiddenMessage,
            Payload = invoice.Reference.Length == 0 ? null : invoice.Reference,
            terms.PaidBtnName,
            terms.PaidBtnUrl,
        };
    }

    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    private void Tell(DeskInvoice paid, DateTimeOffset now)
    {
        if (hookDisabled)
        {
            desk.Book.Note(paid.Id, "webhook invoice_paid: not sent, the webhook was disabled after its last attempt failed");
            return;
        }
        var body = Json.Bytes(
            new
            {
                UpdateId = 1,
                UpdateType = "invoice_paid",
                RequestDate = Time(now),
                Payload = Wire(paid),
            }
        );
        desk.Hooks.Send(
            new DeskHook(
                Provider,
                paid.Id,
                "invoice_paid",
                () => desk.Hooks.AddressOf(desk.Options.CryptoPayWay),
                Retry,
                attempt => new HookPost(
                    body,
                    ("crypto-pay-api-signature", attempt.Key(Convert.ToHexStringLower(HMACSHA256.HashData(key, body))))
                )
            )
            {
                GaveUp = () => hookDisabled = true,
            }
        );
    }
}

/// <param name="Asset">With a crypto price; else <paramref name="Fiat"/>.</param>
internal sealed record CryptoPayTerms(
    string? Asset,
    string? Fiat,
    IReadOnlyList<string>? AcceptedAssets,
    string? HiddenMessage,
    string? PaidBtnName,
    string? PaidBtnUrl,
    bool AllowComments,
    bool AllowAnonymous
)
{
    public string Hash { get; init; } = "";
}

/// <summary>Rates that never move, so that a test can name an amount.</summary>
internal static class CryptoPayRates
{
    public static readonly IReadOnlyList<string> Assets = ["USDT", "TON", "BTC", "ETH", "LTC", "BNB", "TRX", "USDC"];

    private static readonly Dictionary<string, decimal> Dollars = new()
    {
        ["USDT"] = 1,
        ["USDC"] = 1,
        ["TON"] = 3,
        ["BTC"] = 100_000,
        ["ETH"] = 4_000,
        ["LTC"] = 100,
        ["BNB"] = 800,
        ["TRX"] = 0.25m,
        ["USD"] = 1,
        ["EUR"] = 1.1m,
        ["RUB"] = 0.0125m,
        ["UAH"] = 0.025m,
        ["KZT"] = 0.002m,
        ["GBP"] = 1.25m,
        ["CNY"] = 0.14m,
        ["PLN"] = 0.25m,
    };

    public static bool IsFiat(string code) => Dollars.ContainsKey(code) && !Assets.Contains(code);

    public static decimal InDollars(string code) => Dollars[code];

    public static IEnumerable<object> Table =>
        from asset in Assets
        from target in Dollars.Keys.Where(IsFiat)
        select new
        {
            IsValid = true,
            IsCrypto = true,
            IsFiat = false,
            Source = asset,
            Target = target,
            Rate = CryptoPay.Amount(Math.Round(InDollars(asset) / InDollars(target), 8)),
        };
}
