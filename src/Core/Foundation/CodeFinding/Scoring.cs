using XthonBot.Core.Modules.Messages;

namespace XthonBot.Core.Foundation.CodeFinding;

/// <summary>
/// Weighs candidates: nearness to words for codes counts most, then the length, the place and what the nearest word
/// before says. The figures are set by the corpus of the tests.
/// </summary>
internal sealed class Scoring
{
    private const int Enough = 30;
    private const int ShortText = 100;

    private readonly LayeredText text;
    private readonly List<Label> labels;
    private readonly int signs;
    private readonly int[] breaks;
    private readonly int[] numbers;

    private Scoring(LayeredText text, List<Label> labels)
    {
        this.text = text;
        this.labels = labels;
        foreach (var label in labels)
            signs |= 1 << (int)label.Sign;
        // For each place, how many sentences end and how many numbers begin before it.
        breaks = new int[text.Length + 1];
        numbers = new int[text.Length + 1];
        var visible = '\n';
        for (var i = 0; i < text.Length; i++)
        {
            breaks[i + 1] = breaks[i] + (IsBreak(i, visible) ? 1 : 0);
            visible = char.IsWhiteSpace(text[i]) ? visible : text[i];
            var isNumber = text.IsDigit(i) && text.IsDigit(i + 1) && text.IsDigit(i + 2) && !text.IsDigit(i - 1);
            numbers[i + 1] = numbers[i] + (isNumber ? 1 : 0);
        }
    }

    public static string? Best(LayeredText text, List<Label> labels, List<Candidate> candidates, string? sender)
    {
        var ownNumber = sender is null ? null : LayeredText.Read(sender).ToString().Trim('+', ' ');
        var left = candidates.Where(candidate => candidate.Code != ownNumber).ToList();
        var isAlone = left.Select(candidate => candidate.Code).Distinct().Take(2).Count() == 1;
        var score = new Scoring(text, labels);
        string? best = null;
        var most = Enough - 1;
        foreach (var candidate in left)
            if (score.Weigh(candidate, isAlone) is var points && points > most)
                (most, best) = (points, candidate.Code);

        return best;
    }

    private int Weigh(Candidate candidate, bool isAlone)
    {
        int before = 0,
            after = 0;
        Label? nearest = null;
        var split = labels.Count;
        while (split > 0 && labels[split - 1].End > candidate.Start)
            split--;
        for (var i = split - 1; i >= 0 && before == 0; i--)
        {
            if (labels[i].Sign is LabelKind.Code)
                before = Near(labels[i].End, candidate.Start, 50, 15);
            if (nearest is null && IsName(labels[i].Sign))
                nearest = labels[i];
        }

        for (var i = split; i < labels.Count && after == 0; i++)
        {
            if (labels[i].Sign is LabelKind.Code && labels[i].Start >= candidate.End)
                after = Near(candidate.End, labels[i].Start, 45, 10);
        }

        if (before > 0 && KeywordFinder.EndsWithIs(text.Folded[..candidate.Start]))
            before += 8;
        return candidate.Shape is CandidateShape.Mixed or CandidateShape.Consonants
            ? WeighLetters(candidate, nearest, before, after)
            : WeighDigits(candidate, nearest, Math.Max(before, after), isAlone);
    }

    private int WeighDigits(Candidate candidate, Label? nearest, int evidence, bool isAlone)
    {
        var length = candidate.Code.Length;
        var points = evidence + ByLength(length) + Place(candidate) - Otherwise(candidate, nearest) - Looks(candidate);
        if (candidate.Shape is CandidateShape.Pieces)
            points += length >= 9 ? -15 : 3;
        var hints = Has(LabelKind.Hint);
        if (hints)
            points += 8;
        if (isAlone && length is >= 4 and <= 8)
            points +=
                Has(LabelKind.Code) ? 15
                : hints || (text.Length <= ShortText && !IsCount(candidate)) ? 20
                : 0;
        return points;
    }

    /// <summary>Whether a word follows at once to a round number inside of a sentence: "2500 new vacancies".</summary>
    private bool IsCount(Candidate candidate) =>
        candidate.Start > 0
        && candidate.Code.Length <= 5
        && candidate.Code.EndsWith("00", StringComparison.Ordinal)
        && text[candidate.End] == ' '
        && char.IsLower(text[candidate.End + 1]);

