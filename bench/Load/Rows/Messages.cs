using System.Diagnostics;
using XthonBot.Load.Databases;
using XthonBot.Load.Limits;
using XthonBot.Load.Loads;
using XthonBot.Load.Reporting;

namespace XthonBot.Load.Rows;

internal sealed class Messages : Row
{
    private const int Clients = 32;
    private const int PerRound = 10_000;
    private const int Orders = 1_000;
    private const int PerSecond = 100;
    private const int Warming = 200;

    public override string Name => "messages";

    public override string How =>
        $"**Messages**: {PerRound:#,0} posts a turn to the inbound hook by {Clients} clients, signed beforehand, for {Orders:#,0} open orders of the API in turn; each is checked, encrypted and stored durably, "
        + "and gives its order the code. The limit is an ASP.NET endpoint in a process of its own that takes the same posts, answers the same bytes and looks at nothing. "
        + $"Then {PerSecond} messages a second on open orders of the chat, the sender's limits lifted: from the answer 200 to the gateway until the code is at the sandbox as `sendMessage`.";

    public override async Task MeasureAsync(Bench bench)
    {
        await AcceptAsync(bench);
        await TellAsync(bench);
    }

    private static async Task AcceptAsync(Bench bench)
    {
        var settings = bench.Settings;
        var seed = new Seed(Customers: Requests.Buyers, Services: 10, FreeNumbers: 10)
        {
            OpenOrders = Orders,
            OpenFromChat = false,
            OpenUntil = Bench.Now.AddMinutes(30),
        };
        await using var database = await bench.CreateAsync(seed);
        await using var store = await RunningStore.StartAsync(settings, database);
        using var bare = await BareEndpoint.StartAsync(
            store.Url,
            Requests.Signed("bare", seed.OpenPhone(1), "Your code is 123456", TimeProvider.System.GetUtcNow())
        );
        using var gateway = await HttpLoad.OpenAsync(store.Url, Clients);
        using var nobody = await HttpLoad.OpenAsync(bare.Url, Clients);

        var perRound = settings.Count(PerRound);
        var sent = 1;
        var turns = new Turns();
        await nobody.SendAllAsync(Next());
        await gateway.SendAllAsync(Next());
        for (var round = 0; round < settings.Rounds; round++)
        {
            var most = perRound / (await nobody.SendAllAsync(Next())).TotalSeconds;
            turns.Add(perRound / (await gateway.SendAllAsync(Next())).TotalSeconds, most);
        }

        bench.Report.Add(Figure.Beside($"messages accepted, {Clients} clients", turns));
        await bench.StopAndCheckAsync(store);
        var kept = await database.CountAsync("select count(*) from messages where order_id is not null and code is not null");
        var accepted = 1 + ((settings.Rounds + 1) * perRound);
        if (kept != accepted)
            throw new InvalidOperationException($"Of {accepted} messages {kept} are kept.");

        List<byte[]> Next()
        {
            var now = TimeProvider.System.GetUtcNow();
            var first = sent;
            sent += perRound;
            return
            [
                .. Enumerable
                    .Range(first, perRound)
                    .Select(i =>
                        Requests.Message($"m-{i}", seed.OpenPhone(1 + (i % Orders)), $"Your code is {100_000 + (i % 900_000)}", now)
                    ),
            ];
        }
    }

    private static async Task TellAsync(Bench bench)
    {
        var count = PerSecond * bench.Settings.Seconds(10);
        var chats = await WaitingChats.StartAsync(Warming + count);
        await using var database = await bench.CreateAsync(chats.Seed);
        await using var store = await RunningStore.StartAsync(bench.Settings, database, chats.Sandbox, RunningStore.Unlimited);
        chats.Watch(store);
        using var gateway = await HttpLoad.OpenAsync(store.Url, Clients);
        await gateway.SendAllAsync(chats.Messages("warm", 1, Warming));
        await chats.UntilToldAsync(Warming, TimeSpan.FromMinutes(1));

        var acceptedAt = new long[count];
        await gateway.PaceOnceAsync(
            chats.Messages("paced", Warming + 1, count),
            PerSecond,
            message => acceptedAt[message] = Stopwatch.GetTimestamp()
        );
        await chats.UntilToldAsync(Warming + count, TimeSpan.FromMinutes(1));

        // The answer and the code are on their ways at the same time; a code that is there first took no time.
        var took = Enumerable
            .Range(0, count)
            .Select(i => Stopwatch.GetElapsedTime(acceptedAt[i], chats.ArrivedAt(Warming + 1 + i)))
            .Select(time => time < TimeSpan.Zero ? TimeSpan.Zero : time)
            .ToList();
        bench.Report.Add(
            Figure.Free(
                $"from accepted to `sendMessage` at {PerSecond} messages a second, p50",
                Figure.Text(HttpLoad.Percentile(took, 0.5))
            )
        );
        bench.Report.Add(Figure.Free("the same, p99", Figure.Text(HttpLoad.Percentile(took, 0.99))));
        await bench.StopAndCheckAsync(store);
        if (chats.ToldOnce != Warming + count)
            throw new InvalidOperationException($"Of {Warming + count} codes {chats.ToldOnce} came once.");
    }
}
