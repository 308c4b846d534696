using System.Globalization;
using System.Text;
using XthonBot.Bot.Callbacks;
using XthonBot.Bot.Chat.Routing;
using XthonBot.Bot.Chat.Toolkit;
using XthonBot.Core.Modules.Orders;
using XthonBot.Core.Views.Operator;
using XthonBot.Texts;

namespace XthonBot.Bot.Chat.Operator;

/// <summary><c>/stats</c>: the till and the shelves, in figures and a picture.</summary>
internal sealed class StatsCommand(SalesStatsHandler stats) : IChatFeature
{
    private const int MaxDays = 90;
    private const int ShownShelves = 12;

    /// <summary>Telegram takes no longer text under a picture.</summary>
    private const int MaxCaption = 1024;

    public void Map(Routes routes) =>
        routes.Operators.Command("/stats", HandleAsync).Tap<Callback.AdminStats>((visit, days, ct) => ShowAsync(visit, days.Days, ct));

    private async Task<Screen> HandleAsync(ChatContext visit, string rest, CancellationToken ct)
    {
        var days = 7;
        return
            rest.Length > 0
            && !(int.TryParse(rest, NumberStyles.None, CultureInfo.InvariantCulture, out days) && days is >= 1 and <= MaxDays)
            ? CommandText.Usage(visit, "stats")
            : await ShowAsync(visit, days, ct);
    }

    private async Task<Screen> ShowAsync(ChatContext visit, int days, CancellationToken ct)
    {
        var words = visit.Words;
        var sales = await stats.HandleAsync(Math.Clamp(days, 1, MaxDays), ct);
        var text = new StringBuilder(
            words.Html(
                "stats",
                ("days", days),
                ("orders", sales.Orders),
                ("sold", ScreenText.Dollars(sales.Sold)),
                ("refunded", ScreenText.Dollars(sales.Refunded)),
                ("net", ScreenText.Dollars(sales.Sold - sales.Refunded)),
                ("rate", sales.SuccessRate is { } rate ? $"{rate}%" : "—"),
                ("unmatched", sales.UnmatchedMessages)
            )
        );
        foreach (
            var line in sales
                .Shelves.Take(ShownShelves)
                .Select(shelf =>
                    words.Html(
                        "stats.shelf",
                        ("service", ScreenText.Cut(shelf.ServiceName, 32)),
                        ("free", shelf.Free),
                        ("held", shelf.Held),
                        ("cooling", shelf.CoolingDown),
                        ("withheld", shelf.Withheld)
                    )
                )
        )
        {
            // With its tags it is longer than what Telegram counts; so what fits here, fits there.
            if (text.Length + 1 + line.Length > MaxCaption)
                break;
            text.Append('\n').Append(line);
        }

        return new Screen(
            text.ToString(),
            [
                new Button.Tap("1", new Callback.AdminStats(1)),
                new Button.Tap("7", new Callback.AdminStats(7)),
                new Button.Tap("30", new Callback.AdminStats(30)),
            ],
            [new Button.Tap(words.Label("admin.messages"), new Callback.AdminMessages(0)), .. AdminScreens.Back(visit)]
        )
        {
            Picture = StatsPicture.Draw(sales, words),
        };
    }
}
