using System.Text.RegularExpressions;
using XthonBot.Architecture.Tests.Reading;

namespace XthonBot.Architecture.Tests.Documents;

/// <summary>What pages say of the repository is true.</summary>
internal static partial class PageRules
{
    /// <summary>Links within the repository: to files and folders that exist, to headings that are there.</summary>
    public static IEnumerable<string> LinksLeadSomewhere(Page page)
    {
        foreach (var link in page.Links.Where(link => !Elsewhere().IsMatch(link)))
        {
            var (path, anchor) = link.Split('#') is [var before, var after] ? (before, after) : (link, null);
            var target = path.Length == 0 ? page.Path : Resolve(page.Path, path);
            var file = Path.Combine(House.Root, target);
            if (path.Length > 0 && !File.Exists(file) && !Directory.Exists(file))
                yield return $"{page.Path} links to {link}, which does not exist";
            else if (anchor is not null && !(path.Length == 0 ? page : Page.Read(target)).Anchors.Contains(anchor))
                yield return $"{page.Path} links to {link}, and there is no such heading";
        }
    }

    /// <summary>A step of the tour is a file and a line of it: <c>| [Order.cs](../src/…) | `the line` | … |</c>.</summary>
    public static IEnumerable<string> QuotesAreInTheirFiles(Page tour) =>
        from step in Step().Matches(tour.Text)
        let file = Path.Combine(House.Root, Resolve(tour.Path, step.Groups[1].Value))
        let quote = step.Groups[2].Value
        where File.Exists(file) && !Unbroken(File.ReadAllText(file)).Contains(Unbroken(quote), StringComparison.Ordinal)
        select $"{tour.Path} quotes “{quote}”, which is not in {step.Groups[1].Value}";

    // Where a line is broken says nothing.
    private static string Unbroken(string code) => Blanks().Replace(code, "");

    public static int StepsOf(Page tour) => Step().Count(tour.Text);

    /// <summary>What a page says that the store says (in the log, at its start) is said somewhere; <c>…</c> stands for anything.</summary>
    public static IEnumerable<string> WordsAreSaid(Page page, IReadOnlyList<SourceFile> sources) =>
        from said in Said().Matches(page.Text)
        let words = said.Groups[1].Value + said.Groups[2].Value
        let pieces = words.Split('…', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        where !sources.Any(file => pieces.All(piece => file.Text.Contains(piece, StringComparison.Ordinal)))
        select $"{page.Path} says that the store says “{words}”";

    public static int WordsOf(Page page) => Said().Count(page.Text);

    private static string Resolve(string page, string link)
    {
        var target = Path.Combine(House.Root, Path.GetDirectoryName(page)!, Uri.UnescapeDataString(link));
        return Path.GetRelativePath(House.Root, Path.GetFullPath(target)).Replace('\\', '/');
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex("^[a-z][a-z0-9+.-]*:|^//")]
    private static partial Regex Elsewhere();

    [GeneratedRegex(@"^ *\| `([^`]+)` \||^- `([^`]+)` in the log", RegexOptions.Multiline)]
    private static partial Regex Said();

    [GeneratedRegex(@"^\| \[[^\]]+\]\(([^)]+)\) \| `([^`]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Step();
}