    /// <summary>Letters with digits need a word for codes close by; a voucher has one, too.</summary>
    private int WeighLetters(Candidate candidate, Label? nearest, int before, int after)
    {
        var evidence = Math.Max(before, after);
        if (evidence < 25 || Has(LabelKind.Promo))
            return 0;
        var isTold =
            before >= 25
            && nearest is { Sign: LabelKind.Code } word
            && Letters(word.End, candidate.Start) <= (candidate.Shape is CandidateShape.Mixed ? 20 : 2);
        if (candidate.Shape is CandidateShape.Consonants)
            return isTold ? Enough : 0;
        var ownsLine = text[candidate.Start - 1] == '\n' && text[candidate.End] == '\n';
        var isNamed = after >= 25 && (ownsLine || text.Folded[candidate.End..].StartsWith(" is "));
        return isTold || isNamed || ownsLine ? evidence + 5 + Place(candidate) - Otherwise(candidate, nearest) : 0;
    }

    /// <summary>How strongly a word for codes speaks for a number at this distance.</summary>
    private int Near(int from, int to, int atOnce, int least)
    {
        var gap = to - from;
        var between = breaks[to] - breaks[from];
        var points = between == 0 ? Math.Max(least, atOnce - gap) : Math.Max(6, (atOnce * 2 / 3) - (gap / 2) - (4 * between));
        return numbers[to] > numbers[from] ? points / 2 : points;
    }

    private static int ByLength(int digits) =>
        digits switch
        {
            6 => 15,
            4 or 5 => 12,
            8 => 10,
            7 => 9,
            9 => 2,
            _ => 0,
        };

    private int Place(Candidate candidate)
    {
        var points = candidate.Start == 0 ? 6 : 0;
        var left = candidate.Start - 1;
        while (text[left] is ' ' or '*' or '#' or '"' or '[' or '<' or '>')
            left--;
        points += text[left] is ':' or '=' or '-' ? 8 : 0;
        if (text[left] == '\n' && text.Folded[candidate.End..].TrimStart(" *.").StartsWith('\n'))
            points += 15;
        return points;
    }

    /// <summary>Another meaning of the number, by the nearest word before it.</summary>
    private int Otherwise(Candidate candidate, Label? nearest)
    {
        if (nearest is not { } label || label.Sign is LabelKind.Code)
            return 0;
        var gap = candidate.Start - label.End;
        if (numbers[candidate.Start] > numbers[label.End] || breaks[candidate.Start] > breaks[label.End])
            return 0;
        return label.Sign switch
        {
            LabelKind.Reference when gap <= 14 && Letters(label.End, candidate.Start) <= 8 => 45,
            LabelKind.Phone when gap <= 8 && Letters(label.End, candidate.Start) <= 3 => 45,
            LabelKind.Doubt when gap <= 12 => 22,
            _ => 0,
        };
    }

    /// <summary>Numbers that are usually something else, unless a word for codes stands right beside.</summary>
    private int Looks(Candidate candidate)
    {
        var code = candidate.Code;
        if (FalsePositives.IsYear(code) && string.CompareOrdinal(code, "2039") <= 0)
            return 25;
        if (
            code is "10086" or "10010" or "10000" or "12306" or "12315"
            || (code.Length == 5 && code.StartsWith("955", StringComparison.Ordinal))
        )
            return 25;
        if (text[candidate.Start - 1] == '【' && text[candidate.End] == '】')
            return 20;
        if (candidate.Shape is CandidateShape.Pieces && code.Length == 6 && candidate.End - candidate.Start == 8)
            return IsDate(code[4..], code[2..4], code[..2]) || IsDate(code[4..], code[..2], code[2..4]) ? 30 : 0;
        if (code.Length != 8)
            return 0;
        var yearFirst = FalsePositives.IsYear(code[..4]) && IsDate(code[2..4], code[4..6], code[6..]);
        var yearLast = FalsePositives.IsYear(code[4..]) && IsDate(code[6..], code[2..4], code[..2]);
        return yearFirst || yearLast ? 20 : 0;
    }

    private static bool IsDate(string year, string month, string day) =>
        int.Parse(year) is >= 20 and <= 39 && int.Parse(month) is >= 1 and <= 12 && int.Parse(day) is >= 1 and <= 31;

    private bool Has(LabelKind sign) => (signs & (1 << (int)sign)) != 0;

    private static bool IsName(LabelKind sign) => sign is LabelKind.Code or LabelKind.Reference or LabelKind.Doubt or LabelKind.Phone;

    private int Letters(int from, int to)
    {
        var letters = 0;
        for (; from < to && letters <= 20; from++)
            letters += char.IsLetter(text[from]) ? 1 : 0;
        return letters;
    }

    private bool IsBreak(int index, char lastVisible) =>
        text[index] switch
        {
            '!' or '?' or ';' or '。' or '！' or '？' or '；' or '।' or '؟' or '۔' => true,
            '.' => char.IsWhiteSpace(text[index + 1]),
            '\n' => lastVisible is not ':',
            _ => false,
        };
}
