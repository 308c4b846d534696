using System.Text;

namespace XthonBot.Core.Foundation.Kernel;

/// <summary>Who a text message says it is from: a number, a short number or a name, for people to read and for patterns to match.</summary>
public static class SenderName
{
    private const int MaxLength = 255;

    /// <summary>
    /// A sender is no reason to lose a message: what nobody sees goes, every blank is one blank and none stands at an end, half a
    /// character becomes U+FFFD, what is too long is cut, and a message without a sender has an empty one. Reading it twice is reading it
    /// once.
    /// </summary>
    public static string Read(string? text) => OneLine.Read(text, MaxLength);
}

/// <summary>A person's name, for operators to read: it cannot turn the direction of the text around it, nor be invisible.</summary>
public static class PersonName
{
    private const int MaxLength = 128;
    private const string Nameless = "—";

    public static string Read(string? text) => OneLine.Read(text, MaxLength) is { Length: > 0 } name ? name : Nameless;
}

internal static class OneLine
{
    public static string Read(string? text, int mostLength)
    {
        // Far longer than any name: the rest is not even looked at.
        var plain = PlainText.Of(text is null ? null : StorableText.Cut(text, mostLength * 16));
        var name = new StringBuilder(Math.Min(plain.Length, mostLength));
        var isBlankDue = false;
        foreach (var rune in plain.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune))
                isBlankDue = name.Length > 0;
            else if (!Rune.IsControl(rune))
            {
                if (name.Length + rune.Utf16SequenceLength + (isBlankDue ? 1 : 0) > mostLength)
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
