using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Data;
using XthonBot.Core.Primitives;

namespace XthonBot.Core.ApiKeys;

/// <summary>Tells whose key this is, and what it may do. Answers null for an unknown, wrong or revoked key and for a banned customer alike.</summary>
public sealed class AuthenticateApiKeyHandler(Store store, KeyRing ring, KeyUsage usage)
{
    private static readonly byte[] Nobody = new byte[SHA256.HashSizeInBytes];

    public async ValueTask<KnownKey?> HandleAsync(string? key, CancellationToken ct)
    {
        if (key is null || !KeyText.TryReadPublicPart(key, out var publicPart))
            return null;

        if (!ring.TryFind(publicPart, out var known))
        {
            var ticket = ring.Ticket();
            known = await store.ReadAsync((db, token) => FindAsync(db, publicPart, token), ct);
            if (known is not null)
                ring.Keep(publicPart, known, ticket);
        }

        if (!CryptographicOperations.FixedTimeEquals(known?.Digest ?? Nobody, KeyText.Digest(key)) || known is null)
            return null;

        usage.Note(known.Id);
        return known;
    }

    /// <summary>Whether it could be a key at all; what could not is never looked up.</summary>
    public static bool IsWellFormed([NotNullWhen(true)] string? key) => key is not null && KeyText.TryReadPublicPart(key, out _);

    /// <summary>Whether this very key was good when it was last used here: no guess, though it may have to be looked up again.</summary>
    public bool IsFamiliar(string key) => KeyText.TryReadPublicPart(key, out var publicPart)
        && ring.Remember(publicPart) is { } known && CryptographicOperations.FixedTimeEquals(known.Digest, KeyText.Digest(key));

    private static Task<KnownKey?> FindAsync(StoreDbContext db, string publicPart, CancellationToken ct) => db.ApiKeys
        .Where(k => k.PublicPart == publicPart && k.RevokedAt == null && k.Customer!.BannedAt == null)
        .Select(k => new KnownKey(
            new ApiKeyId(k.Id), new CustomerId(k.CustomerId), k.IsReadOnly, AllowedNetworks.Stored(k.AllowedNetworks),
            k.DailyLimitMinor == null ? null : new Money(k.DailyLimitMinor.Value), k.IsTest)
        { Digest = k.Digest })
        .SingleOrDefaultAsync(ct);
}
