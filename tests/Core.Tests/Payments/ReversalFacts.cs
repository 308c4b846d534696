using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Payments;
using static XthonBot.Core.Tests.Payments.PaymentNewsFacts;

namespace XthonBot.Core.Tests.Payments;

/// <summary>Money that goes back to its payer, and the debt that it may leave.</summary>
public sealed class ReversalFacts
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ProviderState.Refunded, PaymentState.Refunded)]
    [InlineData(ProviderState.ChargedBack, PaymentState.ChargedBack)]
    public async Task A_reversal_takes_the_credit_back_once(ProviderState told, PaymentState state)
    {
        await using var store = await TestStore.StartAsync(TestDesk.Settings());
        var ann = await store.CustomerAsync("1.00");
        var payment = await StartAsync(store, ann, "5.00");
        await TellAsync(store, payment, ProviderState.Settled, "5.00");

        var first = await TellAsync(store, payment, told, "5.00");
        var again = await TellAsync(store, payment, told, "5.00");

        Assert.Equal((state, new Money(500)), (first.State, first.Reversed));
        Assert.Equal(Money.Zero, again.Reversed);
        Assert.Equal(new Money(100), await store.BalanceAsync(ann.Id));
        Assert.Empty(await store.DifferencesAsync());
    }

    [Fact]
    public async Task What_the_balance_does_not_cover_is_a_debt_that_blocks_buying_until_it_is_paid()
    {
        await using var store = await TestStore.StartAsync(TestDesk.Settings());
        var service = await store.ServiceAsync(price: "4.00", numbers: 3);
        var ann = await store.CustomerAsync();
        var payment = await StartAsync(store, ann, "5.00");
        await TellAsync(store, payment, ProviderState.Settled, "5.00");
        Assert.True((await store.BuyAsync(ann, service)).IsOk);

        await TellAsync(store, payment, ProviderState.ChargedBack, "5.00");

        Assert.Equal(Money.Zero, await store.BalanceAsync(ann.Id));
        Assert.Equal(new Error.InsufficientFunds(new Money(800), Money.Zero), (await store.BuyAsync(ann, service)).Error);
        var account = await store.Get<FindCustomerHandler>().BalanceAsync(ann.Id, Ct);
        Assert.Equal((new Money(400), new Money(800)), (account.Debt, account.MissingFor(new Money(400))));
        Assert.Equal(new Money(400), (await store.Get<FindCustomerHandler>().HandleAsync(ann.Id, Ct)).Debt);
        Assert.Empty(await store.DifferencesAsync());

        // Three dollars pay a part of the debt, and nothing is left over.
        await store.CreditAsync(ann.Id, new Money(300));
        Assert.Equal(Money.Zero, await store.BalanceAsync(ann.Id));
        Assert.Equal(new Error.InsufficientFunds(new Money(500), Money.Zero), (await store.BuyAsync(ann, service)).Error);
        await store.CreditAsync(ann.Id, new Money(500));
        Assert.Equal(new Money(400), await store.BalanceAsync(ann.Id));
        Assert.True((await store.BuyAsync(ann, service)).IsOk);
        Assert.Empty(await store.DifferencesAsync());
    }

    [Fact]
    public async Task The_refund_of_an_order_pays_a_debt_first()
    {
        await using var store = await TestStore.StartAsync(TestDesk.Settings());
        var service = await store.ServiceAsync(price: "4.00", numbers: 1);
        var ann = await store.CustomerAsync();
        var payment = await StartAsync(store, ann, "5.00");
        await TellAsync(store, payment, ProviderState.Settled, "5.00");
        var order = (await store.BuyAsync(ann, service)).Value;
        await TellAsync(store, payment, ProviderState.ChargedBack, "5.00");

        Assert.True((await store.CancelAsync(order)).IsOk);

        Assert.Equal(Money.Zero, await store.BalanceAsync(ann.Id));
        await store.CreditAsync(ann.Id, new Money(100));
        Assert.Equal(new Money(100), await store.BalanceAsync(ann.Id));
        Assert.Empty(await store.DifferencesAsync());
    }

    [Fact]
    public async Task An_operators_credit_of_a_debtor_shows_the_balance_before_it()
    {
        await using var store = await TestStore.StartAsync(TestDesk.Settings());
        var service = await store.ServiceAsync(price: "4.00", numbers: 1);
        var ann = await store.CustomerAsync();
        var payment = await StartAsync(store, ann, "5.00");
        await TellAsync(store, payment, ProviderState.Settled, "5.00");
        await store.BuyAsync(ann, service);
        await TellAsync(store, payment, ProviderState.ChargedBack, "5.00");

        var moved = await store
            .Get<MoveMoneyHandler>()
            .HandleAsync(new MoveMoney(ann.Id, Direction.Credit, new Money(600), TestStore.Operator, null, "x"), Ct);

        Assert.Equal(new MoneyMoved(Money.Zero, new Money(200), Replayed: false), moved.Value);
    }

    [Fact]
    public async Task A_refund_by_an_operator_goes_through_the_provider_and_back_into_the_books_once()
    {
        await using var store = await TestStore.StartAsync(TestDesk.Settings());
        var ann = await store.CustomerAsync();
        var payment = await StartAsync(store, ann, "5.00");
        await TellAsync(store, payment, ProviderState.Settled, "5.00");
        var refunds = store.Get<RefundPaymentHandler>();
        store.Desk.IsAway = true;
        Assert.Equal(new Error.WayUnavailable("desk"), (await refunds.HandleAsync(payment.Id, TestStore.Operator, null, Ct)).Error);
        Assert.Equal(new Money(500), await store.BalanceAsync(ann.Id));
        store.Desk.IsAway = false;

        var refunded = (await refunds.HandleAsync(payment.Id, TestStore.Operator, "asked for it", Ct)).Value;
        var again = await refunds.HandleAsync(payment.Id, TestStore.Operator, null, Ct);
        await TellAsync(store, payment, ProviderState.Refunded, "5.00");

        Assert.Equal((PaymentState.Refunded, false, new Money(500)), (refunded.Payment.State, refunded.IsByHand, refunded.Reversed));
        Assert.Equal(new Error.WrongPaymentState(payment.Id, PaymentState.Refunded), again.Error);
        Assert.Equal(Money.Zero, await store.BalanceAsync(ann.Id));
        Assert.Empty(await store.DifferencesAsync());
    }

    [Fact]
    public async Task What_comes_after_a_refund_is_for_an_operator_to_judge_and_can_be_credited()
    {
        await using var store = await TestStore.StartAsync(TestDesk.Settings());
        var ann = await store.CustomerAsync();
        var payment = await StartAsync(store, ann, "5.00");
        await TellAsync(store, payment, ProviderState.Settled, "5.00");
        await TellAsync(store, payment, ProviderState.Refunded, "5.00");

        Assert.Equal(PaymentState.Review, (await TellAsync(store, payment, ProviderState.Settled, "8.00")).State);
        Assert.Equal(Money.Zero, await store.BalanceAsync(ann.Id));
        var judged = await store
            .Get<JudgePaymentHandler>()
            .HandleAsync(payment.Id, new Judgement.Credit(new Money(300)), TestStore.Operator, Ct);

        Assert.Equal(PaymentState.Partial, judged.Value.State);
        await TellAsync(store, payment, ProviderState.Settled, "8.00");
        await TellAsync(store, payment, ProviderState.Refunded, "5.00");
        Assert.Equal(new Money(300), await store.BalanceAsync(ann.Id));
        Assert.Empty(await store.DifferencesAsync());
    }

    /// <summary>The payer sent a part, the operator gave it back by hand, and the payer, who did not know, sent the rest.</summary>
    [Theory]
    [InlineData("2.50")]
    [InlineData(null)]
    public async Task Bug_What_came_after_a_part_was_given_back_by_hand_was_neither_credited_nor_shown(string? judged)
    {
        await using var store = await TestStore.StartAsync(TestDesk.Settings());
        store.Desk.RefundsByHand = true;
        var ann = await store.CustomerAsync();
        var payment = await StartAsync(store, ann, "5.00");
        await TellAsync(store, payment, ProviderState.Open, "2.50");
        var refunded = await store.Get<RefundPaymentHandler>().HandleAsync(payment.Id, TestStore.Operator, null, Ct);
        Assert.Equal((true, new Money(250)), (refunded.Value.IsByHand, refunded.Value.Reversed));
        Assert.Equal(PaymentState.Refunded, (await TellAsync(store, payment, ProviderState.Open, "2.50")).State);

        var told = await TellAsync(store, payment, ProviderState.Settled, "5.00");

        Assert.Equal((PaymentState.Review, Money.Zero), (told.State, told.Credited));
        Assert.Equal(PaymentRemarks.AfterRefund, (await ReadAsync(store, payment)).Remark);
        if (judged is not null)
            await store
                .Get<JudgePaymentHandler>()
                .HandleAsync(payment.Id, new Judgement.Credit(Money.Parse(judged).Value), TestStore.Operator, Ct);
        Assert.Equal(judged is null ? Money.Zero : new Money(250), await store.BalanceAsync(ann.Id));
        Assert.Empty(await store.DifferencesAsync());
    }

    /// <summary>Each of them would have sent the money.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Bug_Two_operators_who_gave_back_at_once_by_hand_were_both_told_to_send_the_money(bool isElsewhere)
    {
        await using var store = await TestStore.StartAsync(TestDesk.Settings());
        store.Desk.RefundsByHand = true;
        var ann = await store.CustomerAsync();
        var payment = await StartAsync(store, ann, "5.00");
        await TellAsync(store, payment, ProviderState.Settled, "5.00");
        var first = store.Get<RefundPaymentHandler>();
        var second = isElsewhere
            ? new RefundPaymentHandler(store.Get<Store>(), store.Get<PaymentProviders>(), Report(store), store.Time)
            : first;
        var (began, gate) = (new SemaphoreSlim(0), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        store.Desk.BeforeRefund = () =>
        {
            began.Release();
            return gate.Task;
        };

        var one = first.HandleAsync(payment.Id, Actor.Operator(1), null, Ct);
        await began.WaitAsync(Ct);
        var two = second.HandleAsync(payment.Id, Actor.Operator(2), null, Ct);
        await Task.WhenAny(two, began.WaitAsync(Ct));
        gate.SetResult();
        var both = await Task.WhenAll(one, two);

        Assert.Single(both, refund => refund.IsOk);
        Assert.IsType<Error.WrongPaymentState>(Assert.Single(both, refund => !refund.IsOk).Error);
        Assert.Equal(isElsewhere ? 2 : 1, store.Desk.Refunds);
        Assert.Equal(Money.Zero, await store.BalanceAsync(ann.Id));
        Assert.Empty(await store.DifferencesAsync());
    }

    [Fact]
    public async Task Bug_A_refund_that_came_to_nothing_left_the_customer_without_money_and_nobody_knew()
    {
        await using var store = await TestStore.StartAsync(TestDesk.Settings());
        var ann = await store.CustomerAsync();
        var payment = await StartAsync(store, ann, "5.00");
        await TellAsync(store, payment, ProviderState.Settled, "5.00");
        await store.Get<RefundPaymentHandler>().HandleAsync(payment.Id, TestStore.Operator, null, Ct);

        Assert.Equal(PaymentState.Review, (await TellAsync(store, payment, ProviderState.RefundFailed)).State);

        var judge = store.Get<JudgePaymentHandler>();
        Assert.True((await judge.HandleAsync(payment.Id, new Judgement.Credit(new Money(500)), TestStore.Operator, Ct)).IsOk);
        // What is judged is not raised again.
        Assert.Equal(PaymentState.Paid, (await TellAsync(store, payment, ProviderState.RefundFailed)).State);
        Assert.Equal(new Money(500), await store.BalanceAsync(ann.Id));
        Assert.Empty(await store.DifferencesAsync());
    }

    /// <summary>The button to give back was on the card, and always answered that the payment is paid.</summary>
    [Fact]
    public async Task Bug_What_was_credited_again_after_a_refund_could_not_be_given_back()
    {
        await using var store = await TestStore.StartAsync(TestDesk.Settings());
        var ann = await store.CustomerAsync();
        var payment = await StartAsync(store, ann, "5.00");
        await TellAsync(store, payment, ProviderState.Settled, "5.00");
        var refund = store.Get<RefundPaymentHandler>();
        await refund.HandleAsync(payment.Id, TestStore.Operator, null, Ct);
        await TellAsync(store, payment, ProviderState.RefundFailed);
        await store.Get<JudgePaymentHandler>().HandleAsync(payment.Id, new Judgement.Credit(new Money(500)), TestStore.Operator, Ct);

        var tries = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => refund.HandleAsync(payment.Id, TestStore.Operator, null, Ct)));

        // The provider has had its turn: it is for the operator to send.
        var given = Assert.Single(tries, t => t.IsOk).Value;
        Assert.Equal((true, new Money(500), PaymentState.Refunded), (given.IsByHand, given.Reversed, given.Payment.State));
        Assert.Equal((Money.Zero, 1), (await store.BalanceAsync(ann.Id), store.Desk.Refunds));
        Assert.Empty(await store.DifferencesAsync());
    }
}
