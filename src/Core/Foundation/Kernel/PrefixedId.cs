using System.Diagnostics.CodeAnalysis;

namespace XthonBot.Core.Foundation.Kernel;

/// <summary>Public ids that say what they name: a prefix and 32 lower-case hexadecimal digits, as in <c>tx_0190…</c>.</summary>
public static class PrefixedId
{
    public static string Format(string prefix, Guid value) => prefix + value.ToString("N");

    /// <summary>Reads exactly what <see cref="Format"/> writes; anything else is not an id.</summary>
    public static bool TryParse(string prefix, [NotNullWhen(true)] string? text, out Guid value)
    {
        value = default;
        // The parser of the runtime skips space around the digits; a second spelling of an id is not an id.
        return text?.Length == prefix.Length + 32
            && text.StartsWith(prefix, StringComparison.Ordinal)
            && text.AsSpan(prefix.Length).IndexOfAnyInRange('A', 'F') < 0
            && Guid.TryParseExact(text.AsSpan(prefix.Length), "N", out value);
    }
}
