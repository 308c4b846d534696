using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;
using XthonBot.Api.Docs;
using XthonBot.Api.V2;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Payments;

namespace XthonBot.Api.Payments;

/// <summary>The body of a request for a top-up, as the document shows it.</summary>
[SuppressMessage("Performance", "CA1812:Avoid uninstantiated internal classes", Justification = "The document is made from it.")]
internal sealed record TopUpBody
{
    [Sample("5.00"), Description("What is to be added to the balance.")]
    public required string Amount { get; init; }

    [Sample("crypto"), Description("The `name` of a method, as listed.")]
    public required string Method { get; init; }
}

/// <summary>An amount in a provider's money.</summary>
internal sealed record ChargeData(
    [property: Sample("10.20"), Description("As the provider writes it; Stars have no decimals.")] string Amount,
    [property: Sample("USDT")] string Currency
)
{
    public static ChargeData Of(Charge charge) => new(charge.Text, charge.Currency);

    /// <param name="text">The amount, a blank and its currency.</param>
    public static ChargeData? Of(string? text) =>
        text?.LastIndexOf(' ') is { } at and > 0 ? new ChargeData(text[..at], text[(at + 1)..]) : null;
}

internal sealed record MethodData(
    [property: Sample("crypto"), Description("What a top-up names.")] string Name,
    [property: Sample("Crypto Pay"), Description("Its name for people, in your language.")] string Title,
    [property: OneOf(TopUpVocabularies.Kind)] string Kind,
    [property: Amount("1.00"), Description("The least that it takes.")] string Least,
    [property: Amount("1000.00"), Description("The most that it takes at a time.")] string Most,
    [property: Amount("500.00"), Description("The most that it takes in a day of UTC. Null: no limit.")] string? Daily,
    [property: Sample("2.5"), Description("Percent that is asked on top; 0: none.")] string Fee,
    [property: Sample("USDT"), Description("In which it asks.")] string Currency,
    [property: Description("What it asks for `amount`; null where none was named, or it does not take that.")] ChargeData? Charge
)
{
    public static MethodData Of(WayOffer offer, string language) =>
        new(
            offer.Name,
            MethodTitles.Of(offer.Way, language),
            TopUpVocabularies.WordOf(offer.Kind),
            $"{offer.Least}",
            $"{offer.Most}",
            offer.Way.Options.DailyAmount is { } daily ? $"{daily}" : null,
            offer.Way.Options.FeePercent.ToString("0.######", CultureInfo.InvariantCulture),
            offer.Way.Options.AskedCurrency,
            offer is { Fits: true, Charge: { } charge } ? ChargeData.Of(charge) : null
        );
}

internal sealed record TopUpData(
    [property: Sample(TopUpData.Example), Description("Id of the top-up: pay_ and 32 hexadecimal digits.")] string Id,
    [property: OneOf(TopUpVocabularies.State)] string State,
    [property: Amount("5.00"), Description("What was to be added to the balance.")] string Amount,
    [property: Sample("crypto"), Description("Name of the method.")] string Method,
    [property: Description("What is asked for it.")] ChargeData Charge,
    [property: Description("All that has come, as the provider says it; null while nothing has.")] ChargeData? Received,
    [property: Amount("5.00"), Description("All that was added to the balance for it; it may differ from amount.")] string Credited,
    [property: Amount("0.00"), Description("The part of it that was taken back, since the payer has the money again.")] string Reversed,
    [property: Sample("https://pay.example.com/i/4711"), Description("What the payer opens; null where there is nothing to open.")]
        string? Url,
    [property: Sample("K7Q2M9X"), Description("Of a transfer: what the payer has to write into it.")] string? Reference,
    [property: Sample("Send 5.00 USD to …, reference K7Q2M9X"), Description("Of a transfer: where the money is to be sent, for people.")]
        string? Instruction,
    [property: JsonPropertyName("created_at")] DateTime CreatedAt,
    [property: JsonPropertyName("expires_at"), Description("Until then it waits for its payer; what comes later is credited as well.")]
        DateTime ExpiresAt,
    [property: JsonPropertyName("paid_at"), Description("When money came first; null while none has.")] DateTime? PaidAt
)
{
    public const string Example = "pay_0193c5a07b1e7c3a9f523d1a6b2c4e5f";

    /// <param name="way">Null where it is no longer configured.</param>
    public static TopUpData Of(PaymentView payment, PaymentWay? way, string language)
    {
        var isTransfer = payment.Kind == PaymentKind.Transfer;
        return new(
            $"{payment.Id}",
            payment.State.Text(),
            $"{payment.Amount}",
            payment.Way,
            new ChargeData(payment.ChargeText, payment.ChargeCurrency),
            ChargeData.Of(payment.Received),
            $"{payment.Credited}",
            $"{payment.Reversed}",
            payment.Url,
            isTransfer ? payment.Reference : null,
            isTransfer && way is not null ? MethodTitles.InstructionOf(way, payment, language) : null,
            payment.CreatedAt.InSeconds(),
            payment.ExpiresAt.InSeconds(),
            payment.PaidAt?.InSeconds()
        );
    }
}

/// <summary>The words of methods that the operator wrote, by language, and those of the kinds where there are none.</summary>
internal static class MethodTitles
{
    private const string Fallback = "en";

    public static string Of(PaymentWay way, string language) =>
        In(way.Options.Title, language)
        ?? way.Options.Kind switch
        {
            PaymentKind.Stars => "Telegram Stars",
            PaymentKind.CryptoPay => "Crypto Pay",
            PaymentKind.XRocket => "xRocket Pay",
            PaymentKind.BtcPay => "BTCPay",
            PaymentKind.Heleket => "Heleket",
            PaymentKind.Cryptomus => "Cryptomus",
            PaymentKind.Transfer => "Transfer",
            _ => way.Name,
        };

    public static string? InstructionOf(PaymentWay way, PaymentView payment, string language) =>
        In(way.Options.Text, language)
            ?.Replace("{amount}", $"{payment.ChargeText} {payment.ChargeCurrency}", StringComparison.Ordinal)
            .Replace("{reference}", payment.Reference, StringComparison.Ordinal);

    private static string? In(Dictionary<string, string> texts, string language) =>
        new[] { texts.GetValueOrDefault(language), texts.GetValueOrDefault(Fallback), texts.Values.FirstOrDefault() }.FirstOrDefault(text =>
            !string.IsNullOrWhiteSpace(text)
        );
}

/// <summary>The closed lists of words of top-ups.</summary>
internal static class TopUpVocabularies
{
    public const string State = "TopUpState";
    public const string Kind = "MethodKind";

    /// <summary>The kind of the test world's method.</summary>
    public const string Test = "test";

    public static IReadOnlyList<Vocabulary> All { get; } =
    [
        new(
            State,
            "OPEN: waiting for the payer. PAID: at least the amount has come. PARTIAL: less has come. REVIEW: the store looks at it. "
                + "EXPIRED: nothing came in time. CANCELED: called off, or refused. REFUNDED: the payer has the money back. "
                + "CHARGED_BACK: the payer took it back by their bank. What comes is credited in any state but the last two.",
            [.. Enum.GetValues<PaymentState>().Select(state => state.Text())]
        ),
        new(Kind, "Who takes the money. test: nobody, in the test world.", [.. Enum.GetValues<PaymentKind>().Select(WordOf), Test]),
    ];

    public static string WordOf(PaymentKind kind) => kind.ToString().ToLowerInvariant();
}
