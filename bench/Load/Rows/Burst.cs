using System.Diagnostics;
using System.Globalization;
using XthonBot.Load.Databases;
using XthonBot.Load.Loads;
using XthonBot.Load.Reporting;
using XthonBot.Sandbox.Wire;

namespace XthonBot.Load.Rows;

internal sealed class Burst : Row
{
    private const int Messages = 10_000;
    private const int Warming = 500;
    private const int Connections = 64;
    private const int FirstCode = 100_000;

    public override string Name => "burst";

    public override string How =>
        $"**A burst of messages**: {Messages:#,0} signed posts to the inbound hook over {Connections} connections, one for each open order of as many customers whose cards stand in their chats; the sender's limits "
        + $"are lifted, and {Warming} others went before. Counted until the last code has come to the sandbox as `sendMessage`. Every code reaches its own chat once.";

    public override async Task MeasureAsync(Bench bench)
    {
        var count = bench.Settings.Count(Messages) + Warming;
        var sandbox = await RunningStore.StartSandboxAsync();
        // The cards, as the bot would have sent them; their ids follow one another.
        var cards = Enumerable.Range(1, count).Select(customer =>
        {
            var chat = Crowd.Join(sandbox.World, Seed.TelegramId(customer));
            return chat.PostFromBot(new Message { From = sandbox.World.Bot, Chat = chat.Chat, Text = "The card." }, null, null, false).MessageId;
        }).ToList();
        var seed = new Seed(Customers: count, Services: 10, FreeNumbers: 10)
        {
            OpenOrders = count,
            OpenFromChat = true,
            OpenUntil = Bench.Now.AddMinutes(30),
            FirstCard = cards[0],
        };
        await using var database = await bench.CreateAsync(seed);
        await using var store = await RunningStore.StartAsync(bench.Settings, database, sandbox, RunningStore.Unlimited);

        var arrived = new int[count + 1];
        var left = count;
        TaskCompletionSource warm = new(TaskCreationOptions.RunContinuationsAsynchronously), whole = new(TaskCreationOptions.RunContinuationsAsynchronously);
        store.Chats.Shown += (before, now) =>
        {
            var customer = (int)(now.Chat.Id - Seed.TelegramId(0));
            if (before is not null || !now.Text!.Contains(Code(customer), StringComparison.Ordinal) || Interlocked.Increment(ref arrived[customer]) > 1)
                return;
            var missing = Interlocked.Decrement(ref left);
            if (missing == count - Warming)
                warm.TrySetResult();
            if (missing == 0)
                whole.TrySetResult();
        };

        using var gateway = await HttpLoad.OpenAsync(store.Url, Connections);
        var now = TimeProvider.System.GetUtcNow();
        var messages = Enumerable.Range(1, count).Select(c => Requests.Message($"burst-{c}", seed.OpenPhone(c), $"Your code is {Code(c)}", now)).ToList();
        await gateway.SendAllAsync([.. messages.Take(Warming)]);
        await warm.Task.WaitAsync(TimeSpan.FromMinutes(1));
        var began = Stopwatch.GetTimestamp();
        var stored = await gateway.SendAllAsync([.. messages.Skip(Warming)]);
        await whole.Task.WaitAsync(TimeSpan.FromMinutes(2));
        var told = Stopwatch.GetElapsedTime(began);

        var burst = count - Warming;
        bench.Report.Add(Figure.AtLeast($"a burst of {burst:#,0} messages on open orders, stored and handed to the sender", burst / told.TotalSeconds, 1_000));
        bench.Report.Add(Figure.Free("of it, stored and answered", Figure.PerSecond(burst / stored.TotalSeconds)));
        await bench.StopAndCheckAsync(store);
        var kept = await database.CountAsync("select count(*) from messages where order_id is not null and code is not null");
        if (kept != count || arrived.Count(a => a == 1) != count)
            throw new InvalidOperationException($"Of {count} messages {kept} are kept, and {arrived.Count(a => a == 1)} codes came once.");
    }

    private static string Code(int customer) => (FirstCode + customer).ToString(CultureInfo.InvariantCulture);
}
