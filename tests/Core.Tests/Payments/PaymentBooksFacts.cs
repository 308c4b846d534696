using Microsoft.Extensions.Options;
using XthonBot.Core.Modules.Payments;
using static XthonBot.Core.Tests.Payments.PaymentNewsFacts;

namespace XthonBot.Core.Tests.Payments;

public sealed class PaymentBooksFacts
{
    private const string Balances = "balances that equal their postings";
    private const string Debts = "debts that equal their postings";
    private const string Payments = "payments credited and reversed as their postings say";
    private const string Come = "payments credited with all that their providers say has come";
    private const string States = "payments in the state that their credit implies";
    private const string Deposits = "deposits by a way to pay that belong to a payment";

    /// <summary>Payment 1 is paid, payment 2 was charged back after the money was spent.</summary>
    [Theory]
    [InlineData("update payments set credited_minor = credited_minor + 1 where id = 1", Payments)]
    [InlineData("update payments set credited_minor = 0 where id = 1", Payments)]
    [InlineData("update payments set way = 'other' where id = 1", Payments)]
    [InlineData("update payments set customer_id = 1 where id = 1", Payments)]
    [InlineData("update payments set reversed_minor = reversed_minor - 1 where id = 2", Payments)]
    [InlineData("update postings set payment_id = null where payment_id = 1", Payments)]
    [InlineData("delete from postings where reverses_id is not null", Payments)]
    [InlineData("update payments set received_minor = received_minor + 1 where id = 1", Come)]
    [InlineData("update postings set payment_id = null where payment_id = 1", Deposits)]
    [InlineData("update payments set state = (select min(state) from payments where id = 1) - 1 where id = 1", States)]
    [InlineData("update postings set payment_id = 77 where payment_id = 1", Deposits)]
    [InlineData("update balances set debt_minor = debt_minor + 1 where customer_id = 1", Debts)]
    [InlineData("update balances set debt_minor = 0 where customer_id = 1", Debts)]
    [InlineData("delete from postings where source = 'debts:1'", Debts)]
    [InlineData("update postings set amount_minor = amount_minor - 1 where payment_id = 1", Balances)]
    public async Task The_check_of_the_books_notices_whatever_is_wrong_with_payments(string damage, string figure)
    {
        await using var store = await TestStore.StartAsync(TestDesk.Settings());
        var service = await store.ServiceAsync(price: "4.00", numbers: 3);
        var (ann, bob) = (await store.CustomerAsync(), await store.CustomerAsync("1.00"));
        var (paid, lost) = (await StartAsync(store, bob, "3.00"), await StartAsync(store, ann, "5.00"));
        await TellAsync(store, paid, ProviderState.Settled, "3.00");
        await TellAsync(store, lost, ProviderState.Settled, "5.00");
        await store.BuyAsync(ann, service);
        await TellAsync(store, lost, ProviderState.ChargedBack, "5.00");
        Assert.Empty(await store.DifferencesAsync());

        await store.SqlAsync(damage);

        Assert.Contains(await store.DifferencesAsync(), wrong => wrong.StartsWith(figure, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Kind", "Paypal", "Payments:Ways:desk:Kind")]
    [InlineData("Url", "pay.example", "Payments:Ways:desk:Url")]
    [InlineData("Url", "", "Payments:Ways:desk:Url is missing")]
    [InlineData("Secret", "hunter2", "Payments:Ways:desk:Secret")]
    [InlineData("Secret", "", "Payments:Ways:desk:Secret is missing")]
    [InlineData("Least", "0", "Payments:Ways:desk:Least")]
    [InlineData("Least", "2000", "Payments:Ways:desk:Most")]
    [InlineData("Most", "lots", "Payments:Ways:desk:Most")]
    [InlineData("Daily", "-1", "Payments:Ways:desk:Daily")]
    [InlineData("Rate", "0", "Payments:Ways:desk:Rate")]
    [InlineData("Rate", "1,5", "Payments:Ways:desk:Rate")]
    [InlineData("Fee", "51", "Payments:Ways:desk:Fee")]
    [InlineData("Decimals", "10", "Payments:Ways:desk:Decimals")]
    [InlineData("Currency", "US DOLLAR", "Payments:Ways:desk:Currency")]
    [InlineData("Lifetime", "00:00:10", "Payments:Ways:desk:Lifetime")]
    [InlineData("Timeout", "00:00:00", "Payments:Ways:desk:Timeout")]
    public async Task A_wrong_setting_of_a_way_is_named_in_one_line(string key, string value, string expected)
    {
        await using var store = await TestStore.StartAsync([
            .. TestDesk.Settings().Where(setting => !setting.Key.EndsWith(":" + key, StringComparison.Ordinal)),
            ("Payments:Ways:desk:" + key, value),
        ]);

        var wrong = Assert.Throws<OptionsValidationException>(() => store.Get<IOptions<PaymentsOptions>>().Value);

        Assert.Contains(wrong.Failures, line => line.StartsWith(expected, StringComparison.Ordinal));
        Assert.All(wrong.Failures, line => Assert.DoesNotContain("hunter2", line, StringComparison.Ordinal));
        Assert.All(wrong.Failures, line => Assert.DoesNotContain('\n', line));
    }

    [Theory]
    [InlineData("operator")]
    [InlineData("Card")]
    [InlineData("a/b")]
    [InlineData("a123456789012345678901234567890bc")]
    public async Task A_way_has_a_name_that_fits_an_address(string name)
    {
        await using var store = await TestStore.StartAsync(TestDesk.Settings(name));

        Assert.Throws<OptionsValidationException>(() => store.Get<IOptions<PaymentsOptions>>().Value);
    }

    [Fact]
    public void Every_state_leads_on_as_the_table_says_and_a_paid_payment_never_becomes_open_again()
    {
        foreach (var state in Enum.GetValues<PaymentState>())
        {
            Assert.True(PaymentTransitions.MayFollow(state, state));
            Assert.Equal(state == PaymentState.Open, PaymentTransitions.MayFollow(state, PaymentState.Open));
            Assert.Equal(state is PaymentState.Open or PaymentState.Expired, PaymentTransitions.MayFollow(state, PaymentState.Expired));
        }
    }

    [Fact]
    public void A_reference_is_short_and_has_no_letters_that_are_taken_for_others()
    {
        var all = Enumerable.Range(0, 2000).Select(_ => PaymentReference.Of(new PaymentId(Guid.CreateVersion7()))).ToList();

        Assert.All(all, reference => Assert.Matches("^[A-HJ-NP-Z2-9]{7}$", reference));
        Assert.Equal(all.Count, all.Distinct().Count());
    }
}
