using System.Text.RegularExpressions;
using XthonBot.Architecture.Tests.Reading;

namespace XthonBot.Architecture.Tests.Style;

/// <summary>How files look.</summary>
internal static partial class SourceRules
{
    public const int MostLines = 300;

    public static IEnumerable<string> NamespaceFollowsFolder(SourceFile file)
    {
        var folders = file.Path.Split('/')[..^1];
        var expected = $"XthonBot.{string.Join('.', folders)}";
        var found = Namespace().Match(file.Text);
        // Program.cs is the one file of statements.
        if (found.Success ? found.Groups[1].Value != expected : file.Path != "Bot/Program.cs")
            yield return $"{file.Path} is in {(found.Success ? found.Groups[1].Value : "no namespace")}, not in {expected}";
    }

    public static IEnumerable<string> FilesAreShort(SourceFile file)
    {
        var lines = file.Text.AsSpan().TrimEnd().Count('\n') + 1;
        if (lines > MostLines)
            yield return $"{file.Path} has {lines} lines";
    }

    /// <summary>A sentence of a comment has a noun as its subject: "What" and "Whoever" make the reader wait for it.</summary>
    public static IEnumerable<string> SentencesHaveSubjects(string path, IEnumerable<string> lines) =>
        lines.Where(line => SentenceWithoutSubject().IsMatch(line)).Select(line => $"{path}: {line.Trim()}");

    /// <summary>Statements name enum values; a bare number says nothing, and nothing finds it when the enum changes.</summary>
    public static IEnumerable<string> StatementsNameEnumValues(string path, IEnumerable<string> lines) =>
        lines.Where(line => BareEnumNumber().IsMatch(line)).Select(line => $"{path}: {line.Trim()}");

    /// <summary>The doors of the project files: the compiler drops a reference that nobody uses yet.</summary>
    public static IEnumerable<string> ProjectKnowsOnly(string project, string text, params string[] allowed) =>
        ProjectReference().Matches(text).Select(m => m.Groups[1].Value).Except(allowed).Select(other => $"{project} refers to {other}");

    [GeneratedRegex(@"(\b(where|set|and|or|when)\b|HasFilter).*\b(status|state|kind|channel) (=|<>|<|>|<=|>=|in|not in) \(?\d")]
    private static partial Regex BareEnumNumber();

    [GeneratedRegex(@"//(.*[.!?;] |/? |.*[^c]"">|.*<(?:summary|returns|remarks)>)(What|Whoever|Whatever)\b")]
    private static partial Regex SentenceWithoutSubject();

    [GeneratedRegex(@"^namespace\s+([\w.]+)\s*;", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"<ProjectReference[^>]*?(\w+)\.csproj")]
    private static partial Regex ProjectReference();
}
