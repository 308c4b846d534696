using System.Text;
using XthonBot.Bot.Chat;
using XthonBot.Bot.Telegram;
using XthonBot.Bot.Telegram.Payments;
using XthonBot.Bot.Telegram.Sending;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Customers;
using XthonBot.Core.Modules.Orders;
using XthonBot.Core.Modules.Payments;
using XthonBot.TestKit;

namespace XthonBot.Bot.Tests.Telegram.Payments;

/// <summary>Telegram Stars from the invoice to the books, through the real intake, against the sandbox's desk.</summary>
public sealed class StarFacts : IAsyncLifetime
{
    private const int Readers = 16;
    private static long updates = 7_000_000;
    private StoreHost store = null!;
    private Person ann = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        store = await StoreHost.StartAsync(("Payments:Ways:stars:Kind", "Stars"), ("Payments:Ways:stars-of-old:Kind", "Stars"));
        ann = await store.CustomerAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Assert.Empty(await store.DifferencesAsync());
        // No note of Telegram's is taken for something that a person wrote.
        Assert.Equal(0, await ann.CountAsync("I can only read"));
        await store.DisposeAsync();
    }

    [Fact]
    public async Task A_link_is_paid_credited_once_refunded_and_refunded_no_second_time()
    {
        var payment = await StartAsync("10.00");
        Assert.StartsWith("https://t.me/$", payment.Url, StringComparison.Ordinal);
        Assert.Equal(("770", "XTR"), (payment.ChargeText, payment.ChargeCurrency));
        var link = await store.Telegram.Desk.FindAsync(payment.Url!, Ct);

        Assert.True((await store.Telegram.Desk.ActAsync(link.Id, "pay", personId: ann.Id, ct: Ct)).Done);
        var paid = await UntilAsync(payment, PaymentState.Paid);
        Assert.Equal("10.00", await store.BalanceAsync(ann));
        // A second pay of the same link is refused before any money moves.
        var again = await store.Telegram.Desk.ActAsync(link.Id, "pay", personId: ann.Id, ct: Ct);
        Assert.Equal((false, "This invoice has been paid already. Nothing was charged again."), (again.Done, again.Error));

        var refund = (await store.Get<RefundPaymentHandler>().HandleAsync(payment.Id, Actor.System, null, Ct)).Value;
        Assert.Equal((PaymentState.Refunded, false), (refund.Payment.State, refund.IsByHand));
        Assert.Equal("0.00", await store.BalanceAsync(ann));
        var once = new PaymentToRefund(payment.Id, paid.ExternalId!, $"{ann.Id}", new Charge(770, "XTR", "770"));
        Assert.Equal(RefundAnswer.Done, await Provider.RefundAsync(Way, once, Ct));
        await Assert.ThrowsAsync<PaymentRefusedException>(() =>
            Provider.RefundAsync(Way, once with { ExternalId = "stx_of_somebody_else" }, Ct)
        );

        await store.Get<ComparePaymentsHandler>().HandleAsync(Ct);
        Assert.Equal(PaymentState.Refunded, (await ReadAsync(payment)).State);
    }

    [Fact]
    public async Task Bug_The_night_credited_Stars_once_more_for_each_further_way_that_takes_them()
    {
        var payment = await StartAsync("10.00");
        var link = await store.Telegram.Desk.FindAsync(payment.Url!, Ct);
        Assert.True((await store.Telegram.Desk.ActAsync(link.Id, "pay", personId: ann.Id, ct: Ct)).Done);
        await UntilAsync(payment, PaymentState.Paid);

        await store.Get<ComparePaymentsHandler>().HandleAsync(Ct);

        Assert.Equal("10.00", await store.BalanceAsync(ann));
    }

    /// <summary>The bot's list goes back to before the store: who bought something then was given the money here as well.</summary>
    [Theory]
    [InlineData("order-4711", false)]
    [InlineData("pay_0193c5a07b1e7c3a9f523d1a6b2c4e5f", true)]
    public void Bug_Stars_for_what_the_bot_sold_before_the_store_were_credited_at_night(string payload, bool isTheirs)
    {
        var sold = new global::Telegram.Bot.Types.Payments.StarTransaction
        {
            Id = "charge",
            Amount = 770,
            Source = new global::Telegram.Bot.Types.Payments.TransactionPartnerUser
            {
                User = new() { Id = ann.Id },
                TransactionType = global::Telegram.Bot.Types.Payments.TransactionPartnerUserTransactionType.InvoicePayment,
                InvoicePayload = payload,
            },
        };

        Assert.Equal(isTheirs ? ann.Id : null, StarsProvider.NewsOf(sold)!.TelegramUser);
    }

    [Fact]
    public async Task A_link_that_a_stranger_pays_is_credited_to_whoever_opened_it()
    {
        var payment = await StartAsync("10.00");
        var friend = await store.StrangerAsync();
        await store.Telegram.Desk.ActAsync((await store.Telegram.Desk.FindAsync(payment.Url!, Ct)).Id, "pay", personId: friend.Id, ct: Ct);

        await UntilAsync(payment, PaymentState.Paid);
        Assert.Equal("10.00", await store.BalanceAsync(ann));
    }

    [Fact]
    public async Task In_the_chat_the_invoice_is_a_message_with_a_button_that_pays_over_its_rows()
    {
        var payment = await StartAsync("5.00", OrderChannel.Chat);
        Assert.Null(payment.Url);
        var screen = new Screen("", [new Button.Link("Help", "https://example.com/help")])
        {
            Invoice = new StarInvoice(new string('T', 40), "Balance", $"{payment.Id}", 385),
        };
        var sent = await store.Get<ScreenSender>().SendAsync(ann.Id, screen, null, SendPriority.Reply, null, null, Ct);
        Assert.Equal(SendStatus.Sent, sent.Status);
        var shown = (await ann.ChatAsync()).Last!;
        Assert.Equal((new string('T', 31) + "…", 385), (shown.Invoice!.Title, shown.Invoice.Amount));
        Assert.Equal("⭐ 385\nHelp", shown.Labels);

        Assert.True((await store.Telegram.Desk.ActAsync(shown.Invoice.Id!, "pay", ct: Ct)).Done);
        await UntilAsync(payment, PaymentState.Paid);
        Assert.Equal("5.00", await store.BalanceAsync(ann));
    }

    [Fact]
    public async Task A_charge_back_is_found_by_the_nightly_comparison()
    {
        var payment = await StartAsync("10.00");
        var link = await store.Telegram.Desk.FindAsync(payment.Url!, Ct);
        await store.Telegram.Desk.ActAsync(link.Id, "pay", personId: ann.Id, ct: Ct);
        await UntilAsync(payment, PaymentState.Paid);
        await store.Telegram.Desk.ActAsync(link.Id, "charge_back", ct: Ct);

        await store.Get<ComparePaymentsHandler>().HandleAsync(Ct);
        await store.Get<ComparePaymentsHandler>().HandleAsync(Ct);
        Assert.Equal(PaymentState.ChargedBack, (await ReadAsync(payment)).State);
        Assert.Equal("0.00", await store.BalanceAsync(ann));
    }

    [Fact]
    public async Task A_payment_that_is_told_five_times_is_credited_once()
    {
        var payment = await StartAsync("10.00");
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => BringAsync(Paid($"{payment.Id}", "charge1"))));

        await UntilDoneAsync();
        Assert.Equal(PaymentState.Paid, (await ReadAsync(payment)).State);
        Assert.Equal("10.00", await store.BalanceAsync(ann));
    }

    [Fact]
    public async Task A_refund_that_comes_before_its_payment_leaves_nothing_credited()
    {
        var payment = await StartAsync("10.00");
        await BringAsync(Paid($"{payment.Id}", "charge2", note: "refunded_payment"));
        await UntilDoneAsync();
        await BringAsync(Paid($"{payment.Id}", "charge2"));
        await UntilDoneAsync();

        Assert.Equal(PaymentState.Refunded, (await ReadAsync(payment)).State);
        Assert.Equal("0.00", await store.BalanceAsync(ann));
    }

    [Fact]
    public async Task Money_with_a_foreign_payload_is_its_payers_also_of_one_who_was_never_here()
    {
        var stranger = await store.StrangerAsync();
        await BringAsync(Paid("somebody else's", "charge3", payer: ann.Id));
        await BringAsync(Paid($"pay_{Guid.CreateVersion7():N}", "charge4", payer: stranger.Id));
        await UntilDoneAsync();

        Assert.Equal("10.01", await store.BalanceAsync(ann));
        Assert.Equal("10.01", await store.BalanceAsync(stranger));
    }

    /// <summary>Neither a note without a payer nor the nightly list of what names no payment found it under another way's name.</summary>
    [Fact]
    public async Task Bug_A_refund_of_Stars_that_named_no_payer_was_lost_once_their_way_had_another_name()
    {
        // Found under the first of the ways, and told of as if that had been taken out.
        await BringAsync(Paid("somebody else's", "charge7", payer: ann.Id));
        await UntilDoneAsync();
        Assert.Equal("10.01", await store.BalanceAsync(ann));

        var news = new PaymentNews("charge7", null, ProviderState.ChargedBack);
        Assert.True((await store.Get<ReportPayments>().TellAsync("stars-of-old", news, Ct)).IsOk);

        Assert.Equal("0.00", await store.BalanceAsync(ann));
    }

    [Fact]
    public async Task Another_currency_is_looked_at_and_credits_nothing()
    {
        var payment = await StartAsync("10.00");
        await BringAsync(Paid($"{payment.Id}", "charge5", currency: "USD"));
        await UntilDoneAsync();

        var seen = await ReadAsync(payment);
        Assert.Equal((PaymentState.Review, PaymentRemarks.Currency), (seen.State, seen.Remark));
        Assert.Equal("0.00", await store.BalanceAsync(ann));
    }

    [Fact]
    public async Task What_only_looks_like_a_payment_credits_nothing()
    {
        var payment = await StartAsync("10.00");
        var note = Paid($"{payment.Id}", "charge6")["\"successful_payment\":".Length..];
        await BringAsync($"\"text\":{System.Text.Json.JsonSerializer.Serialize("successful_payment " + note)}");
        await BringAsync($"\"text\":\"hello\",\"reply_to_message\":{{\"message_id\":1,{Paid($"{payment.Id}", "charge6")}}}");
        await BringAsync($"{Paid($"{payment.Id}", "charge6")}", kind: "edited_message");
        await BringAsync("\"successful_payment\":{\"currency\":\"XTR\",\"total_amount\":-770,\"telegram_payment_charge_id\":\"c\"}");
        await BringAsync($"\"successful_payment\":{{\"currency\":\"XTR\",\"total_amount\":770,\"invoice_payload\":\"{payment.Id}\"}}");
        await UntilDoneAsync();

        Assert.Equal(PaymentState.Open, (await ReadAsync(payment)).State);
        Assert.Equal("0.00", await store.BalanceAsync(ann));
    }

    [Fact]
    public async Task The_last_question_is_answered_no_where_the_books_say_so()
    {
        Assert.Contains("no longer valid", await RefusedAsync("somebody else's", 770), StringComparison.Ordinal);
        Assert.Contains("no longer valid", await RefusedAsync($"pay_{Guid.CreateVersion7():N}", 770), StringComparison.Ordinal);
        var payment = await StartAsync("10.00");
        Assert.Contains("no longer valid", await RefusedAsync($"{payment.Id}", 769), StringComparison.Ordinal);

        var customer = await store.ProfileAsync(ann);
        _ = (await store.Get<ChangeCustomerHandler>().HandleAsync(customer.Id, new CustomerChange.Ban(null, TestStore.Operator), Ct)).Value;
        Assert.Contains("does not take this payment", await RefusedAsync($"{payment.Id}", 770), StringComparison.Ordinal);
        _ = (await store.Get<ChangeCustomerHandler>().HandleAsync(customer.Id, new CustomerChange.Unban(TestStore.Operator), Ct)).Value;
        Assert.Null((await PayAsync($"{payment.Id}", 770)).Error);
        await UntilAsync(payment, PaymentState.Paid);
    }

    [Fact]
    public async Task A_database_that_is_slow_or_broken_refuses_politely_within_Telegrams_time()
    {
        var payment = await StartAsync("10.00");
        var link = await store.Telegram.Desk.FindAsync(payment.Url!, Ct);
        var gate = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var readers = Enumerable.Range(0, Readers).Select(_ => store.Get<Store>().ReadAsync((_, _) => gate.Task, Ct)).ToList();
        var slow = await store.Telegram.Desk.ActAsync(link.Id, "pay", personId: ann.Id, ct: Ct);
        gate.SetResult(true);
        await Task.WhenAll(readers);
        Assert.Contains("cannot check this payment", slow.Error, StringComparison.Ordinal);

        var paid = await store.Telegram.Desk.ActAsync(link.Id, "pay", personId: ann.Id, ct: Ct);
        Assert.Null(paid.Error);
        await UntilAsync(payment, PaymentState.Paid);
    }

    /// <summary>The update before the question cannot be stored, nor could the money be credited.</summary>
    [Fact]
    public async Task Bug_While_a_batch_could_not_be_stored_Telegram_waited_in_vain_for_the_answer_before_a_payment()
    {
        var payment = await StartAsync("10.00");
        var link = await store.Telegram.Desk.FindAsync(payment.Url!, Ct);
        SandboxDeskAct refused;
        await using (await LockAsync())
        {
            await ann.Sends("/help");
            await Patience.UntilAsync(
                () => store.Telegram.CallsAsync("getUpdates", null),
                calls => calls.Count > 0 && calls.All(call => call.Status is not null)
            );
            refused = await store.Telegram.Desk.ActAsync(link.Id, "pay", personId: ann.Id, ct: Ct);
        }

        Assert.Contains("cannot check this payment", refused.Error, StringComparison.Ordinal);
        await ann.Sees("How it works");
        Assert.Null((await store.Telegram.Desk.ActAsync(link.Id, "pay", personId: ann.Id, ct: Ct)).Error);
        await UntilAsync(payment, PaymentState.Paid);
    }

    [Fact]
    public async Task While_the_books_cannot_be_written_a_payment_is_refused_within_Telegrams_time()
    {
        var payment = await StartAsync("10.00");
        var link = await store.Telegram.Desk.FindAsync(payment.Url!, Ct);
        SandboxDeskAct refused;
        await using (await LockAsync())
            refused = await store.Telegram.Desk.ActAsync(link.Id, "pay", personId: ann.Id, ct: Ct);

        Assert.Contains("cannot check this payment", refused.Error, StringComparison.Ordinal);
        Assert.Null((await store.Telegram.Desk.ActAsync(link.Id, "pay", personId: ann.Id, ct: Ct)).Error);
        await UntilAsync(payment, PaymentState.Paid);
    }

    [Fact]
    public async Task The_question_before_a_payment_overtakes_a_chat_whose_queue_stands_still()
    {
        var payment = await StartAsync("10.00");
        var link = await store.Telegram.Desk.FindAsync(payment.Url!, Ct);
        await store.Telegram.FaultAsync(
            new SandboxFault
            {
                Method = "sendMessage",
                ChatId = ann.Id,
                ErrorCode = 502,
            },
            Ct
        );
        await ann.Sends("/help");

        var paid = await store.Telegram.Desk.ActAsync(link.Id, "pay", personId: ann.Id, ct: Ct);

        Assert.Null(paid.Error);
        // The answer came while the chat's own update was still at work.
        Assert.True(await OpenAsync() > 0);
        await store.Telegram.ClearFaultsAsync(Ct);
        await UntilAsync(payment, PaymentState.Paid);
    }

    [Theory]
    [InlineData("", "⭐")]
    [InlineData("  Balance ", "Balance")]
    [InlineData("12345678901234567890123456789012", "12345678901234567890123456789012")]
    [InlineData("123456789012345678901234567890123", "1234567890123456789012345678901…")]
    [InlineData(
        "👋👋👋👋👋👋👋👋👋👋👋👋👋👋👋👋👋👋👋👋👋👋👋👋👋👋👋👋👋👋👋👋",
        "👋👋👋👋👋👋👋👋👋👋👋👋👋👋👋👋👋👋👋👋👋👋👋👋👋👋👋👋👋👋👋👋"
    )]
    public void A_title_is_cut_by_characters_and_never_empty(string text, string title) => Assert.Equal(title, InvoiceText.Title(text));

    /// <summary>Locks what is written: on SQLite that is all, on PostgreSQL the rows of payments and the new ones of the inbox.</summary>
    private async Task<System.Data.Common.DbConnection> LockAsync()
    {
        var connection = store.Database.Connect();
        await connection.OpenAsync(Ct);
        foreach (
            var sql in TestDatabase.Chosen == DatabaseProvider.Sqlite
                ? (string[])["pragma busy_timeout = 10000", "begin immediate"]
                : ["begin", "lock table inbox in exclusive mode", "select id from payments for update"]
        )
        {
            await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this method.
            command.CommandText = sql;
#pragma warning restore CA2100
            await command.ExecuteNonQueryAsync(Ct);
        }

        return connection;
    }

    private PaymentWay Way => store.Get<PaymentProviders>().Find("stars")!;

    private IPaymentProvider Provider => store.Get<PaymentProviders>().Of(Way);

    private async Task<PaymentView> StartAsync(string amount, OrderChannel channel = OrderChannel.Api) =>
        (
            await store
                .Get<StartPaymentHandler>()
                .HandleAsync(new StartPayment((await store.ProfileAsync(ann)).Id, "stars", Money.Parse(amount).Value, channel), Ct)
        ).Value;

    private async Task<PaymentView> ReadAsync(PaymentView payment) =>
        (await store.Get<ReadPaymentsHandler>().HandleAsync(payment.Id, null, Ct)).Value;

    private async Task<PaymentView> UntilAsync(PaymentView payment, PaymentState state)
    {
        await Patience.UntilAsync(() => ReadAsync(payment), seen => seen.State == state);
        return await ReadAsync(payment);
    }

    private Task UntilDoneAsync() => Patience.UntilAsync(() => OpenAsync(), open => open == 0);

    private async Task<long> OpenAsync()
    {
        await using var connection = store.Database.Connect();
        await connection.OpenAsync(Ct);
        await using var command = connection.CreateCommand();
        command.CommandText = "select count(*) from inbox where done_at is null";
        return Convert.ToInt64(await command.ExecuteScalarAsync(Ct), System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>The Bot API's own link of any payload and price, paid by Ann: the store is asked and tells why not.</summary>
    private async Task<SandboxDeskAct> PayAsync(string payload, long stars)
    {
        var bot = store.Get<global::Telegram.Bot.ITelegramBotClient>();
        var url = await global::Telegram.Bot.TelegramBotClientExtensions.CreateInvoiceLink(
            bot,
            "Balance",
            "Balance",
            payload,
            "XTR",
            [new("Balance", (int)stars)],
            cancellationToken: Ct
        );
        return await store.Telegram.Desk.ActAsync((await store.Telegram.Desk.FindAsync(url, Ct)).Id, "pay", personId: ann.Id, ct: Ct);
    }

    private async Task<string> RefusedAsync(string payload, long stars) => (await PayAsync(payload, stars)).Error ?? "paid";

    private string Paid(string payload, string charge, string currency = "XTR", string note = "successful_payment", long? payer = null)
    {
        sender = payer ?? ann.Id;
        return $$"""
            "{{note}}":{"currency":"{{currency}}","total_amount":770,"invoice_payload":"{{payload}}","telegram_payment_charge_id":"{{charge}}","provider_payment_charge_id":""}
            """;
    }

    private long sender;

    private async Task BringAsync(string content, string kind = "message")
    {
        var (id, from) = (Interlocked.Increment(ref updates), sender == 0 ? ann.Id : sender);
        var json =
            $$$"""{"update_id":{{{id}}},"{{{kind}}}":{"message_id":{{{id}}},"date":1764000000,"chat":{"id":{{{from}}},"type":"private"},"from":{"id":{{{from}}},"is_bot":false,"first_name":"Ann","language_code":"en"},{{{content}}}}}""";
        await store.Get<UpdateIntake>().StoreAsync([Encoding.UTF8.GetBytes(json)], Ct);
    }
}
