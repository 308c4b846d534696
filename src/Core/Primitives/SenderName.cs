using System.Text;

namespace XthonBot.Core.Primitives;

/// <summary>Who a text message says it is from: a number, a short number or a name, for people to read and for patterns to match.</summary>
public static class SenderName
{
    private const int MaxLength = 255;

    /// <summary>
    /// A sender is no reason to lose a message: what nobody sees goes, every blank is one blank and none stands at an end, half a
    /// character becomes U+FFFD, what is too long is cut, and a message without a sender has an empty one. Reading it twice is reading it once.
    /// </summary>
    public static string Read(string? text)
    {
        // Far longer than any sender: the rest is not even looked at.
        var plain = PlainText.Of(text is { Length: > MaxLength * 16 } ? text[..(MaxLength * 16)] : text);
        var name = new StringBuilder(Math.Min(plain.Length, MaxLength));
        var isBlankDue = false;
        foreach (var rune in plain.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune))
                isBlankDue = name.Length > 0;
            else if (!Rune.IsControl(rune))
            {
                if (name.Length + rune.Utf16SequenceLength + (isBlankDue ? 1 : 0) > MaxLength)
                    break;
                if (isBlankDue)
                    name.Append(' ');
                name.Append(rune);
                isBlankDue = false;
            }
        }

        return name.ToString();
    }
}
