namespace XthonBot.Core.Tests.Messages;

/// <summary>Texts after the shapes of real services, written for these tests; all numbers are made up.</summary>
internal static class CodeFinderCorpus
{
    public static IReadOnlyList<CodeFinderSample> Samples { get; } = Load();

    private static List<CodeFinderSample> Load()
    {
        using var stream = typeof(CodeFinderCorpus).Assembly.GetManifestResourceStream("CodeFinder.corpus.tsv")!;
        using var reader = new StreamReader(stream);
        return reader
            .ReadToEnd()
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Skip(1)
            .Select((line, index) => CodeFinderSample.Parse(index + 2, line.TrimEnd('\r').Split('\t')))
            .ToList();
    }
}

internal sealed record CodeFinderSample(int Line, string Language, string? Code, string? Sender, string Text)
{
    public static CodeFinderSample Parse(int line, string[] columns) =>
        new(
            line,
            columns[0],
            columns[1] == "none" ? null : columns[1],
            columns[2] == "-" ? null : columns[2],
            columns[3].Replace("\\n", "\n", StringComparison.Ordinal)
        );
}
