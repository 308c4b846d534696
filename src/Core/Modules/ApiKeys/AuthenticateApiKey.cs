using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Modules.ApiKeys;

/// <summary>
/// Finds the owner of a key and what the key may do. Answers null for an unknown, wrong or revoked key and for a banned customer alike.
/// </summary>
public sealed class AuthenticateApiKeyHandler(Store store, ApiKeyCache cache, KeyUsage usage)
{
    // Each key that is in use is looked up again every few seconds.
    private const string FindSql = """
        select k.id, k.customer_id, k.digest, k.is_read_only, k.allowed_networks, k.daily_limit_minor, k.is_test
        from api_keys k join customers c on c.id = k.customer_id where k.public_part = @public and k.revoked_at is null
            and c.banned_at is null
        """;

    private static readonly byte[] Nobody = new byte[SHA256.HashSizeInBytes];

    public async ValueTask<KnownKey?> HandleAsync(string? key, CancellationToken ct)
    {
        if (key is null || !KeyText.TryReadPublicPart(key, out var publicPart))
            return null;

        if (!cache.TryFind(publicPart, out var known))
        {
            var ticket = cache.Ticket();
            known = await store.ReadAsync((db, token) => FindAsync(db, publicPart, token), ct);
            if (known is not null)
                cache.Keep(publicPart, known, ticket);
        }

        if (!CryptographicOperations.FixedTimeEquals(known?.Digest ?? Nobody, KeyText.Digest(key)) || known is null)
            return null;

        usage.Note(known.Id);
        return known;
    }

    /// <summary>Whether it could be a key at all; what could not is never looked up.</summary>
    public static bool IsWellFormed([NotNullWhen(true)] string? key) => key is not null && KeyText.TryReadPublicPart(key, out _);

    /// <summary>Whether this very key was good when it was last used here: no guess, though it may have to be looked up again.</summary>
    public bool IsFamiliar(string key) =>
        KeyText.TryReadPublicPart(key, out var publicPart)
        && cache.Remember(publicPart) is { } known
        && CryptographicOperations.FixedTimeEquals(known.Digest, KeyText.Digest(key));

    private static async Task<KnownKey?> FindAsync(StoreDbContext db, string publicPart, CancellationToken ct)
    {
        KnownKey? known = null;
        await db
            .Statements.Get(FindSql)
            .With("public", publicPart)
            .RunAsync(
                row =>
                    known = new KnownKey(
                        new ApiKeyId(row.GetInt64(0)),
                        new CustomerId(row.GetInt64(1)),
                        row.GetBoolean(3),
                        AllowedNetworks.Stored(row.GetTextOrNull(4)),
                        row.IsDBNull(5) ? null : new Money(row.GetInt64(5)),
                        row.GetBoolean(6)
                    )
                    {
                        Digest = row.GetFieldValue<byte[]>(2),
                    },
                ct
            );
        return known;
    }
}
