using XthonBot.Texts;

namespace XthonBot.Bot.Chat;

/// <summary>The keys of Home, which are always there, and the commands they stand for.</summary>
internal static class HomeKeys
{
    public static readonly IReadOnlyList<(string Text, string Command)[]> Rows =
    [
        [("key.buy", "/buy"), ("key.numbers", "/numbers")],
        [("key.balance", "/balance"), ("key.topup", "/topup")],
        [("key.api", "/api"), ("key.language", "/language")],
        [("key.help", "/help")],
    ];

    /// <summary>An operator's key, below those that everybody has; to others its label says nothing.</summary>
    public static readonly (string Text, string Command) Operator = ("key.admin", "/admin");

    /// <summary>The command that a message is: its own, or that of the key whose label it is, in whatever language.</summary>
    /// <returns>Null where it is neither.</returns>
    public static string? CommandOf(TextBook texts, ChatEvent.Text message)
    {
        if (message.Command is not null)
            return message.Command;
        var label = message.Whole.Trim();
        return Rows.SelectMany(row => row)
            .Append(Operator)
            .Where(key => texts.Languages.Any(words => words.Label(key.Text) == label))
            .Select(key => key.Command)
            .FirstOrDefault();
    }
}
