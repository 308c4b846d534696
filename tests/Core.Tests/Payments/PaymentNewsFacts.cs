using XthonBot.Core.Modules.Payments;

namespace XthonBot.Core.Tests.Payments;

/// <summary>What the store makes of news, however often and in which order it comes.</summary>
public sealed class PaymentNewsFacts
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_payment_that_settles_is_credited_once_and_told_once()
    {
        await using var store = await TestStore.StartAsync(TestDesk.Settings());
        var ann = await store.CustomerAsync();
        var payment = await StartAsync(store, ann, "5.00");
        Assert.Equal(
            (PaymentState.Open, $"https://pay.example/{payment.Id}", "5.00", "USD"),
            (payment.State, payment.Url, payment.ChargeText, payment.ChargeCurrency)
        );

        var first = await TellAsync(store, payment, ProviderState.Settled, "5.00");
        var again = await TellAsync(store, payment, ProviderState.Settled, "5.00");

        Assert.Equal((PaymentState.Paid, new Money(500)), (first.State, first.Credited));
        Assert.Equal((PaymentState.Paid, Money.Zero), (again.State, again.Credited));
        Assert.Equal(new Money(500), await store.BalanceAsync(ann.Id));
        Assert.Empty(await store.DifferencesAsync());
    }

    [Theory]
    [InlineData("4.999", 499, PaymentState.Partial)]
    [InlineData("0.01", 1, PaymentState.Partial)]
    [InlineData("0.009", 0, PaymentState.Open)]
    [InlineData("5.00000000", 500, PaymentState.Paid)]
    [InlineData("7.50", 750, PaymentState.Paid)]
    [InlineData("1E1", 1000, PaymentState.Paid)]
    public async Task What_came_is_credited_rounded_down_and_not_what_was_asked(string received, long cents, PaymentState state)
    {
        await using var store = await TestStore.StartAsync(TestDesk.Settings());
        var ann = await store.CustomerAsync();
        var payment = await StartAsync(store, ann, "5.00");

        var told = await TellAsync(store, payment, ProviderState.Settled, received);

        Assert.Equal((state, new Money(cents)), (told.State, told.Credited));
        Assert.Equal(new Money(cents), await store.BalanceAsync(ann.Id));
        Assert.Empty(await store.DifferencesAsync());
    }

    [Theory]
    // Ten dollars at 3 percent on top are asked as 10.30: exactly that is ten dollars, and half of it is five.
    [InlineData("3", "", "", "10.30", "10.30", 1000)]
    [InlineData("3", "", "", "10.30", "5.15", 500)]
    [InlineData("", "0.0105", "RUB", "952.39", "952.39", 1000)]
    [InlineData("", "0.0105", "RUB", "952.39", "952.38", 999)]
    [InlineData("", "0.0105", "RUB", "952.39", "476.20", 500)]
    public async Task A_charge_has_the_fee_and_the_rate_and_what_comes_is_taken_at_the_same_rate(
        string fee,
        string rate,
        string currency,
        string asked,
        string received,
        long cents
    )
    {
        await using var store = await TestStore.StartAsync([
            .. TestDesk.Settings(),
            ("Payments:Ways:desk:Fee", fee),
            ("Payments:Ways:desk:Rate", rate),
            ("Payments:Ways:desk:Currency", currency),
        ]);
        var ann = await store.CustomerAsync();
        var payment = await StartAsync(store, ann, "10.00");
        Assert.Equal(asked, payment.ChargeText);

        await TellAsync(store, payment, ProviderState.Settled, received, currency.Length > 0 ? currency : "USD");

        Assert.Equal(new Money(cents), await store.BalanceAsync(ann.Id));
        Assert.Empty(await store.DifferencesAsync());
    }

    [Theory]
    [InlineData("BTC", "60000", "0.0000834")]
    [InlineData("LTC", "80", "0.0625")]
    [InlineData("TON", "3", "1.67")]
    [InlineData("RUB", "0.0105", "476.20")]
    public async Task Bug_A_dear_coin_was_asked_for_in_hundredths_and_a_few_dollars_cost_hundreds(string coin, string rate, string asked)
    {
        await using var store = await TestStore.StartAsync([
            .. TestDesk.Settings(),
            ("Payments:Ways:desk:Rate", rate),
            ("Payments:Ways:desk:Currency", coin),
        ]);

        Assert.Equal(asked, (await StartAsync(store, await store.CustomerAsync(), "5.00")).ChargeText);
    }

    [Fact]
    public async Task Bug_Stars_were_credited_again_under_each_further_name_of_their_way()
    {
        await using var store = await TestStore.StartAsync(("Payments:Ways:stars:Kind", "Stars"), ("Payments:Ways:stars2:Kind", "Stars"));
        var ann = await store.CustomerAsync();
        var news = new PaymentNews("charge", null, ProviderState.Settled, Charge.Read("770", "XTR")) { TelegramUser = ann.TelegramId };

        foreach (var way in new[] { "stars2", "stars", "stars2" })
            Assert.True((await Report(store).TellAsync(way, news, Ct)).IsOk);
        await Report(store).TellAsync("stars2", news with { State = ProviderState.ChargedBack, Received = null }, Ct);

        var payment = Assert.Single((await store.Get<ReadPaymentsHandler>().ListAsync(new PaymentFilter(ann.Id), null, 10, Ct)).Payments);
        Assert.Equal((PaymentState.ChargedBack, new Money(1001), new Money(1001)), (payment.State, payment.Credited, payment.Reversed));
        Assert.Empty(await store.DifferencesAsync());
    }

    [Theory]
    [InlineData(ProviderState.Expired, PaymentState.Expired)]
    [InlineData(ProviderState.Canceled, PaymentState.Canceled)]
    public async Task What_comes_late_is_credited(ProviderState end, PaymentState ended)
    {
        await using var store = await TestStore.StartAsync(TestDesk.Settings());
        var ann = await store.CustomerAsync();
        var payment = await StartAsync(store, ann, "5.00");
        Assert.Equal(ended, (await TellAsync(store, payment, end)).State);

        Assert.Equal(PaymentState.Paid, (await TellAsync(store, payment, ProviderState.Settled, "5.00")).State);

        // And that it ended is no news after that.
        Assert.Equal(PaymentState.Paid, (await TellAsync(store, payment, end)).State);
        Assert.Equal(new Money(500), await store.BalanceAsync(ann.Id));
    }

    /// <summary>It is shown, and it is what a refund sends.</summary>
    [Fact]
    public async Task Bug_Older_news_overwrote_all_that_had_come()
    {
        await using var store = await TestStore.StartAsync(TestDesk.Settings());
        var payment = await StartAsync(store, await store.CustomerAsync(), "5.00");
        await TellAsync(store, payment, ProviderState.Settled, "5.00");

        await TellAsync(store, payment, ProviderState.Open, "2.50");
        Assert.Equal("5.00 USD", (await ReadAsync(store, payment)).Received);

        await TellAsync(store, payment, ProviderState.Settled, "5.0000");
        Assert.Equal("5.0000 USD", (await ReadAsync(store, payment)).Received);
    }

    [Fact]
    public async Task Another_currency_and_an_absurd_amount_are_for_an_operator_to_judge()
    {
        await using var store = await TestStore.StartAsync(TestDesk.Settings());
        var ann = await store.CustomerAsync();
        foreach (
            var (received, currency, remark) in new[]
            {
                ("5.00", "EUR", PaymentRemarks.Currency),
                ("1000000.01", "USD", PaymentRemarks.Amount),
                ("79228162514264337593543950335", "USD", PaymentRemarks.Amount),
            }
        )
        {
            var payment = await StartAsync(store, ann, "5.00");

            Assert.Equal(PaymentState.Review, (await TellAsync(store, payment, ProviderState.Settled, received, currency)).State);

            Assert.Equal(remark, (await ReadAsync(store, payment)).Remark);
            Assert.Equal(Money.Zero, await store.BalanceAsync(ann.Id));
        }
    }

    [Fact]
    public async Task An_invoice_that_is_paid_twice_under_two_ids_is_credited_twice()
    {
        await using var store = await TestStore.StartAsync(TestDesk.Settings());
        var ann = await store.CustomerAsync();
        var payment = await StartAsync(store, ann, "5.00");
        var second = new PaymentNews("ext-second", payment.Id, ProviderState.Settled, Charge.Read("5.00", "USD"));

        await TellAsync(store, payment, ProviderState.Settled, "5.00");
        await Report(store).TellAsync("desk", second, Ct);
        await Report(store).TellAsync("desk", second, Ct);

        Assert.Equal(new Money(1000), await store.BalanceAsync(ann.Id));
        var all = (await store.Get<ReadPaymentsHandler>().ListAsync(new PaymentFilter(ann.Id), null, 10, Ct)).Payments;
        Assert.Equal([PaymentRemarks.Twice, null], all.Select(p => p.Remark));
        Assert.Empty(await store.DifferencesAsync());
    }

    [Fact]
    public async Task Foreign_news_and_another_ways_news_change_nothing()
    {
        await using var store = await TestStore.StartAsync([.. TestDesk.Settings(), .. TestDesk.Settings("other")]);
        var ann = await store.CustomerAsync();
        var payment = await StartAsync(store, ann, "5.00");
        var paid = Charge.Read("5.00", "USD");

        var unknown = await Report(store).TellAsync("desk", new PaymentNews("ext-x", null, ProviderState.Settled, paid), Ct);
        var elsewhere = await Report(store)
            .TellAsync("other", new PaymentNews(TestDesk.ExternalId(payment.Id), payment.Id, ProviderState.Settled, paid), Ct);

        Assert.Equal(new Error.NotFound("payment"), unknown.Error);
        Assert.Equal(new Error.NotFound("payment"), elsewhere.Error);
        Assert.Equal(Money.Zero, await store.BalanceAsync(ann.Id));
    }

    [Fact]
    public async Task Fifty_webhooks_at_once_on_two_replicas_are_one_credit()
    {
        await using var store = await TestStore.StartAsync(TestDesk.Settings());
        // SQLite has one process.
        var other = store.Database.Provider == DatabaseProvider.Postgres ? TestStore.Open(store.Database, TestDesk.Settings()) : null;
        var ann = await store.CustomerAsync();
        var payment = await StartAsync(store, ann, "5.00");
        var news = new PaymentNews(TestDesk.ExternalId(payment.Id), payment.Id, ProviderState.Settled, Charge.Read("5.00", "USD"));

        var reports = await Task.WhenAll(
            Enumerable
                .Range(0, 50)
                .Select(i => Task.Run(() => Report(i % 2 == 0 || other is null ? store : other).TellAsync("desk", news, Ct)))
        );

        if (other is not null)
            await other.CloseAsync();
        Assert.Single(reports, r => r.Value.Credited == new Money(500));
        Assert.Equal(new Money(500), await store.BalanceAsync(ann.Id));
        Assert.Empty(await store.DifferencesAsync());
    }

    /// <summary>
    /// A history of a payment, each reading as the provider shows it then, is told in any order and each 0 to 5 times, and once more at
    /// the end as the nightly comparison does: the books are those of telling it once, in order.
    /// </summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Any_interleaving_of_news_ends_with_the_same_books(int seed)
    {
        var random = new Random(seed);
        await using var store = await TestStore.StartAsync(TestDesk.Settings());
        for (var round = 0; round < 25; round++)
        {
            var history = History(random);
            var told = history.SelectMany(news => Enumerable.Repeat(news, random.Next(6))).ToArray();
            random.Shuffle(told);
            var straight = await BooksAsync(store, history);
            var shuffled = await BooksAsync(store, [.. told, history[^1]]);
            Assert.True(
                straight == shuffled,
                $"{straight} and not {shuffled} of {string.Join(", ", told.Select(n => (n.State, n.Received?.Text)))}"
            );
        }

        Assert.Empty(await store.DifferencesAsync());
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 8)];

    // What came grows; it may end at any point, and may go back in the end.
    private static List<(ProviderState State, Charge? Received)> History(Random random)
    {
        List<(ProviderState, Charge?)> history = [(ProviderState.Open, null)];
        var received = 0m;
        foreach (var state in new[] { ProviderState.Open, ProviderState.Expired, ProviderState.Open, ProviderState.Settled })
        {
            if (random.Next(2) == 0)
                continue;
            received += random.Next(0, 400) / 100m;
            history.Add((state, received == 0 && state != ProviderState.Settled ? null : Sum(received)));
        }

        if (random.Next(3) == 0)
            history.Add((random.Next(2) == 0 ? ProviderState.Refunded : ProviderState.ChargedBack, Sum(Math.Max(received, 5))));
        return history;
    }

    private static Charge Sum(decimal value) => Charge.Read(value.ToString(System.Globalization.CultureInfo.InvariantCulture), "USD")!;

    private static async Task<(Money Balance, Money Net)> BooksAsync(TestStore store, List<(ProviderState State, Charge? Received)> told)
    {
        var customer = await store.CustomerAsync();
        var payment = await StartAsync(store, customer, "5.00");
        foreach (var (state, received) in told)
            await Report(store).TellAsync("desk", new PaymentNews(TestDesk.ExternalId(payment.Id), payment.Id, state, received), Ct);
        var now = await ReadAsync(store, payment);
        return (await store.BalanceAsync(customer.Id), now.Credited - now.Reversed);
    }

    internal static ReportPayments Report(TestStore store) => store.Get<ReportPayments>();

    internal static async Task<PaymentView> StartAsync(
        TestStore store,
        CustomerProfile customer,
        string amount,
        string way = "desk",
        PurchaseToContinue? purchase = null
    ) =>
        (
            await store
                .Get<StartPaymentHandler>()
                .HandleAsync(new StartPayment(customer.Id, way, Money.Parse(amount).Value, OrderChannel.Chat, Purchase: purchase), Ct)
        ).Value;

    internal static async Task<ReportedPayment> TellAsync(
        TestStore store,
        PaymentView payment,
        ProviderState state,
        string? received = null,
        string currency = "USD"
    ) =>
        (
            await Report(store)
                .TellAsync(
                    payment.Way,
                    new PaymentNews(TestDesk.ExternalId(payment.Id), payment.Id, state, Charge.Read(received, currency)),
                    Ct
                )
        ).Value;

    internal static async Task<PaymentView> ReadAsync(TestStore store, PaymentView payment) =>
        (await store.Get<ReadPaymentsHandler>().HandleAsync(payment.Id, null, Ct)).Value;
}
