using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Growth;
using XthonBot.Texts;

namespace XthonBot.Bot.Chat.Toolkit;

/// <summary>Says to a customer how payments earn a bonus.</summary>
internal static class BonusWords
{
    /// <returns>Null where there is no tier above.</returns>
    public static string? Next(Words words, BonusStanding? standing) =>
        standing?.Next is { } next
            ? words.Html("bonus.next", ("missing", ScreenText.Dollars(next.Missing)), ("percent", next.Percent))
            : null;

    /// <returns>Null where a payment of this amount reaches no tier.</returns>
    public static string? With(Words words, BonusStanding? standing, Money amount) =>
        standing?.PercentWith(amount) is { } percent ? words.Html("bonus.with", ("percent", percent)) : null;
}
