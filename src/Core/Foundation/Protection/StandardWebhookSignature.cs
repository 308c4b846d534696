using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace XthonBot.Core.Foundation.Protection;

/// <summary>
/// Signs and verifies by the Standard Webhooks scheme (https://github.com/standard-webhooks/standard-webhooks, spec 1.0.0).
/// </summary>
public static class StandardWebhookSignature
{
    public const string SecretPrefix = "whsec_";
    private const string Version = "v1,";

    /// <summary>A new secret in text, of 32 random bytes.</summary>
    public static string CreateSecret() => SecretPrefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    /// <summary>The key of a secret in text: <c>whsec_</c> and base64.</summary>
    public static bool TryReadSecret(string secret, [NotNullWhen(true)] out byte[]? key)
    {
        key = null;
        if (!secret.StartsWith(SecretPrefix, StringComparison.Ordinal))
            return false;
        var bytes = new byte[secret.Length];
        if (Convert.TryFromBase64Chars(secret.AsSpan(SecretPrefix.Length), bytes, out var length) && length > 0)
            key = bytes[..length];
        return key is not null;
    }

    /// <summary>The value of <c>webhook-signature</c> for one key.</summary>
    /// <param name="timestamp">The value of <c>webhook-timestamp</c>.</param>
    public static string Sign(byte[] key, string id, string timestamp, ReadOnlySpan<byte> body) =>
        Version + Convert.ToBase64String(Digest(key, id, timestamp, body));

    /// <summary>Whether one of the signatures is of this key. Compares in constant time.</summary>
    /// <param name="signatures">The value of <c>webhook-signature</c>: several, with spaces between.</param>
    public static bool IsSigned(byte[] key, string id, string timestamp, ReadOnlySpan<byte> body, string signatures)
    {
        var expected = Digest(key, id, timestamp, body);
        var isSigned = false;
        // While a secret is exchanged for another, a sender signs with both.
        foreach (var signature in signatures.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var given = new byte[signature.Length];
            isSigned |=
                signature.StartsWith(Version, StringComparison.Ordinal)
                && Convert.TryFromBase64Chars(signature.AsSpan(Version.Length), given, out var length)
                && CryptographicOperations.FixedTimeEquals(expected, given.AsSpan(0, length));
        }

        return isSigned;
    }

    private static byte[] Digest(byte[] key, string id, string timestamp, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hmac.AppendData(Encoding.UTF8.GetBytes($"{id}.{timestamp}."));
        hmac.AppendData(body);
        return hmac.GetHashAndReset();
    }
}
