using System.Globalization;
using ScottPlot;
using XthonBot.Core.Views.Operator;
using XthonBot.Texts;
using Color = ScottPlot.Color;

namespace XthonBot.Bot.Chat.Operator;

/// <summary>Sales and refunds by day, as a PNG.</summary>
internal static class StatsPicture
{
    private const int Width = 900;
    private const int Height = 420;
    private const int MostLabels = 15;

    public static byte[] Draw(Sales sales, Words words)
    {
        using var plot = new Plot();
        Bars(plot, sales, day => day.Sales.Minor, -0.2, "#2f9e44", words.Label("stats.sales"));
        Bars(plot, sales, day => day.Refunds.Minor, 0.2, "#e8590c", words.Label("stats.refunds"));
        var step = (sales.Days.Count + MostLabels - 1) / MostLabels;
        plot.Axes.Bottom.SetTicks(
            [.. Enumerable.Range(0, sales.Days.Count).Where(i => i % step == 0).Select(i => (double)i)],
            [.. sales.Days.Where((_, i) => i % step == 0).Select(day => day.Day.ToString("d MMM", CultureInfo.InvariantCulture))]
        );
        plot.Axes.Margins(bottom: 0, top: 0.15);
        if (sales.Days.All(day => day.Sales.Minor == 0 && day.Refunds.Minor == 0))
            plot.Axes.SetLimitsY(0, 1);
        // Room for the days, whose letters differ in size from machine to machine.
        plot.Layout.Fixed(new PixelPadding(left: 80, right: 25, bottom: 50, top: 20));
        plot.YLabel("USD");
        plot.HideGrid();
        plot.ShowLegend(Alignment.UpperLeft);
        return plot.GetImageBytes(Width, Height, ImageFormat.Png);
    }

    private static void Bars(Plot plot, Sales sales, Func<DayOfSales, long> amount, double offset, string color, string name)
    {
        var bars = plot.Add.Bars(
            sales
                .Days.Select(
                    (day, i) =>
                        new Bar
                        {
                            Position = i + offset,
                            Value = amount(day) / 100.0,
                            Size = 0.38,
                            FillColor = Color.FromHex(color),
                            LineWidth = 0,
                        }
                )
                .ToArray()
        );
        bars.LegendText = name;
    }
}
