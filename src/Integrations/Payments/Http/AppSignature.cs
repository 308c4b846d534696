using System.Security.Cryptography;
using System.Text;

namespace XthonBot.Integrations.Payments.Http;

/// <summary>
/// The signature of Crypto Pay and of xRocket: HMAC-SHA256 of the body in lower-case hexadecimal digits; the key is the SHA-256 of the
/// app's token.
/// </summary>
internal static class AppSignature
{
    /// <summary>
    /// Compares as text, in constant time: a signature written in another way, though it may mean the same bytes, is another one.
    /// </summary>
    public static bool IsSigned(string token, ReadOnlySpan<byte> body, string signature)
    {
        var expected = Convert.ToHexStringLower(HMACSHA256.HashData(SHA256.HashData(Encoding.UTF8.GetBytes(token)), body));
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(signature));
    }
}
