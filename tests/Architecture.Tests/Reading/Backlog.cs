namespace XthonBot.Architecture.Tests.Reading;

/// <summary>
/// What breaks a rule today, a line for each, in a file of <c>Doors/Backlog</c>. It is the whole truth: what breaks the rule and is not
/// listed fails, and so does a line that is no longer true. Lines are taken out and never added.
/// </summary>
internal sealed record Backlog(string File, IReadOnlyList<string> Lines)
{
    /// <summary>With this variable set to 1, a test takes the lines out that are no longer true.</summary>
    public const string Shorten = "XTHON_SHORTEN_BACKLOG";

    public static Backlog Read(string file) => new(file, System.IO.File.ReadAllLines(PathOf(file)));

    /// <summary>What the one who broke the rule, or mended it, has to do.</summary>
    /// <param name="broken">What breaks the rule today.</param>
    public IEnumerable<string> Problems(IReadOnlyCollection<string> broken) =>
        Problems(broken, line => $"{line} is new: it is not in {File}, and is not to be added");

    public IEnumerable<string> Problems(IReadOnlyCollection<string> broken, Func<string, string> isNew)
    {
        foreach (var line in broken.Except(Lines))
            yield return isNew(line);
        foreach (var line in Lines.Except(broken))
            yield return $"{line} is no longer true: take it out of {File}";
        for (var i = 1; i < Lines.Count; i++)
        {
            if (string.CompareOrdinal(Lines[i - 1], Lines[i]) >= 0)
                yield return $"{Lines[i]} stands in the wrong place of {File}: the lines are sorted, and each stands there once";
        }
    }

    /// <summary>Takes out what is no longer true, where the one who runs the tests asks for it.</summary>
    public Backlog Shortened(IReadOnlyCollection<string> broken)
    {
        if (Environment.GetEnvironmentVariable(Shorten) != "1" || Lines.All(broken.Contains))
            return this;
        var shorter = this with { Lines = [.. Lines.Where(broken.Contains)] };
        System.IO.File.WriteAllLines(PathOf(File), shorter.Lines);
        return shorter;
    }

    private static string PathOf(string file) => Path.Combine(House.Root, "tests", "Architecture.Tests", "Doors", "Backlog", file);
}
