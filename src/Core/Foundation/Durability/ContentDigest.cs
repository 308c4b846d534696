using System.Buffers.Binary;
using System.Security.Cryptography;

namespace XthonBot.Core.Foundation.Durability;

/// <summary>
/// Tells a redelivery from another message under a known id, long after the text is gone. Keyed, since a short text would be found
/// from a plain digest by trying; the key must not lie in the database. Its upper 16 bits name the key: of a digest by another key
/// nobody can say whether the content was the same, and then the id alone decides.
/// </summary>
public sealed class ContentDigest
{
    private const int MarkBits = 16;
    private readonly byte[] key;
    private readonly ulong mark;

    public ContentDigest(byte[] key)
    {
        this.key = key;
        // Never 0, which is the digest of what has none.
        mark = First(HMACSHA256.HashData(key, "mark"u8)) | (1UL << 63);
    }

    public long Of(ReadOnlySpan<byte> content) =>
        (long)((mark & ~(ulong.MaxValue >> MarkBits)) | (First(HMACSHA256.HashData(key, content)) >> MarkBits));

    internal static bool MayBeSame(long one, long other) => one == other || ((ulong)(one ^ other) >> (64 - MarkBits)) != 0;

    private static ulong First(byte[] digest) => BinaryPrimitives.ReadUInt64BigEndian(digest);
}
