using System.Globalization;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Protection;
using XthonBot.Core.Foundation.Settings;

namespace XthonBot.Core.Modules.Payments;

internal sealed class PaymentsOptionsCheck : OptionsCheck<PaymentsOptions>
{
    // The account of what operators credit by hand.
    private const string Reserved = "operator";

    protected override IEnumerable<string?> Problems(PaymentsOptions options) =>
        options
            .Ways.SelectMany(way => Problems($"Payments:Ways:{way.Key}", way.Key, way.Value))
            .Append(
                options.MaxOpenPerCustomer is >= 1 and <= 1000
                    ? null
                    : $"Payments:MaxOpenPerCustomer is '{options.MaxOpenPerCustomer}'; it must be between 1 and 1000."
            );

    private static IEnumerable<string?> Problems(string key, string name, PaymentWayOptions way)
    {
        if (name.Length > 32 || !name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '_' or '-') || name == Reserved)
            yield return $"{key}: the name must be up to 32 small letters, digits, _ and -, and not '{Reserved}'.";
        if (!Enum.IsDefined(way.Kind))
            yield return $"{key}:Kind is missing; it must be one of {string.Join(", ", Enum.GetNames<PaymentKind>())}.";
        foreach (var (needed, value) in Needed(way))
        {
            if (string.IsNullOrWhiteSpace(value))
                yield return $"{key}:{needed} is missing; a way of the kind {way.Kind} needs it.";
        }

        if (way.Url.Length > 0 && !Setting.IsWebAddress(way.Url))
            yield return Setting.Address(key + ":Url", way.Url);
        if (way.Kind == PaymentKind.Generic && way.Secret.Length > 0 && !StandardWebhookSignature.TryReadSecret(way.Secret, out _))
            yield return $"{key}:Secret must be whsec_ and the key in base64.";
        if (way.Kind == PaymentKind.Transfer && way.Text.Values.All(string.IsNullOrWhiteSpace))
            yield return $"{key}:Text must say where the money is to be sent, by language, such as {key}:Text:en = Send {{amount}} to ….";
        var least = Money.ParsePositive(way.Least);
        var most = Money.ParsePositive(way.Most);
        if (!least.IsOk)
            yield return $"{key}:Least is {Setting.Quoted(way.Least)}; it must be an amount in dollars such as 1.00.";
        if (!most.IsOk)
            yield return $"{key}:Most is {Setting.Quoted(way.Most)}; it must be an amount in dollars such as 1000.00.";
        if (least.IsOk && most.IsOk && most.Value < least.Value)
            yield return $"{key}:Most is '{most.Value}'; it must not be less than {key}:Least, which is '{least.Value}'.";
        if (!string.IsNullOrWhiteSpace(way.Daily) && !Money.ParsePositive(way.Daily).IsOk)
            yield return $"{key}:Daily is {Setting.Quoted(way.Daily)}; it must be an amount in dollars such as 500.00.";
        yield return Number(key + ":Rate", way.Rate, 0.000000001m, 1_000_000m, "the worth of one unit in dollars, such as 0.0105");
        yield return Number(key + ":Fee", way.Fee, 0, 50, "a percentage from 0 to 50, such as 2.5");
        if (way.Decimals is < 0 or > PaymentWayOptions.MostDecimals)
            yield return $"{key}:Decimals is '{way.Decimals}'; it must be between 0 and 9.";
        if (way.Currency.Length > 10 || way.Currency.Any(c => !char.IsAsciiLetterOrDigit(c)))
            yield return $"{key}:Currency is {Setting.Quoted(way.Currency)}; it must be a code such as EUR or USDT.";
        yield return Setting.Between(key + ":Lifetime", way.Lifetime, TimeSpan.FromMinutes(5), TimeSpan.FromDays(7));
        yield return Setting.Between(key + ":Timeout", way.Timeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
    }

    private static (string Key, string Value)[] Needed(PaymentWayOptions way) =>
        way.Kind switch
        {
            PaymentKind.CryptoPay or PaymentKind.XRocket => [(nameof(way.Token), way.Token)],
            PaymentKind.BtcPay =>
            [
                (nameof(way.Url), way.Url),
                (nameof(way.ApiKey), way.ApiKey),
                (nameof(way.StoreId), way.StoreId),
                (nameof(way.Secret), way.Secret),
            ],
            PaymentKind.Heleket or PaymentKind.Cryptomus => [(nameof(way.Merchant), way.Merchant), (nameof(way.ApiKey), way.ApiKey)],
            PaymentKind.Generic => [(nameof(way.Url), way.Url), (nameof(way.Secret), way.Secret)],
            _ => [],
        };

    private static string? Number(string key, string? value, decimal least, decimal most, string expected) =>
        string.IsNullOrWhiteSpace(value)
        || (
            decimal.TryParse(value, PaymentWayOptions.NumberStyle, CultureInfo.InvariantCulture, out var number)
            && number >= least
            && number <= most
        )
            ? null
            : $"{key} is {Setting.Quoted(value)}; it must be {expected}.";
}
