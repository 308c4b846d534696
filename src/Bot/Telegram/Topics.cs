using System.Collections.Concurrent;

namespace XthonBot.Bot.Telegram;

/// <summary>
/// The topic in which somebody was last seen: what happens to them is told there. Forgotten at a restart, and then told beside the topics.
/// </summary>
internal sealed class Topics
{
    private readonly ConcurrentDictionary<long, int> last = new();

    public int? Of(long chat) => last.TryGetValue(chat, out var topic) ? topic : null;

    public void Note(long chat, int? topic)
    {
        if (topic is { } seen)
            last[chat] = seen;
        else if (!last.IsEmpty)
            last.TryRemove(chat, out _);
    }
}
