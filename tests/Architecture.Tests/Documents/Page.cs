using System.Text;
using System.Text.RegularExpressions;
using XthonBot.Architecture.Tests.Reading;

namespace XthonBot.Architecture.Tests.Documents;

/// <summary>A page of Markdown.</summary>
/// <param name="Path">Below the solution's folder, with slashes: <c>docs/tour.md</c>.</param>
internal sealed partial record Page(string Path, string Text)
{
    /// <summary>What a reader of the repository reads: its root, its manuals, and what stands beside the code.</summary>
    public static readonly IReadOnlyList<Page> All =
    [
        .. Directory
            .EnumerateFiles(House.Root, "*.md")
            .Concat(
                ((string[])["docs", "examples", "bench"])
                    .Select(folder => System.IO.Path.Combine(House.Root, folder))
                    .SelectMany(folder => Directory.EnumerateFiles(folder, "*.md", SearchOption.AllDirectories))
            )
            .Select(file => System.IO.Path.GetRelativePath(House.Root, file).Replace('\\', '/'))
            .Where(path => !path.Split('/').Any(part => part is "bin" or "obj" or "node_modules"))
            .Order(StringComparer.Ordinal)
            .Select(Read),
    ];

    public static Page Read(string path) => new(path, File.ReadAllText(System.IO.Path.Combine(House.Root, path)));

    /// <summary>Where its links and pictures lead.</summary>
    public IEnumerable<string> Links =>
        Link().Matches(Code().Replace(Fence().Replace(Text, ""), "code")).Select(link => link.Groups[1].Value + link.Groups[2].Value);

    /// <summary>The anchors of its headings, as GitHub makes them.</summary>
    public IReadOnlySet<string> Anchors
    {
        get
        {
            var anchors = new HashSet<string>(StringComparer.Ordinal);
            foreach (Match heading in Heading().Matches(Fence().Replace(Text, "")))
            {
                var anchor = AnchorOf(heading.Groups[1].Value);
                for (var i = 1; !anchors.Add(i == 1 ? anchor : $"{anchor}-{i - 1}"); i++) { }
            }

            return anchors;
        }
    }

    private static string AnchorOf(string heading)
    {
        var anchor = new StringBuilder();
        foreach (var c in Target().Replace(heading, "").Trim())
        {
            if (char.IsLetterOrDigit(c) || c is '-' or '_')
                anchor.Append(char.ToLowerInvariant(c));
            else if (c == ' ')
                anchor.Append('-');
        }

        return anchor.ToString();
    }

    [GeneratedRegex(@"^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"`[^`\n]+`")]
    private static partial Regex Code();

    [GeneratedRegex(@"\]\(([^)\s]+)\)|(?:src|srcset)=""([^""]+)""")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#{1,6} (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"\]\([^)]*\)")]
    private static partial Regex Target();
}
