using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using XthonBot.Core.Modules.Messages;

namespace XthonBot.Core.Foundation.CodeFinding;

/// <summary>Operators' own patterns, one per service, compiled once.</summary>
internal static class CodePattern
{
    private const int LongestPattern = 500;
    private const int LongestCode = 64;
    private const int MostPatterns = 2_000;
    private static readonly TimeSpan MatchTimeout = TimeSpan.FromMilliseconds(100);
    private static readonly ConcurrentDictionary<(string Pattern, RegexOptions Options), Regex?> Compiled = new();

    public static string? Match(string text, string pattern)
    {
        try
        {
            return MatchInTime(text, pattern);
        }
        catch (RegexMatchTimeoutException)
        {
            return null; // The contract of Find: what cannot be matched in time did not match.
        }
    }

    /// <exception cref="RegexMatchTimeoutException">It takes too long.</exception>
    public static string? MatchInTime(string text, string pattern)
    {
        if (Compile(pattern) is not { } regex)
            return null;
        // First as written, then with plain digits and spaces: "[0-9]" should see Persian digits, too.
        var (examined, plain) = (Examined(text), LayeredText.Read(text).ToString());
        return Code(regex.Match(examined)) ?? (plain == examined ? null : Code(regex.Match(plain)));
    }

    public static string Examined(string text) => text.Length > CodeFinder.ExaminedLength ? text[..CodeFinder.ExaminedLength] : text;

    /// <returns>Null for a pattern that is malformed, too large, or needs backtracking.</returns>
    public static Regex? Compile(string pattern, RegexOptions options = RegexOptions.None)
    {
        if (pattern.Length > LongestPattern)
            return null;
        if (Compiled.TryGetValue((pattern, options), out var known))
            return known;
        if (Compiled.Count >= MostPatterns)
            Compiled.Clear();
        return Compiled.GetOrAdd((pattern, options), Build);
    }

    private static Regex? Build((string Pattern, RegexOptions Options) key)
    {
        try
        {
            return new Regex(key.Pattern, key.Options | RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, MatchTimeout);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return null; // Accepts() tells the operator; a text must not fail on it.
        }
    }

    private static string? Code(Match match)
    {
        if (!match.Success)
            return null;
        var named = match.Groups["code"];
        var group = named.Success ? named : match.Groups.Values.Skip(1).FirstOrDefault(g => g.Success) ?? match;
        if (group.Length > LongestCode)
            return null;
        var code = LayeredText
            .Read(group.Value)
            .ToString()
            .Replace(" ", "", StringComparison.Ordinal)
            .Replace("-", "", StringComparison.Ordinal)
            .Replace("\n", "", StringComparison.Ordinal);
        return code.Length == 0 ? null : code;
    }
}
