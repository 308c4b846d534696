using System.Diagnostics;
using XthonBot.Load.Loads;
using XthonBot.Load.Reporting;

namespace XthonBot.Load.Rows;

internal sealed class Burst : Row
{
    private const int Messages = 10_000;
    private const int Warming = 500;
    private const int Connections = 64;

    public override string Name => "burst";

    public override string How =>
        $"**A burst of messages**: {Messages:#,0} signed posts to the inbound hook over {Connections} connections, one for each open order of as many customers whose cards stand in their chats; the sender's limits "
        + $"are lifted, and {Warming} others went before. Counted until the last code has come to the sandbox as `sendMessage`. Every code reaches its own chat once.";

    public override async Task MeasureAsync(Bench bench)
    {
        var count = bench.Settings.Count(Messages) + Warming;
        var chats = await WaitingChats.StartAsync(count);
        await using var database = await bench.CreateAsync(chats.Seed);
        await using var store = await RunningStore.StartAsync(bench.Settings, database, chats.Sandbox, RunningStore.Unlimited);
        chats.Watch(store);

        using var gateway = await HttpLoad.OpenAsync(store.Url, Connections);
        var messages = chats.Messages("burst", 1, count);
        await gateway.SendAllAsync([.. messages.Take(Warming)]);
        await chats.UntilToldAsync(Warming, TimeSpan.FromMinutes(1));
        var began = Stopwatch.GetTimestamp();
        var stored = await gateway.SendAllAsync([.. messages.Skip(Warming)]);
        await chats.UntilToldAsync(count, TimeSpan.FromMinutes(2));
        var told = Stopwatch.GetElapsedTime(began);

        var burst = count - Warming;
        bench.Report.Add(
            Figure.AtLeast(
                $"a burst of {burst:#,0} messages on open orders, stored and handed to the sender",
                burst / told.TotalSeconds,
                1_000
            )
        );
        bench.Report.Add(Figure.Free("of it, stored and answered", Figure.PerSecond(burst / stored.TotalSeconds)));
        await bench.StopAndCheckAsync(store);
        var kept = await database.CountAsync("select count(*) from messages where order_id is not null and code is not null");
        if (kept != count || chats.ToldOnce != count)
            throw new InvalidOperationException($"Of {count} messages {kept} are kept, and {chats.ToldOnce} codes came once.");
    }
}
