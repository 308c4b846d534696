namespace XthonBot.Core.Foundation.Kernel;

/// <summary>A phone number in the international form of E.164: <c>+</c> and 7 to 15 digits, of which at most eleven begin with 1.</summary>
/// <remarks>Whether a number is given to anybody is not asked: plans of numbers change, and the examples of this store are none.</remarks>
public readonly record struct PhoneNumber
{
    private const int Fewest = 7;
    private const int Most = 15;
    private const int UsDigits = 11;
    private const int ShortestAbroad = 8;

    private PhoneNumber(string e164) => E164 = e164;

    public string E164 { get; }

    /// <summary>For logs: the last two digits only.</summary>
    public string Masked => "+…" + E164[^2..];

    /// <summary>Of a length, or with an area code, that no number has in use: often one that was cut or mistyped.</summary>
    public bool IsUnusual => E164[1] == '1' ? E164.Length != UsDigits + 1 || E164[2] < '2' : E164.Length <= ShortestAbroad;

    /// <summary>
    /// Numbers that people write and paste, from spreadsheets and addresses (<c>tel:</c>) as well: blanks, dashes, dots, brackets and
    /// slashes are fine, <c>00</c> and <c>011</c> before a country are a plus, ten bare digits are a US number and get +1.
    /// </summary>
    public static Result<PhoneNumber> Parse(string? text) => ParsePlain(PlainText.Of(text));

    /// <param name="text">Plain (<see cref="PlainText"/>).</param>
    internal static Result<PhoneNumber> ParsePlain(ReadOnlySpan<char> text) => PhoneNumberText.Read(text).Then(Of);

    /// <summary>
    /// The digits of the international form, which machines often write without its plus: the country's code comes first. Ten digits
    /// that begin like a US area code are a national number.
    /// </summary>
    public static Result<PhoneNumber> ParseInternational(string? text) =>
        PhoneNumberText
            .Read(PlainText.Of(text))
            .Then(written =>
                Of(written) is { Error: Error.Invalid { Reason: "needs-country-code" } } ? Of(written with { HasPlus = true }) : Of(written)
            );

    /// <summary>A number that was parsed before it was stored.</summary>
    internal static PhoneNumber Stored(string e164) => new(e164);

    public override string ToString() => E164;

    private static Result<PhoneNumber> Of(WrittenNumber written)
    {
        var digits = written.Digits;
        if (!written.HasPlus)
        {
            if (digits.Length == UsDigits && digits[0] == '1')
                return new PhoneNumber("+" + digits);
            // No area code begins with 0 or 1: those are national numbers of elsewhere.
            return digits.Length == UsDigits - 1 && digits[0] >= '2' ? new PhoneNumber("+1" + digits) : Wrong("needs-country-code");
        }

        return digits[0] == '0' ? Wrong("country-code-zero")
            : digits.Length is < Fewest or > Most ? Wrong("seven-to-fifteen-digits")
            : digits[0] == '1' && digits.Length > UsDigits ? Wrong("ten-digits-after-one")
            : new PhoneNumber("+" + digits);
    }

    private static Error.Invalid Wrong(string reason) => PhoneNumberText.Wrong(reason);
}
