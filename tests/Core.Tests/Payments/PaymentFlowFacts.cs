using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Modules.Catalog;
using XthonBot.Core.Modules.Payments;
using XthonBot.Core.Reactions.Webhooks;
using static XthonBot.Core.Tests.Payments.PaymentNewsFacts;

namespace XthonBot.Core.Tests.Payments;

/// <summary>Starts, looks, purchases that go on, and decisions.</summary>
public sealed class PaymentFlowFacts
{
    private const string Transfer = "card";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_lost_answer_to_a_start_is_looked_for_and_not_asked_again()
    {
        await using var store = await TestStore.StartAsync(TestDesk.Settings());
        var ann = await store.CustomerAsync();
        store.Desk.LosesAnswers = true;

        var payment = await StartAsync(store, ann, "5.00");

        Assert.Equal((1, $"https://pay.example/{payment.Id}"), (store.Desk.Started, payment.Url));
    }

    [Fact]
    public async Task A_provider_that_is_down_is_said_to_be_and_what_was_begun_is_called_off()
    {
        await using var store = await TestStore.StartAsync(TestDesk.Settings());
        var ann = await store.CustomerAsync();
        store.Desk.IsAway = true;

        var start = await store
            .Get<StartPaymentHandler>()
            .HandleAsync(new StartPayment(ann.Id, "desk", new Money(500), OrderChannel.Chat), Ct);

        Assert.Equal(new Error.WayUnavailable("desk"), start.Error);
        store.Desk.IsAway = false;
        store.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(1, await store.Get<WatchPaymentsHandler>().HandleAsync(Ct));
        Assert.Equal(PaymentState.Canceled, (await ListAsync(store, ann)).Single().State);
        Assert.Equal(0, store.Desk.Started);
    }

    [Fact]
    public async Task A_refused_key_turns_the_way_off_until_it_is_accepted()
    {
        await using var store = await TestStore.StartAsync(TestDesk.Settings());
        var ann = await store.CustomerAsync();
        var ways = store.Get<ListWaysHandler>();
        Assert.Single(await ways.HandleAsync(ann.Id, null, Ct));
        store.Desk.RefusedSetting = "Secret";

        Assert.Single(await store.Get<PaymentProviders>().CheckAsync(Ct));

        Assert.Empty(await ways.HandleAsync(ann.Id, null, Ct));
        var providers = store.Get<PaymentProviders>();
        Assert.Equal("Payments:Ways:desk:Secret", providers.WrongSetting(providers.All.Single()));
        store.Desk.RefusedSetting = null;
        await providers.CheckAsync(Ct);
        Assert.Single(await ways.HandleAsync(ann.Id, null, Ct));
    }

    [Fact]
    public async Task A_webhook_from_before_top_ups_were_told_stays_silent_about_them()
    {
        await using var store = await TestStore.StartAsync(TestDesk.Settings());
        var ann = await store.CustomerAsync();
        await store.WebhookAsync(ann, (WebhookEvents)63, "old");
        await store.WebhookAsync(ann, WebhookEvents.All, "new");
        var start = new StartPayment(ann.Id, "desk", new Money(500), OrderChannel.Api);
        var payment = (await store.Get<StartPaymentHandler>().HandleAsync(start, Ct)).Value;
        await store.Get<ReportPayments>().TellAsync("desk", store.Desk.Say(payment.Id, ProviderState.Settled), Ct);
        await store.Get<ReportPayments>().TellAsync("desk", store.Desk.Say(payment.Id, ProviderState.Refunded), Ct);

        await store.TellWebhooksAsync();

        Assert.Equal(["/new", "/new"], store.Webhooks.Calls.Select(call => call.Url.AbsolutePath));
    }

