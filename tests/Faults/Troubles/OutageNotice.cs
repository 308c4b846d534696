using System.Diagnostics;

namespace XthonBot.Faults.Troubles;

/// <summary>The database is away for a while. Whoever asks is told so; then everything goes on by itself.</summary>
internal static class OutageNotice
{
    private static readonly TimeSpan UntilNoticed = TimeSpan.FromSeconds(10);

    /// <param name="isWhole">Whether nothing at all can be read or written, so that not one answer can be given.</param>
    public static async Task HappenAsync(Shop shop, Random random, string name, bool isWhole, Func<Task> begin, Func<Task> end)
    {
        shop.Report.Count(name);
        shop.Outages.Begin();
        var began = shop.Clock.GetUtcNow();
        await begin();
        if (!await UntilNoticedAsync(shop) && isWhole)
            shop.Report.Violation($"{name}: no request was answered 503 within {UntilNoticed.TotalSeconds} s");
        var told = await shop.Witness.IsToldAsync();
        if (!told)
            shop.Report.Violation($"{name}: the chat was not told");
        await Task.Delay(TimeSpan.FromMilliseconds(random.Next(100, 2000)), TimeProvider.System);

        if (shop.Victim.HasEnded)
            shop.Report.Violation($"{name}: the store's process ended by itself");
        else if (random.Next(4) is var chance and < 2)
        {
            await (chance == 0 ? Kill.StrikeAsync(shop) : Terminate.StrikeAsync(shop, $"SIGTERM during {name}"));
            shop.Outages.ProcessEnded(began, shop.Clock.GetUtcNow());
        }

        await end();
        var back = Stopwatch.GetTimestamp();
        if (shop.Victim.HasEnded)
            await shop.StartStoreAsync();
        else
            await shop.UntilReadyAsync(name, back);
        shop.Outages.End();

        if (!await shop.Witness.IsAnsweredAsync())
            shop.Report.Violation($"{name}: what was asked meanwhile was never answered");
        shop.Report.Took($"a question from meanwhile answered after {name}", Stopwatch.GetElapsedTime(back));
    }

    private static async Task<bool> UntilNoticedAsync(Shop shop)
    {
        var began = Stopwatch.GetTimestamp();
        while (shop.Outages.Unavailable == 0 && Stopwatch.GetElapsedTime(began) < UntilNoticed)
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        return shop.Outages.Unavailable > 0;
    }
}
