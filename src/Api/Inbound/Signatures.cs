using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace XthonBot.Api.Inbound;

/// <summary>Helpers of the kinds of gateways that sign.</summary>
internal static class Signatures
{
    /// <summary>How far a signed time may be from now, both ways.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    /// <summary>How long ago a request was signed; below zero for later.</summary>
    /// <param name="timestamp">Unix time in seconds, or in parts of one.</param>
    /// <returns>Null for what is no such time.</returns>
    public static TimeSpan? Age(string timestamp, DateTime now) =>
        timestamp.Length > 0 && timestamp.All(char.IsAsciiDigit) && InboundTime.Read(timestamp) is { } at ? now - at : null;

    /// <summary>An old request that somebody recorded, or one made for later, is worth nothing.</summary>
    public static bool IsRecent(TimeSpan? age) => age is { } known && known.Duration() <= Tolerance;

    /// <summary>
    /// Compares as text, in constant time: a signature written in another way, though it may mean the same bytes, is another one.
    /// </summary>
    public static bool AreSame(string expected, string given) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(given));

    /// <summary>Compares secrets in constant time, without telling their lengths.</summary>
    public static bool AreSameSecrets(string expected, string given) =>
        CryptographicOperations.FixedTimeEquals(
            SHA256.HashData(Encoding.UTF8.GetBytes(expected)),
            SHA256.HashData(Encoding.UTF8.GetBytes(given))
        );

    /// <summary>For a secret that is a text: what is wrong with it, or null.</summary>
    public static string? ProblemWithText(string secret, int least) =>
        secret.Length < least || secret.Any(c => c is <= ' ' or > '~')
            ? $"must be at least {least} letters, digits or signs, without spaces"
            : null;
}
