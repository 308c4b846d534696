using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Payments;
using XthonBot.TestKit;

namespace XthonBot.Bot.Tests.Chat;

/// <summary>A transfer by hand: its receipt, and the operators who decide about it.</summary>
public sealed class TransferConversations
{
    private const long Boris = 1004;

    private static readonly byte[] Receipt = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
    );

    [Fact]
    public async Task A_receipt_reaches_every_operator_and_the_first_decision_changes_all_cards()
    {
        await using var store = await StartAsync();
        var (olga, boris) = await OperatorsAsync(store);
        var ann = await store.CustomerAsync();
        var payment = await TransferAsync(store, ann);
        await ann.Taps("✅ I have paid");
        await ann.Sees("Please send the receipt for your $10.00");
        await ann.SendsFile("receipt.png", Receipt, new SandboxSaid("paid just now") { Kind = "photo" });
        await ann.Sees("We have your receipt for $10.00");

        var hers = await olga.Sees("A payment is waiting for your decision");
        var his = await boris.Sees("A payment is waiting for your decision");
        Assert.NotNull(hers.Photo);
        Assert.Contains("paid just now", hers.Text, StringComparison.Ordinal);
        Assert.Contains($"Reference: {payment.Reference}", hers.Text, StringComparison.Ordinal);
        Assert.Contains("Before: 0 paid", hers.Text, StringComparison.Ordinal);
        Assert.StartsWith("✅ Credit $10.00 | ✏️ Other amount\n✖ Refuse | ⏭ Leave\n", hers.Labels, StringComparison.Ordinal);
        var tooLate = his.AllButtons.First(b => b.Text == "✅ Credit $10.00").CallbackData!;

        await ann.RememberAsync();
        await boris.RememberAsync();
        await olga.Taps("✅ Credit $10.00");
        Assert.Equal(hers.MessageId, (await olga.Sees("credited $10.00")).MessageId);
        var changed = await boris.Sees("credited $10.00");
        Assert.Equal(his.MessageId, changed.MessageId);
        Assert.DoesNotContain(changed.AllButtons, b => b.Text.StartsWith("✅ Credit", StringComparison.Ordinal));
        await ann.Sees("✅ $10.00 received by Card. Your balance is $10.00.");

        await boris.RememberAsync();
        await store.Telegram.TapDataAsync(Boris, his.MessageId, tooLate);
        await boris.Sees("This payment is paid already");
        Assert.Equal("10.00", await store.BalanceAsync(ann));
        Assert.Empty(await store.DifferencesAsync());
    }

    [Fact]
    public async Task The_invoice_says_where_to_send_with_the_amount_and_the_reference_to_copy()
    {
        await using var store = await StartAsync();
        var ann = await store.CustomerAsync();
        var payment = await TransferAsync(store, ann);
        var invoice = (await ann.ChatAsync()).Last!;

        Assert.Contains($"Send $10.00 to 1234 5678 and write {payment.Reference} & nothing else.", invoice.Text, StringComparison.Ordinal);
        Assert.Equal([payment.Reference, "10.00"], invoice.AllButtons.Select(b => b.CopyText).OfType<string>());
    }

    [Fact]
    public async Task A_picture_that_nobody_asked_for_is_the_receipt_of_the_open_transfer_and_known_again_for_another()
    {
        await using var store = await StartAsync();
        var (olga, _) = await OperatorsAsync(store);
        var ann = await store.CustomerAsync();
        await ann.SendsFile("cat.png", Receipt, new SandboxSaid(null) { Kind = "photo" });
        await ann.Sees("I can only read text messages");
        await TransferAsync(store, ann);
        await ann.SendsFile("receipt.png", Receipt, new SandboxSaid(null) { Kind = "photo" });
        await ann.Sees("We have your receipt");
        Assert.DoesNotContain("⚠️", (await olga.Sees("A payment is waiting")).Text, StringComparison.Ordinal);

        await olga.RememberAsync();
        var eve = await store.CustomerAsync();
        await TransferAsync(store, eve);
        await eve.SendsFile("receipt.png", Receipt, new SandboxSaid(null) { Kind = "photo" });
        await eve.Sees("We have your receipt");
        Assert.Contains("⚠️ This receipt was already sent", (await olga.Sees("A payment is waiting")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bug_The_receipt_of_a_transfer_that_took_longer_than_an_hour_was_turned_away()
    {
        await using var store = await StartAsync();
        var (olga, _) = await OperatorsAsync(store);
        var ann = await store.CustomerAsync();
        var payment = await TransferAsync(store, ann);
        await store.Get<ReportPayments>().TellAsync("card", new PaymentNews("", payment.Id, ProviderState.Expired), CancellationToken.None);

        await ann.SendsFile("receipt.png", Receipt, new SandboxSaid(null) { Kind = "photo" });

        await ann.Sees("We have your receipt for $10.00");
        await olga.Sees("A payment is waiting for your decision");
    }

    [Fact]
    public async Task A_file_and_a_text_are_receipts_as_well_and_a_refusal_says_why()
    {
        await using var store = await StartAsync();
        var (olga, _) = await OperatorsAsync(store);
        var ann = await store.CustomerAsync();
        await TransferAsync(store, ann);
        await ann.Taps("✅ I have paid");
        await ann.Sees("Please send the receipt");
        await ann.Sends("Sent at 14:05 <from> my bank");
        await ann.Sees("We have your receipt");
        Assert.Contains("Sent at 14:05 <from> my bank", (await olga.Sees("A payment is waiting")).Text, StringComparison.Ordinal);
        await ann.Taps("📎 Send another receipt");
        await ann.Sees("Please send the receipt");
        await olga.RememberAsync();
        await ann.SendsFile("receipt.pdf", "%PDF"u8.ToArray());
        await ann.Sees("We have your receipt");
        Assert.NotNull((await olga.Sees("Receipts: 2")).Document);

        await ann.RememberAsync();
        await olga.Taps("✖ Refuse");
        await olga.Sees("Why do you refuse this payment of $10.00?");
        await olga.Sends("nothing has arrived");
        await olga.Sees("You refused it: nothing has arrived");
        await ann.Sees("Reason: nothing has arrived");
        Assert.Equal(("0.00", PaymentState.Canceled), (await store.BalanceAsync(ann), (await PayPage.LatestAsync(store, ann)).State));
    }

    [Fact]
    public async Task A_receipt_that_is_forwarded_from_the_banks_chat_is_taken_asked_for_or_not()
    {
        await using var store = await StartAsync();
        var (olga, _) = await OperatorsAsync(store);
        var ann = await store.CustomerAsync();
        var forwarded = new SandboxSaid(null) { Kind = "photo", Forwarded = "user" };
        await ann.SendsFile("cat.png", Receipt, forwarded);
        await ann.Sees("I don't act on forwarded messages");
        await TransferAsync(store, ann);
        await ann.SendsFile("receipt.png", Receipt, forwarded);
        await ann.Sees("We have your receipt");
        Assert.NotNull((await olga.Sees("A payment is waiting")).Photo);

        var eve = await store.CustomerAsync();
        await TransferAsync(store, eve);
        await eve.Taps("✅ I have paid");
        await eve.Sees("Please send the receipt");
        await eve.Sends(new SandboxSaid("I forward my bank's words") { Forwarded = "user" });
        await eve.Sees("I don't act on forwarded messages");
        await olga.RememberAsync();
        await eve.SendsFile("receipt.pdf", "%PDF"u8.ToArray(), new SandboxSaid(null) { Forwarded = "user" });
        await eve.Sees("We have your receipt");
        Assert.NotNull((await olga.Sees("A payment is waiting")).Document);
        // The question is answered: what comes next is no receipt.
        await eve.Sends("and thank you");
        await eve.Sees("I did not understand");
    }

    [Fact]
    public async Task Of_an_album_of_pictures_one_is_the_receipt_and_the_one_answer_says_so()
    {
        await using var store = await StartAsync();
        var (olga, _) = await OperatorsAsync(store);
        var ann = await store.CustomerAsync();
        var payment = await TransferAsync(store, ann);
        await ann.Taps("✅ I have paid");
        await ann.Sees("Please send the receipt");
        var album = new SandboxSaid(null) { Kind = "photo", MediaGroupId = "album-1" };
        for (var i = 0; i < 3; i++)
            await ann.SendsFile($"receipt{i}.png", Receipt, album);
        await ann.SeesOnce("Of what you sent together only the first counts");
        await olga.SeesOnce("A payment is waiting for your decision");
        // What was sent after the album is answered after it.
        await ann.Sends("💰 Balance");
        await ann.Sees("Balance: $0.00");

        await ann.SeesOnce("We have your receipt");
        Assert.Equal(0, await ann.CountAsync("I can only read"));
        Assert.Equal(1, (await PayPage.LatestAsync(store, ann)).Receipts);
        Assert.Equal(payment.Id, (await PayPage.LatestAsync(store, ann)).Id);
        // The others can follow, and a picture by itself needs no such words.
        await olga.RememberAsync();
        await ann.Taps("📎 Send another receipt");
        await ann.Sees("Please send the receipt");
        await ann.SendsFile("receipt2.png", Receipt, new SandboxSaid(null) { Kind = "photo" });
        var more = await ann.Sees("We have your receipt");
        Assert.DoesNotContain("sent together", more.Text, StringComparison.Ordinal);
        await olga.Sees("Receipts: 2");
    }

    [Theory]
    [InlineData("photo")]
    [InlineData("document")]
    public async Task An_album_that_nobody_asked_for_gets_one_friendly_answer_and_with_a_transfer_open_it_is_one_receipt(string kind)
    {
        await using var store = await StartAsync();
        var (olga, _) = await OperatorsAsync(store);
        var ann = await store.CustomerAsync();
        await SendAsync("album-1");
        await ann.SeesOnce("I can only read text messages");
        await AfterwardsAsync();
        Assert.Equal(1, await ann.CountAsync("I can only read text messages"));

        await TransferAsync(store, ann);
        await SendAsync("album-2");
        await ann.SeesOnce("Of what you sent together only the first counts");
        await olga.SeesOnce("A payment is waiting for your decision");
        await AfterwardsAsync();
        Assert.Equal((1, 1), (await ann.CountAsync("We have your receipt"), await ann.CountAsync("I can only read text messages")));
        Assert.Equal(1, (await PayPage.LatestAsync(store, ann)).Receipts);

        async Task SendAsync(string name)
        {
            var album = new SandboxSaid(null) { Kind = kind, MediaGroupId = name };
            for (var i = 0; i < 3; i++)
                await ann.SendsFile($"{name}-{i}.png", Receipt, album);
        }

        // What is sent after an album is answered after it.
        async Task AfterwardsAsync()
        {
            await ann.Sends("💰 Balance");
            await ann.Sees("Balance: $0.00");
        }
    }

    [Fact]
    public async Task What_one_operator_leaves_is_decided_for_all_and_waits_no_more()
    {
        await using var store = await StartAsync();
        var (olga, boris) = await OperatorsAsync(store);
        var ann = await store.CustomerAsync();
        await TransferAsync(store, ann);
        await ann.SendsFile("receipt.png", Receipt, new SandboxSaid(null) { Kind = "photo" });
        var card = await olga.Sees("A payment is waiting for your decision");
        await boris.Sees("A payment is waiting for your decision");
        await olga.Taps("⏭ Leave");
        Assert.Equal(card.MessageId, (await olga.Sees("left it as it is")).MessageId);
        await boris.Sees("left it as it is");
        var left = await PayPage.LatestAsync(store, ann);
        await boris.Sends("/payments");
        await boris.Sees("No payment here");
        Assert.Equal(("0.00", Money.Zero), (await store.BalanceAsync(ann), left.Credited));
        Assert.NotEqual(PaymentState.Review, left.State);
        Assert.Empty(await store.DifferencesAsync());
    }

    [Fact]
    public async Task Another_amount_is_credited_as_the_operator_reads_it()
    {
        await using var store = await StartAsync();
        var (olga, _) = await OperatorsAsync(store);
        var ann = await store.CustomerAsync();
        var payment = await TransferAsync(store, ann);
        await olga.Sends($"/find {payment.Reference}");
        await olga.Sees("Card · open");
        await olga.Taps("💳 $10.00");
        await olga.Sees("Reference:");
        await olga.Taps("✏️ Other amount");
        await olga.Sees("How much of this payment of $10.00 has arrived?");
        await olga.Sends("much");
        await olga.Sees("For example: 10.00");
        await ann.RememberAsync();
        await olga.Sends("7,50");
        await olga.Sees("You credited $7.50");
        await ann.Sees("✅ $7.50 received by Card");

        Assert.Equal(("7.50", PaymentState.Partial), (await store.BalanceAsync(ann), (await PayPage.LatestAsync(store, ann)).State));
    }

    [Fact]
    public async Task Nobody_but_an_operator_decides()
    {
        await using var store = await StartAsync();
        var ann = await store.CustomerAsync();
        var payment = await TransferAsync(store, ann);
        var codec = store.Get<Callbacks.CallbackCodec>();
        var card = (await ann.ChatAsync()).Last!;
        await store.Telegram.TapDataAsync(
            ann.Id,
            card.MessageId,
            codec.Encode(new Callbacks.Callback.AdminCreditPayment(payment.Id, 1000), ann.Id)
        );
        await ann.Sees("Your balance");

        Assert.Equal("0.00", await store.BalanceAsync(ann));
    }

    private static Task<StoreHost> StartAsync() => new PayPage().StartAsync(("Telegram:AdminIds", $"{StoreHost.OperatorId},{Boris}"));

    private static async Task<(Person Olga, Person Boris)> OperatorsAsync(StoreHost store)
    {
        await store.Telegram.AddPersonAsync(Boris);
        return (await store.OperatorAsync(), new Person(store.Telegram, Boris));
    }

    private static async Task<PaymentView> TransferAsync(StoreHost store, Person person)
    {
        await person.Sends("/topup 10");
        await person.Sees("How do you want to pay?");
        await person.Taps("Card · $10.00, by hand");
        await person.Sees("Reference:");
        return await PayPage.LatestAsync(store, person);
    }
}
