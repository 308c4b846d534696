using System.Diagnostics;
using XthonBot.Core.Foundation.CodeFinding;
using XthonBot.Core.Modules.Messages;

namespace XthonBot.Core.Tests.Messages;

[Collection(CodeFinderClock.Alone)]
public sealed class CodeFinderServicePatternTests
{
    [Theory]
    [InlineData("^telegram$", "Telegram", "12345 is yours", true)]
    [InlineData("^telegram$", "WhatsApp", "Your code is 12345", false)]
    [InlineData("^telegram$", "WhatsApp", "Telegram code 12345", false)]
    [InlineData("telegram", "+15559", "TELEGRAM code 12345", true)]
    [InlineData("telegram|^32665$", "32665", "Your code is 12345", true)]
    [InlineData("телеграм", "SMS", "Код ТЕЛЕГРАМ 12345", true)]
    public void A_message_fits_by_its_sender_or_its_text(string pattern, string sender, string text, bool fits) =>
        Assert.Equal(fits, new ServicePatterns().Fits(pattern, sender, text));

    [Theory]
    [InlineData(@"(a?){250}a{250}")]
    [InlineData(@"((a{1,50}){1,50}){1,50}b")]
    [InlineData(@"(.*)*[0-9]{6}b")]
    public void A_hostile_pattern_withholds_nothing_and_costs_one_set_little(string pattern)
    {
        var text = new string('a', 10_000) + "!";
        // The first time in a process it is compiled.
        new ServicePatterns().Fits(pattern, "x", text);
        new ServicePatterns().CodeIn(text, pattern);

        var set = new ServicePatterns();
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < 100; i++)
        {
            set.Fits(pattern, "Telegram", text);
            set.CodeIn(text, pattern);
        }

        // A hundred messages take no longer than a few: what is too slow once is not asked again, and what is not is quick.
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(3), $"{Stopwatch.GetElapsedTime(start)}");
    }
}
