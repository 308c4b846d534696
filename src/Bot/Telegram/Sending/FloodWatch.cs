namespace XthonBot.Bot.Telegram.Sending;

/// <summary>
/// Tells one chat's limit from the bot's own. Telegram answers both with the same 429; but when several chats
/// get one within a second, it is the bot that is too fast.
/// </summary>
internal sealed class FloodWatch
{
    /// <summary>Two chats may well meet by chance, and holding back everybody's codes is the costlier mistake.</summary>
    private const int SeveralChats = 3;

    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);

    private readonly List<(long ChatId, TimeSpan At, TimeSpan Until)> recent = [];

    /// <summary>Notes a 429.</summary>
    /// <returns>Until when everybody has to wait, or null while it looks like a matter of single chats.</returns>
    public TimeSpan? Note(long chatId, TimeSpan now, TimeSpan until)
    {
        recent.RemoveAll(one => now - one.At > Window || one.ChatId == chatId);
        recent.Add((chatId, now, until));

        // The shortest pause among them: a chat with a longer one of its own keeps to that anyway,
        // and if this was too short, Telegram says so again at once.
        return recent.Count >= SeveralChats ? recent.Min(one => one.Until) : null;
    }
}