    [Fact]
    public async Task The_same_tap_opens_one_payment()
    {
        await using var store = await TestStore.StartAsync(TestDesk.Settings());
        var ann = await store.CustomerAsync();
        var command = new StartPayment(ann.Id, "desk", new Money(500), OrderChannel.Chat, "tap-1");

        var all = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => store.Get<StartPaymentHandler>().HandleAsync(command, Ct)));

        Assert.Single(all.Select(p => p.Value.Id).Distinct());
        Assert.Equal(1, store.Desk.Started);
        Assert.Single(await ListAsync(store, ann));
    }

    [Fact]
    public async Task Limits_of_an_amount_a_day_and_of_open_payments_are_kept()
    {
        await using var store = await TestStore.StartAsync([
            .. TestDesk.Settings(),
            ("Payments:Ways:desk:Least", "2.00"),
            ("Payments:Ways:desk:Most", "50.00"),
            ("Payments:Ways:desk:Daily", "60.00"),
            ("Payments:MaxOpenPerCustomer", "2"),
        ]);
        var (ann, bob) = (await store.CustomerAsync(), await store.CustomerAsync());
        var starts = store.Get<StartPaymentHandler>();
        async Task<Error?> TryAsync(CustomerProfile who, long cents) =>
            (await starts.HandleAsync(new StartPayment(who.Id, "desk", new Money(cents), OrderChannel.Api), Ct)).Error;

        Assert.Equal(new Error.AmountOutside(new Money(200), new Money(5000)), await TryAsync(ann, 199));
        Assert.Equal(new Error.AmountOutside(new Money(200), new Money(5000)), await TryAsync(ann, 5001));
        Assert.Null(await TryAsync(ann, 5000));
        Assert.Equal(new Error.DailyPaymentsReached(new Money(6000), new Money(1000)), await TryAsync(ann, 1001));
        Assert.Null(await TryAsync(ann, 1000));
        Assert.Equal(new Error.TooManyPayments(2), await TryAsync(ann, 200));
        Assert.Null(await TryAsync(bob, 200));
    }

    [Fact]
    public async Task Open_payments_are_asked_for_until_they_are_paid_also_without_a_webhook()
    {
        await using var store = await TestStore.StartAsync(TestDesk.Settings());
        var ann = await store.CustomerAsync();
        var payment = await StartAsync(store, ann, "5.00");
        var watch = store.Get<WatchPaymentsHandler>();
        Assert.Equal(0, await watch.HandleAsync(Ct));
        store.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(1, await watch.HandleAsync(Ct));
        Assert.Equal(0, await watch.HandleAsync(Ct));
        store.Desk.Say(payment.Id, ProviderState.Settled, "5.00");
        store.Time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(1, await watch.HandleAsync(Ct));

        Assert.Equal(new Money(500), await store.BalanceAsync(ann.Id));
        store.Time.Advance(TimeSpan.FromDays(2));
        Assert.Equal(0, await watch.HandleAsync(Ct));
    }

    [Fact]
    public async Task Of_many_payments_none_waits_for_the_next_sweep_to_be_asked_for()
    {
        const int Many = 101;
        await using var store = await TestStore.StartAsync([.. TestDesk.Settings(), ("Payments:MaxOpenPerCustomer", "200")]);
        var ann = await store.CustomerAsync();
        await Task.WhenAll(Enumerable.Range(0, Many).Select(_ => StartAsync(store, ann, "5.00")));
        store.Time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(Many, await store.Get<WatchPaymentsHandler>().HandleAsync(Ct));
    }

    /// <summary>A hundred of its payments, eight at a time, each of which waited for an answer until its time was up.</summary>
    [Fact]
    public async Task Bug_A_provider_that_gave_no_answer_held_up_the_payments_of_all_others()
    {
        const int Many = 40;
        await using var store = await TestStore.StartAsync([
            .. TestDesk.Settings("slow"),
            .. TestDesk.Settings("desk"),
            ("Payments:MaxOpenPerCustomer", "200"),
        ]);
        var ann = await store.CustomerAsync();
        for (var i = 0; i < Many; i++)
            await StartAsync(store, ann, "5.00", "slow");
        var paid = await StartAsync(store, ann, "5.00", "desk");
        store.Desk.Say(paid.Id, ProviderState.Settled, "5.00");
        store.Desk.AwayWay = "slow";
        store.Time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(Many + 1, await store.Get<WatchPaymentsHandler>().HandleAsync(Ct));

        Assert.Equal(new Money(500), await store.BalanceAsync(ann.Id));
        Assert.InRange(store.Desk.Asked, 2, 9);
        // They are not forgotten.
        store.Desk.AwayWay = null;
        store.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(Many, await store.Get<WatchPaymentsHandler>().HandleAsync(Ct));
    }

    [Fact]
    public async Task Bug_One_way_whose_list_could_not_be_read_ended_the_comparison_of_all()
    {
        await using var store = await TestStore.StartAsync([.. TestDesk.Settings("aaa"), .. TestDesk.Settings("desk")]);
        var ann = await store.CustomerAsync();
        var paid = await StartAsync(store, ann, "5.00", "desk");
        (store.Desk.AwayWay, store.Desk.ListFailure) = ("aaa", new OverflowException());
        store.Desk.Say(paid.Id, ProviderState.Settled, "5.00");

        await store.Get<ComparePaymentsHandler>().HandleAsync(Ct);

        Assert.Equal(new Money(500), await store.BalanceAsync(ann.Id));
    }

    [Fact]
    public async Task Money_that_comes_after_the_end_is_found_for_days()
    {
        await using var store = await TestStore.StartAsync(TestDesk.Settings());
        var ann = await store.CustomerAsync();
        var payment = await StartAsync(store, ann, "5.00");
        store.Desk.Say(payment.Id, ProviderState.Expired);
        store.Time.Advance(TimeSpan.FromHours(2));
        await store.Get<WatchPaymentsHandler>().HandleAsync(Ct);
        Assert.Equal(PaymentState.Expired, (await ReadAsync(store, payment)).State);
        store.Desk.Say(payment.Id, ProviderState.Settled, "5.00");
        store.Time.Advance(TimeSpan.FromHours(20));

        await store.Get<WatchPaymentsHandler>().HandleAsync(Ct);

        Assert.Equal(PaymentState.Paid, (await ReadAsync(store, payment)).State);
        Assert.Equal(new Money(500), await store.BalanceAsync(ann.Id));
    }

    [Fact]
    public async Task The_nightly_comparison_finds_what_was_missed_and_a_charge_back()
    {
        await using var store = await TestStore.StartAsync(TestDesk.Settings());
        var ann = await store.CustomerAsync();
        var (missed, taken) = (await StartAsync(store, ann, "5.00"), await StartAsync(store, ann, "3.00"));
        await TellAsync(store, taken, ProviderState.Settled, "3.00");
        store.Desk.Say(missed.Id, ProviderState.Settled, "5.00");
        store.Desk.Say(taken.Id, ProviderState.ChargedBack, "3.00");

        await store.Get<ComparePaymentsHandler>().HandleAsync(Ct);
        await store.Get<ComparePaymentsHandler>().HandleAsync(Ct);

        Assert.Equal(new Money(500), await store.BalanceAsync(ann.Id));
        Assert.Empty(await store.DifferencesAsync());
    }

    [Fact]
    public async Task A_purchase_that_waited_is_made_once_when_the_money_comes()
    {
        await using var store = await TestStore.StartAsync(TestDesk.Settings());
        var service = await store.ServiceAsync(price: "1.20", numbers: 3);
        var ann = await store.CustomerAsync("0.20");
        var purchase = new PurchaseToContinue(service.Id, new Money(120), "tap-7");
        var (first, second) = (
            await StartAsync(store, ann, "1.00", purchase: purchase),
            await StartAsync(store, ann, "1.00", purchase: purchase)
        );

        await TellAsync(store, first, ProviderState.Settled, "1.00");
        await TellAsync(store, second, ProviderState.Settled, "1.00");
        await UntilSettledAsync(store, first, second);

        Assert.Equal(1, await CountOrdersAsync(store));
        Assert.Equal(new Money(100), await store.BalanceAsync(ann.Id));
        Assert.Empty(await store.DifferencesAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Where_the_price_rose_or_the_stock_is_gone_the_money_stays_on_the_balance(bool isGone)
    {
        await using var store = await TestStore.StartAsync(TestDesk.Settings());
        var service = await store.ServiceAsync(price: "1.20", numbers: isGone ? 0 : 1);
        var ann = await store.CustomerAsync();
        var payment = await StartAsync(store, ann, "1.20", purchase: new PurchaseToContinue(service.Id, new Money(120), "tap"));
        if (!isGone)
            await store.Get<EditCatalogHandler>().HandleAsync("tg", new CatalogEdit.SetPrice(new Money(130)), TestStore.Operator, Ct);

        await TellAsync(store, payment, ProviderState.Settled, "1.20");
        await UntilSettledAsync(store, payment);

        Assert.Equal(WaitingPurchase.GivenUp, (await ReadAsync(store, payment)).Waiting);
        Assert.Equal(new Money(120), await store.BalanceAsync(ann.Id));
        Assert.Equal(0, await CountOrdersAsync(store));
    }

    [Fact]
    public async Task A_part_of_the_money_keeps_the_purchase_waiting_for_the_rest()
    {
        await using var store = await TestStore.StartAsync(TestDesk.Settings());
        var service = await store.ServiceAsync(price: "1.20", numbers: 1);
        var ann = await store.CustomerAsync();
        var payment = await StartAsync(store, ann, "1.20", purchase: new PurchaseToContinue(service.Id, new Money(120), "tap"));
        await TellAsync(store, payment, ProviderState.Open, "1.00");
        await store.Get<ContinuePurchases>().SweepAsync(Ct);
        Assert.Equal(WaitingPurchase.Waiting, (await ReadAsync(store, payment)).Waiting);

        await TellAsync(store, payment, ProviderState.Settled, "1.20");
        await UntilSettledAsync(store, payment);

        Assert.Equal(WaitingPurchase.Bought, (await ReadAsync(store, payment)).Waiting);
        Assert.Equal(Money.Zero, await store.BalanceAsync(ann.Id));
    }

    /// <summary>A part came, the rest never did, and weeks later the customer paid in for something else.</summary>
    [Fact]
    public async Task Bug_Money_of_weeks_later_bought_a_number_that_had_been_given_up()
    {
        await using var store = await TestStore.StartAsync(TestDesk.Settings());
        var service = await store.ServiceAsync(price: "1.20", numbers: 1);
        var ann = await store.CustomerAsync();
        var payment = await StartAsync(store, ann, "1.20", purchase: new PurchaseToContinue(service.Id, new Money(120), "tap"));
        await TellAsync(store, payment, ProviderState.Settled, "1.00");
        await store.Get<ContinuePurchases>().SweepAsync(Ct);
        store.Time.Advance(TimeSpan.FromDays(20));
        await store.CreditAsync(ann.Id, new Money(500));

        await store.Get<ContinuePurchases>().SweepAsync(Ct);

        Assert.Equal(WaitingPurchase.GivenUp, (await ReadAsync(store, payment)).Waiting);
        Assert.Equal(0, await CountOrdersAsync(store));
        Assert.Equal(new Money(600), await store.BalanceAsync(ann.Id));
    }

    [Fact]
    public async Task Bug_The_part_that_came_of_an_invoice_without_an_end_was_never_credited()
    {
        await using var store = await TestStore.StartAsync(TestDesk.Settings());
        var ann = await store.CustomerAsync();
        store.Desk.ExpiresAt = new DateTime(9999, 12, 31, 23, 59, 59, DateTimeKind.Utc);
        var payment = await StartAsync(store, ann, "5.00");

        await TellAsync(store, payment, ProviderState.Settled, "3.00");

        Assert.Equal(new Money(300), await store.BalanceAsync(ann.Id));
    }

    /// <summary>An invoice is paid weeks after its end, when nobody waits for a number any more.</summary>
    [Fact]
    public async Task Bug_An_invoice_that_was_paid_weeks_late_bought_a_number()
    {
        await using var store = await TestStore.StartAsync(TestDesk.Settings());
        var service = await store.ServiceAsync(price: "1.20", numbers: 1);
        var ann = await store.CustomerAsync();
        var payment = await StartAsync(store, ann, "1.20", purchase: new PurchaseToContinue(service.Id, new Money(120), "tap"));
        await TellAsync(store, payment, ProviderState.Expired);
        store.Time.Advance(TimeSpan.FromDays(20));

        await TellAsync(store, payment, ProviderState.Settled, "1.20");
        await UntilSettledAsync(store, payment);

        Assert.Equal(WaitingPurchase.GivenUp, (await ReadAsync(store, payment)).Waiting);
        Assert.Equal(new Money(120), await store.BalanceAsync(ann.Id));
    }

    [Fact]
    public async Task Bug_A_transfer_at_the_limit_of_the_day_or_of_open_payments_gave_way_to_no_other()
    {
        await using var store = await TestStore.StartAsync([
            .. TransferSettings(),
            ($"Payments:Ways:{Transfer}:Daily", "20.00"),
            ("Payments:MaxOpenPerCustomer", "1"),
        ]);
        var ann = await store.CustomerAsync();
        var first = await StartAsync(store, ann, "20.00", Transfer);

        var second = await StartAsync(store, ann, "10.00", Transfer);

        Assert.Equal((PaymentState.Canceled, PaymentState.Open), ((await ReadAsync(store, first)).State, second.State));
    }

    [Fact]
    public async Task Of_two_operators_the_first_decides_about_a_transfer()
    {
        await using var store = await TestStore.StartAsync(TransferSettings());
        var ann = await store.CustomerAsync();
        var payment = await StartAsync(store, ann, "10.00", Transfer);
        var receipt = new SubmitReceipt(payment.Id, ann.Id, "file-1", "unique-1", true, "paid just now");
        Assert.Equal(PaymentState.Review, (await store.Get<SubmitReceiptHandler>().HandleAsync(receipt, Ct)).Value.State);
        var judge = store.Get<JudgePaymentHandler>();

        var decisions = await Task.WhenAll(
            Enumerable
                .Range(1, 10)
                .Select(i =>
                    judge.HandleAsync(
                        payment.Id,
                        i % 2 == 0 ? new Judgement.Refuse("no") : new Judgement.Credit(new Money(100 * i)),
                        Actor.Operator(i),
                        Ct
                    )
                )
        );

        var won = Assert.Single(decisions, d => d.IsOk).Value;
        Assert.All(decisions.Where(d => !d.IsOk), d => Assert.IsType<Error.WrongPaymentState>(d.Error));
        Assert.Equal(won.Credited, await store.BalanceAsync(ann.Id));
        Assert.Empty(await store.DifferencesAsync());
    }

    [Fact]
    public async Task A_receipt_of_somebody_elses_payment_is_not_taken_and_one_seen_before_is_marked()
    {
        await using var store = await TestStore.StartAsync(TransferSettings());
        var (ann, bob) = (await store.CustomerAsync(), await store.CustomerAsync());
        var (first, second) = (await StartAsync(store, ann, "10.00", Transfer), await StartAsync(store, bob, "10.00", Transfer));
        var receipts = store.Get<SubmitReceiptHandler>();

        var foreign = await receipts.HandleAsync(new SubmitReceipt(first.Id, bob.Id, "f", "u", true, null), Ct);
        await receipts.HandleAsync(new SubmitReceipt(first.Id, ann.Id, "f", "u", true, null), Ct);
        await receipts.HandleAsync(new SubmitReceipt(second.Id, bob.Id, "f2", "u", true, "sent"), Ct);

        Assert.Equal(new Error.NotFound("payment"), foreign.Error);
        var read = store.Get<ReadPaymentsHandler>();
        Assert.False(Assert.Single(await read.ReceiptsAsync(first.Id, Ct)).IsSeenBefore);
        var seen = Assert.Single(await read.ReceiptsAsync(second.Id, Ct));
        Assert.Equal((true, "sent"), (seen.IsSeenBefore, seen.Text));
        Assert.Equal(2, await read.CountToDecideAsync(Ct));
    }

    [Fact]
    public async Task A_customer_has_one_open_transfer_of_a_way()
    {
        await using var store = await TestStore.StartAsync(TransferSettings());
        var ann = await store.CustomerAsync();
        var first = await StartAsync(store, ann, "10.00", Transfer);
        var second = await StartAsync(store, ann, "20.00", Transfer);
        Assert.Equal(PaymentState.Canceled, (await ReadAsync(store, first)).State);
        await store.Get<SubmitReceiptHandler>().HandleAsync(new SubmitReceipt(second.Id, ann.Id, "f", "u", true, null), Ct);

        var third = await StartAsync(store, ann, "5.00", Transfer);

        Assert.Equal((second.Id, PaymentState.Review), (third.Id, third.State));
    }

    [Theory]
    [InlineData("desk")]
    [InlineData(Transfer)]
    public async Task Bug_Payments_begun_at_once_passed_the_limits(string way)
    {
        await using var store = await TestStore.StartAsync([
            .. TestDesk.Settings(),
            .. TransferSettings(),
            ("Payments:MaxOpenPerCustomer", "2"),
        ]);
        var ann = await store.CustomerAsync();
        var command = new StartPayment(ann.Id, way, new Money(1000), OrderChannel.Api);

        var begun = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => Task.Run(() => store.Get<StartPaymentHandler>().HandleAsync(command, Ct)))
        );

        Assert.Equal(way == Transfer ? 1 : 2, (await ListAsync(store, ann)).Count(p => p.State == PaymentState.Open));
        Assert.Equal(way == Transfer ? 20 : 2, begun.Count(p => p.IsOk));
    }

    [Fact]
    public async Task A_transfer_without_a_receipt_expires_by_time()
    {
        await using var store = await TestStore.StartAsync(TransferSettings());
        var ann = await store.CustomerAsync();
        var payment = await StartAsync(store, ann, "10.00", Transfer);
        store.Time.Advance(TimeSpan.FromHours(1));

        await store.Get<WatchPaymentsHandler>().HandleAsync(Ct);

        Assert.Equal(PaymentState.Expired, (await ReadAsync(store, payment)).State);
    }

    [Fact]
    public async Task A_hook_is_a_hint_and_of_what_is_unknown_nobody_is_asked()
    {
        await using var store = await TestStore.StartAsync(TestDesk.Settings());
        var hooks = store.Get<ReceiveHookHandler>();
        var request = new HookRequest(new Dictionary<string, string>(), "{}"u8.ToArray());

        Assert.Equal(HookOutcome.NoWay, (await hooks.HandleAsync("nobody", request, Ct)).Outcome);
        // The desk of the tests understands none.
        Assert.Equal(HookOutcome.Forged, (await hooks.HandleAsync("desk", request, Ct)).Outcome);
        Assert.Equal(0, store.Desk.Asked);
    }

    private static (string, string)[] TransferSettings() =>
        [($"Payments:Ways:{Transfer}:Kind", "Transfer"), ($"Payments:Ways:{Transfer}:Text:en", "Send {amount} with {reference}")];

    private static async Task<IReadOnlyList<PaymentView>> ListAsync(TestStore store, CustomerProfile customer) =>
        (await store.Get<ReadPaymentsHandler>().ListAsync(new PaymentFilter(customer.Id), null, 50, Ct)).Payments;

    private static Task<int> CountOrdersAsync(TestStore store) => store.Get<Store>().ReadAsync((db, ct) => db.Orders.CountAsync(ct), Ct);

    // The purchase goes on beside whoever told of the money.
    private static async Task UntilSettledAsync(TestStore store, params PaymentView[] payments)
    {
        foreach (var payment in payments)
            await Patience.UntilAsync(() => ReadAsync(store, payment), seen => seen.Waiting != WaitingPurchase.Waiting);
    }
}
