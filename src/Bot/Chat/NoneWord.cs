namespace XthonBot.Bot.Chat;

/// <summary>The words by which a person says that there is to be none: no limit, no name, no pattern.</summary>
internal static class NoneWord
{
    private static readonly HashSet<string> Words = new(StringComparer.OrdinalIgnoreCase) { "off", "нет", "выкл" };

    /// <returns>Null where it is such a word, in any language and any case.</returns>
    public static string? Or(string value) => Words.Contains(value.Trim().TrimEnd('.')) ? null : value;
}
