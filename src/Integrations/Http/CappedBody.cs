using System.Buffers;

namespace XthonBot.Integrations.Http;

/// <summary>Reads answers of strangers, however long they go on.</summary>
internal static class CappedBody
{
    /// <returns>The bytes, or null where there are more than <paramref name="most"/> of them; no more than that are kept.</returns>
    public static async Task<byte[]?> ReadAsync(HttpContent content, int most, CancellationToken ct)
    {
        await using var stream = await content.ReadAsStreamAsync(ct);
        var buffer = ArrayPool<byte>.Shared.Rent(most + 1);
        try
        {
            // A compressed body is counted unpacked: a bomb stops here.
            var length = await stream.ReadAtLeastAsync(buffer.AsMemory(0, most + 1), most + 1, throwOnEndOfStream: false, ct);
            return length > most ? null : buffer[..length];
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }
}
