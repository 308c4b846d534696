using System.Globalization;

namespace XthonBot.Core.Foundation.CodeFinding;

/// <summary>The classes of <c>words.txt</c>; README.md says what each of them means.</summary>
internal enum WordClass
{
    Code,
    Use,
    Hint,
    Copula,
    Your,
    Secret,
    Valid,
    Gone,
    Reference,
    Doubt,
    Phone,
    Promo,
    At,
    Month,
    Money,
    Time,
    Count,
    Year,
}

internal readonly record struct Word(int Start, int End, WordClass Class);

/// <summary>
/// Finds the words of <c>words.txt</c> in a text. Scripts written without spaces (Thai, Chinese, Japanese) and Korean match
/// anywhere, all others whole words.
/// </summary>
internal static class Vocabulary
{
    private const int MostWords = 200;
    private const int LeastBeforeAnEnding = 4;
    private const char FirstOfUnspacedScripts = '\u0E00';

    private static readonly List<Entry> Entries = Embedded.Lines("words.txt").SelectMany(Parse).ToList();
    private static readonly Dictionary<int, Entry[]> Names = Index(entry => entry.Class < WordClass.Time);
    private static readonly Dictionary<int, Entry[]> Units = Index(entry => entry.Class >= WordClass.Money);

    /// <returns>The words of the text from left to right, the longest at each place, without overlaps.</returns>
    public static List<Word> WordsIn(LayeredText text)
    {
        var words = new List<Word>();
        for (var i = 0; i < text.Length && words.Count < MostWords; i++)
        {
            if (Longest(Names, text.Folded, i) is not { } entry)
                continue;
            words.Add(new(i, i + entry.Text.Length, entry.Class));
            i += entry.Text.Length - 1;
        }

        return words;
    }

    /// <summary>The word that starts exactly here and says what the number before it counts.</summary>
    public static Word? UnitAt(LayeredText text, int index) =>
        Longest(Units, text.Folded, index) is { } entry ? new(index, index + entry.Text.Length, entry.Class) : null;

    public static bool IsUnit(ReadOnlySpan<char> folded) => Longest(Units, folded, 0) is { } entry && entry.Text.Length == folded.Length;

    public static bool IsLetter(char c) =>
        char.IsLetter(c) || char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    /// <summary>Whether words of this letter's script are not told apart by spaces.</summary>
    public static bool IsUnspaced(char c) => c >= FirstOfUnspacedScripts && IsLetter(c);

    private static Entry? Longest(Dictionary<int, Entry[]> index, ReadOnlySpan<char> folded, int at)
    {
        if ((uint)at >= (uint)folded.Length)
            return null;
        var rest = folded[at..];
        return (rest.Length > 1 ? Longest(index, Key(rest[0], rest[1]), folded, at) : null)
            ?? Longest(index, Key(rest[0], '\0'), folded, at);
    }

    private static Entry? Longest(Dictionary<int, Entry[]> index, int key, ReadOnlySpan<char> folded, int at)
    {
        if (!index.TryGetValue(key, out var entries))
            return null;
        var rest = folded[at..];
        var isInside = at > 0 && Continues(folded[at - 1]);
        foreach (var entry in entries)
        {
            if (!rest.StartsWith(entry.Text, StringComparison.Ordinal) || (isInside && !MayBeginInside(entry, folded, at)))
                continue;
            if (entry.OpenEnd || rest.Length == entry.Text.Length || !Continues(rest[entry.Text.Length]))
                return entry;
        }

        return null;
    }

    // "Gutscheincode" ends with a code, "vscode" does not. In Hebrew and Arabic "the" and "in" are one letter.
    private static bool MayBeginInside(Entry entry, ReadOnlySpan<char> folded, int at)
    {
        if (!entry.OpenStart || !char.IsAsciiLetter(entry.Text[0]))
            return entry.OpenStart;
        for (var i = 1; i <= LeastBeforeAnEnding; i++)
            if (at - i < 0 || !Continues(folded[at - i]))
                return false;
        return true;
    }

    private static int Key(char first, char second) => (first << 16) | second;

    private static bool Continues(char c) => c < FirstOfUnspacedScripts && IsLetter(c);

    private static Dictionary<int, Entry[]> Index(Func<Entry, bool> isIn) =>
        Entries
            .Where(isIn)
            .GroupBy(entry => Key(entry.Text[0], entry.Text.Length > 1 ? entry.Text[1] : '\0'))
            .ToDictionary(group => group.Key, group => group.OrderByDescending(entry => entry.Text.Length).ToArray());

    private static IEnumerable<Entry> Parse(string line)
    {
        var columns = line.Split('|', StringSplitOptions.TrimEntries);
        var kind = Enum.Parse<WordClass>(columns[0], ignoreCase: true);
        return columns[2]
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(word => Entry.Parse(word, kind));
    }

    private sealed record Entry(string Text, WordClass Class, bool OpenStart, bool OpenEnd)
    {
        public static Entry Parse(string word, WordClass kind)
        {
            var text = LayeredText.FoldWord(word.Trim('*'));
            return new(
                text,
                kind,
                word[0] == '*' || text[0] >= FirstOfUnspacedScripts,
                // A full stop or a sign ends a word by itself.
                word[^1] == '*'
                    || text[^1] >= FirstOfUnspacedScripts
                    || !IsLetter(text[^1])
            );
        }
    }
}
