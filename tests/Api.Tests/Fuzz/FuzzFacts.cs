using System.Collections.Concurrent;
using System.Globalization;

namespace XthonBot.Api.Tests.Fuzz;

/// <summary>
/// Rubbish to every endpoint that the document names, to the hooks and to the activation protocol. Each request is made from a number;
/// <c>XTHON_FUZZ_SEED</c> is the first of them and <c>XTHON_FUZZ_COUNT</c> how many follow: a long run, or the one that failed.
/// </summary>
public sealed class FuzzFacts
{
    private const int Workers = 4;
    private const int Repeats = 8;
    private const int MostShown = 10;

    [Fact]
    public async Task Rubbish_is_refused_in_the_envelope_within_50_ms_and_leaves_nothing_behind()
    {
        var (seed, count) = (Setting("XTHON_FUZZ_SEED", 20261125), Setting("XTHON_FUZZ_COUNT", 3_000));
        await using var shop = await Shop.OpenAsync();
        var before = await shop.ReadRowsAsync();
        var (asked, maker) = (0L, new RequestMaker(shop));
        var (problems, slow) = (new ConcurrentQueue<string>(), new ConcurrentQueue<WireRequest>());
        var statuses = new ConcurrentDictionary<int, int>();

        await Parallel.ForAsync(seed, seed + count, new ParallelOptions { MaxDegreeOfParallelism = Workers }, async (number, _) =>
        {
            var request = maker.Make(number);
            // Now and then the same one several times at once.
            foreach (var answer in await Task.WhenAll(Enumerable.Range(0, number % 50 == 0 ? Repeats : 1).Select(_ => AskAsync(shop, request))))
            {
                Interlocked.Increment(ref asked);
                statuses.AddOrUpdate(answer?.Status ?? 0, 1, (_, n) => n + 1);
                if (Judge.Complaint(request, answer) is { } complaint)
                    problems.Enqueue($"XTHON_FUZZ_SEED={number} XTHON_FUZZ_COUNT=1: {complaint}\n{request}\n-> {answer?.Status} {answer?.Body}");
                else if (answer?.Took > Judge.Limit)
                    slow.Enqueue(request);
            }
        });

        // Beside so many others it may have had to wait; alone it does not.
        foreach (var request in slow)
        {
            if (await IsSlowAloneAsync(shop, request))
                problems.Enqueue($"XTHON_FUZZ_SEED={request.Number} XTHON_FUZZ_COUNT=1: slow\n{request}");
        }

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{asked} requests from {seed} on, {slow.Count} asked again for their time: {string.Join(", ", statuses.OrderBy(s => s.Key).Select(s => $"{s.Value} x {s.Key}"))}");
        Assert.True(problems.IsEmpty, $"{problems.Count} of {asked} answers are wrong:\n{string.Join("\n\n", problems.Take(MostShown))}");
        Assert.Equal(before, await shop.ReadRowsAsync());
        Assert.DoesNotContain(shop.Api.Logs.Lines, line => line.StartsWith("Error", StringComparison.Ordinal) || line.StartsWith("Critical", StringComparison.Ordinal));
    }

    private static Task<WireAnswer?> AskAsync(Shop shop, WireRequest request) => Wire.AskAsync(shop.Url, request.ToBytes(), request.Method != "HEAD");

    private static async Task<bool> IsSlowAloneAsync(Shop shop, WireRequest request)
    {
        for (var attempt = 0; attempt < 3; attempt++)
        {
            if ((await AskAsync(shop, request))?.Took < Judge.Limit)
                return false;
        }

        return true;
    }

    private static long Setting(string name, long usual) =>
        long.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : usual;
}
