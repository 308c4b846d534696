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
    public const string DearServiceName = "USA Bank";
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(20);
    private const string Token = "1000000001:sandbox";
    private const string HookSecret = "whsec_dGVzdC1zZWNyZXQtb2YtdGhlLXNhbmRib3gtaG9vaw==";
    private const long FirstBuyer = 30_000;
    private const long FirstPayer = 31_000;
    private const long WitnessId = 39_999;
    private const int DearPriceMinor = 300;
    private const int PayersOfAKind = 2;

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly SandboxServer sandbox;
    private readonly DeskOptions desk;
    private readonly TimeSpan readyWithin;
    private readonly string logs = Directory.CreateTempSubdirectory("xthon-faults-logs-").FullName;
    private string service = "";

    private Shop(IDatabase database, SandboxServer sandbox, DeskOptions desk, MovableClock clock, TimeSpan readyWithin, Report report)
    {
        (Database, this.sandbox, this.desk, Clock, this.readyWithin, Report) = (database, sandbox, desk, clock, readyWithin, report);
        Telegram = new SandboxTestClient(sandbox.Url) { Latest = 25 };
        Victim = new Victim(
            () => Arguments,
            clock,
            logs,
            url => (sandbox.HookUrl, sandbox.PayHookUrl) = (new Uri(url, "/hooks/sms/sandbox"), new Uri(url, "/hooks/pay"))
        );
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

    /// <summary>Those who have no money but what they pay in.</summary>
    public IReadOnlyList<Buyer> Payers { get; private set; } = [];

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
            // All its customers come from one address.
            "--RateLimit:PerAddress=0",
            "--RateLimit:PerKey=0",
            "--Orders:MaxOpenPerCustomer=0",
            // The clock is moved often; what is checked must still be there.
            "--Messages:Retention=365.00:00:00",
            // The cash desk is the sandbox's, which outlives the store.
            "--Payments:Ways:stars:Kind=Stars",
            "--Payments:Ways:cryptopay:Kind=CryptoPay",
            $"--Payments:Ways:cryptopay:Token={desk.CryptoPayToken}",
            $"--Payments:Ways:cryptopay:Url={Desk}/cryptopay",
            "--Payments:Ways:btcpay:Kind=BtcPay",
            $"--Payments:Ways:btcpay:Url={Desk}/btcpay",
            $"--Payments:Ways:btcpay:ApiKey={desk.BtcPayKey}",
            $"--Payments:Ways:btcpay:StoreId={desk.BtcPayStoreId}",
            $"--Payments:Ways:btcpay:Secret={desk.BtcPayHookSecret}",
            "--Payments:Ways:heleket:Kind=Heleket",
            $"--Payments:Ways:heleket:Url={Desk}/heleket",
            $"--Payments:Ways:heleket:Merchant={desk.HeleketMerchant}",
            $"--Payments:Ways:heleket:ApiKey={desk.HeleketKey}",
            $"--Payments:Ways:heleket:PayoutKey={desk.HeleketPayoutKey}",
            "--Payments:MaxOpenPerCustomer=1000",
            .. Database.Arguments,
        ];

    private string Desk => $"{sandbox.Url.ToString().TrimEnd('/')}/desk";

    /// <summary>Starts everything and puts numbers on the shelf and money on the balances, all through the chat.</summary>
    public static async Task<Shop> OpenAsync(IDatabase database, int numbers, int buyersOfAKind, TimeSpan readyWithin, Report report)
    {
        var clock = new MovableClock(TimeSpan.Zero);
        var settings = new SandboxOptions { HookSecret = HookSecret, Time = clock };
        var sandbox = await SandboxServer.StartAsync(settings);
        var shop = new Shop(database, sandbox, settings.Desk, clock, readyWithin, report);
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
            .. Payers.Select<Buyer, IClient>(payer =>
                payer.Kind == BuyerKind.Api
                    ? new ApiPayer(payer, Api, Telegram, Journal, Report, new Random(random.Next()))
                    : new ChatPayer(payer, Telegram, Journal, Report, new Random(random.Next()))
            ),
            new Cashier(Telegram, Buyers, Journal, new Random(random.Next())),
            new Refunder(Telegram, Journal, Report, new Random(random.Next())),
        ];

    /// <summary>The cash desk's own books, all of them.</summary>
    public async Task<IReadOnlyList<SandboxInvoice>> DeskAsync() => (await Telegram.Desk.ReadAllAsync()).Invoices;

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
    public async Task CheckBooksAsync()
    {
        var (exitCode, output) = await StoreProcess.RunAsync(Path.GetTempPath(), [], ["check", .. Arguments]);
        if (exitCode != 0)
            Report.Violation($"check ended with {exitCode}: {output}");
    }

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
        await olga.Sends($"/service add bank {Amount(DearPriceMinor)} {DearServiceName}");
        await olga.Sees("On sale");
        var dear = string.Join('\n', Enumerable.Range(0, numbers / 4).Select(i => $"+1655{i:0000000}"));
        await olga.SendsFile("dear.txt", Encoding.UTF8.GetBytes(dear), "/stock bank");
        await olga.Sees($"Added {numbers / 4}, duplicates 0, invalid 0");

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
                await person.Sees("New balance");
            })
        );
        Payers =
        [
            .. Enumerable.Range(0, PayersOfAKind * 2).Select(i => new Buyer(FirstPayer + i, i % 2 == 0 ? BuyerKind.Api : BuyerKind.Chat)),
        ];
        await Task.WhenAll(
            Payers.Select(async payer =>
            {
                var person = await EnterAsync(payer.TelegramId);
                if (payer.Kind == BuyerKind.Api)
                    payer.Key = await IssueKeyAsync(person);
            })
        );
        var services = await Api.GetAsync("services", Buyers[0].Key);
        service = services
            .Data.EnumerateArray()
            .Single(s => s.GetProperty("name").GetString() == ServiceName)
            .GetProperty("id")
            .GetString()!;
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
