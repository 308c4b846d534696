using CsCheck;

namespace XthonBot.Core.Tests.Primitives;

public sealed class MoneyFacts
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("1", 100)]
    [InlineData("1.2", 120)]
    [InlineData("1.20", 120)]
    [InlineData("1.02", 102)]
    [InlineData(" 1.20 ", 120)]
    [InlineData("$1.20", 120)]
    [InlineData("007.50", 750)]
    [InlineData("0.01", 1)]
    [InlineData("1000000.00", 100_000_000)]
    [InlineData("1000000", 100_000_000)]
    public void A_plain_amount_is_read_to_the_cent(string text, long minor) => Assert.Equal(new Money(minor), Money.Parse(text).Value);

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(null)]
    [InlineData("1.005")]
    [InlineData("1.")]
    [InlineData(".5")]
    [InlineData(".")]
    [InlineData("-3")]
    [InlineData("+3")]
    [InlineData("1e9")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("0x10")]
    [InlineData("1,20")]
    [InlineData("1,000.00")]
    [InlineData("1 000")]
    [InlineData("1.2.3")]
    [InlineData("١.٢")]
    [InlineData("１")]
    [InlineData("1000000.01")]
    [InlineData("1000001")]
    [InlineData("99999999999999999999999")]
    [InlineData("1.2\0")]
    public void What_is_not_a_plain_amount_is_refused_rather_than_rounded(string? text) =>
        Assert.Equal("amount", Assert.IsType<Error.Invalid>(Money.Parse(text).Error).Field);

    [Theory]
    [InlineData("0.01", true)]
    [InlineData("0", false)]
    [InlineData("0.00", false)]
    [InlineData("x", false)]
    public void A_positive_amount_is_more_than_nothing(string text, bool ok) => Assert.Equal(ok, Money.ParsePositive(text).IsOk);

    [Theory]
    [InlineData(0, "0.00")]
    [InlineData(1, "0.01")]
    [InlineData(120, "1.20")]
    [InlineData(123_456_789, "1234567.89")]
    [InlineData(-5, "-0.05")]
    [InlineData(-120, "-1.20")]
    public void It_is_written_with_two_decimals(long minor, string text) => Assert.Equal(text, new Money(minor).ToString());

    [Theory]
    [InlineData(120, 0, 120)]
    [InlineData(120, 10, 108)]
    [InlineData(125, 10, 113)] // 112.5 goes up
    [InlineData(115, 10, 104)] // 103.5 goes up
    [InlineData(114, 10, 103)] // 102.6
    [InlineData(1, 50, 1)] // half a cent goes up
    [InlineData(1, 51, 1)] // never for nothing
    [InlineData(1, 90, 1)]
    [InlineData(5, 90, 1)]
    [InlineData(4, 90, 1)]
    [InlineData(100_000_000, 33, 67_000_000)]
    [InlineData(0, 90, 0)]
    public void Bug_A_bonus_made_small_prices_zero_and_they_are_rounded_half_up_to_the_cent(long list, int percent, long price) =>
        Assert.Equal(new Money(price), new Money(list).LessPercent(percent));

    [Fact]
    public void The_price_rule_equals_exact_decimal_arithmetic_and_never_exceeds_the_list_price() =>
        Gen.Select(Gen.Long[0, Money.MaxInput.Minor], Gen.Int[0, 90])
            .Sample(
                (list, percent) =>
                {
                    var price = new Money(list).LessPercent(percent).Minor;
                    var exact = Math.Max(Math.Min(list, 1), Math.Round(list * (100 - percent) / 100m, MidpointRounding.AwayFromZero));
                    return price == exact && price <= list && price >= 0;
                }
            );

    [Fact]
    public void A_larger_bonus_never_makes_a_higher_price() =>
        Gen.Select(Gen.Long[0, Money.MaxInput.Minor], Gen.Int[0, 89])
            .Sample((list, percent) => new Money(list).LessPercent(percent + 1) <= new Money(list).LessPercent(percent));

    [Fact]
    public void What_is_written_is_read_back() =>
        Gen.Long[0, Money.MaxInput.Minor].Sample(minor => Money.Parse(new Money(minor).ToString()).Value.Minor == minor);

    [Fact]
    public void Any_text_is_read_or_refused_but_never_thrown_over() =>
        Gen.String.Sample(text =>
            Money.Parse(text).TryGet(out var amount, out _) ? amount >= Money.Zero && amount <= Money.MaxInput : true
        );

    [Fact]
    public void Sums_that_do_not_fit_are_not_wrapped_around()
    {
        Assert.Throws<OverflowException>(() => new Money(long.MaxValue) + new Money(1));
        Assert.Throws<OverflowException>(() => new Money(long.MinValue) - new Money(1));
    }

    [Fact]
    public void Amounts_compare_and_add_up_as_numbers_do() =>
        Gen.Select(Gen.Long[-1_000_000, 1_000_000], Gen.Long[-1_000_000, 1_000_000])
            .Sample(
                (a, b) =>
                {
                    var (left, right) = (new Money(a), new Money(b));
                    return (left < right) == (a < b)
                        && (left <= right) == (a <= b)
                        && (left > right) == (a > b)
                        && (left >= right) == (a >= b)
                        && left.CompareTo(right) == a.CompareTo(b)
                        && Money.Add(left, right).Minor == a + b
                        && Money.Subtract(left, right).Minor == a - b
                        && left.IsNegative == a < 0;
                }
            );
}
