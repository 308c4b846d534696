using System.Text;
using CsCheck;
using XthonBot.Core.Foundation.CodeFinding;
using XthonBot.Core.Modules.Messages;

namespace XthonBot.Core.Tests.Messages;

[Collection(CodeFinderClock.Alone)]
public sealed class CodeFinderTests
{
    private static readonly Gen<string> Codes = Gen.Char['0', '9'].Array[4, 8].Select(digits => new string(digits));

    private static Gen<string> OneOf(params string[] items) => Gen.Int[0, items.Length - 1].Select(index => items[index]);

    [Fact]
    public void Any_code_of_four_to_eight_digits_is_found_in_a_plain_sentence() =>
        Codes.Sample(code => CodeFinder.Find($"Your code is {code}") == code, iter: 20_000);

    [Fact]
    public void Any_code_of_four_to_eight_digits_is_found_in_the_forms_of_services() =>
        Gen.Select(
                Codes,
                OneOf(
                    "Your code is {0}. It expires in 10 minutes.",
                    "Telegram code: {0}",
                    "{0} is your verification code.",
                    "Ваш код: {0}. Никому не сообщайте",
                    "【美团】验证码{0}，5分钟内有效",
                    "رمز التحقق: {0}",
                    "Tu código es {0}"
                )
            )
            .Sample((code, form) => CodeFinder.Find(string.Format(null, form, code)) == code, iter: 20_000);

    [Fact]
    public void No_text_throws() =>
        Gen.Select(Gen.String, Gen.String).Sample((text, sender) => CodeFinder.Find(text, sender) is null or { Length: > 0 });

    [Fact]
    public void No_mixture_of_the_building_blocks_of_texts_throws()
    {
        var block = OneOf(
            "code",
            "код",
            "验证码",
            " ",
            "\n",
            "-",
            ":",
            ".",
            "@",
            "#",
            "*",
            "+",
            "(",
            "/",
            "://",
            "%",
            "$",
            "😀",
            "\uD83D",
            "\u200F",
            "12",
            "123",
            "456",
            "2024",
            "123456",
            "AB12",
            "G-",
            "order ",
            "min",
            "分",
            "@a.com #12",
            "ending in ",
            "٣٤",
            "\0"
        );
        block
            .Array[0, 60]
            .Select(string.Concat)
            .Sample(text => CodeFinder.Find(text, "123") is null or { Length: >= 3 and <= 12 }, iter: 20_000);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n\t ")]
    [InlineData("no digits at all")]
    public void Nothing_is_found_where_nothing_is(string text) => Assert.Null(CodeFinder.Find(text));

    [Theory]
    [InlineData("Call 4821", "4821")]
    [InlineData("4821 welcomes you", "4821")]
    [InlineData("4821 welcomes you", "+4821")]
    public void The_number_of_the_sender_is_no_code(string text, string sender) => Assert.Null(CodeFinder.Find(text, sender));

    [Theory]
    [InlineData("123456 is your code.\n\n@example.com #AB-12-CD", "AB12CD")]
    [InlineData("Your code is 111111.\r\n@example.com #222222\r\n", "222222")]
    [InlineData("Your code is 111111. @example.com #222222 @pay.example", "222222")]
    [InlineData("Your code is 111111.\n@example.com\n#222222", "111111")]
    public void The_last_line_for_a_domain_tells_the_code(string text, string code) => Assert.Equal(code, CodeFinder.Find(text));

    [Theory]
    [MemberData(nameof(HostileTexts))]
    public void Rubbish_takes_a_few_milliseconds_at_most(string name, string unit)
    {
        var text = new StringBuilder().Insert(0, unit, (10_000 / unit.Length) + 1).ToString();
        var time = CodeFinderClock.Fastest(() => CodeFinder.Find(text, "12345"));
        // Under 1 ms on a quiet machine; beside other tests the clock also counts what they take.
        Assert.True(time < TimeSpan.FromMilliseconds(5), $"{name}: {time}");
    }

    public static TheoryData<string, string> HostileTexts =>
        new()
        {
            { "digits", "1" },
            { "pairs of digits", "12 " },
            { "numbers", "1234 " },
            { "codes", "code 123456 " },
            { "order numbers", "order 123456. " },
            { "letters", "a" },
            { "beginnings of words", "verificatio" },
            { "links", "a.b/" },
            { "dots", "a." },
            { "ats", "@a" },
            { "colons", "://" },
            { "serials", "ABC-" },
            { "line breaks", "\n" },
            { "spaces", " " },
            { "brackets", "1()-" },
            { "Chinese", "验证码分123 " },
            { "Persian digits", "۱۲۳۴ کد " },
            { "halves of pairs", "\uD83D" },
            { "combining accents", "e\u0301" },
        };

    [Fact]
    public void A_number_that_the_cut_goes_through_is_not_read()
    {
        var text = new string('.', CodeFinder.ExaminedLength - 16) + "Your code is 123456";
        Assert.Null(CodeFinder.Find(text));
    }
}
