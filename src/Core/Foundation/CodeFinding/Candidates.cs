using System.Buffers;
using XthonBot.Core.Modules.Messages;

namespace XthonBot.Core.Foundation.CodeFinding;

internal enum CandidateShape
{
    /// <summary>Digits in one piece.</summary>
    Digits,

    /// <summary>Digits in pieces: <c>123-456</c>, <c>12 34 56</c>.</summary>
    Pieces,

    /// <summary>Letters and digits.</summary>
    Mixed,

    /// <summary>Capitals without vowels, as in Steam's alphabet, which no word looks like.</summary>
    Consonants,
}

internal readonly record struct Candidate(string Code, int Start, int End, CandidateShape Shape);

/// <summary>Cuts a text into what may be a code by its shape and its closest neighbours.</summary>
internal sealed class Candidates
{
    private const int Most = 40;
    private const int Shortest = CodeShape.Shortest;
    private const int Longest = CodeShape.Longest;

    private static readonly SearchValues<char> Capitals = SearchValues.Create("BCDFGHJKLMNPQRSTVWXZ");

    private readonly LayeredText text;
    private readonly FalsePositives traps;
    private readonly List<Candidate> found = [];

    private Candidates(LayeredText text, List<Label> labels)
    {
        this.text = text;
        traps = new(text, labels);
    }

    public static List<Candidate> In(LayeredText text, List<Label> labels)
    {
        var reader = new Candidates(text, labels);
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
            if (token.Length is >= 5 and <= 8 && !token.ContainsAnyExcept(Capitals))
                Add(token.ToString(), start, end, CandidateShape.Consonants);
            return end;
        }

        // Words that ran into the number: "code123456", "123456is your code".
        if (digits - start >= 4 && text.Folded[digits..end] is "is" or "as" or "valid" or "your")
            return ReadDigits(start, digits);
        var letters = start;
        while (!text.IsDigit(letters))
            letters++;
        if (DigitsEnd(letters) == end && end - letters >= 4 && traps.IsCodeWord(start, letters))
            return ReadDigits(letters, end);

        if (traps.IsPlausibleMix(start, end))
            Add(token.ToString(), start, end, CandidateShape.Mixed);
        return end;
    }

    /// <summary>Groups of capitals and digits with dashes, all of one length: <c>AB12-CD34</c>.</summary>
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

        if (!text.Plain[start..end].ContainsAnyInRange('0', '9'))
            return null;
        var code = text.Slice(start, end).Replace("-", "", StringComparison.Ordinal);
        var isSerial =
            end > firstEnd
            && code.Length is >= 6 and <= Longest
            && code.All(c => char.IsAsciiDigit(c) || char.IsAsciiLetterUpper(c))
            && !(firstEnd - start == 3 && DigitsEnd(firstEnd + 1) == end); // ABC-123 is a flight or a plate
        if (!isSerial)
            return null;
        Add(code, start, end, CandidateShape.Mixed);
        return end;
    }

    /// <summary>Reads a number and those that belong to it: <c>123 456</c>, <c>8 (800) 555-35-35</c>.</summary>
    private int ReadDigits(int start, int end)
    {
        var groups = new List<(int Start, int End)> { (start, end) };
        var standsAlone = end - start > 5;
        while (!standsAlone && groups.Count < Longest + 2)
        {
            var next = end;
            while (next - end < 3 && text[next] is ' ' or '-' or '(' or ')')
                next++;
            var nextEnd = DigitsEnd(next);
            // "482913 10 min": the second number has a meaning of its own.
            if (next == end || nextEnd == next || nextEnd - next > 5 || nextEnd != TokenEnd(next) || traps.IsMeasure(next, nextEnd))
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

        var lengths = groups.Select(group => group.End - group.Start).ToList();
        return lengths.Distinct().Count() == 1
            ? lengths[0] == 1 || (lengths[0] <= 5 && groups.Count <= 3)
            : lengths.Count == 2 && digits <= 8 && lengths.Min() >= 2 && (separator == '-' || Math.Abs(lengths[0] - lengths[1]) == 1);
    }

    /// <summary>A phone, account or order number, a date: no piece of it is a code.</summary>
    private bool AreOneNumber(List<(int Start, int End)> groups, int digits)
    {
        var written = text.Plain[groups[0].Start..groups[^1].End];
        return (groups.Count >= 3 && digits >= 7) || written.ContainsAny('-', '(', ')') || text[groups[0].Start - 1] == '+';
    }

    private void AddDigits(string code, int start, int end, CandidateShape shape)
    {
        if (code.Length is >= Shortest and <= Longest && !traps.IsNoCode(start, end, code))
            Add(code, start, end, shape);
    }

    private void Add(string code, int start, int end, CandidateShape shape) => found.Add(new(code, start, end, shape));
}
