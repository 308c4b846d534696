namespace XthonBot.Core.Foundation.CodeFinding;

/// <summary>Where words, sentences and numbers stand around a place of the text.</summary>
internal sealed class Surroundings
{
    private const string Marks = " \n.!,:;*\"'()[]<>#-【】『』「」“”«»";

    private readonly LayeredText text;
    private readonly List<Word> words;
    private readonly int signs;

    // For each place: how many sentences end, how many numbers begin, and how many letters stand before it.
    private readonly int[] breaks;
    private readonly int[] numbers;
    private readonly int[] letters;

    public Surroundings(LayeredText text, List<Word> words)
    {
        (this.text, this.words) = (text, words);
        breaks = new int[text.Length + 1];
        numbers = new int[text.Length + 1];
        letters = new int[text.Length + 1];
        foreach (var word in words)
            signs |= 1 << (int)word.Class;
        CountAlong();
        First = text.Length - text.Plain.TrimStart(Marks).Length;
        Last = text.Plain.TrimEnd(Marks).Length;
    }

    /// <summary>Where the first word or number begins.</summary>
    public int First { get; }

    /// <summary>Where the last word or number ends.</summary>
    public int Last { get; }

    public bool Has(WordClass kind) => (signs & (1 << (int)kind)) != 0;

    public bool IsOneSentence(int from, int to) => breaks[from] == breaks[to];

    public bool HasNumber(int from, int to) => numbers[to] > numbers[from];

    /// <summary>How many letters stand between, of other words than those around codes.</summary>
    public int Distance(int from, int to) => letters[to] - letters[from];

    public bool IsNear(int from, int to, int most) => IsOneSentence(from, to) && !HasNumber(from, to) && Distance(from, to) <= most;

    public Word? LastBefore(Candidate candidate, WordClass kind)
    {
        for (var i = words.Count - 1; Has(kind) && i >= 0; i--)
            if (words[i].Class == kind && words[i].End <= candidate.Start)
                return words[i];
        return null;
    }

    public Word? FirstAfter(Candidate candidate, WordClass kind)
    {
        for (var i = 0; Has(kind) && i < words.Count; i++)
            if (words[i].Class == kind && words[i].Start >= candidate.End)
                return words[i];
        return null;
    }

    /// <summary>Whether such a word stands right before (-1) or right after (1).</summary>
    public bool Touches(WordClass kind, Candidate candidate, int side) =>
        side < 0
            ? LastBefore(candidate, kind) is { } left && IsNear(left.End, candidate.Start, 0)
            : FirstAfter(candidate, kind) is { } right && IsNear(candidate.End, right.Start, 0);

    /// <summary>Whether the candidate's sentence says "your".</summary>
    public bool IsYours(Candidate candidate) =>
        (LastBefore(candidate, WordClass.Your) is { } left && IsOneSentence(left.End, candidate.Start))
        || (FirstAfter(candidate, WordClass.Your) is { } right && IsOneSentence(candidate.End, right.Start));

    /// <summary>How far the nearest word for codes is; the end of a sentence counts as many letters.</summary>
    public int FromCode(Candidate candidate) =>
        Math.Min(
            LastBefore(candidate, WordClass.Code) is { } left ? Gap(left.End, candidate.Start) : int.MaxValue,
            FirstAfter(candidate, WordClass.Code) is { } right ? Gap(candidate.End, right.Start) : int.MaxValue
        );

    private int Gap(int from, int to) => Distance(from, to) + (20 * (breaks[to] - breaks[from])) + (10 * (numbers[to] - numbers[from]));

    /// <summary>The nearest word before, in the same sentence and behind every other number, that says what a number is.</summary>
    public WordClass? NearestNameBefore(Candidate candidate)
    {
        for (var i = words.Count - 1; i >= 0; i--)
        {
            var word = words[i];
            if (
                word.End > candidate.Start
                || word.Class is not (WordClass.Code or WordClass.Reference or WordClass.Doubt or WordClass.Phone)
            )
                continue;
            return IsNear(word.End, candidate.Start, 20) ? word.Class : null;
        }

        return null;
    }

