using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using XthonBot.TestKit;

namespace XthonBot.Bot.Tests.Telegram.Updates;

/// <summary>
/// Updates of every odd shape, polled and by webhook: nobody else is held up, nothing is charged, and nothing is dropped without a line
/// in the log. Each is made from a number; <c>XTHON_FUZZ_SEED</c> is the first of them and <c>XTHON_FUZZ_COUNT</c> how many follow.
/// </summary>
public sealed class UpdateFuzzFacts
{
    private const long FirstId = 40_000;
    private const long People = 700_000_000;
    private const long Probes = 900_000_000;
    private const int ProbeEvery = 50;
    private const int MostShown = 10;

    [Theory]
    [InlineData(false, 1_000)]
    [InlineData(true, 500)]
    public async Task Whatever_comes_nobody_else_is_held_up_nothing_is_charged_and_nothing_is_dropped_in_silence(
        bool isWebhook,
        int usualCount
    )
    {
        var (seed, count) = (Setting("XTHON_FUZZ_SEED", 20_261_130), Setting("XTHON_FUZZ_COUNT", usualCount));
        await using var store = await RawStore.StartAsync(isWebhook);
        var made = Enumerable.Range(0, (int)count).Select(i => UpdateMaker.Make(seed + i, FirstId + (2 * i), People + i)).ToList();
        var probes = new List<long>();
        var all = new List<(long? Id, byte[] Json)>();
        foreach (var update in made)
        {
            all.Add((update.Id, update.Json));
            if (all.Count % ProbeEvery == 0 || update == made[^1])
            {
                var probe = Probes + update.Id;
                probes.Add(probe);
                all.Add((update.Id + 1, Encoding.UTF8.GetBytes(OddUpdates.Fill(OddUpdates.Start, update.Id + 1, probe))));
            }
        }

        if (isWebhook)
        {
            var refused = new ConcurrentQueue<string>();
            await Parallel.ForEachAsync(
                all,
                new ParallelOptions { MaxDegreeOfParallelism = 8 },
                async (update, _) =>
                {
                    if (await store.BringAsync(update.Id, update.Json) is var status and not 200)
                        refused.Enqueue($"{status} to {Encoding.UTF8.GetString(update.Json)}");
                }
            );
            Assert.Empty(refused);
        }
        else
            store.Telegram.Bring(all);

        foreach (var probe in probes)
            await store.Telegram.SeesAsync(probe, "Terms of use");
        await store.UntilAllIsDoneAsync();

        // Lines of the log that the store has written are read a moment later.
        List<MadeUpdate> silent = [];
        try
        {
            await Patience.UntilAsync(() => (silent = Silent()).Count, left => left == 0);
        }
        catch (TimeoutException)
        {
            // They are shown below.
        }

        var calls = store.Telegram.Calls;
        Assert.True(
            silent.Count == 0,
            $"{silent.Count} are dropped in silence:\n{string.Join('\n', silent.Take(MostShown).Select(u => $"XTHON_FUZZ_SEED={u.Number} XTHON_FUZZ_COUNT=1: {Encoding.UTF8.GetString(u.Json)}"))}"
        );
        Assert.Equal(0, store.CountLogged("\"@l\":\"Error\""));
        Assert.Equal(0, await store.NumberAsync("select count(*) from orders"));
        Assert.Equal(0, await store.NumberAsync("select count(*) from postings"));
        Assert.Equal(200, (await store.ReadyAsync()).Status);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{count} updates from {seed} on: {calls.Count} calls, {store.CountLogged("is passed over")} passed over, {store.CountLogged("asks for nothing")} ask for nothing"
        );

        List<MadeUpdate> Silent()
        {
            var answered = store.Telegram.Calls.Select(call => call.Chat).ToHashSet();
            var logged = store.LoggedIds().ToHashSet();
            // Somebody who blocked the bot, or came back, is noted and not answered.
            return
            [
                .. made.Where(update =>
                    update.Kind != "my_chat_member" && !logged.Contains(update.Id) && !update.Chats.Any(answered.Contains)
                ),
            ];
        }
    }

    private static long Setting(string name, long usual) =>
        long.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var given)
            ? given
            : usual;
}
