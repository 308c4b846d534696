using XthonBot.TestKit;

namespace XthonBot.Faults.Troubles;

/// <summary>Telegram refuses, answers rubbish, is slow, loses requests and answers, or cannot be reached for a while.</summary>
internal sealed class TelegramTrouble : ITrouble
{
    private static readonly string?[] Methods =
    [
        "sendMessage",
        "sendMessage",
        "editMessageText",
        "getUpdates",
        "answerCallbackQuery",
        null,
    ];

    public string Name => "Telegram in trouble";

    public async Task HappenAsync(Shop shop, Random random)
    {
        for (var i = random.Next(2, 5); i > 0; i--)
        {
            var (what, fault) = Draw(random);
            shop.Report.Count($"Telegram {what}");
            await shop.Telegram.FaultAsync(fault with { Method = Methods[random.Next(Methods.Length)], Times = random.Next(1, 12) });
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(100, 600)), TimeProvider.System);
        }

        if (random.Next(3) == 0)
        {
            shop.Report.Count("Telegram out of reach");
            await shop.Telegram.FaultAsync(new SandboxFault { Drop = "before" });
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(500, 2500)), TimeProvider.System);
        }

        var alsoKilled = random.Next(2) == 0;
        if (alsoKilled)
            await Kill.StrikeAsync(shop);
        await shop.Telegram.ClearFaultsAsync();
        if (alsoKilled)
            await shop.StartStoreAsync();
    }

    private static (string What, SandboxFault Fault) Draw(Random random) =>
        random.Next(6) switch
        {
            0 => ("answers 429", new SandboxFault { RetryAfter = random.Next(1, 3) }),
            1 => ("answers 500", new SandboxFault { ErrorCode = 500 }),
            2 => ("answers garbage", new SandboxFault { Garbage = true }),
            3 => ("is slow", new SandboxFault { DelayMs = random.Next(100, 1500) }),
            4 => ("loses requests", new SandboxFault { Drop = "before" }),
            _ => ("loses answers", new SandboxFault { Drop = "after" }),
        };
}
