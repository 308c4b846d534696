using System.Buffers;

namespace XthonBot.Core.Foundation.CodeFinding;

/// <summary>
/// Reads from the whole text all that could be a code by its shape, and joins what is written in pieces. It leaves out only
/// what cannot be a code: pieces of longer numbers, times, dates, phone numbers and covered cards. The weights judge the rest.
/// </summary>
internal sealed class CandidateReader
{
    private const int Most = 40;
    private const int Shortest = CodeShape.Shortest;
    private const int Longest = CodeShape.Longest;

    private static readonly SearchValues<char> Vowels = SearchValues.Create("aeiouyAEIOUY");

    private readonly LayeredText text;
    private readonly List<Word> words;
    private readonly List<Candidate> found = [];

    private CandidateReader(LayeredText text, List<Word> words)
    {
        this.text = text;
        this.words = words;
    }

    public static List<Candidate> In(LayeredText text, List<Word> words)
    {
        var reader = new CandidateReader(text, words);
        for (var i = 0; i < text.Length && reader.found.Count < Most; )
            i = IsTokenCharacter(text[i]) ? reader.ReadToken(i) : i + 1;
        return reader.found;
    }

    private static bool IsTokenCharacter(char c) =>
        char.IsAsciiLetterOrDigit(c) || c is (>= '\u00C0' and <= '\u024F') or (>= '\u1E00' and <= '\u1EFF');

    private int TokenEnd(int start)
    {
        while (IsTokenCharacter(text[start]))
            start++;
        return start;
    }

    private int DigitsEnd(int start)
    {
        while (text.IsDigit(start))
            start++;
        return start;
    }

    /// <returns>Where to read on.</returns>
    private int ReadToken(int start)
    {
        var end = TokenEnd(start);
        var digits = DigitsEnd(start);
        if (digits == end)
            return ReadDigits(start, end);
        if (ReadSerial(start, end) is { } serialEnd)
            return serialEnd;
        var token = text.Plain[start..end];
        if (!token.ContainsAnyInRange('0', '9'))
        {
            if (
                token.Length is >= 4 and <= 8
                && !token.ContainsAnyExceptInRange('A', 'Z')
                && !words.Exists(w => w.Start <= start && w.End >= end)
            )
                Add(token.ToString(), start, end, CandidateShape.Letters);
            return end;
        }

        if (digits - start >= 3 && IsRunOn(digits, end))
            return ReadDigits(start, digits);
        var letters = start;
        while (!text.IsDigit(letters))
            letters++;
        var last = DigitsEnd(letters);
        if (letters > start && last - letters >= 4 && IsRunOn(last, end) && EndsCodeWord(start, letters))
            return ReadDigits(letters, last);
        if (IsMix(start, end))
            Add(token.ToString(), start, end, CandidateShape.Mixed);
        return end;
    }

    /// <summary>Whether the letters after a number are a word that ran into it: "482913Never", "482913is".</summary>
    private bool IsRunOn(int start, int end)
    {
        var rest = text.Plain[start..end];
        if (rest.Length == 0 || !char.IsAsciiLetterOrDigit(rest[0]))
            return true;
        if (rest.Length < 2 || rest.ContainsAnyInRange('0', '9') || Vocabulary.IsUnit(text.Folded[start..end]))
            return false;
        var tail = rest[1..];
        return tail.ContainsAnyExceptInRange('A', 'Z') && (char.IsUpper(rest[0]) || rest.ContainsAny(Vowels));
    }

    /// <summary>Whether a word for codes ran into the number: "OTP482913", "Plumocode482913"; not "VSCode18829".</summary>
    private bool EndsCodeWord(int start, int end) =>
        words.Exists(word => word.Start >= start && word.End == end && word.Class is WordClass.Code) || text.Folded[start..end] is "is";

