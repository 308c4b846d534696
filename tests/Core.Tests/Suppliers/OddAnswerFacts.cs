using System.Collections.Concurrent;
using CsCheck;
using XthonBot.Core.Modules.Catalog;
using XthonBot.Core.Modules.Suppliers;
using XthonBot.Core.Views.Storefront;

namespace XthonBot.Core.Tests.Suppliers;

/// <summary>
/// Of two suppliers one answers oddly for a while. Nobody else is held up, nobody is charged without a number, of no order two purchases
/// stay active upstream, no code is told that is in no text, and no text twice.
/// </summary>
public sealed class OddAnswerFacts
{
    [Fact]
    public async Task Odd_answers_of_a_supplier_cost_nobody_anything() =>
        await Gen.Int[0, 1_000_000].SampleAsync(RunAsync, iter: TestDatabase.Chosen == DatabaseProvider.Sqlite ? 60 : 15, threads: 2);

    private static async Task RunAsync(int seed)
    {
        await using var run = await Run.StartAsync(seed);
        await run.GoAsync();
        await run.HealAsync();
        await run.CheckAsync();
    }

    private sealed class Run(SupplierPair pair, Random random) : IAsyncDisposable
    {
        private readonly OddAnswers odd = new(random);
        private readonly List<OrderView> orders = [];
        private CustomerProfile bob = null!;
        private ServiceView whatsApp = null!;
        private readonly ConcurrentQueue<string> trace = [];
        private int codes = 10_000;

        public static async Task<Run> StartAsync(int seed)
        {
            var pair = await SupplierPair.StartAsync(settings: ("Services:wa", "wax"));
            pair.Second.Stock("wax", "0.40", 1_000);
            var run = new Run(pair, new Random(seed))
            {
                bob = await pair.Store.CustomerAsync("100.00"),
                whatsApp = await pair.Store.ServiceAsync("wa", name: "USA WhatsApp"),
            };
            await run.LookAsync();
            pair.First.Dialect = answer => run.Traced("first", answer, run.odd.Of(answer));
            pair.Second.Dialect = answer => run.Traced("second", answer, answer);
            return run;
        }

        public async Task GoAsync()
        {
            for (var round = 0; round < 12; round++)
            {
                switch (random.Next(5))
                {
                    case 0 or 1 when orders.Count < 4:
                        // Where the list of prices could not be read for long, there is nothing on sale.
                        if ((await pair.Store.BuyAsync(pair.Ann, pair.Service)).TryGet(out var bought, out _))
                        {
                            orders.Add(bought);
                            await pair.UntilTriedAsync();
                        }

                        break;
                    case 2 when orders.Count > 0:
                        _ = await pair.Store.CancelAsync(orders[random.Next(orders.Count)]);
                        break;
                    case 3:
                        await LookAsync();
                        break;
                    default:
                        Deliver();
                        break;
                }

                await LaterAsync(4);
            }

            await NeighbourAsync();
        }

        // Whoever buys from the other supplier has the number at once and the code at the next look.
        private async Task NeighbourAsync()
        {
            await LookAsync();
            var order = (await pair.Store.BuyAsync(bob, whatsApp, channel: OrderChannel.Api)).Value;
            Assert.NotNull(order.Phone);
            var code = $"{++codes}";
            pair.Second.Deliver(pair.Second.Sold.Last(s => s.Service == "wax"), code, $"Your code is {code}");
            await LaterAsync(4);
            Assert.Equal(code, (await pair.Store.OrderAsync(order)).Code);
        }

        public async Task HealAsync()
        {
            odd.IsOver = true;
            for (var i = 0; i < 12; i++)
                await LaterAsync(5);
            pair.Store.Time.Advance(TimeSpan.FromMinutes(21));
            await pair.Store.ExpireAsync();
            for (
                var i = 0;
                i < 100
                    && await pair.Store.ScalarAsync<int>(
                        $"select count(*) as \"Value\" from supplies where state < {(int)SupplierOrderState.Closed}"
                    ) > 0;
                i++
            )
                await LaterAsync(31);
        }

