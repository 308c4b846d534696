using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.WebUtilities;
using XthonBot.Core.Foundation.Protection;

namespace XthonBot.Bot.Hosting;

/// <summary>
/// Texts by the host's data protection. When its ring of keys fails, the keys are read anew, once: they may have been away for a moment
/// when it was made, and another process may have made one since.
/// </summary>
internal sealed partial class DataProtectionCipher(Func<ServiceProvider> open, TimeProvider time, ILogger<DataProtectionCipher> log)
    : ITextCipher,
        IDisposable
{
    // Data protection's output begins with four bytes of its own and the key's id.
    private const int KeyIdAt = 4;
    private const int KeyIdLength = 16;

    /// <summary>For so long a key that is not there is not looked for again.</summary>
    private static readonly TimeSpan LostFor = TimeSpan.FromMinutes(1);

    /// <summary>For so long nobody else waits for keys that could not be read.</summary>
    private static readonly TimeSpan AwayFor = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<Guid, long> lost = new();
    private readonly Lock reading = new();
    private volatile KeyRing? current;
    private (Exception Reason, long At)? failure;

    public string Encrypt(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var ring = current ?? Reread(null);
        byte[] content;
        try
        {
            content = ring.Protector.Protect(bytes);
        }
        catch (CryptographicException)
        {
            content = Reread(ring).Protector.Protect(bytes);
        }

        return WebEncoders.Base64UrlEncode(content);
    }

    public string? Decrypt(string content)
    {
        if (Decode(content) is not { Length: > KeyIdAt + KeyIdLength } bytes)
        {
            LogDamaged(log, null);
            return null;
        }

        var key = new Guid(bytes.AsSpan(KeyIdAt, KeyIdLength));
        if (lost.TryGetValue(key, out var since) && time.GetElapsedTime(since) < LostFor)
            return null;
        var ring = current ?? Reread(null);
        if (Open(ring, bytes) is { } text)
            return text;
        ring = Reread(ring);
        if (Open(ring, bytes) is { } found)
            return found;

        if (ring.Keys.Contains(key))
        {
            LogDamaged(log, key);
            return null;
        }

        lost[key] = time.GetTimestamp();
        LogLost(log, key);
        return null;
    }

    public void Dispose() => current?.Services.Dispose();

    private static byte[]? Decode(string content)
    {
        try
        {
            return WebEncoders.Base64UrlDecode(content);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static string? Open(KeyRing ring, byte[] content)
    {
        try
        {
            return Encoding.UTF8.GetString(ring.Protector.Unprotect(content));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <param name="failed">The one that was of no use; where another thread has replaced it meanwhile, that is the answer.</param>
    private KeyRing Reread(KeyRing? failed)
    {
        lock (reading)
        {
            if (current is { } replaced && !ReferenceEquals(replaced, failed))
                return replaced;
            if (failure is var (reason, at) && time.GetElapsedTime(at) < AwayFor)
                throw new KeysAwayException(reason);
            try
            {
                // The old one is not disposed of: others may be at it.
                current = KeyRing.Read(open());
                failure = null;
                return current;
            }
#pragma warning disable CA1031 // The texts are not lost, whatever the reason is why the keys cannot be read.
            catch (Exception e)
#pragma warning restore CA1031
            {
                failure = (e, time.GetTimestamp());
                throw new KeysAwayException(e);
            }
        }
    }

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "Texts cannot be read any more and are shown as deleted: their key {Id} is lost. Put it back beside the database if there is a copy"
    )]
    private static partial void LogLost(ILogger log, Guid id);

    [LoggerMessage(Level = LogLevel.Error, Message = "A stored text is damaged and is shown as deleted (of key {Id})")]
    private static partial void LogDamaged(ILogger log, Guid? id);

    private sealed record KeyRing(ServiceProvider Services, IDataProtector Protector, HashSet<Guid> Keys)
    {
        public static KeyRing Read(ServiceProvider services)
        {
            var protector = services.GetRequiredService<IDataProtectionProvider>().CreateProtector("XthonBot.Texts");
            // Reads the keys, and makes one where there is none.
            protector.Protect([0]);
            return new KeyRing(services, protector, [.. services.GetRequiredService<IKeyManager>().GetAllKeys().Select(key => key.KeyId)]);
        }
    }
}
