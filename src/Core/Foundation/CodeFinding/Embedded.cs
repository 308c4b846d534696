namespace XthonBot.Core.Foundation.CodeFinding;

/// <summary>The data files of this folder.</summary>
internal static class Embedded
{
    /// <returns>The lines that are neither blank nor a comment.</returns>
    public static IEnumerable<string> Lines(string name)
    {
        using var stream = typeof(Embedded).Assembly.GetManifestResourceStream($"CodeFinding.{name}")!;
        using var reader = new StreamReader(stream);
        return reader
            .ReadToEnd()
            .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(line => line[0] != '#');
    }
}
