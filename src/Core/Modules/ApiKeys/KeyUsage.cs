using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
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
    public async Task<int> HandleAsync(CancellationToken ct)
    {
        var taken = usage.Take();
        return taken.Count == 0 ? 0 : await store.WriteAsync(
            async (db, token) =>
            {
                foreach (var (id, at) in taken)
                    await db.ApiKeys.Where(k => k.Id == id).ExecuteUpdateAsync(set => set.SetProperty(k => k.LastUsedAt, at), token);
                return taken.Count;
            },
            ct);
    }
}
