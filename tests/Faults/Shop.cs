using System.Diagnostics;
using System.Text;
using XthonBot.Faults.Clients;
using XthonBot.Faults.Databases;
using XthonBot.Sandbox;
using XthonBot.Sandbox.Hosting;
using XthonBot.TestKit;

namespace XthonBot.Faults;

/// <summary>The store with everything around it: its process, its database, Telegram, and the people.</summary>
internal sealed class Shop : IAsyncDisposable
{
    public const string ServiceName = "USA Telegram";
    public const int PriceMinor = 10;
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(20);
    private const string Token = "1000000001:sandbox";
    private const string HookSecret = "whsec_dGVzdC1zZWNyZXQtb2YtdGhlLXNhbmRib3gtaG9vaw==";
    private const long FirstBuyer = 30_000;
    private const long WitnessId = 39_999;

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly SandboxServer sandbox;
    private readonly TimeSpan readyWithin;
    private readonly string logs = Directory.CreateTempSubdirectory("xthon-faults-logs-").FullName;
    private string service = "";

    private Shop(IDatabase database, SandboxServer sandbox, MovableClock clock, TimeSpan readyWithin, Report report)
    {
        (Database, this.sandbox, Clock, this.readyWithin, Report) = (database, sandbox, clock, readyWithin, report);
        Telegram = new SandboxTestClient(sandbox.Url) { Latest = 25 };
        Victim = new Victim(() => Arguments, clock, logs, url => sandbox.HookUrl = new Uri(url, "/hooks/sms/sandbox"));
        Api = new StoreApiClient(Victim, Outages, report);
        Gateway = new Gateway(Telegram, Api, Journal);
        Witness = new Witness(Telegram, WitnessId);
    }

    public IDatabase Database { get; }

    public MovableClock Clock { get; }

    public Report Report { get; }

    public Victim Victim { get; }

    public SandboxTestClient Telegram { get; }

    public StoreApiClient Api { get; }

    public Gateway Gateway { get; }

    public Witness Witness { get; }

    public Journal Journal { get; } = new();

    public Outages Outages { get; } = new();

    public IReadOnlyList<Buyer> Buyers { get; private set; } = [];

    private IEnumerable<string> Arguments =>
        [
            "--environment=Production",
            "--Urls=http://127.0.0.1:0",
            $"--Telegram:Token={Token}",
            $"--Telegram:ApiUrl={sandbox.Url}",
            $"--Telegram:AdminIds={StoreHost.OperatorId}",
            "--Telegram:MessagesPerSecond=0",
            "--Telegram:MessagesPerChatPerSecond=0",
            "--Logging:Level=Information",
            "--Inbound:Sources:sandbox:Kind=Generic",
            $"--Inbound:Sources:sandbox:Secret={HookSecret}",
            $"--Orders:Lifetime={Lifetime:c}",
            // The clock is moved often; what is checked must still be there.
            "--Messages:Retention=365.00:00:00",
            .. Database.Arguments,
        ];

    /// <summary>Starts everything and puts numbers on the shelf and money on the balances, all through the chat.</summary>
    public static async Task<Shop> OpenAsync(IDatabase database, int numbers, int buyersOfAKind, TimeSpan readyWithin, Report report)
    {
        var clock = new MovableClock(TimeSpan.Zero);
        var sandbox = await SandboxServer.StartAsync(new SandboxOptions { HookSecret = HookSecret, Time = clock });
        var shop = new Shop(database, sandbox, clock, readyWithin, report);
        try
        {
            await shop.StartStoreAsync();
            await shop.FurnishAsync(numbers, buyersOfAKind);
            return shop;
        }
        catch
        {
            await shop.DisposeAsync();
            throw;
        }
    }

    /// <summary>Everybody who does something, each with chances of their own.</summary>
    public IReadOnlyList<IClient> Clients(Random random) =>
        [
            .. Buyers.Select<Buyer, IClient>(buyer =>
                buyer.Kind == BuyerKind.Api
                    ? new ApiBuyer(buyer, service, Api, Gateway, Journal, new Random(random.Next()))
                    : new ChatBuyer(buyer, Telegram, Gateway, Journal, new Random(random.Next()))
            ),
            new Cashier(Telegram, Buyers, Journal, new Random(random.Next())),
        ];

