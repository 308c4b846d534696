using System.Text;

namespace XthonBot.Core.Foundation.Kernel;

/// <summary>PostgreSQL keeps neither a zero character nor half an emoji; a message is not lost for one of them.</summary>
internal static class StorableText
{
    public static string Of(string text)
    {
        if (!text.Contains('\0', StringComparison.Ordinal) && !HasLoneSurrogate(text))
            return text;
        // By way of UTF-8 and back, where what is no character becomes the sign for that.
        return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace('\0', '\uFFFD');
    }

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
