using System.Globalization;
using XthonBot.Load.Databases;
using XthonBot.Load.Limits;
using XthonBot.Load.Loads;
using XthonBot.Load.Reporting;

namespace XthonBot.Load.Rows;

internal sealed class Payments : Row
{
    private const int Clients = 32;
    private const int PerRound = 2_000;
    private const int Warming = 100;
    private const int ByWebhook = 500;
    private const int ByPoll = 300;
    private const int PerSecond = 50;

    // How often the store asks a provider for a payment that is younger than ten minutes.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    // A payment's turn to be asked for has nothing to do with the moment in which it is paid.
    private static readonly TimeSpan Spread = Interval;

    public override string Name => "payments";

    public override string How =>
        $"**Payments**: {PerRound:#,0} webhooks of Crypto Pay a turn by {Clients} clients, signed beforehand, one for each open payment: each is checked, and state, credit, posting and the message to be sent are one durable "
        + "transaction. The limit is an ASP.NET endpoint in a process of its own that takes the same posts, answers the same bytes and looks at nothing. Then the webhooks of the last turn once more, which credit nothing. "
        + $"Then {ByWebhook} payments, opened over the API, are paid at the sandbox's cash desk at {PerSecond} a second, the sender's limits lifted: from the payment at the desk until the message is at the sandbox as `sendMessage`. "
        + $"Then {ByPoll} that were opened within {Spread.TotalSeconds:0} s are paid in another order within {Spread.TotalSeconds:0} s, and every webhook is lost: the store finds them by asking, and the limit is the pause between two questions.";

    public override async Task MeasureAsync(Bench bench)
    {
        await AcceptAsync(bench);
        await TellAsync(bench);
    }

    private static async Task AcceptAsync(Bench bench)
    {
        var settings = bench.Settings;
        var perRound = settings.Count(PerRound);
        var count = 1 + ((settings.Rounds + 1) * perRound);
        var seed = new Seed(Customers: Requests.Buyers, Services: 10, FreeNumbers: 10)
        {
            OpenPayments = count,
            OpenUntil = Bench.Now.AddMinutes(30),
        };
        await using var database = await bench.CreateAsync(seed);
        var sandbox = await CashDesk.StartSandboxAsync();
        CashDesk.Open(sandbox, Requests.Buyers);
        await using var store = await RunningStore.StartAsync(settings, database, sandbox, CashDesk.Arguments(sandbox));
        using var bare = await BareEndpoint.StartAsync(store.Url, CashDesk.Signed(1));
        using var provider = await HttpLoad.OpenAsync(store.Url, Clients);
        using var nobody = await HttpLoad.OpenAsync(bare.Url, Clients);

        var sent = 1;
        var turns = new Turns();
        var webhooks = Next();
        await nobody.SendAllAsync(webhooks);
        await provider.SendAllAsync(webhooks);
        for (var round = 0; round < settings.Rounds; round++)
        {
            webhooks = Next();
            var most = perRound / (await nobody.SendAllAsync(webhooks)).TotalSeconds;
            turns.Add(perRound / (await provider.SendAllAsync(webhooks)).TotalSeconds, most);
        }

        bench.Report.Add(Figure.Beside($"payment webhooks accepted, {Clients} clients, each a credit", turns));
        var again = perRound / (await provider.SendAllAsync(webhooks)).TotalSeconds;
        bench.Report.Add(Figure.Free("the same webhooks once more, which credit nothing", Figure.PerSecond(again)));
        await bench.StopAndCheckAsync(store);
        var credited = await database.CountAsync("select count(distinct payment_id) from postings where payment_id is not null");
        var postings = await database.CountAsync("select count(*) from postings where payment_id is not null");
        if (credited != count || postings != count)
            throw new InvalidOperationException($"Of {count} payments {credited} are credited, by {postings} postings.");

        List<byte[]> Next()
        {
            var first = sent + 1;
            sent += perRound;
            return [.. Enumerable.Range(first, perRound).Select(CashDesk.Webhook)];
        }
    }

    private static async Task TellAsync(Bench bench)
    {
        var (byWebhook, byPoll) = (bench.Settings.Count(ByWebhook), bench.Settings.Count(ByPoll));
        var payers = Warming + byWebhook + byPoll;
        await using var database = await bench.CreateAsync(new Seed(payers, Services: 10, FreeNumbers: 10));
        var sandbox = await CashDesk.StartSandboxAsync();
        var desk = CashDesk.Open(sandbox, payers);
        await using var store = await RunningStore.StartAsync(
            bench.Settings,
            database,
            sandbox,
            [.. RunningStore.Unlimited, .. CashDesk.Arguments(sandbox)]
        );
        desk.Watch(store);

        // Those whose webhooks are lost come first: there is no address yet.
        List<int> lost = [.. Enumerable.Range(1, byPoll)];
        await desk.OpenPaymentsAsync(store, 1, byPoll, Spread);
        await desk.PayAsync(Shuffled(lost), byPoll / Spread.TotalSeconds);
        var polled = await desk.UntilToldAsync(lost, TimeSpan.FromMinutes(1));

        desk.SendWebhooks(store);
        await desk.OpenPaymentsAsync(store, byPoll + 1, Warming + byWebhook, TimeSpan.Zero);
        List<int> warming = [.. Enumerable.Range(byPoll + 1, Warming)];
        List<int> told = [.. Enumerable.Range(byPoll + Warming + 1, byWebhook)];
        await desk.PayAsync(warming, PerSecond);
        await desk.UntilToldAsync(warming, TimeSpan.FromMinutes(1));
        await desk.PayAsync(told, PerSecond);
        var took = await desk.UntilToldAsync(told, TimeSpan.FromMinutes(1));

        bench.Report.Add(
            Figure.Free(
                $"from paid at the desk to `sendMessage` by webhook at {PerSecond} payments a second, p50",
                Figure.Text(HttpLoad.Percentile(took, 0.5))
            )
        );
        bench.Report.Add(Figure.Free("the same, p99", Figure.Text(HttpLoad.Percentile(took, 0.99))));
        bench.Report.Add(BesideInterval("the same where every webhook is lost, beside the pause between two questions, p50", polled, 0.5));
        bench.Report.Add(BesideInterval("the same, p99", polled, 0.99));
        await bench.StopAndCheckAsync(store);
        var postings = await database.CountAsync("select count(*) from postings where payment_id is not null");
        if (postings != payers)
            throw new InvalidOperationException($"Of {payers} payments {postings} are credited.");
    }

    // The same order in every run.
    private static List<int> Shuffled(IEnumerable<int> payers) => [.. payers.OrderBy(payer => payer * 2_654_435_761L % 4_294_967_296L)];

    private static Figure BesideInterval(string what, IReadOnlyList<TimeSpan> took, double share)
    {
        var time = HttpLoad.Percentile([.. took], share);
        return new Figure(
            what,
            Figure.Text(time),
            Figure.Text(Interval),
            (time / Interval).ToString("0.00", CultureInfo.InvariantCulture) + " ×",
            "",
            true
        );
    }
}
