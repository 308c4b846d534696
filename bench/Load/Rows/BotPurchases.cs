using System.Diagnostics;
using XthonBot.Load.Databases;
using XthonBot.Load.Loads;
using XthonBot.Load.Reporting;
using XthonBot.Sandbox.Wire;

namespace XthonBot.Load.Rows;

internal sealed class BotPurchases : Row
{
    private const int OffersEach = 80;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public override string Name => "bot";

    public override string How =>
        $"**Purchases through the bot**: the store polls a sandbox Bot API server in another process, which is also the load; the sender's limits are lifted. {Requests.Buyers} customers "
        + $"have up to {OffersEach} offer messages each, prepared beforehand, every one with its own one-use Buy button. They tap, wait until the offer has become the receipt *and* the order's card "
        + "has come as a new message, and tap the next at once.";

    public override async Task MeasureAsync(Bench bench)
    {
        var seed = new Seed(Customers: Requests.Buyers, Services: 10, FreeNumbers: 2 * Requests.Buyers * OffersEach)
        {
            // An order each, for the button under its code that opens an offer in a message of its own.
            OpenOrders = Requests.Buyers,
            OpenFromChat = true,
            OpenUntil = Bench.Now.AddMinutes(30),
        };
        await using var database = await bench.CreateAsync(seed);
        await using var store = await RunningStore.StartAsync(bench.Settings, database, arguments: RunningStore.Unlimited);
        var again = await OfferButtonsAsync(store, seed);
        var customers = Enumerable
            .Range(1, Requests.Buyers)
            .Select(c => new Customer(store.Chats, Seed.TelegramId(c), again[c - 1]))
            .ToDictionary(c => c.Id);
        store.Chats.Shown += (before, now) => customers[now.Chat.Id].Look(before, now);

        var each = bench.Settings.Count(OffersEach);
        await Task.WhenAll(customers.Values.Select(c => c.PrepareAsync(each)));
        var began = Stopwatch.GetTimestamp();
        var times = (await Task.WhenAll(customers.Values.Select(c => c.BuyAllAsync()))).SelectMany(t => t).ToList();
        var rate = times.Count / Stopwatch.GetElapsedTime(began).TotalSeconds;

        bench.Report.Add(Figure.AtLeast($"whole purchases through the bot, {Requests.Buyers} customers", rate, 700));
        bench.Report.Add(
            Figure.Under("their p99, from the tap to receipt and card", HttpLoad.Percentile(times, 0.99), TimeSpan.FromMilliseconds(300))
        );
        await Ledger.VerifyAsync(bench, store, seed, times.Count, cutOff: 0);
    }

    /// <summary>Everybody accepts the terms and gets a code; under it is the button.</summary>
    private static async Task<IReadOnlyList<(int Message, string Data)>> OfferButtonsAsync(RunningStore store, Seed seed)
    {
        using var gateway = await HttpLoad.OpenAsync(store.Url, 1);
        var found = new List<(int, string)>();
        for (var customer = 1; customer <= seed.Customers; customer++)
        {
            var id = Seed.TelegramId(customer);
            var terms = await store.Chats.SeesAsync(id, m => Crowd.Buttons(m).Count > 0, () => store.Chats.Say(id, "/start"), Patience);
            await store.Chats.SeesAsync(
                id,
                m => m.MessageId != terms.MessageId,
                () => store.Chats.Tap(id, terms.MessageId, Crowd.Buttons(terms)[0]!),
                Patience
            );
            var text = Requests.Message(
                $"first-{customer}",
                seed.OpenPhone(customer),
                "Your code is 54321",
                TimeProvider.System.GetUtcNow()
            );
            Task sent = Task.CompletedTask;
            var code = await store.Chats.SeesAsync(
                id,
                m => (m.Text ?? "").Contains("54321", StringComparison.Ordinal) && Crowd.Buttons(m).Any(b => b is not null),
                () => sent = gateway.SendAllAsync([text]),
                Patience
            );
            await sent;
            found.Add((code.MessageId, Crowd.Buttons(code).First(b => b is not null)!));
        }

        return found;
    }

    /// <summary>One chat and what it waits for.</summary>
    private sealed class Customer(Crowd chats, long id, (int Message, string Data) again)
    {
        private readonly List<(int Message, string Buy)> offers = [];
        private readonly Lock gate = new();
        private TaskCompletionSource<Message>? offer;
        private TaskCompletionSource? bought;
        private int tapped;
        private bool receipt;
        private bool card;

        public long Id => id;

        /// <summary>Called by the sandbox for every message that is shown in this chat.</summary>
        public void Look(Message? before, Message now)
        {
            lock (gate)
            {
                if (before is null)
                    offer?.TrySetResult(now);
                card |= before is null;
                receipt |= before is not null && now.MessageId == tapped;
                if (card && receipt)
                    bought?.TrySetResult();
            }
        }

        public async Task PrepareAsync(int count)
        {
            for (var i = 0; i < count; i++)
            {
                lock (gate)
                    offer = new TaskCompletionSource<Message>(TaskCreationOptions.RunContinuationsAsynchronously);
                chats.Tap(id, again.Message, again.Data);
                var message = await offer.Task.WaitAsync(Patience);
                // Back, Buy, Home.
                offers.Add((message.MessageId, Crowd.Buttons(message)[1]!));
            }

            offer = null;
        }

        public async Task<List<TimeSpan>> BuyAllAsync()
        {
            var times = new List<TimeSpan>(offers.Count);
            foreach (var (message, buy) in offers)
            {
                var began = Stopwatch.GetTimestamp();
                TaskCompletionSource done;
                lock (gate)
                {
                    (tapped, receipt, card) = (message, false, false);
                    bought = done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                }

                chats.Tap(id, message, buy);
                await done.Task.WaitAsync(Patience);
                times.Add(Stopwatch.GetElapsedTime(began));
            }

            return times;
        }
    }
}
