using XthonBot.Sandbox.Wire;

namespace XthonBot.Sandbox.State;

/// <summary>The messages of one chat by growing id. Not locked: it belongs to its <see cref="Conversation"/>.</summary>
internal sealed class MessageList
{
    /// <summary>How many messages a chat keeps. A load test would fill the memory otherwise; older ones are "not found".</summary>
    private const int Kept = 2_000;

    private readonly List<Message> messages = [];

    public void Add(Message message)
    {
        messages.Add(message);
        if (messages.Count > Kept + (Kept / 4))
            messages.RemoveRange(0, messages.Count - Kept);
    }

    public Message? Find(int messageId) => IndexOf(messageId) is var index and >= 0 ? messages[index] : null;

    public Message? FindLast(Predicate<Message> fits) => messages.FindLast(fits);

    public void Replace(Message edited) => messages[IndexOf(edited.MessageId)] = edited;

    public bool Remove(int messageId)
    {
        var index = IndexOf(messageId);
        if (index >= 0)
            messages.RemoveAt(index);
        return index >= 0;
    }

    public IReadOnlyList<Message> Latest(int count) =>
        messages.GetRange(Math.Max(messages.Count - count, 0), Math.Min(messages.Count, count));

    private int IndexOf(int messageId)
    {
        int low = 0,
            high = messages.Count - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var found = messages[middle].MessageId;
            if (found == messageId)
                return middle;
            if (found < messageId)
                low = middle + 1;
            else
                high = middle - 1;
        }
        return -1;
    }
}
