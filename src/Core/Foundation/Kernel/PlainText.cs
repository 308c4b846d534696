using System.Globalization;
using System.Text;

namespace XthonBot.Core.Foundation.Kernel;

/// <summary>
/// Text from chats, pages and spreadsheets in plain characters: marks that nobody sees are gone, every kind of blank is a
/// blank, digits of every script and full-width letters are their ASCII. The readers of numbers, senders, amounts and names begin here.
/// </summary>
public static class PlainText
{
    private const int FullWidth = 0xFEE0;

    /// <summary>Half a character becomes U+FFFD. Line ends and other control characters stay: a reader decides about them.</summary>
    public static string Of(string? text)
    {
        if (text is null || IsPlain(text))
            return text ?? "";
        var plain = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            Append(plain, rune);
        return plain.ToString();
    }

    internal static bool IsPlain(ReadOnlySpan<char> text) => text.IndexOfAnyExceptInRange('\0', '\x7F') < 0;

    private static void Append(StringBuilder plain, Rune rune)
    {
        if (rune.IsAscii)
            plain.Append((char)rune.Value);
        else if (IsBlank(rune))
            plain.Append(' ');
        else if (!IsHidden(rune))
            plain.Append(
                Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber ? (char)('0' + (int)Rune.GetNumericValue(rune))
                : rune.Value is >= 0xFF01 and <= 0xFF5E ? (char)(rune.Value - FullWidth)
                : rune
            );
    }

    // The blank of Braille is no separator to Unicode, but nobody sees it.
    private static bool IsBlank(Rune rune) =>
        rune.Value == 0x2800
        || Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.SpaceSeparator
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator;

    // Besides the format characters (zero width, direction, soft hyphen, byte order mark, tags): what Unicode calls default-ignorable,
    // and the frame around the digits of a keypad.
    private static bool IsHidden(Rune rune) =>
        Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format
        || rune.Value
            is 0x034F
                or 0x115F
                or 0x1160
                or 0x17B4
                or 0x17B5
                or 0x180B
                or 0x180C
                or 0x180D
                or 0x180F
                or 0x20E3
                or 0x3164
                or 0xFFA0
                or (>= 0xFE00 and <= 0xFE0F)
                or (>= 0xE0100 and <= 0xE01EF);
}
