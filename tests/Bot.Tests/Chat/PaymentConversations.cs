using XthonBot.Bot.Callbacks;
using XthonBot.Bot.Chat.Payments;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Orders;
using XthonBot.Core.Modules.Payments;
using XthonBot.TestKit;

namespace XthonBot.Bot.Tests.Chat;

/// <summary>How customers pay in, and how the purchase goes on that lacked the money.</summary>
public sealed class PaymentConversations
{
    private const string Older = "Older ▶";

    [Fact]
    public async Task A_customer_chooses_amount_and_way_opens_the_invoice_and_reads_of_the_money()
    {
        var page = new PayPage();
        await using var store = await page.StartAsync(("Payments:Ways:page:Fee", "2.5"));
        var ann = await store.CustomerAsync();

        await ann.Sends("➕ Top up");
        var amounts = await ann.Sees("How much do you want to add?");
        Assert.Equal("$5 | $10 | $20\n✏️ Other amount\n🧾 My payments\n◀ Back | 🏠 Home", amounts.Labels);
        await ann.Taps("$10");
        var ways = await ann.Sees("How do you want to pay?");
        Assert.Equal("Card · $10.00, by hand\nShop page · $10.25\n◀ Back | 🏠 Home", ways.Labels);
        Assert.Contains("Shop page: with a fee of 2.5%", ways.Text, StringComparison.Ordinal);
        Assert.Equal(amounts.MessageId, ways.MessageId);

        await ann.Taps("Shop page · $10.25");
        var invoice = await ann.Sees("To pay: $10.25 (with a fee of 2.5%)");
        var payment = await PayPage.LatestAsync(store, ann);
        // With the day where it is another one.
        Assert.Matches($"Valid until (\\d{{4}}-\\d\\d-\\d\\d )?{payment.ExpiresAt:HH:mm} UTC", invoice.Text);
        Assert.Equal($"https://pay.example.com/{payment.Id}", Assert.Single(invoice.AllButtons, b => b.Url is not null).Url);

        await ann.RememberAsync();
        await PayPage.PaidAsync(store, payment.Id);
        await PayPage.PaidAsync(store, payment.Id);
        await ann.Sees("✅ $10.00 received by Shop page. Your balance is $10.00.");
        await ann.Taps("🧾 The payment");
        var card = await ann.Sees("Shop page · paid");
        Assert.DoesNotContain(card.AllButtons, b => b.Url is not null);
        await ann.Taps("🧾 My payments");
        Assert.StartsWith("✅ $10.00 · Shop page · paid\n", (await ann.Sees("Newest first")).Labels, StringComparison.Ordinal);
        Assert.Equal("10.00", await store.BalanceAsync(ann));
        await ann.SeesOnce("received by Shop page");
        Assert.Empty(await store.DifferencesAsync());
    }

    [Fact]
    public async Task Two_taps_on_a_way_open_one_payment()
    {
        var page = new PayPage();
        await using var store = await page.StartAsync();
        var ann = await store.CustomerAsync();
        await ann.Sends("➕ Top up");
        await ann.Sees("How much");
        await ann.Taps("$10");
        var ways = await ann.Sees("How do you want to pay?");
        var button = ways.AllButtons.Single(b => b.Text == "Shop page · $10.00").CallbackData!;
        await store.Telegram.TapDataAsync(ann.Id, ways.MessageId, button);
        await store.Telegram.TapDataAsync(ann.Id, ways.MessageId, button);
        await ann.Sees("To pay: $10.00");
        await ann.Sends("/payments");
        var list = await ann.Sees("Newest first");

        Assert.Equal(1, list.AllButtons.Count(b => b.Text.Contains("$10.00", StringComparison.Ordinal)));
        Assert.Equal(1, page.Opened);
    }

    [Fact]
    public async Task Another_amount_is_asked_for_and_ways_that_do_not_take_it_say_their_limits()
    {
        var page = new PayPage();
        await using var store = await page.StartAsync();
        var ann = await store.CustomerAsync();
        await ann.Sends("➕ Top up");
        await ann.Sees("How much");
        await ann.Taps("✏️ Other amount");
        await ann.Sees("How many dollars do you want to add?");
        await ann.Sends("a bit");
        await ann.Sees("For example: 12.50");
        await ann.Sends("$ 2,50");
        var ways = await ann.Sees("Top up $2.50");

        Assert.Equal("Shop page · $2.50\n◀ Back | 🏠 Home", ways.Labels);
        Assert.Contains("Card: from $5.00 to $1000.00", ways.Text, StringComparison.Ordinal);
        await ann.Sends("/topup 5000");
        Assert.Equal("◀ Back | 🏠 Home", (await ann.Sees("No way to pay takes this amount")).Labels);
    }

