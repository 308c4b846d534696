using Microsoft.Extensions.Time.Testing;
using Telegram.Bot;
using Telegram.Bot.Exceptions;
using Telegram.Bot.Types;
using Telegram.Bot.Types.Enums;
using Telegram.Bot.Types.Payments;
using Telegram.Bot.Types.ReplyMarkups;
using XthonBot.TestKit;

namespace XthonBot.Bot.Tests.Sandbox;

/// <summary>The Bot API's payments in Stars, with a real client as the bot.</summary>
public sealed class StarPayments
{
    [Fact]
    public async Task An_invoice_is_paid_once_the_bot_agrees_and_the_charge_is_told_and_listed()
    {
        await using var room = await Room.OpenAsync();
        var sent = await SendAsync(room, "pay_1");
        var invoice = (await room.People.ChatAsync(Room.Ann, Room.Ct)).Last!.Invoice!;
        Assert.Equal(("Balance", "Ten dollars", 770, "XTR", false), Parts(invoice));
        Assert.Equal(("Balance", 770, "pay_1"), (sent.Invoice!.Title, sent.Invoice.TotalAmount, sent.Invoice.StartParameter));

        var paying = room.People.Desk.ActAsync(invoice.Id!, "pay", ct: Room.Ct);
        var query = (await NextAsync(room)).PreCheckoutQuery!;
        Assert.Equal(("XTR", 770, "pay_1", Room.Ann), (query.Currency, query.TotalAmount, query.InvoicePayload, query.From.Id));
        await room.Bot.AnswerPreCheckoutQuery(query.Id, cancellationToken: Room.Ct);

        Assert.True((await paying).Done);
        var message = (await NextAsync(room)).Message!;
        var payment = message.SuccessfulPayment!;
        Assert.Equal(("XTR", 770, "pay_1", Room.Ann), (payment.Currency, payment.TotalAmount, payment.InvoicePayload, message.From!.Id));
        var listed = Assert.Single((await room.Bot.GetStarTransactions(cancellationToken: Room.Ct)).Transactions);
        Assert.Equal((payment.TelegramPaymentChargeId, 770, null), (listed.Id, listed.Amount, listed.Receiver));
        var source = Assert.IsType<TransactionPartnerUser>(listed.Source);
        Assert.Equal(
            ("pay_1", Room.Ann, TransactionPartnerUserTransactionType.InvoicePayment),
            (source.InvoicePayload, source.User.Id, source.TransactionType)
        );
        Assert.Equal(770, (await room.Bot.GetMyStarBalance(Room.Ct)).Amount);
        Assert.True((await room.People.ChatAsync(Room.Ann, Room.Ct)).Messages.Single(one => one.Invoice is not null).Invoice!.Paid);
    }

    [Fact]
    public async Task The_bot_can_refuse_and_the_payer_sees_its_words()
    {
        await using var room = await Room.OpenAsync();
        await SendAsync(room, "pay_1");
        var paying = room.People.Desk.ActAsync(await LastAsync(room), "pay", ct: Room.Ct);
        var query = (await NextAsync(room)).PreCheckoutQuery!;
        await room.Bot.AnswerPreCheckoutQuery(query.Id, "This invoice is over.", Room.Ct);

        Assert.Equal((false, "This invoice is over."), ((await paying).Done, (await paying).Error));
        Assert.Equal(0, (await room.Bot.GetMyStarBalance(Room.Ct)).Amount);
    }

