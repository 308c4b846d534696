using System.Collections.Concurrent;
using System.Globalization;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Orders;

namespace XthonBot.Api.Tests.Fuzz;

/// <summary>
/// Rubbish to every endpoint that the document names, to the hooks and to the activation protocol. Each request is made from a number;
/// <c>XTHON_FUZZ_SEED</c> is the first of them and <c>XTHON_FUZZ_COUNT</c> how many follow: a long run, or the one that failed.
/// </summary>
public sealed class FuzzFacts
{
    private const int Workers = 4;
    private const int Repeats = 8;
    private const int Attempts = 20;
    private const int MostShown = 10;

    [Fact]
    public async Task Rubbish_is_refused_in_the_envelope_within_50_ms_and_leaves_nothing_behind()
    {
        await using var shop = await Shop.OpenAsync();
        var before = await shop.ReadRowsAsync();
        await SendAsync(shop, new RequestMaker(shop).Make, 3_000);
        Assert.Equal(before, await shop.ReadRowsAsync());
    }

    [Fact]
    public async Task Rubbish_of_a_customer_with_money_buys_what_it_says_and_the_books_agree()
    {
        await using var shop = await Shop.OpenAsync(new Money(100_000_00));
        var (before, balance) = (await shop.ReadPhonesAsync(), await shop.BalanceAsync());
        var answers = await SendAsync(shop, new RequestMaker(shop).Make, 1_000);

        // No number was charged that no answer named, and none was named that was not charged.
        var told = answers
            .SelectMany(answer => Purchases.Phones(answer.Request, answer.Answer))
            .Distinct()
            .Order(StringComparer.Ordinal)
            .ToList();
        Assert.NotEmpty(told);
        Assert.Equal(told, (await shop.ReadPhonesAsync()).Except(before).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(answers, answer => Purchases.IsTooDear(answer.Request, answer.Answer, shop.Price));
        var (spent, back) = (told.Count * shop.Price.Minor, await shop.ReadRefundedAsync(told));
        Assert.Equal(balance.Minor - spent + back, (await shop.BalanceAsync()).Minor);
        Assert.Empty(await shop.Api.Store.DifferencesAsync());
    }

    [Fact]
    public async Task Rubbish_that_a_gateway_signed_is_stored_or_refused_and_the_books_agree()
    {
        await using var shop = await Shop.OpenAsync();
        await SendAsync(shop, new RequestMaker(shop).MakeSigned, 500);
        Assert.Empty(await shop.Api.Store.DifferencesAsync());
    }

    [Fact]
    public async Task A_body_of_64_KiB_is_read_and_one_byte_more_is_413_wherever_one_may_be_sent()
    {
        await using var shop = await Shop.OpenAsync();
        var before = await shop.ReadRowsAsync();
        var targets = shop
            .Operations.Where(o => o.Method is "POST" or "PUT" or "PATCH")
            .Select(o => (o.Method, Room.V2, o.PathWith(shop.Ids[0])))
            .Concat(Shop.Sources.Select(s => ("POST", Room.Hook, $"/hooks/sms/{s}")));
        foreach (var (method, room, target) in targets)
        {
            foreach (var (length, isChunked) in new[] { (65_536, false), (65_537, false), (65_537, true) })
            {
                var request = new WireRequest(0, room, method, target) { Body = new byte[length], IsChunked = isChunked };
                request.Add("X-API-Key", shop.Key);
                request.Add("Content-Type", "application/json");
                var answer = await AskAsync(shop, request);
                Assert.Null(Judge.Complaint(request, answer, shop.Key));
                Assert.True(length > 65_536 == (answer!.Status == 413), $"{method} {target} with {length} bytes: {answer.Status}");
            }
        }

        Assert.Equal(before, await shop.ReadRowsAsync());
    }

    private static async Task<IReadOnlyCollection<(WireRequest Request, WireAnswer Answer)>> SendAsync(
        Shop shop,
        Func<long, WireRequest> make,
        int usualCount
    )
    {
        var answers = new ConcurrentQueue<(WireRequest, WireAnswer)>();
        var (seed, count) = (Setting("XTHON_FUZZ_SEED", 20261125), Setting("XTHON_FUZZ_COUNT", usualCount));
        var (problems, slow, statuses) = (new ConcurrentQueue<string>(), new ConcurrentQueue<WireRequest>(), new ConcurrentQueue<int>());
        await Parallel.ForAsync(
            seed,
            seed + count,
            new ParallelOptions { MaxDegreeOfParallelism = Workers },
            async (number, _) =>
            {
                var request = make(number);
                // Now and then the same one several times at once.
                foreach (
                    var answer in await Task.WhenAll(
                        Enumerable.Range(0, number % 50 == 0 ? Repeats : 1).Select(_ => AskAsync(shop, request))
                    )
                )
                {
                    statuses.Enqueue(answer?.Status ?? 0);
                    if (answer is not null)
                        answers.Enqueue((request, answer));
                    if (Judge.Complaint(request, answer, shop.Key) is { } complaint)
                        problems.Enqueue($"{Repeat(request)}: {complaint}\n{request}\n-> {answer?.Status} {answer?.Body}");
                    else if (answer is { Status: >= 400 } && answer.Took > Judge.Limit)
                        slow.Enqueue(request);
                }
            }
        );

        // Beside so many others a refusal may have had to wait, on a busy machine again and again; what is slow by itself is never fast.
        foreach (var request in slow)
        {
            if (await IsAlwaysSlowAsync(shop, request))
                problems.Enqueue($"{Repeat(request)}: slow\n{request}");
        }

        var counts = string.Join(", ", statuses.CountBy(s => s).OrderBy(s => s.Key).Select(s => $"{s.Value} x {s.Key}"));
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{statuses.Count} requests from {seed} on, {slow.Count} asked again for their time: {counts}"
        );
        Assert.True(
            problems.IsEmpty,
            $"{problems.Count} of {statuses.Count} answers are wrong:\n{string.Join("\n\n", problems.Take(MostShown))}"
        );
        Assert.DoesNotContain(
            shop.Api.Logs.Lines,
            line => line.StartsWith("Error", StringComparison.Ordinal) || line.StartsWith("Critical", StringComparison.Ordinal)
        );
        return answers;
    }

    private static string Repeat(WireRequest request) => $"XTHON_FUZZ_SEED={request.Number} XTHON_FUZZ_COUNT=1";

    private static Task<WireAnswer?> AskAsync(Shop shop, WireRequest request) =>
        Wire.AskAsync(shop.Url, request.ToBytes(), request.Method != "HEAD");

    private static async Task<bool> IsAlwaysSlowAsync(Shop shop, WireRequest request)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if ((await AskAsync(shop, request))?.Took < Judge.Limit)
                return false;
        }

        return true;
    }

    private static long Setting(string name, long usual) =>
        long.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var given)
            ? given
            : usual;
}
