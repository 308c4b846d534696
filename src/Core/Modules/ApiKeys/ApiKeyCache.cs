using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Customers;

namespace XthonBot.Core.Modules.ApiKeys;

/// <summary>
/// Live keys that were used lately, in memory: a request need not ask the database whose key it carries. A key that is revoked, changed or
/// banned in this process is forgotten at once, what another process does is noticed when a key gets too old, within <see cref="Age"/>.
/// </summary>
public sealed class ApiKeyCache(TimeProvider time) : IReaction<ApiKeyChanged>, IReaction<CustomerBanned>
{
    /// <summary>How long a key is believed: others see a revocation within five seconds.</summary>
    public static readonly TimeSpan Age = TimeSpan.FromSeconds(4);

    private const int MostKeys = 100_000;
    private readonly ConcurrentDictionary<string, (KnownKey Key, long Since)> keys = new(StringComparer.Ordinal);
    private long generation;

    void IReaction<ApiKeyChanged>.Committed(IReadOnlyList<ApiKeyChanged> events) => Forget();

    void IReaction<CustomerBanned>.Committed(IReadOnlyList<CustomerBanned> events) => Forget();

    /// <summary>After a commit that ends or changes keys.</summary>
    internal void Forget()
    {
        Interlocked.Increment(ref generation);
        keys.Clear();
    }

    internal bool TryFind(string publicPart, [NotNullWhen(true)] out KnownKey? key)
    {
        key = keys.TryGetValue(publicPart, out var known) && time.GetElapsedTime(known.Since) < Age ? known.Key : null;
        return key is not null;
    }

    /// <summary>A key that was good when it was last looked up, however long ago that is.</summary>
    internal KnownKey? Remember(string publicPart) => keys.TryGetValue(publicPart, out var known) ? known.Key : null;

    /// <summary>Taken before the database is asked: what it says is only kept while nothing was forgotten meanwhile.</summary>
    internal (long Generation, long Since) Ticket() => (Interlocked.Read(ref generation), time.GetTimestamp());

    internal void Keep(string publicPart, KnownKey key, (long Generation, long Since) ticket)
    {
        if (keys.Count >= MostKeys)
            keys.Clear();
        keys[publicPart] = (key, ticket.Since);
        if (Interlocked.Read(ref generation) != ticket.Generation)
            keys.TryRemove(publicPart, out _);
    }
}
