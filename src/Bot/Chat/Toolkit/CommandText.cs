using XthonBot.Texts;

namespace XthonBot.Bot.Chat.Toolkit;

/// <summary>The arguments of a command, and the answer to one that cannot be carried out.</summary>
internal static class CommandText
{
    private const int MaxReason = 200;

    /// <summary>The next word of a command, and what follows it.</summary>
    public static (string Word, string Tail) Next(string text)
    {
        var trimmed = text.AsSpan().Trim();
        var end = 0;
        while (end < trimmed.Length && !char.IsWhiteSpace(trimmed[end]))
            end++;
        return end == trimmed.Length ? (trimmed.ToString(), "") : (trimmed[..end].ToString(), trimmed[(end + 1)..].Trim().ToString());
    }

    /// <summary>The reason, to be read in one glance; null where there is none.</summary>
    public static string? Reason(string text) => text.Length == 0 ? null : ScreenText.Cut(text, MaxReason);

    /// <summary>The usage of a command, and one example.</summary>
    public static Screen Usage(ChatContext chat, string command, string? problem = null)
    {
        var usage = chat.Words.Html("usage." + command);
        return new Screen(problem is null ? usage : $"{problem}\n\n{usage}") { Wrong = problem ?? "" };
    }
}
