namespace XthonBot.Core.Primitives;

/// <summary>A phone number in the international form of E.164: <c>+</c> and 7 to 15 digits.</summary>
public readonly record struct PhoneNumber
{
    private PhoneNumber(string e164) => E164 = e164;

    public string E164 { get; }

    /// <summary>For logs: the last two digits only.</summary>
    public string Masked => "+…" + E164[^2..];

    /// <summary>Spaces, dashes, dots and brackets are fine; ten bare digits are a US number and get +1.</summary>
    public static Result<PhoneNumber> Parse(string? text)
    {
        var value = (text ?? "").Trim();
        Span<char> digits = stackalloc char[16];
        var count = 0;
        var hasPlus = false;
        foreach (var c in value)
        {
            if (char.IsAsciiDigit(c))
            {
                if (count == digits.Length)
                    return Wrong("too-many-digits");
                digits[count++] = c;
            }
            else if (c == '+' && count == 0 && !hasPlus)
                hasPlus = true;
            else if (c is not (' ' or '-' or '.' or '(' or ')' or '\u00A0'))
                return Wrong("not-a-phone-number");
        }

        if (count == 0)
            return Wrong("no-digits");
        if (!hasPlus)
        {
            if (count == 11 && digits[0] == '1')
                return new PhoneNumber($"+{digits[..count]}");
            // No area code begins with 0 or 1: those are national numbers of elsewhere.
            return count == 10 && digits[0] >= '2' ? new PhoneNumber($"+1{digits[..count]}") : Wrong("needs-country-code");
        }

        return digits[0] == '0' ? Wrong("country-code-zero")
            : count is < 7 or > 15 ? Wrong("seven-to-fifteen-digits")
            : new PhoneNumber($"+{digits[..count]}");
    }

    /// <summary>
    /// The digits of the international form, which machines often write without its plus: the country's code comes first. Ten digits
    /// that begin like a US area code are a national number.
    /// </summary>
    public static Result<PhoneNumber> ParseInternational(string? text) =>
        Parse(text) is { IsOk: true } parsed ? parsed
        : text?.TrimStart() is [>= '0' and <= '9', ..] ? Parse("+" + text)
        : Parse(text);

    /// <summary>A number that was parsed before it was stored.</summary>
    internal static PhoneNumber Stored(string e164) => new(e164);

    public override string ToString() => E164;

    private static Error.Invalid Wrong(string reason) => new("number", reason);
}
