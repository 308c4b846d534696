using System.Buffers;
using XthonBot.Core.Modules.Messages;

namespace XthonBot.Core.Foundation.CodeFinding;

/// <summary>Hides the places where no code stands: links, mail addresses, mentions, hashes of Android apps.</summary>
internal static class LinkMasking
{
    private const int AppHashLength = 11;

    private static readonly SearchValues<char> Anchors = SearchValues.Create(":.@/");

    private static readonly HashSet<string> TopDomains =
    [
        "com",
        "net",
        "org",
        "ru",
        "cn",
        "io",
        "app",
        "jp",
        "kr",
        "ua",
        "pl",
        "fr",
        "uk",
        "br",
        "tr",
        "vn",
        "ir",
        "il",
        "edu",
        "gov",
        "info",
        "biz",
        "dev",
        "xyz",
        "tv",
        "ai",
        "gg",
    ];

    public static void HideLinks(LayeredText text)
    {
        HideAppHashes(text);
        for (var i = 0; i < text.Length; i++)
        {
            var next = text.Plain[i..].IndexOfAny(Anchors);
            if (next < 0)
                return;
            i += next;
            var (start, end) = Link(text, i);
            if (end <= i)
                continue;
            text.Hide(start, end);
            i = end - 1;
        }
    }

    private static (int Start, int End) Link(LayeredText text, int at) =>
        text[at] switch
        {
            ':' when text[at + 1] == '/' && text[at + 2] == '/' => (Left(text, at), Right(text, at)),
            '/' when EndsWithDomain(text, at) => (Left(text, at), Right(text, at)),
            '.' when IsDomain(text, at) => (Left(text, at), Right(text, at)),
            '@' when IsName(text[at + 1]) => (Left(text, at), NameEnd(text, at + 1)),
            _ => (0, 0),
        };

    private static bool IsDomain(LayeredText text, int dot)
    {
        if (!IsName(text[dot - 1]))
            return false;
        if (text[dot - 1] is 'w' && text[dot - 2] is 'w' && text[dot - 3] is 'w')
            return true;
        var end = dot + 1;
        while (char.IsAsciiLetterLower(text[end]))
            end++;
        return end - dot is > 2 and < 6 && !char.IsAsciiLetterOrDigit(text[end]) && TopDomains.Contains(text.Slice(dot + 1, end));
    }

    private static bool EndsWithDomain(LayeredText text, int slash)
    {
        var start = slash;
        while (char.IsAsciiLetter(text[start - 1]))
            start--;
        return slash - start >= 2 && text[start - 1] == '.' && IsName(text[start - 2]);
    }

    private static int Left(LayeredText text, int at)
    {
        while (IsName(text[at - 1]) || text[at - 1] is '.' or '+' or '%')
            at--;
        return at;
    }

    private static int Right(LayeredText text, int at)
    {
        while (text[at] is > ' ' and <= '~' and not ('<' or '>' or '"'))
            at++;
        return Math.Min(at, text.Length);
    }

    private static int NameEnd(LayeredText text, int at)
    {
        while (IsName(text[at]) || (text[at] == '.' && IsName(text[at + 1])))
            at++;
        return Math.Min(at, text.Length);
    }

    private static bool IsName(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_';

    /// <summary>The SMS Retriever's hash: eleven base64 characters that end the text or fill a line.</summary>
    private static void HideAppHashes(LayeredText text)
    {
        var textEnd = text.Plain.TrimEnd().Length;
        var start = 0;
        for (var i = 0; i <= textEnd; i++)
        {
            if (i < textEnd && !char.IsWhiteSpace(text[i]))
                continue;
            if (
                i - start == AppHashLength
                && (i == textEnd || (text[i] == '\n' && text[start - 1] == '\n'))
                && LooksLikeHash(text.Plain[start..i])
            )
                text.Hide(start, i);
            start = i + 1;
        }
    }

    /// <summary>Of base64, and no word: "Zugangscode" has eleven letters, too.</summary>
    private static bool LooksLikeHash(ReadOnlySpan<char> word)
    {
        int letters = 0,
            odd = 0;
        for (var i = 0; i < word.Length; i++)
        {
            var c = word[i];
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('+' or '/'))
                return false;
            letters += char.IsAsciiDigit(c) ? 0 : 1;
            odd += !char.IsAsciiLetter(c) || (i > 0 && char.IsAsciiLetterUpper(c) && char.IsAsciiLetterLower(word[i - 1])) ? 1 : 0;
        }

        return letters > 0 && odd > 0;
    }
}
