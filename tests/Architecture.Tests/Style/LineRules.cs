using System.Globalization;
using XthonBot.Architecture.Tests.Reading;

namespace XthonBot.Architecture.Tests.Style;

/// <summary>
/// How long lines are. What was longer when the rule came stands in <c>LongLines.txt</c>, a count for each file, and may only shrink.
/// </summary>
internal static class LineRules
{
    public const int MostColumns = 140;

    // Words of many languages: a line there is a list, and nothing is read into it.
    private static readonly string[] Vocabularies = ["Keywords.cs", "CountedUnits.cs"];

    private static readonly string AllowanceFile = Path.Combine(House.Root, "tests", "Architecture.Tests", "Style", "LongLines.txt");

    /// <summary>The files that have long lines today, by their path below the solution.</summary>
    public static SortedDictionary<string, int> CountAll()
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var path in House.Written("src", "tests"))
        {
            if (Count(path, File.ReadLines(Path.Combine(House.Root, path))) is > 0 and var count)
                counts[path] = count;
        }

        return counts;
    }

    public static int Count(string path, IEnumerable<string> lines) =>
        Vocabularies.Contains(Path.GetFileName(path)) ? 0 : lines.Count(line => line.Length > MostColumns);

    public static IReadOnlyDictionary<string, int> ReadAllowance() => File.Exists(AllowanceFile)
        ? File.ReadLines(AllowanceFile).Select(line => line.Split(' ', 2))
            .ToDictionary(line => line[1], line => int.Parse(line[0], CultureInfo.InvariantCulture))
        : new Dictionary<string, int>();

    public static void WriteAllowance(SortedDictionary<string, int> counts) =>
        File.WriteAllLines(AllowanceFile, counts.Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Value} {one.Key}")));

    public static IEnumerable<string> LinesAreShort(IReadOnlyDictionary<string, int> counts, IReadOnlyDictionary<string, int> allowance) =>
        from path in counts.Keys.Union(allowance.Keys)
        let found = counts.GetValueOrDefault(path)
        let allowed = allowance.GetValueOrDefault(path)
        where found != allowed
        select found > allowed
            ? $"{path} has {found} lines of more than {MostColumns} columns, {allowed} are allowed"
            : $"{path} has {found} long lines left of {allowed}: write the allowance anew, with XTHON_WRITE_LONG_LINES=1";
}
