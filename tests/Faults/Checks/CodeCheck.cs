using System.Text.RegularExpressions;
using XthonBot.Core.Modules.Orders;
using XthonBot.TestKit;

namespace XthonBot.Faults.Checks;

/// <summary>Every code reached its chat once; again only where Telegram's answer was lost.</summary>
internal sealed partial class CodeCheck(Shop shop)
{
    /// <summary>Between Telegram's answer and the note of it lies one write. A kill after that is no excuse to tell a code again.</summary>
    private static readonly TimeSpan UntilNoted = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, List<SandboxCall>> told = [];
    private readonly HashSet<(string Code, long Call)> judged = [];
    private long lastCall;

    public async Task RunAsync(StoredState stored)
    {
        await ReadCallsAsync();
        foreach (var text in shop.Journal.Texts.Values)
        {
            var copy = stored.Texts[text.Id].FirstOrDefault();
            var isForChat = copy?.Order is { } id && stored.Orders[id].Channel == OrderChannel.Chat;
            var calls = told.GetValueOrDefault(text.Code, []);
            if (isForChat && calls.Count == 0)
                shop.Report.Violation($"{text} never reached its chat");
            if (!isForChat && calls.Count > 0)
                shop.Report.Violation($"{text} was told in chat {calls[0].ChatId}");
            foreach (var call in calls.Where(call => call.ChatId != text.Purchase.Buyer.TelegramId))
                shop.Report.Violation($"{text} was told in chat {call.ChatId}");
            foreach (var (first, second) in calls.Zip(calls.Skip(1)))
                Judge(text, first, second);
        }

        shop.Report.Count("codes told in a chat", told.Count - shop.Report["codes told in a chat"]);
    }

    private void Judge(Text text, SandboxCall first, SandboxCall second)
    {
        if (!judged.Add((text.Code, second.Number)))
            return;
        if (first.Status is null)
            shop.Report.Count("codes told again because Telegram's answer was cut");
        else if (
            shop.Victim.Kills.Any(kill =>
                first.At <= kill.After && kill.Before <= second.At && shop.Clock.Between(first.At, kill.Before) < UntilNoted
            )
        )
            shop.Report.Count("codes told again because the kill came before the note");
        else if (
            shop.Outages.Fatal.Any(outage => outage.Began - UntilNoted <= first.At && first.At <= outage.Ended && outage.Ended <= second.At)
        )
            shop.Report.Count("codes told again because the process ended while the database was away");
        else
            shop.Report.Violation(
                $"{text} was told again {shop.Clock.Between(first.At, second.At).TotalSeconds:0.0} s after Telegram had answered"
            );
    }

    private async Task ReadCallsAsync()
    {
        foreach (var call in await shop.Telegram.CallsSinceAsync(lastCall, "sendMessage"))
        {
            lastCall = call.Number;
            if (call.Done && Code().Match(call.Arguments!.Value.GetProperty("text").GetString()!) is { Success: true } match)
            {
                if (!told.TryGetValue(match.Groups[1].Value, out var calls))
                    told[match.Groups[1].Value] = calls = [];
                calls.Add(call);
            }
        }
    }

    [GeneratedRegex("^🔔 Code for <code>[^<]+</code>: <code>([0-9]+)</code>")]
    private static partial Regex Code();
}
