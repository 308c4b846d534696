using XthonBot.Bot.Callbacks;
using XthonBot.Texts;

namespace XthonBot.Bot.Chat.Toolkit;

/// <summary>The buttons that lead from one screen to others.</summary>
internal static class Navigation
{
    public static Button Home(Words words) => new Button.Tap(words.Label("button.home"), new Callback.Home());

    public static Button Back(Words words, Callback to) => new Button.Tap(words.Label("button.back"), to);

    /// <summary>The row that turns pages; on the first and the last one an arrow stays where it is.</summary>
    public static IReadOnlyList<Button> Pages(int page, int pages, Func<int, Callback> turn) =>
        [
            new Button.Tap("◀", turn(Math.Max(page - 1, 0))),
            new Button.Tap($"{page + 1}/{pages}", turn(page)),
            new Button.Tap("▶", turn(Math.Min(page + 1, pages - 1))),
        ];
}
