using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Data;
using XthonBot.Core.Primitives;

namespace XthonBot.Core.ApiKeys;

/// <summary>Tells whose key this is. Answers null for an unknown, wrong or revoked key and for a banned customer alike.</summary>
public sealed class AuthenticateApiKeyHandler(Store store, KeyUsage usage)
{
    private static readonly byte[] Nobody = new byte[SHA256.HashSizeInBytes];

    private static readonly Func<StoreDbContext, string, CancellationToken, Task<Row?>> FindKey = EF.CompileAsyncQuery(
        (StoreDbContext db, string publicPart, CancellationToken _) => db.ApiKeys
            .Where(k => k.PublicPart == publicPart && k.RevokedAt == null && k.Customer!.BannedAt == null)
            .Select(k => new Row(k.Id, k.CustomerId, k.Digest))
            .SingleOrDefault());

    public async Task<CustomerId?> HandleAsync(string? key, CancellationToken ct)
    {
        if (key is null || !KeyText.TryReadPublicPart(key, out var publicPart))
            return null;

        var row = await store.ReadAsync((db, token) => FindKey(db, publicPart, token), ct);
        if (!CryptographicOperations.FixedTimeEquals(row?.Digest ?? Nobody, KeyText.Digest(key)) || row is null)
            return null;

        usage.Note(new ApiKeyId(row.Id));
        return new CustomerId(row.CustomerId);
    }

    internal sealed record Row(long Id, long CustomerId, byte[] Digest);
}

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
