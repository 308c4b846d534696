using System.Globalization;
using XthonBot.Core.Foundation.Kernel;

namespace XthonBot.Core.Modules.Payments;

public enum PaymentKind
{
    /// <summary>Telegram Stars, in the bot's own chat.</summary>
    Stars = 1,

    /// <summary>Crypto Pay of @CryptoBot.</summary>
    CryptoPay = 2,

    /// <summary>xRocket Pay.</summary>
    XRocket = 3,

    /// <summary>A BTCPay Server.</summary>
    BtcPay = 4,

    Heleket = 5,

    Cryptomus = 6,

    /// <summary>A transfer by hand, whose receipt an operator looks at.</summary>
    Transfer = 7,

    /// <summary>An operator's own page, both ways signed by Standard Webhooks.</summary>
    Generic = 8,
}

/// <summary>The section <c>Payments</c> of the configuration.</summary>
public sealed class PaymentsOptions
{
    /// <summary>The ways to pay, by name; the name is the <c>method</c> of the API and the last part of the hook's address.</summary>
    public Dictionary<string, PaymentWayOptions> Ways { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>How many payments a customer may have open at a time.</summary>
    public int MaxOpenPerCustomer { get; set; } = 20;
}

/// <summary>One way to pay, <c>Payments:Ways:&lt;name&gt;</c>. Which keys are needed depends on the kind.</summary>
public sealed class PaymentWayOptions
{
    internal const NumberStyles NumberStyle =
        NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite;

    internal const int MostDecimals = 9;
    private const decimal DollarsOfAStar = 0.013m;

    public PaymentKind Kind { get; set; }

    /// <summary>Of the app at Crypto Pay or xRocket.</summary>
    public string Token { get; set; } = "";

    /// <summary>The provider's address; each kind that has a public one knows it without.</summary>
    public string Url { get; set; } = "";

    /// <summary>The key by which BTCPay, Heleket or Cryptomus know the store.</summary>
    public string ApiKey { get; set; } = "";

    /// <summary>Heleket and Cryptomus sign refunds with another key.</summary>
    public string PayoutKey { get; set; } = "";

    /// <summary>Of BTCPay.</summary>
    public string StoreId { get; set; } = "";

    /// <summary>Of Heleket or Cryptomus.</summary>
    public string Merchant { get; set; } = "";

    /// <summary>The secret of the hook: BTCPay's, or <c>whsec_…</c> of a generic way, which signs both ways.</summary>
    public string Secret { get; set; } = "";

    /// <summary>
    /// The money that is asked for, such as <c>USD</c>, <c>EUR</c> or <c>USDT</c>; without it dollars, and Stars where the kind is Stars.
    /// </summary>
    public string Currency { get; set; } = "";

    /// <summary>The worth of one unit of <see cref="Currency"/> in dollars; 1 without it, and 0.013 for a Star.</summary>
    public string? Rate { get; set; }

    /// <summary>
    /// Decimals of <see cref="Currency"/> in which is asked; 0 for Stars. Without it 2, or as many as make the last of them worth 5 cents
    /// at most.
    /// </summary>
    public int? Decimals { get; set; }

    /// <summary>The least that can be paid in, in dollars.</summary>
    public string Least { get; set; } = "1.00";

    /// <summary>The most that can be paid in at a time, in dollars.</summary>
    public string Most { get; set; } = "1000.00";

    /// <summary>The most that a customer can pay in this way on a day of UTC, in dollars; no limit without it.</summary>
    public string? Daily { get; set; }

    /// <summary>Percent that is asked on top, such as <c>2.5</c>; the operator bears the provider's fee without it.</summary>
    public string? Fee { get; set; }

    /// <summary>The name on the button, by language; each kind has one of its own without it.</summary>
    public Dictionary<string, string> Title { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// With a transfer: where the money is to be sent, by language. <c>{amount}</c> and <c>{reference}</c> are replaced.
    /// </summary>
    public Dictionary<string, string> Text { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>How long a payment waits for its payer.</summary>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long the provider's answer is waited for.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether only customers who paid by another way before are offered this one.</summary>
    public bool OnlyAfterAnother { get; set; }

    /// <summary>Whether the currency that is asked for is another one than the dollar, or Stars.</summary>
    public string AskedCurrency =>
        Kind == PaymentKind.Stars ? "XTR"
        : Currency.Length > 0 ? Currency.ToUpperInvariant()
        : DefaultCurrency;

    public Money LeastAmount => Money.Parse(Least).Value;

    public Money MostAmount => Money.Parse(Most).Value;

    public Money? DailyAmount => string.IsNullOrWhiteSpace(Daily) ? null : Money.Parse(Daily).Value;

    public decimal FeePercent => Number(Fee) ?? 0;

    internal decimal DollarsOfOne => Number(Rate) ?? (Kind == PaymentKind.Stars ? DollarsOfAStar : 1);

    internal int AskedDecimals => Kind == PaymentKind.Stars ? 0 : Decimals ?? UsualDecimals;

    // A charge is rounded up to its last decimal: a hundredth of a bitcoin would be some hundred dollars for nothing.
    private int UsualDecimals
    {
        get
        {
            var decimals = 2;
            for (var worth = DollarsOfOne / 100; worth > 0.05m && decimals < MostDecimals; decimals++)
                worth /= 10;
            return decimals;
        }
    }

    private string DefaultCurrency => Kind == PaymentKind.XRocket ? "USDT" : "USD";

    /// <summary>The sum that is asked for an amount: with the fee, in the way's currency, rounded up to its decimals.</summary>
    public Charge ChargeOf(Money amount)
    {
        var asked = amount.Minor / 100m * (100 + FeePercent) / 100 / DollarsOfOne;
        var unit = 1m;
        for (var i = 0; i < AskedDecimals; i++)
            unit /= 10;
        var value = Math.Ceiling(asked / unit) * unit;
        return new Charge(value, AskedCurrency, value.ToString("F" + AskedDecimals, CultureInfo.InvariantCulture));
    }

    /// <summary>The worth of money that came without having been asked for, rounded down; null where it is in another currency.</summary>
    internal Money? WorthOf(Charge received) =>
        received.Currency == AskedCurrency && received.Value is > 0 and <= 1_000_000_000m
            ? new Money((long)Math.Floor(received.Value * DollarsOfOne * 100))
            : null;

    private static decimal? Number(string? text) =>
        string.IsNullOrWhiteSpace(text) ? null : decimal.Parse(text, NumberStyle, CultureInfo.InvariantCulture);
}

/// <summary>An amount in a provider's money.</summary>
/// <param name="Text">As the provider writes it, or is told it: <c>770</c>, <c>10.00</c>.</param>
public sealed record Charge(decimal Value, string Currency, string Text)
{
    /// <summary>Reads an amount that a provider wrote: a plain decimal number, not negative.</summary>
    /// <returns>Null where it is none.</returns>
    public static Charge? Read(string? text, string? currency) =>
        currency is { Length: > 0 and <= 16 }
        && text is { Length: > 0 and <= 40 }
        && decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var value)
        && value >= 0
            ? new Charge(value, currency.ToUpperInvariant(), text)
            : null;
}