    /// <summary>Letters with digits, but no size, time, amount, covered card or name of a thing: "20min", "Rs1200", "Office365".</summary>
    private bool IsMix(int start, int end)
    {
        var token = text.Plain[start..end];
        if (token.Length is < Shortest or > Longest)
            return false;
        int digits = 0,
            lower = 0,
            turns = 0;
        for (var i = 0; i < token.Length; i++)
        {
            if (!char.IsAsciiLetterOrDigit(token[i]))
                return false;
            digits += char.IsAsciiDigit(token[i]) ? 1 : 0;
            lower += char.IsAsciiLetterLower(token[i]) ? 1 : 0;
            turns += i > 0 && char.IsAsciiDigit(token[i]) != char.IsAsciiDigit(token[i - 1]) ? 1 : 0;
        }

        if (turns > 1)
            return true;
        var letters = token.Length - digits;
        if (char.IsAsciiDigit(token[0]))
            return lower == 0 && letters > 1 && !Vocabulary.IsUnit(text.Folded[(start + digits)..end]);
        var isCover = token[0] is 'X' or 'x' && !token[..letters].ContainsAnyExcept('X', 'x');
        return lower == 0 && letters > 1 && !isCover && !Vocabulary.IsUnit(text.Folded[start..(start + letters)]);
    }

    /// <summary>Groups of capitals and digits with dashes, all of one length: <c>AB12-CD34</c>, <c>KQT-482</c>.</summary>
    private int? ReadSerial(int start, int firstEnd)
    {
        var end = firstEnd;
        if (text[end] != '-' || firstEnd - start is < 3 or > 5)
            return null;
        while (text[end] == '-' && IsTokenCharacter(text[end + 1]) && end - start <= Longest)
        {
            var next = TokenEnd(end + 1);
            if (next - end - 1 != firstEnd - start)
                return null;
            end = next;
        }

        var code = text.Slice(start, end).Replace("-", "", StringComparison.Ordinal);
        if (end == firstEnd || code.Length is < 6 or > Longest || !code.All(c => char.IsAsciiDigit(c) || char.IsAsciiLetterUpper(c)))
            return null;
        Add(code, start, end, code.Any(char.IsAsciiDigit) ? CandidateShape.Mixed : CandidateShape.Letters);
        return end;
    }

    /// <summary>Reads a number and those that belong to it: <c>123 456</c>, <c>8 (800) 555-35-35</c>.</summary>
    private int ReadDigits(int start, int end)
    {
        if (ReadSpelled(start, end) is { } spelledEnd)
            return spelledEnd;
        var groups = new List<(int Start, int End)> { (start, end) };
        while (end - start <= 5 || groups.Count > 1)
        {
            var next = end;
            while (next - end < 3 && text[next] is ' ' or '-' or '(' or ')' or '·')
                next++;
            var nextEnd = DigitsEnd(next);
            // "482913 10 min": the second number has a meaning of its own.
            if (
                next == end
                || nextEnd == next
                || nextEnd - next > 5
                || groups.Count >= Longest + 2
                || !IsRunOn(nextEnd, TokenEnd(nextEnd))
                || IsPartOfFigure(next, nextEnd)
                || HasUnit(next, nextEnd)
            )
                break;
            groups.Add((next, nextEnd));
            end = nextEnd;
        }

        var code = string.Concat(groups.Select(group => text.Slice(group.Start, group.End)));
        if (groups.Count == 1)
            AddDigits(code, start, end, CandidateShape.Digits);
        else if (AreOneCode(groups, code.Length))
            AddDigits(code, start, end, CandidateShape.Pieces);
        else if (!AreOneNumber(groups, code.Length))
            foreach (var (groupStart, groupEnd) in groups)
                AddDigits(text.Slice(groupStart, groupEnd), groupStart, groupEnd, CandidateShape.Digits);
        return end;
    }

