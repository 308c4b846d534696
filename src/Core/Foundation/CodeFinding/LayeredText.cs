using System.Globalization;
using XthonBot.Core.Modules.Messages;

namespace XthonBot.Core.Foundation.CodeFinding;

/// <summary>
/// A message in two layers of equal length: as written (with ASCII digits, plain spaces and dashes, without
/// invisible marks) and folded (lower case, without accents) for the comparison with words.
/// </summary>
internal sealed class LayeredText
{
    private const char Hidden = '\uE000';

    private const string Accents =
        "aàáâãäåāăąạảấầẩẫậắằẳẵặ cçćĉċč dďđ eèéêëēĕėęěẹẻẽếềểễệ gĝğġģ hĥħ iìíîïĩīĭįıİịỉ jĵ kķ lĺļľŀł nñńņňŉ "
        + "oòóôõöøōŏőơọỏốồổỗộớờởỡợ rŕŗř sśŝşšș tţťŧț uùúûüũūŭůűųưụủứừửữự wŵ yýÿŷỳỵỷỹ zźżž её ий ії "
        + "اأإآٱ یيى کك هة";

    private static readonly Dictionary<char, char> Folds = Accents
        .Split(' ')
        .SelectMany(group => group.Skip(1).Select(accented => (accented, plain: group[0])))
        .ToDictionary(pair => pair.accented, pair => pair.plain);

    private readonly char[] plain;
    private readonly char[] folded;

    private LayeredText(char[] plain, int length)
    {
        Length = length;
        this.plain = plain;
        folded = new char[length];
        for (var i = 0; i < length; i++)
            folded[i] = Fold(plain[i]);
    }

    public int Length { get; }

    public ReadOnlySpan<char> Plain => plain.AsSpan(0, Length);

    public ReadOnlySpan<char> Folded => folded;

    /// <summary>The character as written, or a line break outside of the text.</summary>
    public char this[int index] => (uint)index < (uint)Length ? plain[index] : '\n';

    public bool IsDigit(int index) => char.IsAsciiDigit(this[index]);

    public string Slice(int start, int end) => new(plain, start, end - start);

    public void Hide(int start, int end)
    {
        plain.AsSpan(start, end - start).Fill(Hidden);
        folded.AsSpan(start, end - start).Fill(Hidden);
    }

    public override string ToString() => new(plain, 0, Length);

    public static string FoldWord(string word) =>
        string.Create(
            word.Length,
            word,
            (span, source) =>
            {
                for (var i = 0; i < span.Length; i++)
                    span[i] = Fold(source[i]);
            }
        );

    public static LayeredText Read(string text)
    {
        var end = Math.Min(text.Length, CodeFinder.ExaminedLength);
        // A number that the cut goes through would read as another number.
        while (end > 0 && end < text.Length && char.IsLetterOrDigit(text[end - 1]))
            end--;

        var plain = new char[end];
        var length = 0;
        for (var i = 0; i < end; i++)
        {
            var c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < end && CharUnicodeInfo.GetDecimalDigitValue(text, i) is >= 0 and var styled)
            {
                plain[length++] = (char)('0' + styled);
                i++;
            }
            else if (Simplify(c) is var simple and not '\0')
            {
                plain[length++] = simple;
            }
        }

        return new LayeredText(plain, length);
    }

    /// <returns>The simpler form of a character; NUL for one that only directs the display.</returns>
    private static char Simplify(char c)
    {
        if (c is >= ' ' and <= '~' or '\n')
            return c;
        switch (c)
        {
            case '\r' or '\u2028' or '\u2029':
                return '\n';
            case '\u066B':
                return '.';
            case '\u066C':
                return ',';
            case '\u066A' or '\uFE6A' or '\uFF05':
                return '%';
            case '\uFF0D' or '\u2212' or '\uFE63':
                return '-';
            case '\u2027' or '\u22C5' or '\u30FB' or '\uFF65':
                return '·';
            case '\uFF0E':
                return '.';
            case '\uFF1A':
                return ':';
            case '\uFF0B':
                return '+';
            case '\uFF0A':
                return '*';
            case '\uFF03':
                return '#';
            case '\uFF20':
                return '@';
            case >= '\uFF21' and <= '\uFF3A' or >= '\uFF41' and <= '\uFF5A':
                return (char)(c - 0xFEE0);
            // Combining accents, Arabic vowel signs and tatweel, emoji styles, key-cap frames.
            case >= '\u0300' and <= '\u036F' or >= '\u064B' and <= '\u0652' or '\u0640' or '\uFE0E' or '\uFE0F' or '\u20E3':
                return '\0';
        }

        return CharUnicodeInfo.GetUnicodeCategory(c) switch
        {
            UnicodeCategory.DecimalDigitNumber => (char)('0' + CharUnicodeInfo.GetDecimalDigitValue(c)),
            UnicodeCategory.SpaceSeparator or UnicodeCategory.Control => ' ',
            UnicodeCategory.DashPunctuation => '-',
            // Digits in circles; a raised one stands for a square or a note.
            UnicodeCategory.OtherNumber when c >= '\u2460' && CharUnicodeInfo.GetDigitValue(c) is >= 0 and var circled => (char)(
                '0' + circled
            ),
            UnicodeCategory.Format => '\0',
            _ => c,
        };
    }

    private static char Fold(char c)
    {
        if (c <= '~')
            return char.ToLowerInvariant(c);
        var lower = char.ToLowerInvariant(c);
        return Folds.TryGetValue(lower, out var plain) ? plain : lower;
    }
}
