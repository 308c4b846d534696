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
    [InlineData("1-555-000-1234", "+15550001234")]
    [InlineData(" +447700900123 ", "+447700900123")]
    [InlineData("+1234567", "+1234567")]
    [InlineData("+123456789012345", "+123456789012345", "ten-digits-after-one")]
    [InlineData("+223456789012345", "+223456789012345")]
    [InlineData("(+1) 555 000 1234", "+15550001234")]
    [InlineData("+1/555/0001234", "+15550001234")]
    [InlineData("[+1] 555~000~1234", "+15550001234")]
    [InlineData("+1\t555 0001234\r\n", "+15550001234")]
    [InlineData("+1·555·000·1234", "+15550001234")]
    [InlineData("+44 (0)20 7946 0958", "+442079460958")]
    [InlineData("0044 20 7946 0958", "+442079460958")]
    [InlineData("001 555 000 1234", "+15550001234")]
    [InlineData("011 44 20 7946 0958", "+442079460958")]
    [InlineData("+١٥٥٥٠٠٠١٢٣٤", "+15550001234")]
    [InlineData("＋１（５５５）０００－１２３４", "+15550001234")]
    [InlineData("+1५५५000१२३४", "+15550001234")]
    [InlineData("➕\U0001D7CF5550001234", "+15550001234")]
    [InlineData("+1️⃣5️⃣550001234", "+15550001234")]
    [InlineData("tel:+1-555-000-1234", "+15550001234")]
    [InlineData("TEL:+15550001234", "+15550001234")]
    [InlineData("sms:5550001234", "+15550001234")]
    [InlineData("'+15550001234", "+15550001234")]
    [InlineData("=\"+15550001234\"", "+15550001234")]
    [InlineData("\"=\"\"+15550001234\"\"\"", "+15550001234")]
    [InlineData("“+15550001234”", "+15550001234")]
    [InlineData("+15550001234.", "+15550001234")]
    [InlineData("+15550001234,", "+15550001234")]
    [InlineData("15550001234.0", "+15550001234")]
    [InlineData("5550001234,00", "+15550001234")]
    public void A_number_is_read_in_the_ways_people_write_it(string text, string e164, string? refusal = null)
    {
        var read = PhoneNumber.Parse(text);
        Assert.Equal(refusal, (read.Error as Error.Invalid)?.Reason);
        Assert.Equal(refusal is null ? e164 : null, read.IsOk ? read.Value.E164 : null);
    }

    [Theory]
    [InlineData("", "no-digits")]
    [InlineData(null, "no-digits")]
    [InlineData("+", "no-digits")]
    [InlineData("++15550001234", "not-a-phone-number")]
    [InlineData("1+5550001234", "not-a-phone-number")]
    [InlineData("+123456", "seven-to-fifteen-digits")]
    [InlineData("+2234567890123456", "seven-to-fifteen-digits")]
    [InlineData("+12345678901234567890123", "too-many-digits")]
    [InlineData("+0123456789", "country-code-zero")]
    [InlineData("25550001234", "needs-country-code")]
    [InlineData("555000123", "needs-country-code")]
    [InlineData("555000123456", "needs-country-code")]
    [InlineData("011 5550001", "needs-country-code")]
    [InlineData("+1555000x234", "has-extension")]
    [InlineData("+15550001234 ext. 12", "has-extension")]
    [InlineData("+15550001234;ext=12", "not-a-phone-number")]
    [InlineData("+15550001234 доб. 12", "has-extension")]
    [InlineData("+15550001234#12", "has-extension")]
    [InlineData("=+15550001234", "not-a-phone-number")]
    [InlineData("+1555000123²", "not-a-phone-number")]
    [InlineData("+1555000123½", "not-a-phone-number")]
    [InlineData("+1555000123…", "not-a-phone-number")]
    [InlineData("+1555000123\0", "not-a-phone-number")]
    [InlineData("+1555000\n1234", "not-a-phone-number")]
    public void What_is_no_number_is_refused_with_the_reason(string? text, string reason) =>
        Assert.Equal(new Error.Invalid("number", reason), PhoneNumber.Parse(text).Error);

    [Theory]
    [InlineData("1.5550001E+10")]
    [InlineData("1,5550001E+10")]
    [InlineData("2.025550147E9")]
    [InlineData("2.025550147e+09")]
    [InlineData("+1.5550001E+10")]
    [InlineData("155500018E2")]
    [InlineData("1.555E + 10")]
    public void Bug_A_number_that_a_spreadsheet_had_rounded_was_told_to_be_none(string text)
    {
        Assert.Equal(new Error.Invalid("number", "rounded-by-spreadsheet"), PhoneNumber.Parse(text).Error);
        Assert.Equal(new Error.Invalid("number", "rounded-by-spreadsheet"), PhoneNumber.ParseInternational(text).Error);
    }

    [Theory]
    [InlineData("+15550018004.0", "+15550018004")]
    [InlineData("15550018003.0", "+15550018003")]
    [InlineData("447700900123.00", null)]
    [InlineData("+447700900123.00", "+447700900123")]
    [InlineData("+447700900123.5", null)]
    public void Bug_The_fraction_that_a_spreadsheet_adds_became_digits(string text, string? e164) =>
        Assert.Equal(e164, PhoneNumber.Parse(text).TryGet(out var number, out _) ? number.E164 : null);

    [Theory]
    [InlineData("+155500180040")]
    [InlineData("+1 555 001 6126 6")]
    [InlineData("+1 5550001234 5550001235")]
    [InlineData("001 5550001234 5")]
    public void Bug_More_than_ten_digits_after_plus_one_were_a_number(string text) =>
        Assert.False(PhoneNumber.Parse(text).IsOk || PhoneNumber.ParseInternational(text).IsOk);

    [Theory]
    [InlineData("+1555001612 6", "digits-apart")]
    [InlineData("+1555001612\u00A06", "digits-apart")]
    [InlineData("+1 555 001612 6", "digits-apart")]
    [InlineData("555001612 6", "digits-apart")]
    [InlineData("+4477009001 2", "digits-apart")]
    [InlineData("+1 555 001 6126", null)]
    [InlineData("+1 5 5 5 0 0 1 6 1 2 6", null)]
    [InlineData("+1555001612\u200B6", null)]
    public void Bug_A_digit_beside_a_cut_number_became_its_last(string text, string? reason) =>
        Assert.Equal(reason, (PhoneNumber.Parse(text).Error as Error.Invalid)?.Reason);

    [Fact]
    public void Half_a_character_is_none() => Assert.False(PhoneNumber.Parse("+15550001\ud835").IsOk);

    [Theory]
    [InlineData("15550001234", "+15550001234")]
    [InlineData("15550001", "+15550001")]
    [InlineData("447700900123", "+447700900123")]
    [InlineData("5550001234", "+15550001234")]
    [InlineData("+447700900123", "+447700900123")]
    [InlineData("00447700900123", "+447700900123")]
    [InlineData("\u200E447700900123\u202C", "+447700900123")]
    [InlineData("015550001234", null)]
    [InlineData("155500012345", null)]
    [InlineData("unknown", null)]
    [InlineData("123456", null)]
    [InlineData("", null)]
    public void Machines_leave_out_the_plus_of_a_country(string text, string? e164) =>
        Assert.Equal(e164, PhoneNumber.ParseInternational(text).TryGet(out var number, out _) ? number.E164 : null);

    [Theory]
    [InlineData("+15550001234", false)]
    [InlineData("+15550001", true)]
    [InlineData("+1555000123", true)]
    [InlineData("+11550001234", true)]
    [InlineData("+447700900123", false)]
    [InlineData("+29812345", false)]
    [InlineData("+2981234", true)]
    public void A_number_that_nobody_can_have_is_known_as_unusual(string e164, bool isUnusual) =>
        Assert.Equal(isUnusual, PhoneNumber.Parse(e164).Value.IsUnusual);

    [Fact]
    public void Bug_Marks_that_nobody_sees_made_a_number_none() =>
        Gen.Select(Gen.Long[2_000_000_000, 9_999_999_999], Odd.Marks.Array[0, 4], Gen.Int[0, 12].Array[4])
            .Sample(
                (national, marks, places) =>
                {
                    var number = $"+1{national}";
                    var text = string.Concat(number.Select((sign, at) => sign + string.Concat(marks.Where((_, i) => places[i] == at))));
                    return PhoneNumber.Parse(text).Value.E164 == $"+1{national}"
                        && PhoneNumber.ParseInternational(text).Value.E164 == $"+1{national}";
                }
            );

    [Fact]
    public void However_a_number_is_grouped_and_in_whichever_digits_it_is_the_same() =>
        Gen.Select(
                Gen.Long[2_000_000_000, 9_999_999_999],
                Odd.Zeros,
                Odd.Separators.Array[11],
                Gen.OneOf("+", "＋", "", "00", "tel:+", "'+", " ( + ")
            )
            .Sample(
                (national, zero, between, plus) =>
                {
                    // Only its last digit does not stand alone.
                    var text =
                        plus + string.Concat($"1{national}".Select((digit, i) => Odd.Digit(zero, digit) + (i == 9 ? "" : between[i])));
                    return PhoneNumber.Parse(text).Value.E164 == $"+1{national}";
                }
            );

    [Fact]
    public void What_was_read_is_read_again_the_same() =>
        Gen.String[Gen.Char["+0123456789 -.()/'E\u200E\u00A0１"], 0, 24]
            .Sample(text =>
                !PhoneNumber.Parse(text).TryGet(out var number, out _)
                || (
                    PhoneNumber.Parse(number.E164).Value == number
                    && PhoneNumber.ParseInternational(text).Value == number
                    && PhoneNumber.ParseInternational(number.E164[1..]).IsOk
                )
            );

    [Fact]
    public void Any_text_is_read_or_refused_but_never_thrown_over() =>
        Gen.String.Sample(text =>
            PhoneNumber.Parse(text).IsOk ? PhoneNumber.ParseInternational(text).Value == PhoneNumber.Parse(text).Value : true
        );

    [Fact]
    public void Logs_see_two_digits_only() => Assert.Equal("+…34", PhoneNumber.Parse("+15550001234").Value.Masked);
}
