using CsCheck;
using XthonBot.Bot.Callbacks;
using XthonBot.Bot.Chat;
using XthonBot.Bot.Telegram;
using XthonBot.Bot.Telegram.Sending;
using XthonBot.TestKit;

namespace XthonBot.Bot.Tests.Telegram;

/// <summary>What Telegram refuses in one form is sent in another: a code that is charged is never silent.</summary>
public sealed class RefusedScreenFacts
{
    private static readonly Gen<Button> AnyButton = Gen.OneOf<Button>(
        Gen.Const((Button)new Button.Tap("Home", new Callback.Home())),
        Gen.Const((Button)new Button.Tap("", new Callback.Home())),
        Gen.OneOf(0, 5, 256, 257, 3000).Select(length => (Button)new Button.Copy("copy", new string('7', length))),
        Gen.OneOf("https://shop.example.org", "http://localhost/x", "no link", "").Select(url => (Button)new Button.Link("open", url))
    );

    private static readonly Gen<Screen> AnyScreen = Gen.Select(
        Gen.OneOf("", "<b>Code</b> 12345", "<b>12345", "12345 < 5 & <x>", "<code>1</b>2345", "&#x1F600; 12345", "<blockquote>12345"),
        Gen.OneOf(0, 10, 4_000, 4_097, 20_000),
        AnyButton.Array[0, 3].Array[0, 3],
        Gen.Bool,
        (head, length, rows, keyboard) => new Screen(head + new string('x', length), rows) { WithKeyboard = keyboard }
    );

    [Fact]
    public async Task Whatever_a_screen_holds_somebody_is_told()
    {
        await using var store = await StoreHost.StartAsync();
        var (ann, screens, words) = (await store.CustomerAsync(), store.Get<ScreenSender>(), store.Get<Texts.TextBook>()["en"]);
        await AnyScreen.SampleAsync(
            async screen =>
            {
                var sent = await screens.SendAsync(ann.Id, screen, words, SendPriority.Code, null, null, CancellationToken.None);
                Assert.Equal(SendStatus.Sent, sent.Status);
                Assert.NotNull(sent.Value);
                var edited = await screens.EditAsync(
                    ann.Id,
                    (await ann.ChatAsync()).FromBot.Last(m => m.Document is null).MessageId,
                    screen,
                    SendPriority.Reply,
                    CancellationToken.None
                );
                Assert.Equal(SendStatus.Sent, edited.Status);
            },
            iter: 60,
            threads: 1
        );
    }

    [Fact]
    public async Task Bug_A_code_that_was_too_long_for_its_button_was_charged_and_never_told()
    {
        await using var store = await StoreHost.StartAsync();
        var (ann, words) = (await store.CustomerAsync(), store.Get<Texts.TextBook>()["en"]);
        var code = new string('7', 324);
        await ann.RememberAsync();

        await store
            .Get<ScreenSender>()
            .SendAsync(
                ann.Id,
                new Screen($"🔔 <code>{code}</code>", [new Button.Copy("📋", code), new Button.Tap("🔁", new Callback.Home())]),
                words,
                SendPriority.Code,
                null,
                null,
                CancellationToken.None
            );

        var told = await ann.Sees(code);
        Assert.Equal("🔁", told.Labels);
        Assert.Equal($"🔔 <code>{code}</code>", told.Html);
    }