    /// <summary>Whether such a word stands right before, with hardly a sign between.</summary>
    public bool IsAfter(WordClass kind, Candidate candidate) =>
        LastBefore(candidate, kind) is { } word
        && candidate.Start - word.End <= 6
        && !text.Plain[word.End..candidate.Start].ContainsAnyExcept(kind is WordClass.Month ? " .,0123456789" : " .");

    /// <summary>Whether this place is within a word of the vocabulary.</summary>
    public bool IsInWord(int at) => words.Exists(word => word.Start <= at && at < word.End);

    public bool IsColon(int start) => text[Skip(start - 1, -1)] is ':' or '=' or '-' or '：';

    public bool StartsSentence(Candidate candidate)
    {
        var at = Skip(candidate.Start - 1, -1);
        return at < 0 || text[at] == '\n' || breaks[at + 1] > breaks[at] || text[at] is ':' or ']' or '】';
    }

    public bool EndsSentence(int end)
    {
        var at = Skip(end, 1);
        return at >= text.Length || text[at] is '\n' or '.' or '!' or '。' or '！' or ',' or '，' or '、';
    }

    /// <summary>The next place in this direction that is neither a space nor an ornament.</summary>
    public int Skip(int at, int step)
    {
        while (
            text[at] is ' ' or '*' or '#' or '"' or '[' or '<' or '>' or '(' or '“' or '”' or '«' or '»' or '【' or '『' or '「'
            && InText(at)
        )
            at += step;
        return at;
    }

    public bool IsOpening(int at) => text[at] is '"' or '\'' or '[' or '<' or '(' or '*' or '“' or '«' or '『' or '「' or '【';

    public bool IsClosing(int at) => text[at] is '"' or '\'' or ']' or '>' or ')' or '*' or '”' or '»' or '』' or '」' or '】';

    /// <summary>Whether a letter stands here, of a script whose words are told apart by spaces.</summary>
    public bool IsSpacedLetter(int at) => Vocabulary.IsLetter(text[at]) && !Vocabulary.IsUnspaced(text[at]);

    private bool InText(int at) => at >= 0 && at < text.Length;

    private void CountAlong()
    {
        var lastVisible = '\n';
        var next = 0;
        for (var i = 0; i < text.Length; i++)
        {
            while (next < words.Count && words[next].End <= i)
                next++;
            var isFriendly =
                next < words.Count
                && words[next].Start <= i
                && words[next].Class
                    is WordClass.Code
                        or WordClass.Hint
                        or WordClass.Use
                        or WordClass.Copula
                        or WordClass.Secret
                        or WordClass.Your;
            breaks[i + 1] = breaks[i] + (IsBreak(i, lastVisible) ? 1 : 0);
            lastVisible = char.IsWhiteSpace(text[i]) ? lastVisible : text[i];
            var isNumber = text.IsDigit(i) && text.IsDigit(i + 1) && text.IsDigit(i + 2) && !text.IsDigit(i - 1);
            numbers[i + 1] = numbers[i] + (isNumber ? 1 : 0);
            letters[i + 1] = letters[i] + (isFriendly ? 0 : Weight(text[i]));
        }
    }

    /// <summary>A sign of Chinese says as much as three letters.</summary>
    private static int Weight(char c) =>
        !Vocabulary.IsLetter(c) ? 0
        : c is >= '\u2E80' and < '\uAC00' ? 3
        : c >= '\uAC00' ? 2
        : 1;

    private bool IsBreak(int index, char lastVisible) =>
        text[index] switch
        {
            '!' or '?' or ';' or '。' or '！' or '？' or '；' or '।' or '؟' or '۔' => true,
            '.' => !text.IsDigit(index + 1) && (!text.IsDigit(index - 1) || text[index + 1] is not ' ' || !text.IsDigit(index + 2)),
            '\n' => lastVisible is not ':',
            _ => false,
        };
}
