using System.Text;
using XthonBot.Core.Foundation.CodeFinding;
using XthonBot.Core.Modules.Messages;

namespace XthonBot.Core.Tests.Messages;

[Collection(CodeFinderClock.Alone)]
public sealed class CodeFinderCorpusTests(ITestOutputHelper output)
{
    private const double RequiredShare = 0.99;

    [Fact]
    public void Codes_are_found_in_texts_of_many_services_and_languages()
    {
        var results = CodeFinderCorpus.Samples.Select(sample => (sample, found: CodeFinder.Find(sample.Text, sample.Sender))).ToList();
        var wrong = results.Where(result => result.found != result.sample.Code).ToList();

        var report = new StringBuilder();
        foreach (var language in results.GroupBy(result => result.sample.Language).OrderByDescending(group => group.Count()))
            report.AppendLine($"{language.Key}: {language.Count(result => result.found == result.sample.Code)} of {language.Count()}");
        report.AppendLine($"all: {results.Count - wrong.Count} of {results.Count}");
        foreach (var (sample, found) in wrong)
            report.AppendLine(
                $"line {sample.Line} ({sample.Language}): {sample.Code ?? "none"} expected, {found ?? "none"} found in: {sample.Text}"
            );
        output.WriteLine(report.ToString());

        Assert.True(results.Count - wrong.Count >= RequiredShare * results.Count, report.ToString());
    }

    [Fact]
    public void The_corpus_holds_enough_texts_languages_and_texts_without_a_code()
    {
        var samples = CodeFinderCorpus.Samples;
        Assert.True(samples.Count >= 200);
        Assert.True(samples.Select(sample => sample.Language).Distinct().Count() >= 15);
        Assert.True(samples.Count(sample => sample.Code is null) >= 40);
        Assert.Equal(samples.Count, samples.DistinctBy(sample => (sample.Text, sample.Sender)).Count());
    }

    [Fact]
    public void No_text_takes_a_millisecond()
    {
        var slowest = CodeFinderCorpus
            .Samples.Select(sample => (sample, time: CodeFinderClock.Fastest(() => CodeFinder.Find(sample.Text, sample.Sender))))
            .MaxBy(result => result.time);
        output.WriteLine($"slowest: {slowest.time.TotalMicroseconds:F0} µs, line {slowest.sample.Line}");
        Assert.True(slowest.time < TimeSpan.FromMilliseconds(1), $"line {slowest.sample.Line}: {slowest.time}");
    }
}
