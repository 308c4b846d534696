using System.Text.RegularExpressions;

namespace XthonBot.Architecture.Tests.Style;

/// <summary>How long lines are. CSharpier breaks code; comments and statements are broken by hand.</summary>
internal static partial class LineRules
{
    public const int MostColumns = 140;

    // Words of many languages: a line there is a list, and nothing is read into it.
    private static readonly string[] Vocabularies = ["Keywords.cs", "CountedUnits.cs"];

    public static IEnumerable<string> LinesAreShort(string path, IEnumerable<string> lines) =>
        Vocabularies.Contains(Path.GetFileName(path))
            ? []
            : lines.Index().Where(line => IsTooLong(line.Item)).Select(line => $"{path}:{line.Index + 1} has {line.Item.Length} columns");

    // A text in quotes would be another one if it were broken, and examples of JSON are read as they are sent.
    private static bool IsTooLong(string line) => line.Length > MostColumns && !LongText().IsMatch(line) && !Json().IsMatch(line);

    [GeneratedRegex(
        """
            "{3}|"([^"\\]|\\.){60,}"
            """
    )]
    private static partial Regex LongText();

    [GeneratedRegex(
        """
            "\w+":
            """
    )]
    private static partial Regex Json();
}
