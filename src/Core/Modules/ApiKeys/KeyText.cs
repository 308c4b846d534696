using System.Security.Cryptography;
using System.Text;

namespace XthonBot.Core.Modules.ApiKeys;

/// <summary>The written form of a key: <c>xk_</c> or <c>xk_test_</c>, 10 public characters, <c>_</c>, 43 secret ones.</summary>
internal static class KeyText
{
    private const string Real = "xk_";
    private const string Test = "xk_test_";
    private const int PublicLength = 10;
    private const int SecretLength = 43;
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    public static (string Key, string PublicPart) Create(bool isTest)
    {
        var publicPart = RandomNumberGenerator.GetString(Letters, PublicLength);
        return ($"{Prefix(isTest)}{publicPart}_{RandomNumberGenerator.GetString(Letters, SecretLength)}", publicPart);
    }

    public static string Prefix(bool isTest) => isTest ? Test : Real;

    // The two have different lengths, so no text is both.
    public static bool TryReadPublicPart(string key, out string publicPart) =>
        TryReadPublicPart(key, Real, out publicPart) || TryReadPublicPart(key, Test, out publicPart);

    private static bool TryReadPublicPart(string key, string prefix, out string publicPart)
    {
        var wellFormed =
            key.Length == prefix.Length + PublicLength + 1 + SecretLength
            && key.StartsWith(prefix, StringComparison.Ordinal)
            && key[prefix.Length + PublicLength] == '_';
        publicPart = wellFormed ? key.Substring(prefix.Length, PublicLength) : "";
        return wellFormed;
    }

    // A plain digest is enough: the secret part has 256 bits of its own.
    public static byte[] Digest(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
