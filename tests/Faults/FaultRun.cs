using System.Diagnostics;
using XthonBot.Faults.Checks;
using XthonBot.Faults.Clients;
using XthonBot.Faults.Databases;
using XthonBot.Faults.Troubles;

namespace XthonBot.Faults;

/// <param name="Seed">Decides which trouble comes when.</param>
/// <param name="PeopleSeed">Decides what people do.</param>
/// <param name="Kills">After so many it ends, but not before every trouble came once.</param>
/// <param name="ReadyWithin">How long after a start, or after the database came back, the store may take to be ready.</param>
internal sealed record FaultRunOptions(int Seed, int PeopleSeed, int Kills, TimeSpan ReadyWithin);

/// <summary>
/// People use the store, trouble comes, it passes, and after each the store is held against what they sent and were answered.
/// </summary>
internal sealed class FaultRun
{
    private static readonly TimeSpan UntilSettled = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(10);

    private readonly Shop shop;
    private readonly FaultRunOptions options;
    private readonly Random random;
    private readonly IReadOnlyList<IClient> clients;
    private readonly CodeCheck codes;

    private FaultRun(Shop shop, FaultRunOptions options)
    {
        (this.shop, this.options, random) = (shop, options, new Random(options.Seed));
        clients = shop.Clients(new Random(options.PeopleSeed));
        codes = new CodeCheck(shop);
    }

    private Report Report => shop.Report;

    public static async Task<Report> RunAsync(IDatabase database, FaultRunOptions options, Action<string> print)
    {
        var report = new Report(print);
        var title = $"{database.Name}, seed {options.Seed}, people by seed {options.PeopleSeed}";
        report.Say(title);
        if (database.Disk.WhyNotFillable is { } why)
            report.Skip("full disk", why);
        await using (var shop = await Shop.OpenAsync(database, 3000 + (600 * options.Kills), 4, options.ReadyWithin, report))
        {
            var run = new FaultRun(shop, options);
            await run.UntilKilledAsync();
            await new PaymentEnd(shop, run.random).RunAsync();
            await run.EndAsync();
        }

        report.Summarize(title);
        return report;
    }

    private async Task UntilKilledAsync()
    {
        for (var round = 0; Report["kills"] < options.Kills; round++)
        {
            foreach (var trouble in Deck())
            {
                if (round == 0 || Report["kills"] < options.Kills)
                    await StepAsync(trouble);
            }
        }
    }

    /// <summary>Every trouble that can be had here, the kill more often, in any order.</summary>
    private ITrouble[] Deck()
    {
        var deck = new List<ITrouble> { new Terminate(), new TelegramTrouble(), new ClockMove() };
        deck.AddRange(Enumerable.Range(0, Math.Clamp(options.Kills, 1, 3)).Select(_ => new Kill()));
        if (shop.Database.IsServer)
            deck.AddRange([new DatabaseStop(Stop.Fast), new DatabaseStop(Stop.Immediate)]);
        if (shop.Database.Disk.WhyNotFillable is null)
            deck.Add(new FullDisk());
        var shuffled = deck.ToArray();
        random.Shuffle(shuffled);
        return shuffled;
    }

    private async Task StepAsync(ITrouble trouble)
    {
        var known = shop.Journal.Purchases.Keys.ToHashSet();
        using (var enough = new CancellationTokenSource())
        {
            var busy = clients
                .Select(client =>
                    Task.Run(async () =>
                    {
                        while (!enough.IsCancellationRequested)
                            await client.OnceAsync();
                    })
                )
                .ToList();
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(300, 1500)), TimeProvider.System);
            await trouble.HappenAsync(shop, random);
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(100, 500)), TimeProvider.System);
            await enough.CancelAsync();
            await Task.WhenAll(busy);
        }

        var settled = await SettleAsync();
        var before = Report.Violations.Count;
        var stored = await CheckAsync(trouble, known);
        Report.Say(
            $"{trouble.Name, -24} kills {Report["kills"], 3}, purchases {shop.Journal.Purchases.Count, 6}, texts {shop.Journal.Texts.Count, 6}, payments {stored.Payments.Count(p => p.Deposited > 0), 5}, settled in {settled.TotalSeconds, 4:0.0} s, "
                + (Report.Violations.Count == before ? "all well" : "VIOLATIONS")
        );
    }

    /// <summary>Waits until the store has done all that it has taken on.</summary>
    private async Task<TimeSpan> SettleAsync()
    {
        var began = Stopwatch.GetTimestamp();
        using var limit = new CancellationTokenSource(UntilSettled);
        var isLate = false;
        try
        {
            await shop.Gateway.SendRestAsync(limit.Token);
            while (await LeftAsync() is { } left)
            {
                if (!isLate && Stopwatch.GetElapsedTime(began) > Late)
                {
                    isLate = true;
                    Report.Say($"still to be done after {Late.TotalSeconds:0} s: {left}");
                }

                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, limit.Token);
            }
        }
        catch (OperationCanceledException)
        {
            Report.Violation($"still to be done after {UntilSettled.TotalSeconds:0} s: {await LeftAsync()}");
        }

        var took = Stopwatch.GetElapsedTime(began);
        Report.Took("everything done that was left", took);
        return took;
    }

    private async Task<string?> LeftAsync()
    {
        var pending = await shop.PendingUpdatesAsync();
        var (updates, news, overdue) = await StoredState.OpenWorkAsync(shop.Database, shop.Clock.GetUtcNow());
        return (pending, updates, news, overdue) == (0, 0, 0, 0)
            ? null
            : $"{pending} updates at Telegram, {updates} updates to handle, {news} news to tell, {overdue} orders to end";
    }

    private async Task<StoredState> CheckAsync(ITrouble trouble, HashSet<Guid> known)
    {
        var verb = shop.CheckBooksAsync();
        var stored = await StoredState.ReadAsync(shop.Database);
        PurchaseCheck.Run(stored, shop, mayHaveLostAnswers: !trouble.LeavesTimeToAnswer);
        TextCheck.Run(stored, shop);
        await codes.RunAsync(stored);
        var payments = new PaymentCheck(stored.Payments, DeskMoney.Of(await shop.DeskAsync()), shop.Journal.IsRefundAsked);
        foreach (var wrong in payments.Wrong().Concat(PayerCheck.Wrong(stored, shop.Payers)))
            Report.Violation(wrong);
        await PurchaseCheck.AskApiAsync(
            stored,
            shop,
            shop.Journal.Purchases.Values.Where(p => p.Buyer.Kind == BuyerKind.Api && !known.Contains(p.Id))
        );
        await verb;
        return stored;
    }

    private async Task EndAsync()
    {
        foreach (var damage in await shop.Database.DamageAsync())
            Report.Violation($"the database finds damage: {damage}");
        Report.Count("purchases", shop.Journal.Purchases.Count);
        Report.Count("purchases in the chat", shop.Journal.Purchases.Values.Count(p => p.Buyer.Kind == BuyerKind.Chat));
        Report.Count("cancels asked for", shop.Journal.Purchases.Values.Count(p => p.CancelAsked));
        Report.Count("texts", shop.Journal.Texts.Count);
        Report.Count("texts sent again after they were taken", shop.Journal.RepeatedTexts);
        Report.Count("top-ups", shop.Journal.Credits);
    }
}