    [Fact]
    public async Task A_text_that_is_too_long_comes_as_a_file_with_all_of_it()
    {
        await using var store = await StoreHost.StartAsync();
        var (ann, words) = (await store.CustomerAsync(), store.Get<Texts.TextBook>()["en"]);
        await ann.RememberAsync();

        await store
            .Get<ScreenSender>()
            .SendAsync(
                ann.Id,
                new Screen("Code: <b>12345</b> " + new string('x', 5_000)),
                words,
                SendPriority.Code,
                null,
                null,
                CancellationToken.None
            );

        var told = await ann.Sees("Code: 12345");
        Assert.Equal(5_012, told.Document!.Size);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Bug_A_screen_that_Telegram_refused_was_answered_by_silence(int refusals)
    {
        await using var store = await StoreHost.StartAsync();
        await store.StockAsync(await store.OperatorAsync(), "tg", "1.20", "USA Telegram", 1);
        var ann = await store.CustomerAsync("5.00");
        var phone = (await Chat.CustomerConversations.BuyAsync(ann, "USA Telegram"))
            .AllButtons.First(b => b.CopyText is not null)
            .CopyText!;
        await ann.RememberAsync();
        await store.Telegram.FaultAsync(
            new SandboxFault
            {
                Method = "sendMessage",
                ChatId = ann.Id,
                Times = refusals,
                ErrorCode = 400,
                Description = "Bad Request: BUTTON_TYPE_INVALID",
            }
        );
        await store.Telegram.FaultAsync(
            new SandboxFault
            {
                Method = "editMessageText",
                ChatId = ann.Id,
                Times = refusals,
                ErrorCode = 400,
                Description = "Bad Request: can't parse entities",
            }
        );

        await store.Telegram.SmsAsync("Telegram", phone, "Your code is 54321");

        await ann.Sees($"🔔 Code for {phone}: 54321");
        await ann.Sees("✅ Code: 54321");
        Assert.Equal(1, await ann.CountAsync("🔔 Code for"));
    }

    [Fact]
    public async Task Bug_A_long_reason_silenced_the_balance()
    {
        await using var store = await StoreHost.StartAsync();
        var olga = await store.OperatorAsync();
        var ann = await store.CustomerAsync();
        for (var i = 1; i <= 3; i++)
        {
            await olga.Sends($"/credit {ann.Id} 1.00 {new string('r', 3_900)}");
            await olga.Sees($"→ ${i}.00");
        }

        await ann.Sends("/balance");
        var balance = await ann.Sees("Balance: $3.00");
        Assert.InRange(balance.Text!.Length, 1, 1_000);
    }

    [Fact]
    public async Task Bug_A_button_of_another_time_overwrote_the_card_with_the_number()
    {
        await using var store = await StoreHost.StartAsync();
        await store.StockAsync(await store.OperatorAsync(), "tg", "1.20", "USA Telegram", 1);
        var ann = await store.CustomerAsync("5.00");
        var card = await Chat.CustomerConversations.BuyAsync(ann, "USA Telegram");
        await ann.RememberAsync();

        var tap = await store.Telegram.TapDataAsync(ann.Id, card.MessageId, "zzzz");

        Assert.Equal("This button no longer works. Here is the menu.", (await store.Telegram.TapAnswerAsync(tap.QueryId))?.Text);
        var home = await ann.Sees("Your balance");
        Assert.NotEqual(card.MessageId, home.MessageId);
        Assert.Equal(card.Html, (await ann.ChatAsync()).FromBot.Single(m => m.MessageId == card.MessageId).Html);
    }

    [Fact]
    public async Task Bug_Terms_that_were_accepted_could_be_declined_and_were_said_to_be_recorded_nowhere()
    {
        await using var store = await StoreHost.StartAsync();
        var ann = await store.StrangerAsync();
        await ann.Sends("/start");
        var terms = await ann.Sees("Terms of use");
        var decline = terms.AllButtons.Single(b => b.Text == "❌ Decline").CallbackData!;
        await ann.Taps("✅ I accept");
        await ann.Sees("Your balance");

        var accepted = await ann.Sees("✅ Accepted on");
        Assert.Equal((terms.MessageId, ""), (accepted.MessageId, accepted.Labels));
        await ann.RememberAsync();
        await store.Telegram.TapDataAsync(ann.Id, terms.MessageId, decline);
        var late = await ann.Sees("You have already accepted the terms");
        Assert.NotEqual(terms.MessageId, late.MessageId);
        Assert.NotNull((await store.ProfileAsync(ann)).TermsVersion);
    }
}
