using System.Globalization;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Payments;
using XthonBot.Texts;

namespace XthonBot.Bot.Chat.Payments;

/// <summary>Ways to pay, and what they ask, as people read them.</summary>
internal sealed class PaymentWords(PaymentProviders providers)
{
    /// <summary>The operator's own name of a way in this language, or in another one; else the kind's.</summary>
    public string Title(Words words, string way, PaymentKind kind)
    {
        var title = providers.Find(way)?.Options.Title;
        return title is not { Count: > 0 }
            ? words.Label("way." + kind.ToString().ToLowerInvariant())
            : OfLanguage(title, words.Language)
                ?? title.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value).FirstOrDefault(IsSet)
                ?? words.Label("way." + kind.ToString().ToLowerInvariant());
    }

    /// <summary>Of a way of which only the name is known: that itself where it is not configured any more.</summary>
    public string Title(Words words, string way) => providers.Find(way) is { } known ? Title(words, known.Name, known.Options.Kind) : way;

    public string Title(Words words, PaymentView payment) => Title(words, payment.Way, payment.Kind);

    /// <summary>The operator's words about where a transfer is to be sent, in this language or another one.</summary>
    public string? Instruction(Words words, PaymentView payment) =>
        providers.Find(payment.Way)?.Options.Text is { } texts
            ? (OfLanguage(texts, words.Language) ?? texts.Values.FirstOrDefault(IsSet))
                ?.Replace("{amount}", Charge(payment), StringComparison.Ordinal)
                .Replace("{reference}", payment.Reference, StringComparison.Ordinal)
            : null;

    /// <summary>The percentage that is asked on top; null where there is none.</summary>
    public string? Fee(string way) =>
        providers.Find(way)?.Options.Fee is { Length: > 0 } fee
        && decimal.TryParse(fee, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent)
        && percent > 0
            ? percent.ToString("0.####", CultureInfo.InvariantCulture) + "%"
            : null;

    /// <summary>An amount in a way's own money: <c>385 ⭐</c>, <c>$5.00</c>, <c>4.70 EUR</c>.</summary>
    public static string Charge(string text, string currency) =>
        currency switch
        {
            "XTR" => $"{text} ⭐",
            "USD" => $"${text}",
            _ => $"{text} {currency}",
        };

    public static string Charge(PaymentView payment) => Charge(payment.ChargeText, payment.ChargeCurrency);

    public static string State(Words words, PaymentView payment) => words.Label("payment." + payment.State.Text().ToLowerInvariant());

    private static string? OfLanguage(Dictionary<string, string> texts, string language) =>
        texts.GetValueOrDefault(language) is { } own && IsSet(own) ? own
        : texts.GetValueOrDefault(TextBook.Fallback) is { } fallback && IsSet(fallback) ? fallback
        : null;

    private static bool IsSet(string text) => !string.IsNullOrWhiteSpace(text);
}
