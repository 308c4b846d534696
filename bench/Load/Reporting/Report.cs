using System.Globalization;
using System.Text;

namespace XthonBot.Load.Reporting;

/// <summary>The table, as it is printed and as it stands in RESULTS.md.</summary>
internal sealed class Report
{
    private static readonly string[] Head = ["", "measured", "limit", "ratio", "to reach", "reached"];
    private readonly List<Figure> figures = [];
    private readonly List<string> notes = [];

    public bool AllReached => figures.TrueForAll(f => f.Reached == true);

    public void Add(Figure figure)
    {
        figures.Add(figure);
        Console.WriteLine(
            $"    {figure.What}: {figure.Measured} {(figure.Limit.Length > 0 ? $"beside {figure.Limit}, {figure.Ratio}" : "")}"
        );
    }

    /// <summary>How a figure was measured.</summary>
    public void Explain(string note) => notes.Add(note);

    public string Table()
    {
        List<string[]> rows =
        [
            Head,
            .. figures.Select(f =>
                (string[])
                    [
                        f.What,
                        f.Measured,
                        f.Limit,
                        f.Ratio,
                        f.ToReach,
                        f.Reached switch
                        {
                            null => "–",
                            false => "**no**",
                            true => f.ToReach.Length > 0 ? "yes" : "",
                        },
                    ]
            ),
        ];
        var widths = Enumerable.Range(0, Head.Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        var text = new StringBuilder();
        for (var i = 0; i < rows.Count; i++)
        {
            text.Append("| ")
                .AppendJoin(
                    " | ",
                    rows[i].Select((cell, column) => column is 1 or 2 or 3 ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]))
                )
                .Append(" |\n");
            if (i == 0)
                text.Append('|')
                    .AppendJoin('|', widths.Select((width, column) => new string('-', width + 1) + (column is 1 or 2 or 3 ? ":" : "-")))
                    .Append("|\n");
        }

        return text.ToString();
    }

    public string Page(IEnumerable<string> machine, DateTime date, TimeSpan took) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"""
            # What the store carries

            Measured by `bench/run` on {date:yyyy-MM-dd}, in {took.TotalMinutes:0} minutes:

            {string.Join('\n', machine.Select(line => "- " + line))}

            The store, the load and each limit share this machine: a limit is measured right beside its figure, in the same run,
            and the line shows the turn with the median ratio. Absolute figures of a shared machine come and go; ratios stay.

            {Table()}
            ## How

            {string.Join('\n', notes.Select(note => "- " + note))}

            """
        );
}
