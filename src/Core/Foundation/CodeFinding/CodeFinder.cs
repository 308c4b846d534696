using XthonBot.Core.Modules.Messages;

namespace XthonBot.Core.Foundation.CodeFinding;

/// <summary>Finds the verification code in a text message. Pure, without I/O, safe to call from any thread.</summary>
public static class CodeFinder
{
    /// <summary>Longer texts are cut here: a code stands near the start, and rubbish must not cost time.</summary>
    internal const int ExaminedLength = 2_000;

    /// <param name="text">The message as it came, in any language.</param>
    /// <param name="sender">Who sent it: a name or a number; a short number of the sender is never the code.</param>
    /// <param name="pattern">
    /// An operator's regular expression (.NET syntax that runs without backtracking). It overrides everything:
    /// the group <c>code</c>, else the first group that took part, else the whole match. See <see cref="Accepts"/>.
    /// </param>
    /// <returns>
    /// The code as a person would type it, without spaces and dashes and with ASCII digits
    /// (<c>G-123456</c>, <c>123 456</c> and <c>12-34-56</c> give <c>123456</c>; letters stay as written), or null.
    /// </returns>
    public static string? Find(string text, string? sender = null, string? pattern = null)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        if (!string.IsNullOrWhiteSpace(pattern))
            return CodePattern.Match(text, pattern);

        var read = LayeredText.Read(text);
        if (WebOtp.Find(read) is { } declared)
            return declared;

        return Weights.Best(Candidates(read, sender, (candidate, holding) => (candidate.Code, Weights.Fitted.Sum(holding))));
    }

    /// <summary>The candidates of a text with what holds for each; the number of the sender is none.</summary>
    internal static List<T> Candidates<T>(LayeredText read, string? sender, Func<Candidate, List<Feature>, T> select)
    {
        LinkMasking.HideLinks(read);
        var words = Vocabulary.WordsIn(read);
        var ownNumber = sender is null ? null : LayeredText.Read(sender).ToString().Trim('+', ' ');
        var candidates = CandidateReader.In(read, words).Where(candidate => candidate.Code != ownNumber).ToList();
        var features = new FeatureReader(read, words, candidates);
        return candidates.ConvertAll(candidate => select(candidate, features.Of(candidate)));
    }

    /// <summary>Whether <see cref="Find"/> can run this pattern; with one that it cannot run, it finds nothing.</summary>
    public static bool Accepts(string pattern) => CodePattern.Compile(pattern) is not null;
}