    /// <summary>Single digits with full stops or commas, as somebody tells them, and halves with one: "4. 8. 2. 9", "482.913".</summary>
    private int? ReadSpelled(int start, int end)
    {
        var length = end - start;
        if (length is not (1 or 3) || text[end] is not ('.' or ',') || text[start - 1] is '.' or ',' && text.IsDigit(start - 2))
            return null;
        var (mark, code, last) = (text[end], text.Slice(start, end), end);
        while (text[last] == mark && code.Length <= Longest)
        {
            var next = last + (text[last + 1] == ' ' && length == 1 ? 2 : 1);
            var nextEnd = DigitsEnd(next);
            if (nextEnd - next != length)
                break;
            code += text.Slice(next, nextEnd);
            last = nextEnd;
        }

        var isOne = length == 1 ? code.Length is >= 4 and <= Longest : code.Length == 6 && mark == '.';
        if (!isOne || IsPartOfFigure(start, last) || HasUnit(start, last))
            return null;
        AddDigits(code, start, last, length == 1 ? CandidateShape.Pieces : CandidateShape.Dotted);
        return last;
    }

    private bool AreOneCode(List<(int Start, int End)> groups, int digits)
    {
        if (digits is < 4 or > Longest)
            return false;
        var separator = text[groups[0].End];
        for (var i = 1; i < groups.Count; i++)
        {
            if (groups[i].Start - groups[i - 1].End != 1 || text[groups[i - 1].End] != separator)
                return false;
        }

        if (
            separator == '-'
            && groups.Count == 3
            && Measures.IsDate(string.Concat(groups.Select(group => text.Slice(group.Start, group.End))))
        )
            return false;
        var lengths = groups.Select(group => group.End - group.Start).ToList();
        return lengths.Distinct().Count() == 1
            ? lengths[0] == 1 || (lengths[0] <= 5 && groups.Count <= 3)
            : lengths.Count == 2 && digits <= 8 && lengths.Min() >= 2 && (separator == '-' || Math.Abs(lengths[0] - lengths[1]) == 1);
    }

    /// <summary>A phone, account or order number, a date: no piece of it is a code.</summary>
    private bool AreOneNumber(List<(int Start, int End)> groups, int digits)
    {
        return (groups.Count >= 3 && digits >= 7)
            || text.Plain[groups[0].Start..groups[^1].End].ContainsAny("-()·")
            || text[groups[0].Start - 1] == '+';
    }

    /// <summary>12.05.2024, 4,829.00, 10:30, 3/6.</summary>
    private bool IsPartOfFigure(int start, int end)
    {
        var length = end - start;
        if (text.IsDigit(start - 2) && text[start - 1] is '.' or ':' or ',' or '\'' or '’' or '/')
            return text[start - 1] is '.' or ':' || length <= (text[start - 1] == '/' ? 4 : 3);
        if (!text.IsDigit(end + 1) || text[end] is not ('.' or ':' or ',' or '\'' or '’' or '/'))
            return false;
        var next = DigitsEnd(end + 1);
        // "1234,10 минут": two numbers and a forgotten space.
        if (length >= 4 && HasUnit(end + 1, next))
            return false;
        return text[end] switch
        {
            '.' or ':' => true,
            '/' => length <= 4,
            _ => next - end - 1 <= 2 || (next - end - 1 == 3 && length <= 3),
        };
    }

    private bool HasUnit(int start, int end) => Measures.UnitAfter(text, start, end) is not Measure.None;

    private bool IsCoveredOrPhone(int start, int end)
    {
        var before = text[start - 1];
        if (before == '+' || (before == '(' && text[start - 2] == '+'))
            return true;
        // *123456* is bold in messengers; **1234 and •1234 are cards, 1234**** a number with a covered end.
        if (before is '•' or '●' or '∙' or 'X' or 'x')
            return true;
        if (before is '…' || (before == '.' && text[start - 2] == '.'))
            return end - start == 4;
        if (before == '*')
            return text[end] != '*' || (text[start - 2] == '*' && text[end + 1] != '*');
        return text[end] == '*';
    }

    private void AddDigits(string code, int start, int end, CandidateShape shape)
    {
        if (code.Length is >= Shortest and <= Longest && !IsPartOfFigure(start, end) && !IsCoveredOrPhone(start, end))
            Add(code, start, end, shape);
    }

    private void Add(string code, int start, int end, CandidateShape shape) => found.Add(new(code, start, end, shape));
}
