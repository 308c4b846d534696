using CsCheck;

namespace XthonBot.Core.Tests.Primitives;

public sealed class PhoneNumberFacts
{
    [Theory]
    [InlineData("+15550001", "+15550001")]
    [InlineData("+1 (555) 000-1234", "+15550001234")]
    [InlineData("+1.555.000.1234", "+15550001234")]
    [InlineData("+1\u00A0555\u00A00001234", "+15550001234")]
    [InlineData("(555) 000-1234", "+15550001234")]
    [InlineData("5550001234", "+15550001234")]
    [InlineData("15550001234", "+15550001234")]
    [InlineData(" +447700900123 ", "+447700900123")]
    [InlineData("+1234567", "+1234567")]
    [InlineData("+123456789012345", "+123456789012345")]
    public void A_number_is_read_in_the_ways_people_write_it(string text, string e164) =>
        Assert.Equal(e164, PhoneNumber.Parse(text).Value.E164);

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("+")]
    [InlineData("++15550001234")]
    [InlineData("1+5550001234")]
    [InlineData("+123456")]
    [InlineData("+1234567890123456")]
    [InlineData("+12345678901234567890")]
    [InlineData("+0123456789")]
    [InlineData("25550001234")]
    [InlineData("555000123")]
    [InlineData("555000123456")]
    [InlineData("+1555000x234")]
    [InlineData("+١٥٥٥٠٠٠١٢٣٤")]
    [InlineData("=+15550001234")]
    public void What_is_no_number_is_refused_with_the_field_named(string? text) =>
        Assert.Equal("number", Assert.IsType<Error.Invalid>(PhoneNumber.Parse(text).Error).Field);

    [Fact]
    public void What_was_read_is_read_again_the_same() =>
        Gen.String[Gen.Char["+0123456789 -.()"], 0, 24].Sample(text =>
            !PhoneNumber.Parse(text).TryGet(out var number, out _) || PhoneNumber.Parse(number.E164).Value == number);

    [Fact]
    public void Logs_see_two_digits_only() =>
        Assert.Equal("+…34", PhoneNumber.Parse("+15550001234").Value.Masked);
}
