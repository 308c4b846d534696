using System.Globalization;

namespace XthonBot.Core.Foundation.CodeFinding;

internal enum Measure
{
    None,
    Money,
    Percent,
    Time,
    Count,
    Year,
}

/// <summary>Says which thing a number counts, by the sign or the unit beside it.</summary>
internal static class Measures
{
    public static Measure UnitAfter(LayeredText text, int start, int end)
    {
        var length = end - start;
        var at = end;
        if (text[at] is ' ' or '-')
            at++;
        var isSpaced = at > end;
        if (text[at] is '%' or '‰')
            return Measure.Percent;
        // "482913 $12.50": the sign belongs to what follows.
        if (IsCurrency(text[at]) && !text.IsDigit(at + 1) && !(isSpaced && text.IsDigit(at + 2)))
            return Measure.Money;
        if (Vocabulary.UnitAt(text, at) is not { } unit)
            return Measure.None;
        // One Chinese or Korean character is often the beginning of another word.
        if (unit.End - unit.Start == 1 && Vocabulary.IsUnspaced(text[unit.Start]))
        {
            var most =
                unit.Class is WordClass.Time ? 3
                : unit.Class is WordClass.Count ? 5
                : 10;
            if ((isSpaced && Vocabulary.IsLetter(text[unit.End])) || length > most)
                return Measure.None;
        }

        return unit.Class switch
        {
            WordClass.Time when length <= 4 => Measure.Time,
            WordClass.Count when length <= 7 => Measure.Count,
            WordClass.Year when length == 4 && IsYear(text.Slice(start, end)) => Measure.Year,
            WordClass.Money when !BeginsAmount(text, unit.End) => Measure.Money,
            _ => Measure.None,
        };
    }

    public static bool IsCurrency(char c) => char.GetUnicodeCategory(c) == UnicodeCategory.CurrencySymbol;

    public static bool IsYear(string code) =>
        code.Length == 4 && (code.StartsWith("19", StringComparison.Ordinal) || code.StartsWith("20", StringComparison.Ordinal));

    /// <summary>Six or eight digits that read as a day: 120525, 20250512.</summary>
    public static bool IsDate(string code) =>
        code.Length switch
        {
            6 => IsDate(code[4..], code[2..4], code[..2]) || IsDate(code[..2], code[2..4], code[4..]),
            8 => (IsYear(code[..4]) && IsDate(code[2..4], code[4..6], code[6..]))
                || (IsYear(code[4..]) && IsDate(code[6..], code[2..4], code[..2])),
            _ => false,
        };

    /// <summary>Four digits that read as a time: 1530.</summary>
    public static bool IsTime(string code) => code.Length == 4 && IsBetween(code[..2], 0, 23) && IsBetween(code[2..], 0, 59);

    private static bool IsDate(string year, string month, string day) =>
        IsBetween(year, 20, 39) && IsBetween(month, 1, 12) && IsBetween(day, 1, 31);

    private static bool IsBetween(string digits, int least, int most) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most;

    private static bool BeginsAmount(LayeredText text, int at)
    {
        while (text[at] is ' ' or '.')
            at++;
        return text.IsDigit(at);
    }
}
