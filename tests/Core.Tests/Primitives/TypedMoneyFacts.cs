using CsCheck;

namespace XthonBot.Core.Tests.Primitives;

public sealed class TypedMoneyFacts
{
    [Theory]
    [InlineData("1", 100)]
    [InlineData("1.5", 150)]
    [InlineData("1,50", 150)]
    [InlineData("1.50", 150)]
    [InlineData("$5", 500)]
    [InlineData("5$", 500)]
    [InlineData("5 $", 500)]
    [InlineData("$ 5", 500)]
    [InlineData("US$5", 500)]
    [InlineData("5 USD", 500)]
    [InlineData("usd 5,5", 550)]
    [InlineData("5 dollars", 500)]
    [InlineData("+5", 500)]
    [InlineData("1 000", 100_000)]
    [InlineData("1\u00A0000", 100_000)]
    [InlineData("1\u202F000,50", 100_050)]
    [InlineData("1\u2009000 000", 100_000_000)]
    [InlineData("1'000", 100_000)]
    [InlineData("1’000.5", 100_050)]
    [InlineData("1,000.00", 100_000)]
    [InlineData("1.000,00", 100_000)]
    [InlineData("1,000,000", 100_000_000)]
    [InlineData("1.000.000", 100_000_000)]
    [InlineData("12,345.6", 1_234_560)]
    [InlineData("１２，５０", 1_250)]
    [InlineData("٥", 500)]
    [InlineData("\u20681.20\u2069", 120)]
    [InlineData("0.01", 1)]
    [InlineData("0,5", 50)]
    public void An_amount_is_read_in_all_usual_forms(string text, long minor) =>
        Assert.Equal(new Money(minor), TypedMoney.Parse(text).Value);

    [Theory]
    [InlineData("1,000", "amount-ambiguous")]
    [InlineData("1.000", "amount-ambiguous")]
    [InlineData("999,999", "amount-ambiguous")]
    [InlineData("1.005", "amount-ambiguous")]
    [InlineData("0.500", "amount-format")]
    [InlineData("1 20", "amount-format")]
    [InlineData("1 00", "amount-format")]
    [InlineData("1 0000", "amount-format")]
    [InlineData("1000 000", "amount-format")]
    [InlineData("1 000 00", "amount-format")]
    [InlineData("1 000.500", "amount-format")]
    [InlineData("1,000.000", "amount-format")]
    [InlineData("1,00,000.00", "amount-format")]
    [InlineData("1'000 000", "amount-format")]
    [InlineData("1.2.3", "amount-format")]
    [InlineData("1,5.5", "amount-format")]
    [InlineData("1.", "amount-format")]
    [InlineData(".5", "amount-format")]
    [InlineData("-5", "amount-format")]
    [InlineData("\u22125", "amount-format")]
    [InlineData("++5", "amount-format")]
    [InlineData("5€", "amount-format")]
    [InlineData("5 руб", "amount-format")]
    [InlineData("1e9", "amount-format")]
    [InlineData("1½", "amount-format")]
    [InlineData("5²", "amount-format")]
    [InlineData("$", "amount-format")]
    [InlineData("", "amount-format")]
    [InlineData(null, "amount-format")]
    [InlineData("0", "amount-not-positive")]
    [InlineData("0,00", "amount-not-positive")]
    [InlineData("1 000 001", "amount-too-large")]
    public void What_is_unclear_is_refused_rather_than_guessed(string? text, string reason) =>
        Assert.Equal(new Error.Invalid("amount", reason), TypedMoney.Parse(text).Error);

    [Theory]
    [InlineData("5", 500, "")]
    [InlineData("5 paid in cash", 500, "paid in cash")]
    [InlineData("5,00 paid", 500, "paid")]
    [InlineData("$5 paid", 500, "paid")]
    [InlineData("5 $ paid", 500, "paid")]
    [InlineData("5.00 USD paid", 500, "paid")]
    [InlineData("1 000", 100_000, "")]
    [InlineData("1 000 $ paid", 100_000, "paid")]
    [InlineData("1 000,00 paid", 100_000, "paid")]
    [InlineData("1\u00A0000 paid", 100_000, "paid")]
    [InlineData("1.20 24 Hour Fitness", 120, "24 Hour Fitness")]
    [InlineData("5.00 2026 invoice", 500, "2026 invoice")]
    [InlineData("5\npaid", 500, "paid")]
    [InlineData("5 #12 paid", 500, "#12 paid")]
    public void An_amount_ends_where_words_begin(string text, long minor, string tail) =>
        Assert.Equal((new Money(minor), tail), TypedMoney.ParseFirst(text).Value);

    [Theory]
    [InlineData("1 000 paid", "amount-ambiguous")]
    [InlineData("5 200 points", "amount-ambiguous")]
    [InlineData("1 20 USA WhatsApp", "amount-format")]
    [InlineData("5 2026 invoice", "amount-format")]
    [InlineData("1,000 paid", "amount-ambiguous")]
    [InlineData("paid 5", "amount-format")]
    [InlineData("1 000 001", "amount-too-large")]
    [InlineData("", "amount-format")]
    public void Bug_A_part_of_an_amount_was_taken_for_the_whole(string text, string reason) =>
        Assert.Equal(new Error.Invalid("amount", reason), TypedMoney.ParseFirst(text).Error);

    [Fact]
    public void However_an_amount_is_written_it_is_the_same_or_refused() =>
        Gen.Select(
                Gen.Long[1, Money.MaxInput.Minor],
                Gen.OneOf("", " ", "\u00A0", ",", ".", "'", "\u202F"),
                Gen.OneOf(".", ","),
                Odd.Marks,
                Odd.Zeros
            )
            .Sample(
                (minor, thousands, point, mark, zero) =>
                {
                    var whole = $"{minor / 100}";
                    for (var at = whole.Length - 3; at > 0 && thousands.Length > 0; at -= 3)
                        whole = whole.Insert(at, thousands);
                    var text = string.Concat(
                        $"{mark}{whole}{point}{minor % 100:00}".Select(c => char.IsAsciiDigit(c) ? Odd.Digit(zero, c) : $"{c}")
                    );
                    return thousands == point
                        ? TypedMoney.Parse(text).TryGet(out var read, out _) is false || read.Minor == minor
                        : TypedMoney.Parse(text).Value.Minor == minor;
                }
            );

    [Fact]
    public void Any_text_is_read_or_refused_and_nothing_of_its_digits_is_lost() =>
        Gen.String[Gen.Char["0123456789  .,'$+-ab\u00A0"], 0, 16]
            .Sample(text =>
                !TypedMoney.ParseFirst(text).TryGet(out var read, out _)
                || string.Concat($"{text}".Where(char.IsAsciiDigit))
                    .TrimStart('0')
                    .StartsWith($"{read.Amount.Minor}"[..^Math.Min(2, $"{read.Amount.Minor}".Length)], StringComparison.Ordinal)
            );
}
