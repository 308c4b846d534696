using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Foundation.Protection;

namespace XthonBot.Core.Modules.Messages;

/// <summary>
/// The store's own secret, by which a message is known again without being kept: of a digest without one a short text is found by
/// trying. Another is made only where no host can open what is there; messages from before are then not known again.
/// </summary>
public sealed class DigestKey
{
    private DigestKey() { }

    public long Id { get; private set; }

    public ProtectedText Secret { get; private set; }

    private const string AddSql = "insert into digest_keys (id, secret) values (@id, @secret) on conflict (id) do nothing";
    private const int Size = 32;

    /// <summary>Of several processes that need the first secret at once, one inserts it and all use it.</summary>
    /// <returns>The secret, and whether it was there before this transaction, which may yet be undone.</returns>
    internal static async Task<(byte[] Secret, bool IsDurable)> OfAsync(StoreDbContext db, TextProtector protector, CancellationToken ct)
    {
        var kept = await db.Set<DigestKey>().AsNoTracking().OrderByDescending(k => k.Id).ToListAsync(ct);
        if (Opened(kept, protector) is { } secret)
            return (secret, true);

        var id = 1 + (kept.FirstOrDefault()?.Id ?? 0);
        await db
            .Statements.Get(AddSql)
            .With("id", id)
            .With("secret", protector.Protect(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Size))).Value)
            .RunAsync(null, ct);
        kept = await db.Set<DigestKey>().AsNoTracking().Where(k => k.Id >= id).OrderByDescending(k => k.Id).ToListAsync(ct);
        return (Opened(kept, protector) ?? throw new InvalidOperationException("The secret of the digests cannot be read."), false);
    }

    /// <returns>22 characters of base64url.</returns>
    internal static string Digest(byte[] secret, params ReadOnlySpan<string> parts)
    {
        // The separator cannot occur in any field but the last.
        var text = Encoding.UTF8.GetBytes(string.Join('\0', parts!));
        return Base64Url.EncodeToString(HMACSHA256.HashData(secret, text).AsSpan(0, 16));
    }

    private static byte[]? Opened(IEnumerable<DigestKey> kept, TextProtector protector) =>
        kept.Select(k => protector.Unprotect(k.Secret)).FirstOrDefault(text => text is not null) is { } text
            ? Base64Url.DecodeFromChars(text)
            : null;
}

internal sealed class DigestKeyMap : IEntityTypeConfiguration<DigestKey>
{
    public void Configure(EntityTypeBuilder<DigestKey> key)
    {
        key.ToTable("DigestKeys");
        key.Property(k => k.Id).ValueGeneratedNever();
    }
}
