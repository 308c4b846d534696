using System.Globalization;

namespace XthonBot.Load.Reporting;

/// <summary>One line of the table.</summary>
/// <param name="Limit">What the machine itself does, measured beside it; empty where there is no such thing.</param>
/// <param name="Reached">Null where it was not measured.</param>
internal sealed record Figure(string What, string Measured, string Limit, string Ratio, string ToReach, bool? Reached)
{
    /// <summary>A rate beside its limit, each measured in turns; the ratio is the median of the turns.</summary>
    public static Figure Beside(string what, Turns turns, double atLeast) =>
        new(
            what,
            PerSecond(turns.Figure),
            PerSecond(turns.Limit),
            Times(turns.Ratio),
            $"≥ {Times(atLeast)}",
            Math.Round(turns.Ratio, 2) >= atLeast
        );

    /// <summary>The same where there is nothing to reach.</summary>
    public static Figure Beside(string what, Turns turns) =>
        new(what, PerSecond(turns.Figure), PerSecond(turns.Limit), Times(turns.Ratio), "", true);

    public static Figure AtLeast(string what, double perSecond, double least) =>
        new(what, PerSecond(perSecond), "", "", $"≥ {PerSecond(least)}", perSecond >= least);

    public static Figure Under(string what, TimeSpan took, TimeSpan limit) =>
        new(what, Text(took), "", "", $"< {Text(limit)}", took < limit);

    public static Figure UnderMegabytes(string what, long bytes, long limit) =>
        new(what, $"{bytes >> 20} MB", "", "", $"< {limit} MB", bytes < limit << 20);

    /// <summary>Something to know, with nothing to reach.</summary>
    public static Figure Free(string what, string measured) => new(what, measured, "", "", "", true);

    public static Figure Missing(string what, string why) => new(what, why, "", "", "", null);

    public static string PerSecond(double rate) => rate.ToString(rate < 100 ? "0.0" : "#,0", CultureInfo.InvariantCulture) + " /s";

    private static string Times(double ratio) => ratio.ToString("0.00", CultureInfo.InvariantCulture) + " ×";

    public static string Text(TimeSpan time) =>
        time.TotalSeconds >= 2
            ? time.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s"
            : time.TotalMilliseconds.ToString(time.TotalMilliseconds < 10 ? "0.0" : "0", CultureInfo.InvariantCulture) + " ms";
}

/// <summary>
/// A figure and its limit, measured by turns so that both meet the same neighbours on the machine. What counts is the turn with the median
/// ratio.
/// </summary>
internal sealed class Turns
{
    private readonly List<(double Figure, double Limit)> turns = [];

    public double Figure => Middle.Figure;

    public double Limit => Middle.Limit;

    public double Ratio => Middle.Figure / Middle.Limit;

    private (double Figure, double Limit) Middle => turns.OrderBy(t => t.Figure / t.Limit).ElementAt(turns.Count / 2);

    public void Add(double figure, double limit) => turns.Add((figure, limit));

    public static double Median(IEnumerable<double> values) => values.Order().ToList() is var sorted ? sorted[sorted.Count / 2] : 0;
}
