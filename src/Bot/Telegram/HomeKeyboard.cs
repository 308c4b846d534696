using Telegram.Bot.Types.ReplyMarkups;
using XthonBot.Bot.Texts;

namespace XthonBot.Bot.Telegram;

/// <summary>The keys that are always there, and the commands they stand for.</summary>
internal static class HomeKeyboard
{
    public static readonly IReadOnlyList<(string Text, string Command)[]> Keys =
    [
        [("key.buy", "/buy"), ("key.numbers", "/numbers")],
        [("key.balance", "/balance"), ("key.topup", "/topup")],
        [("key.api", "/api"), ("key.language", "/language")],
        [("key.help", "/help")],
    ];

    public static ReplyKeyboardMarkup Of(Words words) => new(Keys.Select(row => row.Select(key => new KeyboardButton(words.Label(key.Text)))))
    {
        ResizeKeyboard = true,
        IsPersistent = true,
    };

    /// <summary>The command behind a key, in whatever language its label is.</summary>
    public static string? CommandOf(TextBook texts, string label) => Keys.SelectMany(row => row)
        .Where(key => texts.Languages.Any(words => words.Label(key.Text) == label))
        .Select(key => key.Command).FirstOrDefault();
}
