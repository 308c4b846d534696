using System.Collections.Concurrent;
using XthonBot.Core.Foundation.Kernel;

namespace XthonBot.Bot.Chat.Support;

/// <summary>How much one person may send to the operators: nobody floods their chats. Known to this process alone.</summary>
internal sealed class MessageLimit(TimeProvider time)
{
    private const int Most = 10;
    private const int MostKnown = 10_000;
    private static readonly TimeSpan Span = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<CustomerId, (DateTime Since, int Count)> sent = new();

    public bool TryCount(CustomerId customer)
    {
        var now = time.UtcNow();
        if (sent.Count >= MostKnown)
            sent.Clear();
        var counted = sent.AddOrUpdate(
            customer,
            (now, 1),
            (_, before) => now - before.Since > Span ? (now, 1) : (before.Since, before.Count + 1)
        );
        return counted.Count <= Most;
    }
}
