using System.Text.RegularExpressions;
using CsCheck;

namespace XthonBot.Core.Tests.Primitives;

public sealed class SenderNameFacts
{
    [Theory]
    [InlineData("Telegram", "Telegram")]
    [InlineData("  Telegram ", "Telegram")]
    [InlineData("Telegram\u00A0", "Telegram")]
    [InlineData("\u200ETelegram", "Telegram")]
    [InlineData("\u202ATelegram\u202C", "Telegram")]
    [InlineData("Tele\u00ADgram", "Telegram")]
    [InlineData("Tele\0gram\u0007", "Telegram")]
    [InlineData("Bank \u2003 of\r\nAmerica", "Bank of America")]
    [InlineData("Ｔｅｌｅｇｒａｍ", "Telegram")]
    [InlineData("+1 555 000 1234", "+1 555 000 1234")]
    [InlineData("Тинькофф", "Тинькофф")]
    [InlineData("😀", "😀")]
    [InlineData(" \u200B\t", "")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void A_sender_is_what_people_see_of_it(string? text, string name) => Assert.Equal(name, SenderName.Read(text));

    [Fact]
    public void Bug_A_blank_or_a_mark_at_a_sender_missed_the_pattern_of_its_service() =>
        Gen.Select(Gen.OneOf(Odd.Marks, Odd.Blanks).Array[0, 3], Gen.OneOf(Odd.Marks, Odd.Blanks).Array[0, 3], Odd.Marks.Array[0, 2])
            .Sample(
                (before, after, within) =>
                    Regex.IsMatch(
                        SenderName.Read($"{string.Concat(before)}Tele{string.Concat(within)}gram{string.Concat(after)}"),
                        "^telegram$",
                        RegexOptions.IgnoreCase
                    )
            );

    [Fact]
    public void Half_a_character_becomes_the_mark_of_one()
    {
        Assert.Equal("Tele\uFFFDgram", SenderName.Read("Tele\ud83dgram"));
        Assert.Equal("\uFFFD", SenderName.Read("\ude00"));
    }

    [Fact]
    public void It_fits_its_column_is_whole_and_read_twice_is_read_once() =>
        Gen.OneOf(Gen.String, Gen.String[Gen.Char["ab 😀\u200E\u00A0\0"], 200, 400])
            .Sample(text =>
            {
                var name = SenderName.Read(text);
                return name.Length <= 255
                    && name == name.Trim()
                    && !name.Any(char.IsControl)
                    && name.EnumerateRunes().SequenceEqual(SenderName.Read(name).EnumerateRunes())
                    && SenderName.Read(name) == name;
            });

    [Fact]
    public void What_is_too_long_is_cut_between_two_characters()
    {
        Assert.Equal(new string('s', 254), SenderName.Read(new string('s', 254) + "😀"));
        Assert.Equal(255, SenderName.Read(new string('s', 1_000_000)).Length);
    }
}
