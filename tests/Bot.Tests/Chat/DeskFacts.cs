using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Ledger;
using XthonBot.Core.Modules.Orders;
using XthonBot.Core.Modules.Payments;
using XthonBot.TestKit;

namespace XthonBot.Bot.Tests.Chat;

/// <summary>The real providers against the sandbox's cash desk, over HTTP, with webhooks and without.</summary>
public sealed class DeskFacts
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("cryptopay", "pay")]
    [InlineData("btcpay", "pay")]
    [InlineData("btcpay", "pay_less")]
    [InlineData("btcpay", "pay_more")]
    [InlineData("btcpay", "pay_late")]
    [InlineData("btcpay", "pay_twice")]
    [InlineData("heleket", "pay")]
    [InlineData("heleket", "pay_less")]
    [InlineData("heleket", "pay_more")]
    [InlineData("heleket", "pay_late")]
    [InlineData("heleket", "pay_twice")]
    public async Task All_that_the_desk_received_is_credited_and_no_more(string way, string action)
    {
        await using var store = await StoreHost.StartAtDeskAsync();
        var ann = await store.CustomerAsync();
        var (payment, invoice) = await StartAsync(store, ann, way);

        var done = await store.Telegram.Desk.ActAsync(invoice.Id, action, personId: ann.Id, ct: Ct);
        Assert.True(done.Done, done.Error);
        var received = (await store.Telegram.Desk.InvoiceAsync(invoice.Id, Ct)).Received;

        await BalanceAsync(store, ann, received);
        Assert.Equal(received >= 10 ? PaymentState.Paid : PaymentState.Partial, (await ReadAsync(store, payment)).State);
        await store.Get<ComparePaymentsHandler>().HandleAsync(Ct);
        Assert.Equal(received, decimal.Parse(await store.BalanceAsync(ann), System.Globalization.CultureInfo.InvariantCulture));
        Assert.Empty(await store.DifferencesAsync());
    }

    [Theory]
    [InlineData("cryptopay", "lost")]
    [InlineData("cryptopay", "doubled")]
    [InlineData("cryptopay", "forged")]
    [InlineData("btcpay", "lost")]
    [InlineData("btcpay", "doubled")]
    [InlineData("btcpay", "forged")]
    [InlineData("heleket", "doubled")]
    public async Task Whatever_becomes_of_a_webhook_the_money_is_credited_once(string way, string trouble)
    {
        await using var store = await StoreHost.StartAtDeskAsync();
        var ann = await store.CustomerAsync();
        var (_, invoice) = await StartAsync(store, ann, way);
        await store.Telegram.Desk.ArrangeAsync(trouble, way, invoice.Id, ct: Ct);

        Assert.True((await store.Telegram.Desk.ActAsync(invoice.Id, "pay", personId: ann.Id, ct: Ct)).Done);

        await BalanceAsync(store, ann, 10);
        await store.Get<ComparePaymentsHandler>().HandleAsync(Ct);
        Assert.Equal("10.00", await store.BalanceAsync(ann));
        Assert.Empty(await store.DifferencesAsync());
    }

    [Theory]
    [InlineData("btcpay")]
    [InlineData("heleket")]
    public async Task A_refund_at_the_provider_takes_the_credit_back(string way)
    {
        await using var store = await StoreHost.StartAtDeskAsync();
        var ann = await store.CustomerAsync();
        var (payment, invoice) = await StartAsync(store, ann, way);
        await store.Telegram.Desk.ActAsync(invoice.Id, "pay", personId: ann.Id, ct: Ct);
        await BalanceAsync(store, ann, 10);

        var refunded = (await store.Get<RefundPaymentHandler>().HandleAsync(payment.Id, Actor.Operator(1), null, Ct)).Value;

        Assert.Equal((PaymentState.Refunded, new Money(1000)), (refunded.Payment.State, refunded.Reversed));
        await store.Get<ComparePaymentsHandler>().HandleAsync(Ct);
        Assert.Equal("0.00", await store.BalanceAsync(ann));
        Assert.Empty(await store.DifferencesAsync());
    }

    [Fact]
    public async Task A_debtor_reads_what_is_owed()
    {
        await using var store = await StoreHost.StartAtDeskAsync();
        var ann = await store.CustomerAsync();
        var (_, invoice) = await StartAsync(store, ann, "heleket");
        await store.Telegram.Desk.ActAsync(invoice.Id, "pay", personId: ann.Id, ct: Ct);
        await BalanceAsync(store, ann, 10);
        var customer = (await store.ProfileAsync(ann)).Id;
        await store
            .Get<MoveMoneyHandler>()
            .HandleAsync(new MoveMoney(customer, Direction.Debit, new Money(900), Actor.System, "spent", "spent"), Ct);
        var payments = await store.Get<ReadPaymentsHandler>().ListAsync(new PaymentFilter(customer), null, 1, Ct);
        await store.Get<RefundPaymentHandler>().HandleAsync(payments.Payments[0].Id, Actor.System, null, Ct);

        await ann.Sends("/balance");
        await ann.Sees("You owe $9.00");
    }

    private static async Task<(PaymentView Payment, SandboxInvoice Invoice)> StartAsync(StoreHost store, Person person, string way)
    {
        var customer = (await store.ProfileAsync(person)).Id;
        var payment = (
            await store.Get<StartPaymentHandler>().HandleAsync(new StartPayment(customer, way, new Money(1000), OrderChannel.Chat), Ct)
        ).Value;
        return (payment, await store.Telegram.Desk.FindAsync(payment.Url!, Ct));
    }

    private static Task BalanceAsync(StoreHost store, Person person, decimal dollars) =>
        Patience.UntilAsync(
            () => store.BalanceAsync(person),
            balance => balance == dollars.ToString("0.00", System.Globalization.CultureInfo.InvariantCulture)
        );

    private static async Task<PaymentView> ReadAsync(StoreHost store, PaymentView payment) =>
        (await store.Get<ReadPaymentsHandler>().HandleAsync(payment.Id, null, Ct)).Value;
}
