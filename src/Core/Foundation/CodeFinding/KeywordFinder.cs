using XthonBot.Core.Modules.Messages;

namespace XthonBot.Core.Foundation.CodeFinding;

internal enum LabelKind
{
    /// <summary>Names a code: "code", "OTP", "код".</summary>
    Code,

    /// <summary>Speaks of signing in or confirming.</summary>
    Hint,

    /// <summary>The next number is something else: an order, a ticket, a street.</summary>
    Reference,

    /// <summary>The next number may be something else, but such words stand next to codes, too: "account", "card".</summary>
    Doubt,

    /// <summary>The next number is to be called or written to.</summary>
    Phone,

    /// <summary>An advertisement: letters with digits are a voucher.</summary>
    Promo,
    Month,
    Money,
    Duration,

    /// <summary>Counted or measured things: points, kilometres.</summary>
    Count,

    /// <summary>Makes a number between 1900 and 2099 a year.</summary>
    Year,
}

internal readonly record struct Label(int Start, int End, LabelKind Sign);

/// <summary>
/// Finds words of <see cref="Keywords"/>. A word is matched whole; a star lets it go on (<c>код*</c>) or
/// begin earlier (<c>*code</c>). Scripts written without spaces (Thai, Chinese, Japanese) and Korean match anywhere.
/// </summary>
internal static class KeywordFinder
{
    private const int MostLabels = 150;
    private const char FirstOfUnspacedScripts = '\u0E00';

    private static readonly string[] Copulas = Keywords.Copulas.Split(' ').Select(LayeredText.FoldWord).ToArray();
    private static readonly Dictionary<int, Word[]> Before = Index(Keywords.BeforeNumbers);
    private static readonly Dictionary<int, Word[]> After = Index(Keywords.AfterNumbers);

    /// <returns>The words of the text from left to right, the longest at each place, without overlaps.</returns>
    public static List<Label> LabelsIn(LayeredText text)
    {
        var labels = new List<Label>();
        for (var i = 0; i < text.Length && labels.Count < MostLabels; i++)
        {
            if (Longest(Before, text.Folded, i) is not { } word)
                continue;
            labels.Add(new(i, i + word.Text.Length, word.Sign));
            i += word.Text.Length - 1;
        }

        return labels;
    }

    /// <summary>The word that starts exactly here and says what the number before it counts.</summary>
    public static Label? UnitAt(LayeredText text, int index) =>
        Longest(After, text.Folded, index) is { } word ? new(index, index + word.Text.Length, word.Sign) : null;

    public static bool Is(LabelKind sign, ReadOnlySpan<char> folded) =>
        Longest(After, folded, 0) is { } word && word.Sign == sign && word.Text.Length == folded.Length;

    /// <summary>Whether the text before a number ends with "is", as in "your code … is 123456".</summary>
    public static bool EndsWithIs(ReadOnlySpan<char> folded)
    {
        folded = folded.TrimEnd(" :*\"'");
        foreach (var word in Copulas)
        {
            if (
                folded.EndsWith(word, StringComparison.Ordinal)
                && (folded.Length == word.Length || !Continues(folded[folded.Length - word.Length - 1]) || !Continues(word[0]))
            )
                return true;
        }

        return false;
    }

    public static bool IsLetter(char c) =>
        char.IsLetter(c)
        || char.GetUnicodeCategory(c)
            is System.Globalization.UnicodeCategory.NonSpacingMark
                or System.Globalization.UnicodeCategory.SpacingCombiningMark;

    private static Word? Longest(Dictionary<int, Word[]> index, ReadOnlySpan<char> folded, int at)
    {
        if ((uint)at >= (uint)folded.Length)
            return null;
        var rest = folded[at..];
        var inside = at > 0 && Continues(folded[at - 1]);
        return (rest.Length > 1 ? Longest(index, Key(rest[0], rest[1]), rest, inside) : null)
            ?? Longest(index, Key(rest[0], '\0'), rest, inside);
    }

    private static Word? Longest(Dictionary<int, Word[]> index, int key, ReadOnlySpan<char> rest, bool inside)
    {
        if (!index.TryGetValue(key, out var words))
            return null;
        foreach (var word in words)
        {
            if ((inside && !word.OpenStart) || !rest.StartsWith(word.Text, StringComparison.Ordinal))
                continue;
            if (word.OpenEnd || rest.Length == word.Text.Length || !Continues(rest[word.Text.Length]))
                return word;
        }

        return null;
    }

    private static int Key(char first, char second) => (first << 16) | second;

    private static bool Continues(char c) => c < FirstOfUnspacedScripts && IsLetter(c);

    private static Dictionary<int, Word[]> Index(IEnumerable<(LabelKind Sign, string Words)> lists) =>
        lists
            .SelectMany(list =>
                list.Words.Split([',', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                    .Select(word => Word.Parse(word, list.Sign))
            )
            .GroupBy(word => Key(word.Text[0], word.Text.Length > 1 ? word.Text[1] : '\0'))
            .ToDictionary(group => group.Key, group => group.OrderByDescending(word => word.Text.Length).ToArray());

    private sealed record Word(string Text, LabelKind Sign, bool OpenStart, bool OpenEnd)
    {
        public static Word Parse(string word, LabelKind sign)
        {
            var text = LayeredText.FoldWord(word.Trim('*'));
            return new(
                text,
                sign,
                word[0] == '*' || text[0] >= FirstOfUnspacedScripts,
                // A full stop or a sign ends a word by itself.
                word[^1] == '*'
                    || text[^1] >= FirstOfUnspacedScripts
                    || !IsLetter(text[^1])
            );
        }
    }
}
