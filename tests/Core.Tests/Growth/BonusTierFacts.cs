using CsCheck;
using Microsoft.Extensions.Options;
using XthonBot.Core.Modules.Growth;
using XthonBot.Core.Modules.Payments;
using static XthonBot.Core.Tests.Payments.PaymentNewsFacts;

namespace XthonBot.Core.Tests.Growth;

public sealed class BonusTierFacts
{
    private static readonly (string Key, string Value)[] Tiers =
    [
        ("Bonus:Tiers:0:From", "20"),
        ("Bonus:Tiers:0:Percent", "5"),
        ("Bonus:Tiers:1:From", "100.00"),
        ("Bonus:Tiers:1:Percent", "10"),
        .. TestDesk.Settings(),
    ];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_deposit_that_reaches_a_tier_has_it_at_once()
    {
        await using var store = await TestStore.StartAsync(Tiers);
        var service = await store.ServiceAsync(price: "2.00", numbers: 1);
        var ann = await store.CustomerAsync();

        await store.CreditAsync(ann.Id, new Money(19_99));
        Assert.Equal((0, new NextBonus(5, new Money(20_00), new Money(1))), await StandingAsync(store, ann));
        await store.CreditAsync(ann.Id, new Money(1));
        Assert.Equal((5, new NextBonus(10, new Money(100_00), new Money(80_00))), await StandingAsync(store, ann));
        var payment = await StartAsync(store, ann, "80.00");
        await TellAsync(store, payment, ProviderState.Settled, "80.00");

        Assert.Equal((10, null), await StandingAsync(store, ann));
        Assert.Equal(new Money(180), (await store.BuyAsync(ann, service)).Value.Price);
        Assert.False((await store.Get<FindCustomerHandler>().HandleAsync(ann.Id, Ct)).IsBonusByHand);
    }

    [Fact]
    public async Task Without_tiers_payments_earn_nothing()
    {
        await using var store = await TestStore.StartAsync(TestDesk.Settings());
        var ann = await store.CustomerAsync("500.00");

        Assert.Equal(0, await PercentAsync(store, ann));
        Assert.Null(await store.Get<ReadBonusHandler>().HandleAsync(ann.Id, Ct));
        Assert.Equal(0, await store.Get<ReviewBonusesHandler>().HandleAsync(Ct));
        Assert.Equal(0, await PercentAsync(store, ann));
    }

    [Theory]
    [InlineData(ProviderState.Refunded)]
    [InlineData(ProviderState.ChargedBack)]
    public async Task A_payment_that_goes_back_takes_what_it_earned_with_it(ProviderState told)
    {
        await using var store = await TestStore.StartAsync(Tiers);
        var ann = await store.CustomerAsync("20.00");
        var payment = await StartAsync(store, ann, "90.00");
        await TellAsync(store, payment, ProviderState.Settled, "90.00");
        Assert.Equal(10, await PercentAsync(store, ann));

        await TellAsync(store, payment, told, "90.00");
        await TellAsync(store, payment, told, "90.00");

        Assert.Equal((5, new NextBonus(10, new Money(100_00), new Money(80_00))), await StandingAsync(store, ann));
        Assert.Empty(await store.DifferencesAsync());
    }

    [Fact]
    public async Task What_an_operator_takes_off_again_does_not_count()
    {
        await using var store = await TestStore.StartAsync(Tiers);
        var ann = await store.CustomerAsync("1000.00");
        Assert.Equal(10, await PercentAsync(store, ann));

        await DebitAsync(store, ann, 990_00);

        Assert.Equal((0, new NextBonus(5, new Money(20_00), new Money(10_00))), await StandingAsync(store, ann));
    }

    [Fact]
    public async Task Purchases_and_their_refunds_do_not_count()
    {
        await using var store = await TestStore.StartAsync(Tiers);
        var service = await store.ServiceAsync(price: "10.00", numbers: 1);
        var ann = await store.CustomerAsync("19.00");
        for (var i = 0; i < 3; i++)
        {
            var order = (await store.BuyAsync(ann, service)).Value;
            Assert.True((await store.CancelAsync(order)).IsOk);
            store.Time.Advance(TimeSpan.FromHours(1));
            await store.Get<Modules.Stock.FreeCooledNumbersHandler>().HandleAsync(Ct);
        }

        Assert.Equal((0, new NextBonus(5, new Money(20_00), new Money(1_00))), await StandingAsync(store, ann));
    }

