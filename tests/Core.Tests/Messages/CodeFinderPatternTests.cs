using System.Diagnostics;
using CsCheck;
using XthonBot.Core.Foundation.CodeFinding;
using XthonBot.Core.Modules.Messages;

namespace XthonBot.Core.Tests.Messages;

[Collection(CodeFinderClock.Alone)]
public sealed class CodeFinderPatternTests
{
    [Theory]
    [InlineData("Your code is 111111, not 2222", @"not (\d+)", "2222")]
    [InlineData("Your code is 111111, not 2222", @"\d{4}$", "2222")]
    [InlineData("a 1 b 2", @"a (\d) b (?<code>\d)", "2")]
    [InlineData("b 77", @"a (\d+)|b (\d+)", "77")]
    [InlineData("key: 123-456", @"key: ([\d-]+)", "123456")]
    [InlineData("key: ۱۲۳۴", @"key: (\d+)", "1234")]
    [InlineData("key: ۱۲۳۴", @"key: ([0-9]+)", "1234")]
    [InlineData("key:\u00A0\u200F1234", @"key: ([0-9]+)", "1234")]
    [InlineData("Код — 4821", @"— (\d+)", "4821")]
    [InlineData("Login with RAVEN today", @"with ([A-Z]+)", "RAVEN")]
    public void A_pattern_overrides_everything(string text, string pattern, string code) =>
        Assert.Equal(code, CodeFinder.Find(text, pattern: pattern));

    [Theory]
    [InlineData(@"never (\d+)")]
    [InlineData(@"()")]
    public void Where_the_pattern_finds_nothing_there_is_no_code(string pattern) =>
        Assert.Null(CodeFinder.Find("Your code is 123456", pattern: pattern));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(null)]
    public void A_blank_pattern_is_none(string? pattern) =>
        Assert.Equal("123456", CodeFinder.Find("Your code is 123456", pattern: pattern));

    [Theory]
    [InlineData("(")]
    [InlineData(@"(\d)\1")]
    [InlineData(@"(?=code)\d+")]
    [InlineData(@"(?>a+)b")]
    public void What_cannot_run_without_backtracking_is_not_accepted_and_finds_nothing(string pattern)
    {
        Assert.False(CodeFinder.Accepts(pattern));
        Assert.Null(CodeFinder.Find("Your code is 123456", pattern: pattern));
    }

    [Fact]
    public void An_overlong_pattern_is_not_accepted() => Assert.False(CodeFinder.Accepts(new string('a', 501)));

    [Theory]
    [InlineData(@"(a+)+$")]
    [InlineData(@"^(([a-z])+.)+[A-Z]([a-z])+$")]
    [InlineData(@"(a|aa)+$")]
    [InlineData(@"(.*)*\d{6}b")]
    [InlineData(@"(a?){250}a{250}")]
    [InlineData(@"((a{1,50}){1,50}){1,50}b")]
    public void Hostile_patterns_end_soon(string pattern)
    {
        var text = new string('a', 10_000) + "!";
        var start = Stopwatch.GetTimestamp();
        CodeFinder.Find(text, pattern: pattern);
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(3), "the first time, with its compilation");
        var time = CodeFinderClock.Fastest(() => CodeFinder.Find(text, pattern: pattern));
        Assert.True(time < TimeSpan.FromMilliseconds(400), $"{time}");
    }

    [Fact]
    public void Any_pattern_and_text_end_without_an_exception() =>
        Check.Sample(
            Gen.Select(Gen.String[0, 30], Gen.String),
            (pattern, text) => CodeFinder.Find(text, pattern: pattern) is null or { Length: > 0 and <= 64 }
        );
}
