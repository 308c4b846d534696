using System.Globalization;

namespace XthonBot.Core.Foundation.CodeFinding;

/// <summary>
/// How much each feature speaks for a code: <c>weights.txt</c>, fitted by the tests (README.md). The sums are the logarithms of
/// odds: a candidate's against that of all others, and against 1 for "none".
/// </summary>
internal sealed class Weights
{
    /// <summary>The best candidate counts from this probability on; an unsure code is none.</summary>
    private const double Sure = 0.6;

    private readonly double[] weights = new double[Enum.GetValues<Feature>().Length];

    public static Weights Fitted { get; } = Read(Embedded.Lines("weights.txt"));

    public double this[Feature feature]
    {
        get => weights[(int)feature];
        set => weights[(int)feature] = value;
    }

    public static Weights Read(IEnumerable<string> lines)
    {
        var read = new Weights();
        foreach (var line in lines)
            if (line.Split(' ') is [var name, var value] && Enum.TryParse<Feature>(name, out var feature))
                read[feature] = double.Parse(value, CultureInfo.InvariantCulture);
        return read;
    }

    public double Sum(List<Feature> holding)
    {
        var sum = 0.0;
        foreach (var feature in holding)
            sum += weights[(int)feature];
        return sum;
    }

    /// <param name="sums">Of each candidate.</param>
    /// <returns>Null where none is sure enough. The same code in two places is one code.</returns>
    public static string? Best(List<(string Code, double Sum)> sums)
    {
        var all = 1 + sums.Sum(candidate => Math.Exp(candidate.Sum));
        string? best = null;
        var most = Sure;
        foreach (var (code, _) in sums)
        {
            var odds = sums.Where(other => other.Code == code).Sum(other => Math.Exp(other.Sum)) / all;
            if (odds > most)
                (most, best) = (odds, code);
        }

        return best;
    }
}
