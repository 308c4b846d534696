using System.Globalization;
using XthonBot.Core.Modules.Messages;

namespace XthonBot.Core.Foundation.CodeFinding;

/// <summary>Recognises numbers that are no codes by the characters and units that touch them: amounts, times, dates, phones.</summary>
internal sealed class FalsePositives(LayeredText text, List<Label> labels)
{
    public bool IsNoCode(int start, int end, string code) =>
        IsMeasure(start, end) || HasMaskOrPlus(start, end) || IsMoneyBefore(start) || IsCalendar(start, code);

    public bool IsCodeWord(int start, int end) =>
        labels.Exists(label => label.Start <= start && label.End == end && label.Sign == LabelKind.Code) || text.Folded[start..end] is "is";

    /// <summary>Whether the number is part of a longer figure (12.05.2024) or followed by what it counts (10 min).</summary>
    public bool IsMeasure(int start, int end) => IsPartOfFigure(start, end) || HasUnit(start, end);

    /// <summary>Letters with digits which may be a code; sizes, times, amounts and names of brands are not.</summary>
    public bool IsPlausibleMix(int start, int end)
    {
        var token = text.Plain[start..end];
        if (token.Length is < 4 or > 10)
            return false;
        int digits = 0,
            upper = 0,
            lower = 0,
            turns = 0;
        for (var i = 0; i < token.Length; i++)
        {
            var c = token[i];
            if (!char.IsAsciiLetterOrDigit(c))
                return false;
            digits += char.IsAsciiDigit(c) ? 1 : 0;
            upper += char.IsAsciiLetterUpper(c) ? 1 : 0;
            lower += char.IsAsciiLetterLower(c) ? 1 : 0;
            turns += i > 0 && char.IsAsciiDigit(c) != char.IsAsciiDigit(token[i - 1]) ? 1 : 0;
        }

        if (turns == 1 && char.IsAsciiDigit(token[0]) && token.Length - digits <= 4 && digits <= 4)
            return false; // 20min, 300MB, 1500RUB, 1080p
        if (turns == 1 && upper + lower <= 3 && digits <= 4 && (lower > 0 || token[0] == 'X' || IsMoney(start, end - digits)))
            return false; // Rs1200, v2024, XX1234, RM500
        if (turns == 1 && lower > 0 && digits <= 3 && !char.IsAsciiDigit(token[0]))
            return false; // Office365, bet365, Windows11
        return digits >= 1 && (upper == 0 || lower == 0 || turns >= 2);
    }

    private bool IsMoney(int start, int end) => KeywordFinder.Is(LabelKind.Money, text.Folded[start..end]);

    private bool IsPartOfFigure(int start, int end)
    {
        var length = end - start;
        if (text.IsDigit(start - 2))
        {
            switch (text[start - 1])
            {
                case '.' or ':':
                    return true;
                case ',' or '\'' or '’' when length <= 3:
                case '/' when length <= 4:
                    return true;
            }
        }

        if (!text.IsDigit(end + 1))
            return false;
        var next = end + 1;
        while (text.IsDigit(next))
            next++;
        var nextLength = next - end - 1;
        // "1234,10 минут": two numbers and a forgotten space.
        var isOwn = length >= 4 && HasUnit(end + 1, next);
        return text[end] switch
        {
            '.' or ':' => !isOwn,
            ',' or '\'' or '’' => !isOwn && (nextLength <= 2 || (nextLength == 3 && length <= 3)),
            '/' => length <= 4,
            _ => false,
        };
    }

    private bool HasUnit(int start, int end)
    {
        var length = end - start;
        var at = end;
        if (text[at] is ' ' or '-')
            at++;
        var spaced = at > end;
        if (text[at] is '%' or '‰' || (IsCurrency(text[at]) && !text.IsDigit(at + 1) && !(spaced && text.IsDigit(at + 2))))
            return true;
        if (KeywordFinder.UnitAt(text, at) is not { } unit)
            return false;
        if (unit.End - unit.Start == 1 && text[unit.Start] > '\u0E00')
        {
            // One Chinese or Korean character is often the beginning of another word.
            if (spaced && KeywordFinder.IsLetter(text[unit.End]))
                return false;
            if (unit.Sign is LabelKind.Duration && length > 3)
                return false;
            if (unit.Sign is LabelKind.Count && length > 5)
                return false;
        }

        return unit.Sign switch
        {
            LabelKind.Duration => length <= 4,
            LabelKind.Count => length <= 7,
            LabelKind.Year => length == 4 && IsYear(text.Slice(start, end)),
            _ => true,
        };
    }

    private bool HasMaskOrPlus(int start, int end)
    {
        var before = text[start - 1];
        if (before == '+' || (before == '(' && text[start - 2] == '+'))
            return true;
        // *123456* is bold in messengers; **1234 and •1234 are cards, 1234**** a number with a covered end.
        if (before is '•' or '●' or '∙' or '·' or '…' or 'X' or 'x')
            return true;
        if (before == '*')
            return text[end] != '*' || text[start - 2] == '*' && text[end + 1] != '*';
        return text[end] == '*' || (before == '.' && text[start - 2] == '.');
    }

    private bool IsMoneyBefore(int start)
    {
        var at = start - 1;
        if (text[at] == ' ')
            at--;
        if (IsCurrency(text[at]))
            return at == start - 1 || !text.IsDigit(at - 1);
        return LabelEndingBefore(start) is { Sign: LabelKind.Money } label && IsGap(label.End, start, " .");
    }

    private bool IsCalendar(int start, string code)
    {
        if (code.Length != 4 || !IsYear(code))
            return false;
        return text[start - 1] == '©'
            || text[start - 2] == '©'
            || (LabelEndingBefore(start) is { Sign: LabelKind.Month } label && IsGap(label.End, start, " .,0123456789"));
    }

    public static bool IsYear(string code) =>
        code.Length == 4 && (code.StartsWith("19", StringComparison.Ordinal) || code.StartsWith("20", StringComparison.Ordinal));

    /// <summary>The nearest word of the vocabulary that ends before this place.</summary>
    private Label? LabelEndingBefore(int index)
    {
        int low = 0,
            high = labels.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (labels[middle].End <= index)
                low = middle + 1;
            else
                high = middle;
        }

        return low > 0 ? labels[low - 1] : null;
    }

    private bool IsGap(int from, int to, string filler) => to - from <= 6 && !text.Plain[from..to].ContainsAnyExcept(filler);

    private static bool IsCurrency(char c) => char.GetUnicodeCategory(c) == UnicodeCategory.CurrencySymbol;
}
