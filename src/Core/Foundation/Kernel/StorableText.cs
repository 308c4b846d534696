using System.Text;

namespace XthonBot.Core.Foundation.Kernel;

/// <summary>PostgreSQL keeps neither a zero character nor half an emoji; a message is not lost for one of them.</summary>
public static class StorableText
{
    /// <summary>With the sign for what is no character in place of both.</summary>
    public static string Of(string text)
    {
        if (!text.Contains('\0', StringComparison.Ordinal) && !HasLoneSurrogate(text))
            return text;
        // By way of UTF-8 and back, where what is no character becomes the sign for that.
        return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace('\0', '\uFFFD');
    }

    /// <summary>The beginning of a text, without half a character at its end.</summary>
    /// <param name="most">In UTF-16 units, which are what is left at most.</param>
    public static string Cut(string text, int most) => text.Length <= most ? text : text[..LengthOf(text, most)];

    /// <inheritdoc cref="Cut(string, int)"/>
    public static ReadOnlySpan<char> Cut(ReadOnlySpan<char> text, int most) => text.Length <= most ? text : text[..LengthOf(text, most)];

    private static int LengthOf(ReadOnlySpan<char> text, int most) =>
        most > 0 && char.IsSurrogatePair(text[most - 1], text[most]) ? most - 1 : most;

    private static bool HasLoneSurrogate(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                return true;
            i++;
        }

        return false;
    }
}
