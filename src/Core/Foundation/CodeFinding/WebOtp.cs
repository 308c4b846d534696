using XthonBot.Core.Modules.Messages;

namespace XthonBot.Core.Foundation.CodeFinding;

/// <summary>
/// The origin-bound form: the text ends with <c>@domain #code</c>, maybe followed by <c>@embedding-domain</c> or
/// <c>%embedding-domain</c> (WICG "Origin-bound one-time codes delivered via SMS").
/// </summary>
internal static class WebOtp
{
    public static string? Find(LayeredText text)
    {
        // Gateways may turn the line break into a space, so the last such pair of words counts, wherever it starts.
        var plain = text.Plain.TrimEnd();
        var last = plain.LastIndexOf(" #");
        if (last < 0)
            return null;

        var domain = plain[..last];
        domain = domain[(domain.LastIndexOfAny(' ', '\n') + 1)..];
        if (domain.Length < 2 || domain[0] != '@' || (!domain.Contains('.') && domain is not "@localhost"))
            return null;

        var rest = plain[(last + 2)..];
        var end = rest.IndexOfAny(' ', '\n');
        var tail = end < 0 ? [] : rest[(end + 1)..];
        if (tail.Length > 0 && (tail[0] is not ('@' or '%') || tail.ContainsAny(' ', '\n')))
            return null;

        var code = (end < 0 ? rest : rest[..end]).ToString().Replace("-", "", StringComparison.Ordinal);
        return code.Length is >= 3 and <= 12 && code.All(char.IsAsciiLetterOrDigit) ? code : null;
    }
}
