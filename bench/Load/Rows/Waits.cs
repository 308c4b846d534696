using System.Diagnostics;
using XthonBot.Load.Databases;
using XthonBot.Load.Loads;
using XthonBot.Load.Reporting;

namespace XthonBot.Load.Rows;

internal sealed class Waits : Row
{
    private const int Most = 5_000;
    private const int MostMessages = 1_000;
    private const int PerSecond = 200;
    private const int Customers = 128;

    // An answer is held for 30 s; all of this takes less.
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(5);

    public override string Name => "waits";

    public override string How =>
        $"**Waits**: {Most:#,0} open orders, and for each a connection that holds `GET …/code?wait=30`. Memory and processor time of the store while nothing happens for {Idle.TotalSeconds:0} s; "
        + $"then {PerSecond} messages a second for {MostMessages:#,0} of them: from the answer 200 to the gateway until the code is at the one who waits.";

    public override async Task MeasureAsync(Bench bench)
    {
        var (count, messages) = (bench.Settings.Count(Most), bench.Settings.Count(MostMessages));
        var seed = new Seed(Customers, Services: 10, FreeNumbers: 10)
        {
            OpenOrders = count,
            OpenFromChat = false,
            OpenUntil = Bench.Now.AddMinutes(30),
        };
        await using var database = await bench.CreateAsync(seed);
        await using var store = await RunningStore.StartAsync(bench.Settings, database);
        var resident = store.ResidentBytes;
        var answeredAt = new long[count];
        var connections = new List<HttpConnection>(count);
        try
        {
            for (var i = 0; i < count; i++)
                connections.Add(await HttpConnection.OpenAsync(store.Url, bufferBytes: 4096));
            var waiting = connections
                .Select(
                    async (connection, i) =>
                    {
                        await connection.SendAsync(
                            Requests.Bytes(("GET", Seed.OrderPath(1 + i) + "/code?wait=30", Seed.Key(seed.CustomerOf(1 + i))))
                        );
                        answeredAt[i] = Stopwatch.GetTimestamp();
                    }
                )
                .ToList();
            await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System);

            var (before, began) = (store.ProcessorTime, Stopwatch.GetTimestamp());
            await Task.Delay(Idle, TimeProvider.System);
            var busy = (store.ProcessorTime - before) / Stopwatch.GetElapsedTime(began);
            bench.Report.Add(Figure.Free($"{count:#,0} held answers: memory on top", $"{(store.ResidentBytes - resident) >> 20} MB"));
            bench.Report.Add(
                Figure.Free("the same: processor while nothing happens", FormattableString.Invariant($"{100 * busy:0.0} % of one"))
            );

            using var gateway = await HttpLoad.OpenAsync(store.Url, 32);
            var acceptedAt = new long[messages];
            var now = TimeProvider.System.GetUtcNow();
            await gateway.PaceOnceAsync(
                [
                    .. Enumerable
                        .Range(0, messages)
                        .Select(i => Requests.Message($"w-{i}", seed.OpenPhone(1 + i), $"Your code is {100_000 + i}", now)),
                ],
                PerSecond,
                i => acceptedAt[i] = Stopwatch.GetTimestamp()
            );
            await Task.WhenAll(waiting.Take(messages)).WaitAsync(TimeSpan.FromSeconds(30));
            // The two answers are on their ways at the same time; a code that is there first took no time.
            var took = Enumerable
                .Range(0, messages)
                .Select(i => Stopwatch.GetElapsedTime(acceptedAt[i], answeredAt[i]))
                .Select(time => time < TimeSpan.Zero ? TimeSpan.Zero : time)
                .ToList();
            bench.Report.Add(
                Figure.Free(
                    $"the same: from message to answer at {PerSecond} messages a second, p99",
                    Figure.Text(HttpLoad.Percentile(took, 0.99))
                )
            );
            await Task.WhenAll(waiting).WaitAsync(TimeSpan.FromSeconds(60));
        }
        finally
        {
            connections.ForEach(connection => connection.Dispose());
        }

        await bench.StopAndCheckAsync(store);
    }
}
