using System.Runtime.CompilerServices;
using System.Text;
using XthonBot.Core.Foundation.CodeFinding;

namespace XthonBot.Core.Tests.Messages;

[Collection(CodeFinderClock.Alone)]
public sealed class CodeFinderJudgedTests(ITestOutputHelper output)
{
    private const double RequiredShare = 0.97;
    private const double RequiredShareOfKind = 0.87;
    private const double MostWrong = 0.01;

    // A kind with few texts may miss one sentence, in its two variations.
    private const int MissesOfAnyKind = 2;

    private static readonly List<(CodeFinderText Text, string? Found)> Judged = CodeFinderText
        .All.Where(text => text.IsJudged)
        .Select(text => (text, CodeFinder.Find(text.Text)))
        .ToList();

    [Fact]
    public void Codes_are_found_in_texts_that_the_weights_were_not_fitted_on()
    {
        var table = Table();
        output.WriteLine(table);
        Assert.True(Right(Judged) >= RequiredShare * Judged.Count, table);
        foreach (var kind in Judged.GroupBy(judged => judged.Text.Kind))
        {
            var least = Math.Min(kind.Count() - MissesOfAnyKind, RequiredShareOfKind * kind.Count());
            Assert.True(Right(kind) >= least, $"{kind.Key}\n{table}");
        }
    }

    [Fact]
    public void A_wrong_code_is_rare_where_none_or_another_is_right()
    {
        var wrong = Judged.Where(judged => judged.Found is not null && judged.Found != judged.Text.Code).ToList();
        var report = string.Concat(wrong.Select(judged => $"{judged.Found}: {judged.Text.Text}\n"));
        output.WriteLine(report);
        Assert.True(wrong.Count <= MostWrong * Judged.Count, report);
    }

    [Fact]
    public void The_texts_are_many_and_each_has_one_answer()
    {
        var texts = CodeFinderText.All;
        Assert.True(texts.Count >= 1_200);
        Assert.True(texts.Select(text => text.Language).Distinct().Count() >= 18);
        Assert.Equal(texts.Count, texts.DistinctBy(text => text.Text).Count());
        Assert.InRange(Judged.Count, 0.4 * texts.Count, 0.6 * texts.Count);
    }

    [Fact]
    public void The_weights_are_those_that_the_training_half_gives()
    {
        var training = CodeFinderText.All.Where(text => !text.IsJudged).Select(text => (text.Text, (string?)null, text.Code));
        var corpus = CodeFinderCorpus.Samples.Select(sample => (sample.Text, sample.Sender, sample.Code));
        var fitted = CodeFinderFit.Fit(training.Concat(corpus));
        if (Environment.GetEnvironmentVariable("XTHON_WRITE_WEIGHTS") == "1")
        {
            File.WriteAllText(WeightsFile(), CodeFinderFit.Written(fitted));
            return;
        }

        foreach (var feature in Enum.GetValues<Feature>())
            Assert.Equal(fitted[feature], Weights.Fitted[feature], 0.02);
    }

    private static string WeightsFile([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "../../../src/Core/Foundation/CodeFinding/weights.txt");

    private static string Table()
    {
        var table = new StringBuilder();
        Add(table, "kind", judged => judged.Text.Kind);
        Add(table, "language", judged => judged.Text.Language);
        table.AppendLine(null, $"all: {Right(Judged)} of {Judged.Count}, {100.0 * Right(Judged) / Judged.Count:F1} %");
        return table.ToString();
    }

    private static void Add(StringBuilder table, string title, Func<(CodeFinderText Text, string? Found), string> by)
    {
        table.AppendLine(null, $"{title, -10} {"right", 6} {"of", 6} {"missed", 7} {"wrong", 6}");
        foreach (var group in Judged.GroupBy(by).OrderByDescending(group => group.Count()).ThenBy(group => group.Key))
        {
            var missed = group.Count(judged => judged.Found is null && judged.Text.Code is not null);
            table.AppendLine(
                null,
                $"{group.Key, -10} {Right(group), 6} {group.Count(), 6} {missed, 7} {group.Count() - Right(group) - missed, 6}"
            );
        }

        table.AppendLine();
    }

    private static int Right(IEnumerable<(CodeFinderText Text, string? Found)> judged) => judged.Count(one => one.Found == one.Text.Code);
}
