using System.Globalization;
using System.Text;
using XthonBot.Bot.Callbacks;
using XthonBot.Bot.Chat.Routing;
using XthonBot.Bot.Chat.Toolkit;
using XthonBot.Core.Modules.Orders;
using XthonBot.Core.Views.Operator;
using XthonBot.Texts;

namespace XthonBot.Bot.Chat.Operator;

/// <summary><c>/stats</c>: sales and stock, in figures and a picture.</summary>
internal sealed class StatsCommand(SalesStatsHandler stats) : IChatFeature
{
    private const int MaxDays = 90;
    private const int ShownServices = 12;

    /// <summary>Telegram takes no longer text under a picture.</summary>
    private const int MaxCaption = 1024;
    private const int MaxRest = 60;

    public void Map(Routes routes) =>
        routes.Operators.Command("/stats", HandleAsync).Tap<Callback.AdminStats>((chat, days, ct) => ShowAsync(chat, days.Days, ct));

    private async Task<Screen> HandleAsync(ChatContext chat, string rest, CancellationToken ct)
    {
        var days = 7;
        return
            rest.Length > 0
            && !(int.TryParse(rest, NumberStyles.None, CultureInfo.InvariantCulture, out days) && days is >= 1 and <= MaxDays)
            ? CommandText.Usage(chat, "stats")
            : await ShowAsync(chat, days, ct);
    }

    private async Task<Screen> ShowAsync(ChatContext chat, int days, CancellationToken ct)
    {
        var words = chat.Words;
        var sales = await stats.HandleAsync(Math.Clamp(days, 1, MaxDays), ct);
        var text = new StringBuilder(
            words.Html(
                "stats",
                ("period", words.Label(days <= 1 ? "stats.today" : "stats.last", ("days", days))),
                ("orders", sales.Orders),
                ("sold", ScreenText.Dollars(sales.Sold)),
                ("refunded", ScreenText.Dollars(sales.Refunded)),
                ("net", ScreenText.Dollars(sales.Sold - sales.Refunded)),
                ("rate", sales.SuccessRate is { } rate ? $"{rate}%" : "—"),
                ("unmatched", sales.UnmatchedMessages)
            )
        );
        if (sales.PaymentsToDecide > 0)
            text.Append(words.Html("stats.todecide", ("count", sales.PaymentsToDecide))).Append('\n');
        foreach (var way in sales.Deposits)
            text.Append(
                    words.Html(
                        "stats.deposits",
                        ("way", way.Way),
                        ("count", way.Count),
                        ("amount", ScreenText.Dollars(way.Credited - way.Reversed))
                    )
                )
                .Append('\n');
        var left = sales.Stock.Count;
        foreach (var line in sales.Stock.Take(ShownServices).Select(stock => Shelf(words, stock)))
        {
            // With its tags it is longer than what Telegram counts; so what fits here, fits there.
            if (text.Length + 1 + line.Length > MaxCaption - MaxRest)
                break;
            text.Append('\n').Append(line);
            left--;
        }

        if (left > 0)
            text.Append('\n').Append(words.Html("stats.more", ("count", left)));
        return new Screen(
            text.ToString(),
            [
                new Button.Tap(words.Label("stats.today"), new Callback.AdminStats(1)),
                new Button.Tap(words.Label("stats.days", ("days", 7)), new Callback.AdminStats(7)),
                new Button.Tap(words.Label("stats.days", ("days", 30)), new Callback.AdminStats(30)),
            ],
            [new Button.Tap(words.Label("admin.messages"), new Callback.AdminMessages(0)), .. AdminScreens.Back(chat)]
        )
        {
            Picture = StatsPicture.Draw(sales, words),
        };
    }

    /// <summary>The numbers on sale; the other counts only where they are not zero.</summary>
    private static string Shelf(Words words, StockCount stock)
    {
        (string Key, int Count)[] parts =
        [
            ("stats.inuse", stock.Held),
            ("stats.resting", stock.CoolingDown),
            ("stats.withheld", stock.Withheld),
            ("stats.ordered", stock.Orders),
        ];
        var counts = parts.Where(part => part.Count > 0).Select(part => words.Html(part.Key, ("count", part.Count)));
        return words.Html("stats.shelf", ("service", ScreenText.Cut(stock.ServiceName, 32)), ("free", stock.Free))
            + string.Concat(counts.Select(count => " · " + count));
    }
}