    [Fact]
    public async Task A_bonus_falls_when_its_deposit_is_thirty_days_old_and_not_before()
    {
        await using var store = await TestStore.StartAsync(Tiers);
        var ann = await store.CustomerAsync("90.00");
        await store.Get<ReviewBonusesHandler>().HandleAsync(Ct);
        store.Time.Advance(TimeSpan.FromDays(10));
        await store.CreditAsync(ann.Id, new Money(30_00));
        Assert.Equal(10, await PercentAsync(store, ann));

        store.Time.Advance(TimeSpan.FromDays(20) - TimeSpan.FromSeconds(1));
        Assert.Equal(0, await store.Get<ReviewBonusesHandler>().HandleAsync(Ct));
        Assert.Equal(10, await PercentAsync(store, ann));
        Assert.Equal(store.Now.AddSeconds(1), (await store.Get<ReadBonusHandler>().HandleAsync(ann.Id, Ct))!.Until);
        store.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, await store.Get<ReviewBonusesHandler>().HandleAsync(Ct));
        Assert.Equal((5, new NextBonus(10, new Money(100_00), new Money(70_00))), await StandingAsync(store, ann));
        store.Time.Advance(TimeSpan.FromDays(10));
        Assert.Equal(1, await store.Get<ReviewBonusesHandler>().HandleAsync(Ct));
        Assert.Equal(0, await PercentAsync(store, ann));
        Assert.Equal(0, await store.Get<ReviewBonusesHandler>().HandleAsync(Ct));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(90)]
    public async Task What_an_operator_set_by_hand_stands_until_it_is_given_back(int percent)
    {
        await using var store = await TestStore.StartAsync(Tiers);
        var ann = await store.CustomerAsync("20.00");
        await ChangeAsync(store, ann, new CustomerChange.SetBonus(percent, TestStore.Operator));

        await store.CreditAsync(ann.Id, new Money(100_00));
        store.Time.Advance(TimeSpan.FromDays(3));
        await store.Get<ReviewBonusesHandler>().HandleAsync(Ct);

        Assert.Equal(percent, await PercentAsync(store, ann));
        var standing = await store.Get<ReadBonusHandler>().HandleAsync(ann.Id, Ct);
        Assert.Equal(
            (true, null, null, null),
            (standing!.IsByHand, standing.Next, standing.Until, standing.PercentWith(new Money(500_00)))
        );

        await ChangeAsync(store, ann, new CustomerChange.EarnBonus(TestStore.Operator));

        Assert.Equal(10, await PercentAsync(store, ann));
        var audit = await store.Get<Store>().ReadAsync((db, _) => Task.FromResult(db.Set<Reactions.Audit.AuditEntry>().ToList()), Ct);
        Assert.Equal(
            ["bonus 5 " + percent, $"bonus {percent} earned"],
            audit.Where(e => e.Action == "bonus").Select(e => $"{e.Action} {e.Before} {e.After}")
        );
    }

    [Fact]
    public async Task The_first_look_after_a_start_brings_everybody_in_line_with_the_tiers_of_today()
    {
        await using var store = await TestStore.StartAsync(TestDesk.Settings());
        var (ann, bob, cid) = (
            await store.CustomerAsync("50.00"),
            await store.CustomerAsync("50.00", bonus: 3),
            await store.CustomerAsync()
        );

        var on = TestStore.Open(store.Database, Tiers);
        await on.Get<ReviewBonusesHandler>().HandleAsync(Ct);
        Assert.Equal((5, 3, 0), (await PercentAsync(on, ann), await PercentAsync(on, bob), await PercentAsync(on, cid)));
        await on.CloseAsync();

        var other = TestStore.Open(store.Database, ("Bonus:Tiers:big:From", "50"), ("Bonus:Tiers:big:Percent", "33"));
        await other.Get<ReviewBonusesHandler>().HandleAsync(Ct);
        Assert.Equal((33, 3, 0), (await PercentAsync(other, ann), await PercentAsync(other, bob), await PercentAsync(other, cid)));
        await other.CloseAsync();

        Assert.Equal(1, await store.Get<ReviewBonusesHandler>().HandleAsync(Ct));
        Assert.Equal((0, 3, 0), (await PercentAsync(store, ann), await PercentAsync(store, bob), await PercentAsync(store, cid)));
    }

    [Fact]
    public async Task Bug_A_purchase_that_waited_for_the_payment_that_earned_a_bonus_was_given_up_for_its_lower_price()
    {
        await using var store = await TestStore.StartAsync(Tiers);
        var service = await store.ServiceAsync(price: "30.00", numbers: 1);
        var ann = await store.CustomerAsync();
        var payment = await StartAsync(store, ann, "30.00", purchase: new PurchaseToContinue(service.Id, new Money(30_00), "tap"));

        await TellAsync(store, payment, ProviderState.Settled, "30.00");
        await store.Get<ContinuePurchases>().SweepAsync(Ct);

        await Patience.UntilAsync(() => ReadAsync(store, payment), seen => seen.Waiting != WaitingPurchase.Waiting);
        Assert.Equal(WaitingPurchase.Bought, (await ReadAsync(store, payment)).Waiting);
        Assert.Equal(new Money(1_50), await store.BalanceAsync(ann.Id));
    }

    [Fact]
    public async Task Deposits_at_once_are_all_counted()
    {
        await using var store = await TestStore.StartAsync(Tiers);
        var people = new List<CustomerProfile>();
        for (var i = 0; i < 5; i++)
            people.Add(await store.CustomerAsync());

        await Task.WhenAll(
            people.SelectMany(person => Enumerable.Repeat(person, 20)).Select(p => store.CreditAsync(p.Id, new Money(5_00)))
        );

        foreach (var person in people)
            Assert.Equal((10, null), await StandingAsync(store, person));
    }

    [Fact]
    public async Task A_deposit_beside_an_operators_hand_leaves_what_one_after_the_other_would()
    {
        await using var store = await TestStore.StartAsync(Tiers);
        for (var i = 0; i < 25; i++)
        {
            var ann = await store.CustomerAsync();
            await ChangeAsync(store, ann, new CustomerChange.SetBonus(7, TestStore.Operator));

            await Task.WhenAll(
                store.CreditAsync(ann.Id, new Money(60_00)),
                ChangeAsync(store, ann, new CustomerChange.EarnBonus(TestStore.Operator)),
                store.CreditAsync(ann.Id, new Money(60_00))
            );
            Assert.Equal(10, await PercentAsync(store, ann));

            await Task.WhenAll(
                DebitAsync(store, ann, 60_00),
                ChangeAsync(store, ann, new CustomerChange.SetBonus(10, TestStore.Operator)),
                DebitAsync(store, ann, 60_00)
            );
            Assert.Equal(10, await PercentAsync(store, ann));
            Assert.True((await store.Get<FindCustomerHandler>().HandleAsync(ann.Id, Ct)).IsBonusByHand);
        }
    }

    [Theory]
    [InlineData("Bonus:Tiers:0:From", "", "Bonus:Tiers:0:From is ''")]
    [InlineData("Bonus:Tiers:0:From", "0", "Bonus:Tiers:0:From is '0'")]
    [InlineData("Bonus:Tiers:0:From", "1,50", "Bonus:Tiers:0:From is '1,50'")]
    [InlineData("Bonus:Tiers:0:Percent", "0", "Bonus:Tiers:0:Percent is '0'")]
    [InlineData("Bonus:Tiers:0:Percent", "91", "Bonus:Tiers:0:Percent is '91'")]
    [InlineData("Bonus:Tiers:0:Percent", "2.5", "Bonus:Tiers:0:Percent is '2.5'")]
    [InlineData("Bonus:Tiers:0:Percent", "10", "Bonus:Tiers:1:Percent is '10'; it must be more than Bonus:Tiers:0:Percent")]
    [InlineData("Bonus:Tiers:0:From", "100", "Bonus:Tiers:1:From is '100.00', as Bonus:Tiers:0:From is")]
    [InlineData("Bonus:Tiers:0:From", "200", "Bonus:Tiers:0:Percent is '5'; it must be more than Bonus:Tiers:1:Percent")]
    public async Task A_wrong_tier_is_named_in_one_line(string key, string value, string expected)
    {
        await using var store = await TestStore.StartAsync([.. Tiers.Where(setting => setting.Key != key), (key, value)]);

        var wrong = Assert.Throws<OptionsValidationException>(() => store.Get<IOptions<BonusOptions>>().Value);

        Assert.StartsWith(expected, Assert.Single(wrong.Failures), StringComparison.Ordinal);
        Assert.All(wrong.Failures, line => Assert.DoesNotContain('\n', line));
    }

    /// <summary>What somebody does, with a number that chooses among amounts, payments and days.</summary>
    private static readonly Gen<(int What, int Number)[]> Deeds = Gen.Select(
        Gen.Frequency(
            (5, Gen.Const(0)),
            (3, Gen.Const(1)),
            (3, Gen.Const(2)),
            (3, Gen.Const(3)),
            (5, Gen.Const(4)),
            (1, Gen.Const(5)),
            (1, Gen.Const(6))
        ),
        Gen.Int[0, 1000]
    ).Array[5, 40];

    [Fact]
    public async Task Whatever_is_paid_in_and_goes_back_the_bonus_is_that_of_a_plain_stack() =>
        await Deeds.SampleAsync(RunAsync, iter: TestDatabase.Chosen == DatabaseProvider.Sqlite ? 60 : 15, threads: 2);

    private static async Task RunAsync((int What, int Number)[] deeds)
    {
        await using var store = await TestStore.StartAsync(Tiers);
        var service = await store.ServiceAsync(price: "9.99", numbers: 40);
        var ann = await store.CustomerAsync();
        var model = new BonusModel((20_00, 5), (100_00, 10));
        var payments = new List<PaymentView>();
        var review = store.Get<ReviewBonusesHandler>();
        foreach (var (what, number) in deeds)
        {
            var amount = new Money(((number % 60) + 1) * 1_00L);
            switch (what)
            {
                case 0:
                    var payment = await StartAsync(store, ann, $"{amount}");
                    await TellAsync(store, payment, ProviderState.Settled, $"{amount}");
                    payments.Add(payment);
                    model.Deposit($"{payment.Id}", amount.Minor, store.Now);
                    break;
                case 1:
                    await store.CreditAsync(ann.Id, amount);
                    model.Deposit("by hand", amount.Minor, store.Now);
                    break;
                case 2:
                    if (await DebitAsync(store, ann, amount.Minor))
                        model.Debit(amount.Minor, store.Now);
                    break;
                case 3 when payments.Count > 0:
                    var gone = payments[number % payments.Count];
                    await TellAsync(store, gone, number % 2 == 0 ? ProviderState.Refunded : ProviderState.ChargedBack, gone.ChargeText);
                    model.Reverse($"{gone.Id}");
                    break;
                case 4:
                    store.Time.Advance(TimeSpan.FromHours(number % 300));
                    await review.HandleAsync(Ct);
                    break;
                case 5:
                    await ChangeAsync(store, ann, new CustomerChange.SetBonus(number % 3, TestStore.Operator));
                    model.SetByHand(number % 3);
                    break;
                case 6:
                    await ChangeAsync(store, ann, new CustomerChange.EarnBonus(TestStore.Operator));
                    model.SetByHand(null);
                    break;
                default:
                    await store.BuyAsync(ann, service);
                    break;
            }

            var standing = (await store.Get<ReadBonusHandler>().HandleAsync(ann.Id, Ct))!;
            Assert.Equal(
                (model.Percent(store.Now), model.PaidIn(store.Now), model.Until(store.Now)),
                (standing.Percent, standing.PaidIn.Minor, standing.Until)
            );
        }

        Assert.Empty(await store.DifferencesAsync());
    }

    private static async Task<bool> DebitAsync(TestStore store, CustomerProfile customer, long minor) =>
        (
            await store
                .Get<MoveMoneyHandler>()
                .HandleAsync(
                    new MoveMoney(customer.Id, Direction.Debit, new Money(minor), TestStore.Operator, null, $"d:{Guid.CreateVersion7()}"),
                    Ct
                )
        ).IsOk;

    private static async Task ChangeAsync(TestStore store, CustomerProfile customer, CustomerChange change) =>
        Assert.True((await store.Get<ChangeCustomerHandler>().HandleAsync(customer.Id, change, Ct)).IsOk);

    private static async Task<int> PercentAsync(TestStore store, CustomerProfile customer) =>
        (await store.Get<FindCustomerHandler>().HandleAsync(customer.Id, Ct)).BonusPercent;

    private static async Task<(int Percent, NextBonus? Next)> StandingAsync(TestStore store, CustomerProfile customer)
    {
        var standing = (await store.Get<ReadBonusHandler>().HandleAsync(customer.Id, Ct))!;
        Assert.Equal(await PercentAsync(store, customer), standing.Percent);
        return (standing.Percent, standing.Next);
    }
}