    public Task<int> PendingUpdatesAsync() => Telegram.PendingUpdatesAsync(Token);

    /// <summary>Starts the store's next life and waits until it is ready.</summary>
    public async Task StartStoreAsync()
    {
        var began = Stopwatch.GetTimestamp();
        await Victim.LaunchAsync();
        await Victim.UntilItListensAsync();
        await UntilReadyAsync("a start", began);
    }

    /// <param name="after">What made it unready.</param>
    /// <param name="since">When that was over.</param>
    public async Task UntilReadyAsync(string after, long since)
    {
        while (!await Api.IsReadyAsync())
        {
            if (Stopwatch.GetElapsedTime(since) > Longest)
            {
                Report.Violation($"the store was not ready {Longest.TotalSeconds} s after {after}");
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }

        var took = Stopwatch.GetElapsedTime(since);
        Report.Took($"ready after {after}", took);
        if (took > readyWithin)
            Report.Violation($"the store was not ready within {readyWithin.TotalSeconds:0} s after {after}");
    }

    /// <summary>The verb <c>check</c>, run by the executable itself beside the store.</summary>
    public Task<(int ExitCode, string Output)> CheckAsync() => StoreProcess.RunAsync(Path.GetTempPath(), [], ["check", .. Arguments]);

    public async ValueTask DisposeAsync()
    {
        await Victim.DisposeAsync();
        Api.Dispose();
        Telegram.Dispose();
        await sandbox.DisposeAsync();
        if (Report.Violations.Count == 0)
            Directory.Delete(logs, recursive: true);
        else
            Report.Say($"What the store logged is in {logs}");
    }

    private async Task FurnishAsync(int numbers, int buyersOfAKind)
    {
        var olga = await EnterAsync(StoreHost.OperatorId);
        await olga.Sends($"/service add tg {Amount(PriceMinor)} {ServiceName}");
        await olga.Sees("On sale");
        var lines = string.Join('\n', Enumerable.Range(0, numbers).Select(i => $"+1555{i:0000000}"));
        await olga.SendsFile("numbers.txt", Encoding.UTF8.GetBytes(lines), "/stock tg");
        await olga.Sees($"Added {numbers}, duplicates 0, invalid 0");

        await EnterAsync(WitnessId);
        // The first of the scripts has to live on what the operator gives while it buys: it is refused now and then.
        Buyers =
        [
            .. Enumerable.Range(0, buyersOfAKind * 2).Select(i => new Buyer(FirstBuyer + i, i % 2 == 0 ? BuyerKind.Api : BuyerKind.Chat)),
        ];
        await Task.WhenAll(
            Buyers.Select(async buyer =>
            {
                var person = await EnterAsync(buyer.TelegramId);
                if (buyer.Kind == BuyerKind.Api)
                    buyer.Key = await IssueKeyAsync(person);
                if (buyer == Buyers[0])
                    return;
                const int plenty = 10_000_00;
                await Telegram.SayAsync(StoreHost.OperatorId, $"/credit {buyer.TelegramId} {Amount(plenty)} to begin with");
                buyer.Credit(plenty);
                await person.Sees("was added to your balance");
            })
        );
        var services = await Api.GetAsync("services", Buyers[0].Key);
        service = services.Data.EnumerateArray().Single().GetProperty("id").GetString()!;
    }

    private async Task<Person> EnterAsync(long id)
    {
        await Telegram.AddPersonAsync(id);
        var person = new Person(Telegram, id);
        await person.Sends("/start");
        await person.Sees("Terms of use");
        await person.Taps("✅ I accept");
        await person.Sees("Your balance");
        await person.RememberAsync();
        return person;
    }

    private static async Task<string> IssueKeyAsync(Person person)
    {
        await person.Sends("/api");
        await person.Sees("no keys yet");
        await person.Taps("➕ New key");
        var key = (await person.Sees("not shown again")).AllButtons.First(b => b.CopyText is not null).CopyText!;
        await person.RememberAsync();
        return key;
    }

    private static string Amount(int minor) => $"{minor / 100}.{minor % 100:00}";
}