    [Fact]
    public async Task A_way_that_does_not_answer_leaves_the_others()
    {
        var page = new PayPage();
        page.Down["page"] = true;
        await using var store = await page.StartAsync();
        var ann = await store.CustomerAsync();
        await ann.Sends("➕ Top up");
        await ann.Sees("How much");
        await ann.Taps("$10");
        await ann.Sees("How do you want to pay?");
        await ann.Taps("Shop page · $10.00");

        Assert.Equal("Card · $10.00, by hand\n◀ Back | 🏠 Home", (await ann.Sees("does not answer right now")).Labels);
    }

    [Fact]
    public async Task What_a_purchase_lacks_is_paid_and_the_number_comes_by_itself()
    {
        var page = new PayPage();
        await using var store = await page.StartAsync();
        await store.StockAsync(await store.OperatorAsync(), "tg", "1.20", "USA Telegram", 2);
        var ann = await store.CustomerAsync("0.40");
        var invoice = await InvoiceToBuyAsync(ann);
        Assert.Contains("the number is bought automatically", invoice.Text, StringComparison.Ordinal);

        await ann.RememberAsync();
        await PayPage.PaidAsync(store, (await PayPage.LatestAsync(store, ann)).Id);
        await ann.Sees("Waiting for the code until");
        await ann.SeesOnce("✅ $0.80 received by Shop page");

        Assert.Equal("0.00", await store.BalanceAsync(ann));
        await ann.Sends("/numbers");
        await ann.Sees("My numbers (1)");
        Assert.Empty(await store.DifferencesAsync());
    }

    [Fact]
    public async Task Top_up_begins_with_what_the_number_lacks_that_somebody_wanted()
    {
        var page = new PayPage();
        await using var store = await page.StartAsync();
        await store.StockAsync(await store.OperatorAsync(), "tg", "1.20", "USA Telegram", 2);
        var ann = await store.CustomerAsync("0.40");
        await ann.Sends("➕ Top up");
        Assert.StartsWith("$5 | $10 | $20", (await ann.Sees("How much do you want to add?")).Labels, StringComparison.Ordinal);
        await ann.Sends("/buy");
        await ann.Sees("Which service");
        await ann.Taps("USA Telegram · $1.20 · 2");
        await ann.Sees("$0.80");
        await ann.Sends("➕ Top up");
        var amounts = await ann.Sees("You need $0.80 more for USA Telegram");
        Assert.StartsWith("➕ Pay $0.80 and buy\n$5 | $10 | $20\n", amounts.Labels, StringComparison.Ordinal);
        await ann.Taps("➕ Pay $0.80 and buy");
        await ann.Sees("You need $0.80 more");
        await ann.Taps("Shop page · $0.80");
        await ann.Sees("the number is bought automatically");

        // The invoice is in the database: the next process offers the same, and so does the chat of the one that died.
        await store.StopAsync();
        await store.StartAppAsync();
        await ann.Sends("➕ Top up");
        await ann.Sees("You need $0.80 more for USA Telegram");
        await ann.Taps("➕ Pay $0.80 and buy");
        await ann.Sees("You need $0.80 more");
        await ann.Taps("Shop page · $0.80");
        await ann.Sees("the number is bought automatically");
        Assert.Equal(1, page.Opened);
        await PayPage.PaidAsync(store, (await PayPage.LatestAsync(store, ann)).Id);
        await ann.Sees("Waiting for the code until");
        await ann.Sends("➕ Top up");
        Assert.StartsWith("$5 | $10 | $20", (await ann.Sees("How much do you want to add?")).Labels, StringComparison.Ordinal);
    }

