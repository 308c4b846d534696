using System.Security.Cryptography;
using System.Text;

namespace XthonBot.Core.ApiKeys;

/// <summary>The written form of a key: <c>xk_</c>, 10 public characters, <c>_</c>, 43 secret ones.</summary>
internal static class KeyText
{
    private const string Prefix = "xk_";
    private const int PublicLength = 10;
    private const int SecretLength = 43;
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    public static (string Key, string PublicPart) Create()
    {
        var publicPart = RandomNumberGenerator.GetString(Letters, PublicLength);
        return ($"{Prefix}{publicPart}_{RandomNumberGenerator.GetString(Letters, SecretLength)}", publicPart);
    }

    public static bool TryReadPublicPart(string key, out string publicPart)
    {
        var wellFormed = key.Length == Prefix.Length + PublicLength + 1 + SecretLength
            && key.StartsWith(Prefix, StringComparison.Ordinal)
            && key[Prefix.Length + PublicLength] == '_';
        publicPart = wellFormed ? key.Substring(Prefix.Length, PublicLength) : "";
        return wellFormed;
    }

    // A plain digest is enough: the secret part has 256 bits of its own.
    public static byte[] Digest(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
