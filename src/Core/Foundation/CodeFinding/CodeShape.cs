using XthonBot.Core.Modules.Messages;

namespace XthonBot.Core.Foundation.CodeFinding;

/// <summary>The shape of a verification code that somebody else names: short, of letters and digits. Pure.</summary>
public static class CodeShape
{
    internal const int Shortest = 3;
    internal const int Longest = 10;

    private const int LongestWritten = 40;
    private const int ShortestWord = 4;
    private const int LongestWord = 8;

    /// <summary>How what services say of a code begins, where there is none.</summary>
    private static readonly string[] StatusStems =
    [
        "WAIT",
        "NULL",
        "NONE",
        "EMPTY",
        "UNDEF",
        "FALSE",
        "TRUE",
        "PEND",
        "LOADING",
        "ERROR",
        "FAIL",
        "SUCCES",
        "STATUS",
        "CANCEL",
        "EXPIR",
        "TIMEOUT",
        "RECEIV",
        "READY",
        "RETRY",
        "RESEND",
        "REPEAT",
        "FINISH",
        "UNKNOWN",
        "ACTIV",
        "INACTIV",
        "DENIED",
        "INVALID",
        "REFUS",
        "REJECT",
        "DELIVER",
        "SENDING",
        "QUEUE",
        "PROCESS",
        "PROGRES",
        "SEARCH",
        "BLOCK",
        "BANNED",
        "ACCESS",
        "NOSMS",
        "NOCODE",
        "NODATA",
        "NOTEXT",
        "NOTFOUND",
        "NOTYET",
        "MISSING",
        "DISABLED",
        "ENABLED",
        "COMPLETE",
        "CLOSED",
        "STARTED",
        "CREATED",
        "HIDDEN",
        "MESSAGE",
        "NUMBER",
    ];

    private static readonly HashSet<string> StatusWords = new(StringComparer.Ordinal)
    {
        "NO",
        "NOT",
        "NIL",
        "NAN",
        "OK",
        "YES",
        "SENT",
        "DONE",
        "OPEN",
        "CODE",
        "TEXT",
        "CALL",
        "BUSY",
        "SOON",
        "VOID",
        "STOP",
        "FREE",
        "USED",
        "LATER",
    };

    /// <returns>The code as a person would type it (<c>123-456</c> is <c>123456</c>); null for what is a text, or nothing at all.</returns>
    public static string? Read(string? written)
    {
        var plain = Trimmed(written);
        if (plain.Length is 0 or > LongestWritten)
            return null;
        var pieces = plain.Split(' ', '-');
        if (pieces.Length > 1 && !pieces.All(piece => piece.Length > 0 && piece.All(char.IsAsciiDigit)))
            return null;
        var code = string.Concat(pieces);
        if (code.Length is < Shortest or > Longest || !code.All(char.IsAsciiLetterOrDigit))
            return null;
        return code.Any(char.IsAsciiDigit) ? (IsStatus(code.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9')) ? null : code)
            : code.Length is >= ShortestWord and <= LongestWord && code.All(char.IsAsciiLetterUpper) && !IsStatus(code) ? code
            : null;
    }

    /// <summary>Whether it only says that there is no code: <c>null</c>, <c>0</c>, <c>WAITING</c>, <c>NO_SMS_YET</c>.</summary>
    public static bool IsNothing(string? written)
    {
        var plain = Trimmed(written);
        if (plain.Length == 0)
            return true;
        // A sentence is somebody's text, and so is what has a code's shape.
        return plain.Length <= LongestWritten
            && !plain.Contains(' ')
            && !plain.Contains('\n')
            && plain.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-')
            && (
                plain.Length < Shortest
                || IsStatus(plain)
                || (plain.Contains('_') && !plain.Any(char.IsAsciiLetterLower) && !plain.Any(char.IsAsciiDigit))
            )
            && Read(plain) is null;
    }

    /// <summary>Whether the code stands in the text, in one piece or in pieces, and not as a part of something longer.</summary>
    public static bool IsIn(string code, string text)
    {
        var read = LayeredText.Read(text);
        for (var start = 0; start < read.Length; start++)
        {
            if (EndOf(code, read, start) is { } end && IsEdge(read, start - 1, start, -1) && IsEdge(read, end, end - 1, 1))
                return true;
        }

        return false;
    }

    /// <summary>Whether two ways of writing mean the same.</summary>
    public static bool IsSame(string one, string other) => string.Equals(Plain(one), Plain(other), StringComparison.OrdinalIgnoreCase);

    /// <summary>Its letters and digits.</summary>
    internal static string Plain(string text) => string.Concat(LayeredText.Read(text).ToString().Where(char.IsLetterOrDigit));

    private static string Trimmed(string? written) =>
        LayeredText
            .Read(written ?? "")
            .ToString()
            .Trim(' ', '\n', '\'', '"', '`', '.', ',', ';', ':', '!', '?', '*', '<', '>', '(', ')', '[', ']', '{', '}', '-', '\u2026');

    private static bool IsStatus(string word)
    {
        var upper = word.ToUpperInvariant();
        return StatusWords.Contains(upper) || StatusStems.Any(stem => upper.StartsWith(stem, StringComparison.Ordinal));
    }

    private static int? EndOf(string code, LayeredText text, int start)
    {
        var at = start;
        foreach (var c in code)
        {
            if (at > start && text[at] is ' ' or '-' && at > 0 && char.IsAsciiLetterOrDigit(text[at - 1]))
                at++;
            if (char.ToUpperInvariant(text[at]) != char.ToUpperInvariant(c))
                return null;
            at++;
        }

        return at;
    }

    // A code may touch a word ("482913Never") but a digit beside it, also behind a dash, belongs to it.
    private static bool IsEdge(LayeredText text, int outside, int inside, int step) =>
        char.IsAsciiDigit(text[inside])
            ? !text.IsDigit(outside) && !(text[outside] == '-' && text.IsDigit(outside + step))
            : !char.IsLetterOrDigit(text[outside]);
}
