using System.Collections.Concurrent;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Modules.ApiKeys;

/// <summary>When keys were last used, kept in memory and written by a sweep: a read need not cost a write.</summary>
public sealed class KeyUsage(TimeProvider time)
{
    private readonly ConcurrentDictionary<long, DateTime> lastUse = new();

    public void Note(ApiKeyId key) => lastUse[key.Value] = time.UtcNow();

    internal Dictionary<long, DateTime> Take()
    {
        var taken = new Dictionary<long, DateTime>();
        foreach (var key in lastUse.Keys)
        {
            if (lastUse.TryRemove(key, out var at))
                taken[key] = at;
        }

        return taken;
    }
}

public sealed class WriteKeyUsageHandler(Store store, KeyUsage usage)
{
    // The batch is small: a purchase may wait behind it.
    private const int BatchSize = 500;

    private static readonly RowStatement<KeyValuePair<long, DateTime>> UsedSql = new(
        "update api_keys set last_used_at = r.used_at from {rows} where api_keys.id = r.id",
        RowStatement<KeyValuePair<long, DateTime>>.Of("id", use => use.Key),
        RowStatement<KeyValuePair<long, DateTime>>.Of("used_at", use => use.Value)
    );

    /// <returns>The number of keys whose last use was written.</returns>
    public async Task<int> HandleAsync(CancellationToken ct)
    {
        var taken = usage.Take();
        // In the order of the table: neighbours share a page.
        foreach (var batch in taken.OrderBy(use => use.Key).Chunk(BatchSize))
            await store.WriteAsync((db, token) => UsedSql.RunAsync(db, batch, null, token), ct);
        return taken.Count;
    }
}
