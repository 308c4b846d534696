using System.Globalization;

namespace XthonBot.Core.Foundation.Kernel;

/// <summary>An amount in whole minor units (US cents). Written with two decimals: <c>1.20</c>.</summary>
public readonly record struct Money(long Minor) : IComparable<Money>
{
    /// <summary>The largest amount that can be entered: one million dollars.</summary>
    public static readonly Money MaxInput = new(100_000_000);

    public static Money Zero => default;

    public bool IsNegative => Minor < 0;

    /// <summary>Reads an amount as machines and settings write it: digits, and at most two decimals after a point.</summary>
    /// <remarks>
    /// No sign, exponent, thousands mark or third decimal. Amounts that people type are read by <see cref="TypedMoney"/>.
    /// </remarks>
    public static Result<Money> Parse(string? text)
    {
        var value = (text ?? "").Trim().TrimStart('$');
        var point = value.IndexOf('.');
        var whole = point < 0 ? value : value[..point];
        var cents = point < 0 ? "" : value[(point + 1)..];
        var wellFormed =
            whole.Length is > 0 and <= 9
            && whole.All(char.IsAsciiDigit)
            && (point < 0 || cents.Length is 1 or 2)
            && cents.All(char.IsAsciiDigit);
        if (!wellFormed)
            return new Error.Invalid("amount", "amount-format");

        var minor =
            (long.Parse(whole, CultureInfo.InvariantCulture) * 100)
            + (cents.Length == 0 ? 0 : long.Parse(cents.PadRight(2, '0'), CultureInfo.InvariantCulture));
        return minor > MaxInput.Minor ? new Error.Invalid("amount", "amount-too-large") : new Money(minor);
    }

    /// <summary>As <see cref="Parse"/>, and more than zero.</summary>
    public static Result<Money> ParsePositive(string? text) =>
        Parse(text).Then(amount => amount.Minor > 0 ? Result.Ok(amount) : new Error.Invalid("amount", "amount-not-positive"));

    /// <summary>
    /// This list price less <paramref name="percent"/> (0 to 90), rounded half up to the cent; what costs something costs a cent at least.
    /// </summary>
    public Money LessPercent(int percent) => new(Math.Max(Math.Min(Minor, 1), ((Minor * (100 - percent)) + 50) / 100));

    public static Money operator +(Money left, Money right) => new(checked(left.Minor + right.Minor));

    public static Money operator -(Money left, Money right) => new(checked(left.Minor - right.Minor));

    public static bool operator <(Money left, Money right) => left.Minor < right.Minor;

    public static bool operator >(Money left, Money right) => left.Minor > right.Minor;

    public static bool operator <=(Money left, Money right) => left.Minor <= right.Minor;

    public static bool operator >=(Money left, Money right) => left.Minor >= right.Minor;

    public static Money Add(Money left, Money right) => left + right;

    public static Money Subtract(Money left, Money right) => left - right;

    public int CompareTo(Money other) => Minor.CompareTo(other.Minor);

    /// <summary>Reads what <see cref="ToString"/> wrote, of any size and sign.</summary>
    internal static Money Stored(string text) =>
        new(long.Parse(text.Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture));

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{(Minor < 0 ? "-" : "")}{Math.Abs(Minor) / 100}.{Math.Abs(Minor) % 100:00}");
}