    [Fact]
    public async Task After_ten_seconds_without_an_answer_nothing_is_paid_and_the_answer_is_too_late()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero));
        await using var room = await Room.OpenAsync(new() { Time = clock });
        await SendAsync(room, "pay_1");
        var paying = room.People.Desk.ActAsync(await LastAsync(room), "pay", ct: Room.Ct);
        var query = await PollAsync(room);
        while (!paying.IsCompleted)
        {
            // The wait begins a moment after the update is out.
            clock.Advance(TimeSpan.FromSeconds(10));
            await Task.Yield();
        }

        Assert.Equal("BOT_PRECHECKOUT_TIMEOUT", (await paying).Error);
        var late = await Assert.ThrowsAsync<ApiRequestException>(() =>
            room.Bot.AnswerPreCheckoutQuery(query.PreCheckoutQuery!.Id, cancellationToken: Room.Ct)
        );
        Assert.Equal("Bad Request: query is too old and response timeout expired or query ID is invalid", late.Message);
    }

    [Fact]
    public async Task A_refund_gives_all_back_once_and_is_listed_under_the_id_of_the_payment()
    {
        await using var room = await Room.OpenAsync();
        var charge = await PaidAsync(room);
        await room.Bot.RefundStarPayment(Room.Ann, charge, Room.Ct);

        var refunded = (await NextAsync(room)).Message!.RefundedPayment!;
        Assert.Equal(("XTR", 770, "pay_1", charge), Parts(refunded));
        var both = (await room.Bot.GetStarTransactions(cancellationToken: Room.Ct)).Transactions;
        Assert.Equal([charge, charge], both.Select(one => one.Id));
        Assert.Equal(
            [(770, true, false), (770, false, true)],
            both.Select(one => (one.Amount, one.Source is not null, one.Receiver is not null))
        );
        Assert.Equal(both[1].Id, Assert.Single((await room.Bot.GetStarTransactions(1, 1, Room.Ct)).Transactions).Id);
        Assert.Equal(0, (await room.Bot.GetMyStarBalance(Room.Ct)).Amount);
        Assert.Equal(
            "Bad Request: CHARGE_ALREADY_REFUNDED",
            await RefusedAsync(() => room.Bot.RefundStarPayment(Room.Ann, charge, Room.Ct))
        );
        Assert.Equal("Bad Request: CHARGE_NOT_FOUND", await RefusedAsync(() => room.Bot.RefundStarPayment(Room.Ann, "stx0", Room.Ct)));
        Assert.Equal("Bad Request: CHARGE_NOT_FOUND", await RefusedAsync(() => room.Bot.RefundStarPayment(Room.Boris, charge, Room.Ct)));
    }

    [Fact]
    public async Task A_charge_back_is_told_by_no_update_and_stands_in_the_list_alone()
    {
        await using var room = await Room.OpenAsync();
        var charge = await PaidAsync(room);
        await room.People.Desk.ActAsync(await LastInvoiceAsync(room), "charge_back", ct: Room.Ct);

        Assert.Equal(0, (await room.Bot.GetWebhookInfo(Room.Ct)).PendingUpdateCount);
        var last = (await room.Bot.GetStarTransactions(1, cancellationToken: Room.Ct)).Transactions.Single();
        Assert.Equal((charge, true), (last.Id, last.Receiver is TransactionPartnerUser));
    }

    [Fact]
    public async Task A_link_is_paid_by_whoever_opens_it_and_again()
    {
        await using var room = await Room.OpenAsync();
        var link = await room.Bot.CreateInvoiceLink(
            "Balance",
            "Ten dollars",
            "pay_2",
            "XTR",
            [new("Balance", 770)],
            cancellationToken: Room.Ct
        );
        Assert.StartsWith("https://t.me/$", link, StringComparison.Ordinal);
        var invoice = await room.People.Desk.FindAsync(link, Room.Ct);
        foreach (var payer in new[] { Room.Boris, Room.Ann })
        {
            var paying = room.People.Desk.ActAsync(invoice.Id, "pay", personId: payer, ct: Room.Ct);
            var query = (await NextAsync(room)).PreCheckoutQuery!;
            Assert.Equal((payer, "pay_2"), (query.From.Id, query.InvoicePayload));
            await room.Bot.AnswerPreCheckoutQuery(query.Id, cancellationToken: Room.Ct);
            Assert.True((await paying).Done);
            Assert.Equal(payer, (await NextAsync(room)).Message!.Chat.Id);
        }
    }

    [Fact]
    public async Task Two_devices_ask_the_bot_twice_before_either_payment_is_told()
    {
        await using var room = await Room.OpenAsync();
        await SendAsync(room, "pay_1");
        var paying = room.People.Desk.ActAsync(await LastAsync(room), "pay_twice", ct: Room.Ct);
        foreach (var query in new[] { await NextAsync(room), await NextAsync(room) })
            await room.Bot.AnswerPreCheckoutQuery(query.PreCheckoutQuery!.Id, cancellationToken: Room.Ct);

        Assert.Equal((true, 1540m), ((await paying).Done, (await paying).Invoice.Received));
        var charges = new[] { await NextAsync(room), await NextAsync(room) }.Select(one =>
            one.Message!.SuccessfulPayment!.TelegramPaymentChargeId
        );
        Assert.Equal(2, charges.Distinct().Count());
    }

    [Theory]
    [InlineData("title", "parameter \"title\" is required")]
    [InlineData("long title", "INVOICE_TITLE_INVALID")]
    [InlineData("description", "parameter \"description\" is required")]
    [InlineData("payload", "INVOICE_PAYLOAD_INVALID")]
    [InlineData("prices", "STARS_INVOICE_INVALID")]
    [InlineData("amount", "CURRENCY_TOTAL_AMOUNT_INVALID")]
    [InlineData("currency", "PAYMENT_PROVIDER_INVALID")]
    [InlineData("button", "REPLY_MARKUP_BUY_EMPTY")]
    public async Task An_invoice_that_telegram_would_refuse_is_refused(string flaw, string expected)
    {
        await using var room = await Room.OpenAsync();
        LabeledPrice[] prices = flaw == "prices" ? [new("a", 1), new("b", 2)] : [new("a", flaw == "amount" ? 0 : 1)];
        var error = await RefusedAsync(() =>
            room.Bot.SendInvoice(
                Room.Ann,
                flaw == "title" ? "" : new string('t', flaw == "long title" ? 33 : 32),
                flaw == "description" ? "" : new string('d', 255),
                new string('é', flaw == "payload" ? 65 : 64),
                flaw == "currency" ? "USD" : "XTR",
                prices,
                replyMarkup: flaw == "button" ? new InlineKeyboardMarkup(InlineKeyboardButton.WithCallbackData("x", "x")) : null,
                cancellationToken: Room.Ct
            )
        );
        Assert.Equal($"Bad Request: {expected}", error);
        Assert.Empty((await room.People.Desk.ReadAsync(Room.Ct)).Invoices);
    }

    [Fact]
    public async Task A_refused_pre_checkout_needs_words_and_a_blocked_chat_has_no_invoice()
    {
        await using var room = await Room.OpenAsync();
        using var answer = await room.People.Http.GetAsync(
            new Uri("/bot1000000001:sandbox/answerPreCheckoutQuery?pre_checkout_query_id=1&ok=false", UriKind.Relative),
            Room.Ct
        );
        Assert.Contains("error_message", await answer.Content.ReadAsStringAsync(Room.Ct), StringComparison.Ordinal);
        await room.People.BlockAsync(Room.Ann, Room.Ct);
        Assert.Equal("Forbidden: bot was blocked by the user", await RefusedAsync(() => SendAsync(room, "pay_1")));
        Assert.Empty((await room.People.Desk.ReadAsync(Room.Ct)).Invoices);
    }

    private static Task<Message> SendAsync(Room room, string payload) =>
        room.Bot.SendInvoice(
            Room.Ann,
            "Balance",
            "Ten dollars",
            payload,
            "XTR",
            [new("Balance", 770)],
            startParameter: payload,
            replyMarkup: new InlineKeyboardMarkup(InlineKeyboardButton.WithPay("Pay ⭐ 770")),
            cancellationToken: Room.Ct
        );

    private static async Task<string> PaidAsync(Room room)
    {
        await SendAsync(room, "pay_1");
        var paying = room.People.Desk.ActAsync(await LastAsync(room), "pay", ct: Room.Ct);
        await room.Bot.AnswerPreCheckoutQuery((await NextAsync(room)).PreCheckoutQuery!.Id, cancellationToken: Room.Ct);
        await paying;
        return (await NextAsync(room)).Message!.SuccessfulPayment!.TelegramPaymentChargeId;
    }

    private static async Task<string> LastAsync(Room room) => (await room.People.ChatAsync(Room.Ann, Room.Ct)).Last!.Invoice!.Id!;

    private static async Task<string> LastInvoiceAsync(Room room) => (await room.People.Desk.ReadAsync(Room.Ct)).Invoices[0].Id;

    /// <summary>The next update, confirmed.</summary>
    private static async Task<Update> NextAsync(Room room)
    {
        var update = await PollAsync(room);
        await room.Bot.GetUpdates(update.Id + 1, 1, 0, cancellationToken: Room.Ct);
        return update;
    }

    private static async Task<Update> PollAsync(Room room)
    {
        while (true)
        {
            if (await room.Bot.GetUpdates(limit: 1, timeout: 30, cancellationToken: Room.Ct) is [var update])
                return update;
        }
    }

    private static async Task<string> RefusedAsync(Func<Task> call) => (await Assert.ThrowsAsync<ApiRequestException>(call)).Message;

    private static (string, string, long, string, bool) Parts(SandboxInvoiceMessage invoice) =>
        (invoice.Title, invoice.Description, invoice.Amount, invoice.Currency, invoice.Paid);

    private static (string, long, string, string) Parts(RefundedPayment refund) =>
        (refund.Currency, refund.TotalAmount, refund.InvoicePayload, refund.TelegramPaymentChargeId);
}
