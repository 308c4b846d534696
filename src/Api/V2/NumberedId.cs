using System.Globalization;

namespace XthonBot.Api.V2;

/// <summary>The written form of what the store numbers: a prefix that names its kind, and the number.</summary>
internal static class NumberedId
{
    public static string Text(string prefix, long value) => prefix + value.ToString(CultureInfo.InvariantCulture);

    public static bool TryRead(string prefix, string? text, out long value)
    {
        value = 0;
        return text?.StartsWith(prefix, StringComparison.Ordinal) == true
            && long.TryParse(text.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }
}
