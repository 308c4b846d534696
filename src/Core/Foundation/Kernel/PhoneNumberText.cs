using System.Buffers;
using System.Globalization;

namespace XthonBot.Core.Foundation.Kernel;

/// <param name="Digits">At least one, without the signs between them.</param>
internal readonly record struct WrittenNumber(bool HasPlus, string Digits);

/// <summary>The signs in which a phone number is written, before its digits are looked at.</summary>
internal static class PhoneNumberText
{
    // Marks within a number are gone by now; nobody writes one with more signs than this.
    private const int MaxLength = 64;
    private const int MaxDigits = 20;
    private const int ShortestCounted = 7;
    private const int LongGroup = 4;
    private const int WholeGroup = 10;

    // Characters that a spreadsheet or a sentence puts around a number.
    internal const string Around = " \t\r\n\"'`’‘“”«»,;:.";
    private static readonly SearchValues<char> Decimal = SearchValues.Create("0123456789., ");
    private static readonly string[] Schemes = ["tel:", "callto:", "sms:", "smsto:"];
    private static readonly string[] Extensions = ["x", "ext", "extension", "доб", "вн", "#"];

    /// <param name="text">Plain (<see cref="PlainText"/>).</param>
    public static Result<WrittenNumber> Read(ReadOnlySpan<char> text)
    {
        var value = Unwrap(text);
        if (value.Length > MaxLength)
            return Wrong("not-a-phone-number");
        if (IsRounded(value))
            return Wrong("rounded-by-spreadsheet");
        if (Fraction(value) is { Length: > 0 } fraction)
        {
            if (fraction.ContainsAnyExcept('0'))
                return Wrong("not-a-phone-number");
            value = value[..^(fraction.Length + 1)];
        }

        Span<char> digits = stackalloc char[MaxDigits];
        var (count, group, before) = (0, 0, 0);
        var (hasPlus, isApart) = (false, false);
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            if (char.IsAsciiDigit(c))
            {
                // A zero that is dialled only without the country's code.
                if (hasPlus && count > 0 && value[(i - 1)..].StartsWith("(0)", StringComparison.Ordinal))
                    continue;
                if (count == digits.Length)
                    return Wrong("too-many-digits");
                digits[count++] = c;
                if (i > 0 && !char.IsAsciiDigit(value[i - 1]))
                {
                    isApart |= group >= WholeGroup;
                    (before, group) = (group, 0);
                }

                group++;
            }
            else if (IsPlus(c) && count == 0 && !hasPlus)
                hasPlus = true;
            else if (!IsBetween(c))
                return IsExtension(value[i..]) && count > 0 ? Wrong("has-extension") : Wrong("not-a-phone-number");
        }

        // +1555000123 4: a number that was cut, and what stood beside it? No country writes its numbers so.
        if (isApart || (group == 1 && before >= LongGroup))
            return Wrong("digits-apart");
        return count == 0 ? Wrong("no-digits") : Dialled(hasPlus, digits[..count]);
    }

    public static Error.Invalid Wrong(string reason) => new("number", reason);

    // 00 is dialled for the plus nearly everywhere, 011 in North America; there are area codes of 011, but none with so many digits.
    private static WrittenNumber Dialled(bool hasPlus, ReadOnlySpan<char> digits) =>
        hasPlus ? new(true, digits.ToString())
        : digits is ['0', '0', .. { Length: > 0 } abroad] ? new(true, abroad.ToString())
        : digits is ['0', '1', '1', .. { Length: >= 9 } beyond] ? new(true, beyond.ToString())
        : new(false, digits.ToString());

    // ="+1…" and '+1… keep a spreadsheet from counting with it.
    private static ReadOnlySpan<char> Unwrap(ReadOnlySpan<char> text)
    {
        var value = text.Trim(Around);
        if (value is ['=', '"', ..])
            value = value[1..].Trim(Around);
        foreach (var scheme in Schemes)
        {
            if (value.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
                return value[scheme.Length..].TrimStart('/').Trim(Around);
        }

        return value;
    }

    // 1.5550001E+10: the last digits are gone, also where zeros stand in their places.
    private static bool IsRounded(ReadOnlySpan<char> value)
    {
        var e = value.IndexOfAny('e', 'E');
        return e > 0
            && e < value.Length - 1
            && !value[..e].TrimStart('+').ContainsAnyExcept(Decimal)
            && value[..e].ContainsAnyInRange('0', '9')
            && value[(e + 1)..].TrimStart("+- ") is { Length: 1 or 2 } power
            && !power.ContainsAnyExceptInRange('0', '9');
    }

    // 15550018004.0: a number that was counted with.
    private static ReadOnlySpan<char> Fraction(ReadOnlySpan<char> value)
    {
        var point = value.IndexOfAny('.', ',');
        return
            point >= ShortestCounted
            && !value[..point].TrimStart('+').ContainsAnyExceptInRange('0', '9')
            && value[(point + 1)..] is { Length: 1 or 2 } fraction
            ? fraction
            : default;
    }

    private static bool IsExtension(ReadOnlySpan<char> rest)
    {
        foreach (var mark in Extensions)
        {
            if (
                rest.StartsWith(mark, StringComparison.OrdinalIgnoreCase)
                && rest[mark.Length..].TrimStart(" .:=") is { Length: > 0 } extension
                && !extension.ContainsAnyExceptInRange('0', '9')
            )
                return true;
        }

        return false;
    }

    internal static bool IsPlus(char c) => c is '+' or '\uFE62' or '\u207A' or '\u2795';

    internal static bool IsBetween(char c) =>
        c
            is ' '
                or '\t'
                or '.'
                or '-'
                or '('
                or ')'
                or '['
                or ']'
                or '/'
                or '~'
                or '\u00B7'
                or '\u2022'
                or '\u2219'
                or '\u2027'
                or '\u30FB'
                or '\u22C5'
                or '\u2212'
                or '\u2043'
                or '\u02D7'
                or '\u30FC'
                or '\uFF70'
                or '\u2500'
                or '\u2501'
                or '\u2044'
                or '\u2215'
        || (c > '\x7F' && char.GetUnicodeCategory(c) == UnicodeCategory.DashPunctuation);
}
