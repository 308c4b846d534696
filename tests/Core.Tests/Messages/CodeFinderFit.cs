using System.Globalization;
using XthonBot.Core.Foundation.CodeFinding;

namespace XthonBot.Core.Tests.Messages;

/// <summary>
/// Fits the weights of the code finder: logistic regression in which the candidates of a text and "none" compete. It always
/// comes to the same weights for the same texts.
/// </summary>
internal static class CodeFinderFit
{
    private const int Rounds = 3_000;
    private const double Step = 0.5;
    private const double Momentum = 0.9;

    /// <summary>Keeps the weights of what is rare small: it is as if each had been seen against it, too.</summary>
    private const double Decay = 0.0004;

    /// <summary>A wrong code is charged, a missed one is not.</summary>
    private const double WeightOfNone = 3;

    public static Weights Fit(IEnumerable<(string Text, string? Sender, string? Code)> texts)
    {
        var examples = texts.Select(Read).Where(example => example.Candidates.Count > 0).ToList();
        var count = Enum.GetValues<Feature>().Length;
        var (weights, speed, slope) = (new double[count], new double[count], new double[count]);
        for (var round = 0; round < Rounds; round++)
        {
            Array.Clear(slope);
            foreach (var example in examples)
                example.AddSlope(weights, slope);
            for (var i = 0; i < count; i++)
            {
                speed[i] = (Momentum * speed[i]) + (Step * ((slope[i] / examples.Count) - (Decay * weights[i])));
                weights[i] += speed[i];
            }
        }

        var fitted = new Weights();
        foreach (var feature in Enum.GetValues<Feature>())
            fitted[feature] = weights[(int)feature];
        return fitted;
    }

    public static string Written(Weights weights)
    {
        var lines = Enum.GetValues<Feature>()
            .Select(feature => string.Create(CultureInfo.InvariantCulture, $"{feature} {weights[feature]:0.00}\n"));
        return "# Fitted by CodeFinderFit in tests/Core.Tests: how much each feature speaks for a code. Not written by hand.\n"
            + string.Concat(lines);
    }

    private static Example Read((string Text, string? Sender, string? Code) sample)
    {
        var read = LayeredText.Read(sample.Text);
        return new(
            WebOtp.Find(read) is null
                ? CodeFinder.Candidates(
                    read,
                    sample.Sender,
                    (candidate, holding) => (holding.Select(f => (int)f).ToArray(), candidate.Code == sample.Code)
                )
                : [],
            sample.Code is null ? WeightOfNone : 1
        );
    }

    private sealed record Example(List<(int[] Holding, bool IsRight)> Candidates, double Weight)
    {
        public void AddSlope(double[] weights, double[] slope)
        {
            var odds = Candidates.ConvertAll(candidate => Math.Exp(Math.Min(50, candidate.Holding.Sum(feature => weights[feature]))));
            var all = 1 + odds.Sum();
            var right = Candidates.Select((candidate, i) => candidate.IsRight ? odds[i] : 0).Sum();
            for (var i = 0; i < odds.Count; i++)
            {
                var pull = Weight * ((Candidates[i].IsRight ? odds[i] / right : 0) - (odds[i] / all));
                foreach (var feature in Candidates[i].Holding)
                    slope[feature] += pull;
            }
        }
    }
}
