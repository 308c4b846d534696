using System.Diagnostics;
using System.Globalization;
using XthonBot.Load.Databases;
using XthonBot.Sandbox.Hosting;
using XthonBot.Sandbox.Wire;

namespace XthonBot.Load.Loads;

/// <summary>Customers with an order each whose card stands in their chat, and an eye on the codes that come there.</summary>
internal sealed class WaitingChats
{
    private const int FirstCode = 100_000;
    private readonly int[] arrived;
    private readonly long[] arrivedAt;
    private readonly List<(int Count, TaskCompletionSource Reached)> awaited = [];
    private int told;

    private WaitingChats(SandboxServer sandbox, Seed seed)
    {
        (Sandbox, Seed) = (sandbox, seed);
        (arrived, arrivedAt) = (new int[seed.OpenOrders + 1], new long[seed.OpenOrders + 1]);
    }

    public SandboxServer Sandbox { get; }

    public Seed Seed { get; }

    /// <summary>How many chats got their code exactly once.</summary>
    public int ToldOnce => arrived.Count(times => times == 1);

    public static async Task<WaitingChats> StartAsync(int count)
    {
        var sandbox = await RunningStore.StartSandboxAsync();
        // The cards, as the bot would have sent them; their ids follow one another.
        var cards = Enumerable
            .Range(1, count)
            .Select(customer =>
            {
                var chat = Crowd.Join(sandbox.World, Seed.TelegramId(customer));
                return chat.PostFromBot(
                    new Message
                    {
                        From = sandbox.World.Bot,
                        Chat = chat.Chat,
                        Text = "The card.",
                    },
                    null,
                    null,
                    false
                ).MessageId;
            })
            .ToList();
        return new WaitingChats(
            sandbox,
            new Seed(Customers: count, Services: 10, FreeNumbers: 10)
            {
                OpenOrders = count,
                OpenFromChat = true,
                OpenUntil = Bench.Now.AddMinutes(30),
                FirstCard = cards[0],
            }
        );
    }

    public void Watch(RunningStore store) =>
        store.Chats.Shown += (before, now) =>
        {
            var at = Stopwatch.GetTimestamp();
            var customer = (int)(now.Chat.Id - Seed.TelegramId(0));
            if (
                before is not null
                || !now.Text!.Contains(Code(customer), StringComparison.Ordinal)
                || Interlocked.Increment(ref arrived[customer]) > 1
            )
                return;
            arrivedAt[customer] = at;
            lock (awaited)
            {
                told++;
                foreach (var (_, reached) in awaited.Where(a => a.Count == told))
                    reached.TrySetResult();
            }
        };

    /// <summary>Waits until so many codes have come, each in a chat of its own.</summary>
    public Task UntilToldAsync(int count, TimeSpan patience)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (awaited)
        {
            awaited.Add((count, reached));
            if (told >= count)
                reached.TrySetResult();
        }

        return reached.Task.WaitAsync(patience);
    }

    /// <summary>When the code of this customer came, as a timestamp of <see cref="Stopwatch"/>.</summary>
    public long ArrivedAt(int customer) => arrivedAt[customer];

    /// <summary>The message for each customer from the first to the last of them, signed now.</summary>
    public List<byte[]> Messages(string name, int first, int count)
    {
        var now = TimeProvider.System.GetUtcNow();
        return
        [
            .. Enumerable
                .Range(first, count)
                .Select(c => Requests.Message($"{name}-{c}", Seed.OpenPhone(c), $"Your code is {Code(c)}", now)),
        ];
    }

    private static string Code(int customer) => (FirstCode + customer).ToString(CultureInfo.InvariantCulture);
}