        public async Task CheckAsync()
        {
            Assert.Equal(
                0,
                await pair.Store.ScalarAsync<int>(
                    $"select count(*) as \"Value\" from supplies where state < {(int)SupplierOrderState.Closed}"
                )
            );
            var paid = 0L;
            foreach (var bought in orders)
            {
                var order = await pair.Store.OrderAsync(bought);
                Assert.True(order.Status is OrderStatus.Succeeded or OrderStatus.Canceled or OrderStatus.Expired, order.Status.ToString());
                if (order.Status != OrderStatus.Succeeded)
                    continue;
                paid += order.Price.Minor;
                // Of two whose answers were lost, either may be given either.
                var sold = Sold.Single(s => "+" + s.Phone == order.Phone && s.Texts > 0);
                Assert.Contains(sold.Delivered, text => text.Contains(order.Code!, StringComparison.Ordinal));
            }

            Assert.Equal(10_000 - paid, (await pair.Store.BalanceAsync(pair.Ann.Id)).Minor);
            // One that brought a text is paid, and runs out by itself.
            Assert.All(Sold.Where(s => s is { Service: "tgx", Texts: 0 }), s => Assert.Equal("canceled", s.State));
            var delivered = Sold.SelectMany(s => s.Delivered).ToList();
            var told = await ToldAsync();
            Assert.Equal(told.Count, told.Distinct().Count());
            // One of the dresses writes all in small letters.
            Assert.All(told, text => Assert.Contains(delivered, whole => whole.Contains(text, StringComparison.OrdinalIgnoreCase)));
        }

        public ValueTask DisposeAsync() => pair.DisposeAsync();

        private IEnumerable<UpstreamActivation> Sold => pair.First.Sold.Concat(pair.Second.Sold);

        private void Deliver()
        {
            if (Sold.Where(s => s is { State: "active", Service: "tgx" }).ToList() is not { Count: > 0 } active)
                return;
            var (server, to) =
                active[random.Next(active.Count)] is var one && pair.First.Sold.Contains(one) ? (pair.First, one) : (pair.Second, one);
            server.Deliver(to, $"{++codes}", $"Your code is {codes}");
        }

        private async Task<List<string>> ToldAsync()
        {
            var told = new List<string>();
            for (var i = await pair.Store.ScalarAsync<int>("select count(*) as \"Value\" from messages"); i > 0; i--)
                told.Add((await pair.Store.TextAsync($"select text as value from messages order by id limit 1 offset {i - 1}"))!);
            return told;
        }

        // What was said, for whoever has to find out why it went wrong: the times of the threads do not repeat.
        private UpstreamAnswer Traced(string supplier, UpstreamAnswer plain, UpstreamAnswer said)
        {
            var (time, was) = (pair.Store.Time.GetUtcNow(), Beginning(plain.Body));
            trace.Enqueue($"{time:mm:ss} {supplier} {plain.Action}: {was} => {said.Status} {Beginning(said.Body)}");
            return said;
        }

        private static string Beginning(string body) => body[..Math.Min(body.Length, 400)];

        private Task LookAsync() => pair.Store.Get<LookAtOffersHandler>().HandleAsync(CancellationToken.None);

        private async Task LaterAsync(int seconds)
        {
            pair.Store.Time.Advance(TimeSpan.FromSeconds(seconds));
            await pair.Store.Get<SupplierOrderWorker>().SweepAsync(CancellationToken.None);
            foreach (var purchases in Sold.GroupBy(s => s.Reference).Where(purchases => purchases.Count(p => p.State == "active") > 1))
                Assert.Fail($"Twice for {purchases.Key}: {string.Join(", ", purchases.Select(p => p.Phone))}\n{string.Join('\n', trace)}");
        }
    }
}