    /// <summary>Who had paid for the number and got it was asked for its price again, and would have bought nothing with it.</summary>
    [Fact]
    public async Task Bug_Top_up_went_on_to_ask_for_a_number_that_was_bought()
    {
        var page = new PayPage();
        await using var store = await page.StartAsync();
        await store.StockAsync(await store.OperatorAsync(), "tg", "1.20", "USA Telegram", 2);
        var ann = await store.CustomerAsync("0.40");
        await InvoiceToBuyAsync(ann);
        await PayPage.PaidAsync(store, (await PayPage.LatestAsync(store, ann)).Id);
        await ann.Sees("Waiting for the code until");

        await ann.Sends("➕ Top up");

        Assert.StartsWith("$5 | $10 | $20", (await ann.Sees("How much do you want to add?")).Labels, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bug_An_invoice_for_a_purchase_that_expired_was_shown_in_place_of_a_new_one()
    {
        var page = new PayPage();
        await using var store = await page.StartAsync();
        await store.StockAsync(await store.OperatorAsync(), "tg", "1.20", "USA Telegram", 2);
        var ann = await store.CustomerAsync("0.40");
        await InvoiceToBuyAsync(ann);
        var first = await PayPage.LatestAsync(store, ann);
        await store
            .Get<ReportPayments>()
            .TellAsync("page", new PaymentNews($"ext-{first.Id}", first.Id, ProviderState.Expired), CancellationToken.None);
        await ann.Sends("➕ Top up");
        await ann.Sees("You need $0.80 more for USA Telegram");
        await ann.Taps("➕ Pay $0.80 and buy");
        await ann.Sees("How do you want to pay?");
        await ann.Taps("Shop page · $0.80");

        await ann.Sees("To pay: $0.80");
        Assert.NotEqual(first.Id, (await PayPage.LatestAsync(store, ann)).Id);
    }

    [Fact]
    public async Task Top_up_begins_with_what_somebody_owes()
    {
        var page = new PayPage();
        await using var store = await page.StartAsync();
        var olga = await store.OperatorAsync();
        var ann = await store.CustomerAsync();
        await ann.Sends("/topup 10");
        await ann.Sees("How do you want to pay?");
        await ann.Taps("Shop page · $10.00");
        await ann.Sees("To pay: $10.00");
        var payment = await PayPage.LatestAsync(store, ann);
        await PayPage.PaidAsync(store, payment.Id);
        await ann.Sees("received by Shop page");
        await olga.Sends($"/debit {ann.Id} 7.00 spent");
        await olga.Sees("Debited");
        _ = (await store.Get<RefundPaymentHandler>().HandleAsync(payment.Id, Actor.System, null, CancellationToken.None)).Value;

        await ann.Sends("➕ Top up");

        var amounts = await ann.Sees("You owe the store $7.00");
        Assert.StartsWith("💳 Pay back $7.00\n$5 | $10 | $20\n", amounts.Labels, StringComparison.Ordinal);
        await ann.Taps("💳 Pay back $7.00");
        await ann.Sees("How do you want to pay?");
        await ann.Taps("Shop page · $7.00");
    }

    [Fact]
    public async Task My_payments_are_read_by_pages_and_back()
    {
        var page = new PayPage();
        await using var store = await page.StartAsync();
        var ann = await store.CustomerAsync();
        var start = store.Get<StartPaymentHandler>();
        var customer = (await store.ProfileAsync(ann)).Id;
        for (var i = 1; i <= 20; i++)
            Assert.True(
                (
                    await start.HandleAsync(
                        new StartPayment(customer, "page", new Money(i * 100), OrderChannel.Chat),
                        CancellationToken.None
                    )
                ).IsOk
            );
        await ann.Sends("➕ Top up");
        await ann.Sees("How much do you want to add?");
        await ann.Taps("🧾 My payments");
        var seen = new List<string>();
        for (var screen = await ann.Sees("Newest first"); ; screen = await ann.Sees("Newest first"))
        {
            seen.AddRange(screen.AllButtons.Select(b => b.Text).Where(text => text.Contains('$', StringComparison.Ordinal)));
            if (screen.AllButtons.FirstOrDefault(b => b.Text == Older) is not { } next)
                break;
            await ann.Taps(next.Text);
        }

        Assert.Equal(20, seen.Count);
        Assert.Equal(20, seen.Distinct().Count());
        Assert.Contains("$20.00", seen[0], StringComparison.Ordinal);
        Assert.Contains("$1.00", seen[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Beyond_a_days_limit_a_way_says_so_and_the_others_stay()
    {
        var page = new PayPage();
        await using var store = await page.StartAsync(("Payments:Ways:page:Daily", "15.00"));
        var ann = await store.CustomerAsync();
        await ann.Sends("/topup 10");
        await ann.Sees("How do you want to pay?");
        await ann.Taps("Shop page · $10.00");
        await ann.Sees("To pay: $10.00");
        await PayPage.PaidAsync(store, (await PayPage.LatestAsync(store, ann)).Id);
        await ann.Sees("received by Shop page");
        await ann.Sends("/topup 10");
        await ann.Sees("How do you want to pay?");
        await ann.Taps("Shop page · $10.00");

        Assert.Equal(
            "Card · $10.00, by hand\n◀ Back | 🏠 Home",
            (await ann.Sees("This way takes $15.00 a day; $5.00 are left today")).Labels
        );
        Assert.Equal(1, page.Opened);
    }

    [Theory]
    [InlineData("/service price tg 2.00", "List price: $2.00", "the price rose in the meantime")]
    [InlineData("/stock tg withdraw 2", "Withdrawn", "sold out in the meantime")]
    public async Task A_purchase_that_cannot_go_on_says_why_and_the_money_stays(string command, string seen, string news)
    {
        var page = new PayPage();
        await using var store = await page.StartAsync();
        var olga = await store.OperatorAsync();
        await store.StockAsync(olga, "tg", "1.20", "USA Telegram", 2);
        var ann = await store.CustomerAsync("0.40");
        await InvoiceToBuyAsync(ann);
        await olga.Sends(command);
        await olga.Sees(seen);

        await ann.RememberAsync();
        await PayPage.PaidAsync(store, (await PayPage.LatestAsync(store, ann)).Id);
        var told = await ann.Sees(news);

        Assert.Equal("🔁 Buy again | 🧾 The payment\n🏠 Home", told.Labels);
        Assert.Equal("1.20", await store.BalanceAsync(ann));
    }

    [Fact]
    public async Task A_buy_that_lacks_money_offers_to_pay_it_and_money_that_came_meanwhile_is_enough()
    {
        var page = new PayPage();
        await using var store = await page.StartAsync();
        var olga = await store.OperatorAsync();
        await store.StockAsync(olga, "tg", "1.20", "USA Telegram", 2);
        var ann = await store.CustomerAsync("1.20");
        await ann.Sends("/buy");
        await ann.Sees("Which service");
        await ann.Taps("USA Telegram · $1.20 · 2");
        await ann.Sees("→ $0.00 after this purchase");
        await olga.Sends($"/debit {ann.Id} 1.00 a slip");
        await olga.Sees("Debited");
        await ann.Sees("was deducted");
        await ann.Taps("✅ Buy for $1.20");
        await ann.Sees("Top up $1.00 to buy it");
        await olga.Sends($"/credit {ann.Id} 1.00 mended");
        await olga.Sees("Credited");
        await ann.Taps("➕ Pay $1.00 and buy");
        await ann.Sees("Your balance is enough now");
        await ann.Taps("✅ Buy for $1.20");
        await ann.Sees("Waiting for the code until");
    }

    [Fact]
    public async Task A_payment_that_goes_back_names_the_debt_to_both_sides()
    {
        var page = new PayPage();
        await using var store = await page.StartAsync();
        var olga = await store.OperatorAsync();
        await store.StockAsync(olga, "tg", "1.20", "USA Telegram", 2);
        var ann = await store.CustomerAsync();
        await ann.Sends("/topup 2");
        await ann.Sees("How do you want to pay?");
        await ann.Taps("Shop page · $2.00");
        await ann.Sees("To pay");
        var payment = await PayPage.LatestAsync(store, ann);
        await PayPage.PaidAsync(store, payment.Id);
        await ann.Sees("received by Shop page");
        await CustomerConversations.BuyAsync(ann, "USA Telegram");

        await ann.RememberAsync();
        await olga.Sends($"/find {payment.Id}");
        await olga.Sees("Shop page · paid");
        await olga.Taps("💳 $2.00");
        await olga.Sees("credited $2.00");
        await olga.Taps("↩ Give back");
        Assert.Equal("◀ No, go back | ↩ Yes, give back", (await olga.Sees("The balance covers $0.80; $1.20 becomes a debt")).Labels);
        await olga.Taps("↩ Yes, give back");
        await olga.Sees("Given back: $2.00");
        await olga.SeesOnce("A payment was reversed");
        await ann.Sees("you owe $1.20");

        Assert.Equal("0.00", await store.BalanceAsync(ann));
        Assert.Equal(PaymentState.Refunded, (await PayPage.LatestAsync(store, ann)).State);
        Assert.Empty(await store.DifferencesAsync());
    }

    /// <summary>A part was credited by itself after the card had been sent, and the button on it gave the whole amount on top.</summary>
    [Fact]
    public async Task Bug_An_old_card_credited_the_whole_amount_beside_the_part_that_had_come_meanwhile()
    {
        var page = new PayPage();
        await using var store = await page.StartAsync();
        var olga = await store.OperatorAsync();
        var ann = await store.CustomerAsync();
        await ann.Sends("/topup 10");
        await ann.Sees("How do you want to pay?");
        await ann.Taps("Shop page · $10.00");
        await ann.Sees("To pay: $10.00");
        var payment = await PayPage.LatestAsync(store, ann);
        var held = new PaymentNews($"ext-{payment.Id}", payment.Id, ProviderState.Unclear) { Remark = "Invalid" };
        await store.Get<ReportPayments>().TellAsync("page", held, CancellationToken.None);
        Assert.StartsWith(
            "✅ Credit $10.00 | ✏️ Other amount\n",
            (await olga.Sees("A payment is waiting for your decision")).Labels,
            StringComparison.Ordinal
        );
        held = held with { Received = new Charge(4, "USD", "4.00") };
        await store.Get<ReportPayments>().TellAsync("page", held, CancellationToken.None);
        Assert.Equal("4.00", await store.BalanceAsync(ann));

        await olga.Taps("✅ Credit $10.00");

        await olga.Sees("More has arrived in the meantime");
        Assert.Equal("4.00", await store.BalanceAsync(ann));
        await olga.Taps("✅ Credit $6.00");
        await olga.Sees("credited $6.00");
        Assert.Equal("10.00", await store.BalanceAsync(ann));
    }

    [Fact]
    public async Task Operators_list_payments_by_state_customer_and_way_and_see_them_in_the_figures()
    {
        var page = new PayPage();
        await using var store = await page.StartAsync();
        var olga = await store.OperatorAsync();
        var ann = await store.CustomerAsync();
        foreach (var amount in new[] { "2", "3" })
        {
            await ann.Sends($"/topup {amount}");
            await ann.Sees("How do you want to pay?");
            await ann.Taps($"Shop page · ${amount}.00");
            await ann.Sees("To pay");
        }

        await PayPage.PaidAsync(store, (await PayPage.LatestAsync(store, ann)).Id);
        await ann.Sees("✅ $3.00 received");

        await olga.Sends("/payments");
        await olga.Sees("No payment here");
        await olga.Taps("⏳ Open");
        Assert.StartsWith("⏳ $2.00 · Shop page", (await olga.Sees("Newest first")).Labels, StringComparison.Ordinal);
        await olga.Sends($"/payments {ann.Id}");
        Assert.StartsWith("✅ $3.00 · Shop page", (await olga.Sees($"({ann.Id})")).Labels, StringComparison.Ordinal);
        await olga.Sends("/payments page");
        Assert.Contains("⏳ $2.00", (await olga.Sees("Newest first")).Labels, StringComparison.Ordinal);
        await olga.Sends("/payments card");
        await olga.Sees("No payment here");
        await olga.Sends("/stats");
        await olga.Sees("Paid in by page: $3.00 in 1");
        await ann.Sends($"/payments {(await PayPage.LatestAsync(store, ann)).Id}");
        // Theirs is the list, whatever stands behind the command.
        await ann.Sees("My payments");
    }

    [Fact]
    public async Task Operators_read_all_payments_by_pages_and_back_to_the_newest()
    {
        var page = new PayPage();
        await using var store = await page.StartAsync();
        var olga = await store.OperatorAsync();
        var ann = await store.CustomerAsync();
        var customer = (await store.ProfileAsync(ann)).Id;
        for (var i = 1; i <= 20; i++)
            Assert.True(
                (
                    await store
                        .Get<StartPaymentHandler>()
                        .HandleAsync(new StartPayment(customer, "page", new Money(i * 100), OrderChannel.Api), CancellationToken.None)
                ).IsOk
            );
        await olga.Sends("/payments page");
        var seen = new List<string>();
        for (var screen = await olga.Sees("Newest first"); ; screen = await olga.Sees("Newest first"))
        {
            seen.AddRange(screen.AllButtons.Select(b => b.Text).Where(text => text.Contains('$', StringComparison.Ordinal)));
            if (screen.AllButtons.FirstOrDefault(b => b.Text == Older) is not { } next)
                break;
            await olga.Taps(next.Text);
        }

        Assert.Equal((20, 20), (seen.Count, seen.Distinct().Count()));
        Assert.Contains("$20.00", seen[0], StringComparison.Ordinal);
        Assert.Contains("$1.00", seen[^1], StringComparison.Ordinal);
        await olga.Taps("⏮ Newest");
        Assert.Contains("$20.00", (await olga.Sees("Newest first")).AllButtons.First().Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_elses_payment_is_not_found_whichever_button_leads_to_it()
    {
        var page = new PayPage();
        await using var store = await page.StartAsync(("Payments:Ways:stars:Kind", "Stars"));
        var ann = await store.CustomerAsync();
        foreach (var way in (string[])["Card · $10.00, by hand", "⭐ Telegram Stars · 770 ⭐"])
        {
            await ann.Sends("/topup 10");
            await ann.Sees("How do you want to pay?");
            await ann.Taps(way);
            await Patience.UntilAsync(
                () => PayPage.ListAsync(store, ann),
                list =>
                    list.Any(p => p.Kind == (way.StartsWith("Card", StringComparison.Ordinal) ? PaymentKind.Transfer : PaymentKind.Stars))
            );
        }

        var eve = await store.CustomerAsync();
        var codec = store.Get<CallbackCodec>();
        foreach (var payment in await PayPage.ListAsync(store, ann))
        foreach (
            var callback in (Callback[])
                [
                    new Callback.Payment(payment.Id),
                    new Callback.OpenPayment(payment.Id),
                    new Callback.PayStars(payment.Id),
                    new Callback.AskReceipt(payment.Id),
                ]
        )
        {
            // Each under a message of its own: an edit to the same words would not be seen.
            await eve.Sends("💰 Balance");
            var message = await eve.Sees("Balance: $0.00");
            await eve.RememberAsync();
            await store.Telegram.TapDataAsync(eve.Id, message.MessageId, codec.Encode(callback, eve.Id));
            await eve.Sees("Not found: payment.");
        }

        Assert.All((await eve.ChatAsync()).FromBot, m => Assert.DoesNotContain("for your balance", m.Text ?? "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_way_that_was_taken_away_leaves_the_others_to_an_old_button()
    {
        var page = new PayPage();
        await using var store = await page.StartAsync();
        var ann = await store.CustomerAsync();
        await ann.Sends("/topup 10");
        var ways = await ann.Sees("How do you want to pay?");
        var old = new Callback.StartTopUp(WayTag.Of("gone"), 1000, CallbackCodec.NewNonce());
        await ann.RememberAsync();
        await store.Telegram.TapDataAsync(ann.Id, ways.MessageId, store.Get<CallbackCodec>().Encode(old, ann.Id));

        Assert.Equal("Card · $10.00, by hand\nShop page · $10.00\n◀ Back | 🏠 Home", (await ann.Sees("does not answer right now")).Labels);
        Assert.Equal(0, page.Opened);
    }

    private static async Task<SandboxMessage> InvoiceToBuyAsync(Person ann)
    {
        await ann.Sends("/buy");
        await ann.Sees("Which service");
        await ann.Taps("USA Telegram · $1.20 · 2");
        await ann.Sees("You need $0.80 more");
        await ann.Taps("➕ Pay $0.80 and buy");
        var ways = await ann.Sees("How do you want to pay?");
        Assert.Equal("Shop page · $0.80\nCard · $5.00, by hand\n◀ Back | 🏠 Home", ways.Labels);
        await ann.Taps("Shop page · $0.80");
        return await ann.Sees("To pay: $0.80");
    }
}
