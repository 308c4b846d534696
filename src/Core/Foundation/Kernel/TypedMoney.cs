using System.Buffers;

namespace XthonBot.Core.Foundation.Kernel;

/// <summary>
/// Reads an amount as people type it anywhere: <c>1,50</c>, <c>$5</c>, <c>5 $</c>, <c>1 000</c>, <c>1,000.00</c>, <c>1'000</c>. An amount
/// that can be read in two ways, such as <c>1,000</c>, is refused rather than guessed, and no part of it is ever taken for the whole.
/// </summary>
public static class TypedMoney
{
    private const string Apostrophes = "'’‘ʼ`´";
    private static readonly string[] Currencies = ["$", "US$", "USD", "dollars", "dollar"];
    private static readonly SearchValues<char> Signs = SearchValues.Create("0123456789.,$+ " + Apostrophes);

    /// <summary>The whole text is the amount; more than zero.</summary>
    public static Result<Money> Parse(string? text)
    {
        var value = WithoutCurrency(PlainText.Of(text).AsSpan().Trim());
        if (value is ['+', .. { Length: > 0 } unsigned])
            value = unsigned.TrimStart();
        return Exact(value).Then(Money.ParsePositive);
    }

    /// <summary>The amount at the beginning of a text, and what stands behind it, such as a reason or a name.</summary>
    public static Result<(Money Amount, string Tail)> ParseFirst(string? text)
    {
        var (length, groups, isClear) = Measure((text ?? "").AsSpan().Trim());
        var (written, tail) = ((text ?? "").Trim()[..length], (text ?? "").Trim()[length..].Trim());
        // "5 200 points": 5 dollars for 200 points, or 5200 for points?
        return groups > 1 && !isClear && tail.Length > 0 && Parse(written).IsOk
            ? Wrong("amount-ambiguous")
            : Parse(written).Then(amount => Result.Ok((amount, tail)));
    }

    // Words as long as they may belong to the amount: groups of digits, up to one with cents, and a currency on either side.
    private static (int Length, int Groups, bool IsClear) Measure(ReadOnlySpan<char> text)
    {
        var (length, groups, isClear) = (0, 0, false);
        for (var at = 0; at < text.Length && !isClear; )
        {
            var word = text[at..];
            word = word.IndexOfAny(" \t\r\n") is var end and >= 0 ? word[..end] : word;
            var plain = PlainText.Of(word.ToString());
            var isAmount = !plain.AsSpan().ContainsAnyExcept(Signs) && plain.AsSpan().ContainsAnyInRange('0', '9');
            var isCurrency = Currencies.Contains(plain.Trim(), StringComparer.OrdinalIgnoreCase);
            if (!isAmount && !isCurrency && length > 0)
                break;
            groups += isAmount ? 1 : 0;
            isClear = (isCurrency && groups > 0) || (!isAmount && !isCurrency);
            length = at + word.Length;
            if (isAmount && HasCents(plain))
                return (length + TrailingCurrency(text[length..]), groups, true);
            at = length;
            while (at < text.Length && char.IsWhiteSpace(text[at]))
                at++;
        }

        return (length, groups, isClear);
    }

    private static int TrailingCurrency(ReadOnlySpan<char> rest)
    {
        var blanks = rest.Length - rest.TrimStart().Length;
        var word = rest[blanks..];
        word = word.IndexOfAny(" \t\r\n") is var end and >= 0 ? word[..end] : word;
        return word.Length > 0 && Currencies.Contains(PlainText.Of(word.ToString()), StringComparer.OrdinalIgnoreCase)
            ? blanks + word.Length
            : 0;
    }

    private static bool HasCents(string word) =>
        word.AsSpan().TrimEnd('$') is var value && value.LastIndexOfAny('.', ',') is var mark and >= 0 && value.Length - mark - 1 is 1 or 2;

    private static ReadOnlySpan<char> WithoutCurrency(ReadOnlySpan<char> value)
    {
        foreach (var currency in Currencies)
        {
            if (value.StartsWith(currency, StringComparison.OrdinalIgnoreCase))
                return value[currency.Length..].TrimStart();
        }

        foreach (var currency in Currencies)
        {
            if (
                value.EndsWith(currency, StringComparison.OrdinalIgnoreCase)
                && !value.EndsWith("US" + currency, StringComparison.OrdinalIgnoreCase)
            )
                return value[..^currency.Length].TrimEnd();
        }

        return value;
    }

    // Into digits, a point and two decimals.
    private static Result<string> Exact(ReadOnlySpan<char> value)
    {
        const int Longest = 32;
        if (value.Length is 0 or > Longest || !char.IsAsciiDigit(value[0]) || !char.IsAsciiDigit(value[^1]))
            return Wrong("amount-format");

        var last = value.LastIndexOfAny('.', ',');
        var behind = value.Length - last - 1;
        var isOnly = last >= 0 && value.Count(value[last]) == 1;
        var cents = isOnly && behind <= 2 ? value[(last + 1)..] : default;
        var whole = cents.IsEmpty ? value : value[..last];
        var mark = whole.IndexOfAnyExceptInRange('0', '9');
        if (mark < 0)
            return cents.IsEmpty ? whole.ToString() : $"{whole}.{cents}";
        if (!IsGrouped(whole, mark))
            return Wrong("amount-format");
        return isOnly && cents.IsEmpty ? Wrong("amount-ambiguous") : string.Concat(Digits(whole), cents.IsEmpty ? "" : ".", cents);
    }

    // One to three digits, then threes, all with the same mark between them.
    private static bool IsGrouped(ReadOnlySpan<char> whole, int mark)
    {
        var sign = whole[mark];
        if (mark is 0 or > 3 || whole[0] == '0' || (sign is not ('.' or ',' or ' ') && !Apostrophes.Contains(sign)))
            return false;
        for (var i = mark; i < whole.Length; i += 4)
        {
            if (whole[i] != sign || i + 3 >= whole.Length || whole.Slice(i + 1, 3).ContainsAnyExceptInRange('0', '9'))
                return false;
        }

        return true;
    }

    private static string Digits(ReadOnlySpan<char> whole)
    {
        Span<char> digits = stackalloc char[whole.Length];
        var count = 0;
        foreach (var c in whole)
        {
            if (char.IsAsciiDigit(c))
                digits[count++] = c;
        }

        return digits[..count].ToString();
    }

    private static Error.Invalid Wrong(string reason) => new("amount", reason);
}
