using System.Security.Cryptography;
using System.Text;

namespace XthonBot.Core.Tests.Messages;

/// <summary>
/// The texts that the weights are fitted on and judged by: <c>CodeFinder.texts.tsv</c>. Variations of one sentence have one
/// number and go to one half, by the hash of their language and number: a sentence that is judged was never fitted on.
/// </summary>
internal sealed record CodeFinderText(string Kind, string Language, int Sentence, string? Code, string Text)
{
    public static IReadOnlyList<CodeFinderText> All { get; } = Load();

    public bool IsJudged => SHA256.HashData(Encoding.UTF8.GetBytes($"{Language}{Sentence}"))[0] % 2 == 0;

    private static List<CodeFinderText> Load()
    {
        using var stream = typeof(CodeFinderText).Assembly.GetManifestResourceStream("CodeFinder.texts.tsv")!;
        using var reader = new StreamReader(stream);
        return reader
            .ReadToEnd()
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Skip(1)
            .Select(line => Parse(line.Split('\t')))
            .ToList();
    }

    private static CodeFinderText Parse(string[] columns) =>
        new(
            columns[0],
            columns[1],
            int.Parse(columns[2]),
            columns[3] == "none" ? null : columns[3],
            columns[4].Replace("\\n", "\n", StringComparison.Ordinal)
        );
}
