using System.Text.RegularExpressions;
using XthonBot.Core.Modules.Messages;

namespace XthonBot.Core.Foundation.CodeFinding;

/// <summary>
/// The operators' patterns of services, matched within one transaction. A pattern that takes too long is not asked again in
/// it: the writes that wait behind would pay for each message.
/// </summary>
internal sealed class ServicePatterns
{
    private readonly HashSet<string> tooSlow = new(StringComparer.Ordinal);

    /// <summary>Whether <see cref="Fits"/> can ask this pattern; one that it cannot ask would let everything through.</summary>
    public static bool AcceptsSenders(string pattern) => Senders(pattern) is not null;

    /// <summary>
    /// Whether a message is for the customers of a service: its sender or its text matches, in any case of letters. A pattern that
    /// cannot be asked, or not in time, lets everything through: a customer does not miss a code for a fault of ours.
    /// </summary>
    /// <param name="pattern">Null where anybody may write.</param>
    public bool Fits(string? pattern, string sender, string text)
    {
        if (pattern is null || tooSlow.Contains(pattern) || Senders(pattern) is not { } regex)
            return true;
        try
        {
            return regex.IsMatch(CodePattern.Examined(sender)) || regex.IsMatch(CodePattern.Examined(text));
        }
        catch (RegexMatchTimeoutException)
        {
            tooSlow.Add(pattern);
            return true;
        }
    }

    /// <returns>Null where the service's pattern finds nothing, or not in time: its customer then reads the text.</returns>
    public string? CodeIn(string text, string pattern)
    {
        if (tooSlow.Contains(pattern))
            return null;
        try
        {
            return CodePattern.MatchInTime(text, pattern);
        }
        catch (RegexMatchTimeoutException)
        {
            tooSlow.Add(pattern);
            return null;
        }
    }

    private static Regex? Senders(string pattern) => CodePattern.Compile(pattern, RegexOptions.IgnoreCase);
}
