using System.Text.RegularExpressions;
using XthonBot.Architecture.Tests.Reading;

namespace XthonBot.Architecture.Tests.Documents;

public sealed partial class DiagramTests
{
    private static readonly string Tour = Path.Combine(House.Root, "docs", "tour.md");

    /// <summary>After a change of who knows whom: <c>XTHON_DRAW=1 dotnet test --project tests/Architecture.Tests</c>.</summary>
    [Fact]
    public void The_diagram_of_the_tour_is_the_house()
    {
        var (drawn, tour) = (Diagram.Draw(House.All), File.ReadAllText(Tour));
        if (Environment.GetEnvironmentVariable("XTHON_DRAW") == "1")
            File.WriteAllText(Tour, Mermaid().Replace(tour, $"```mermaid\n{drawn}\n```", 1));
        else
            Assert.Equal(drawn, Mermaid().Match(tour).Groups[1].Value);
    }

    [Fact]
    public void An_arrow_that_follows_from_others_is_not_drawn() =>
        Assert.Equal("flowchart TD\n    A --> B\n    B --> C", Diagram.Draw([("A", "B"), ("B", "C"), ("A", "C")]));

    [GeneratedRegex(@"```mermaid\n(.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex Mermaid();
}
