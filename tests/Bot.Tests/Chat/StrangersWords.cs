using System.Text;
using System.Text.Json;
using CsCheck;
using XthonBot.TestKit;

namespace XthonBot.Bot.Tests.Chat;

/// <summary>
/// Words that are somebody else's: what the bot shows of them, what is forwarded, what another bot made. None of it is ever carried out.
/// </summary>
public sealed class StrangersWords
{
    [Theory]
    [InlineData("hello\n/credit {0} 1000000", "please look at this")]
    [InlineData("hello\n/credit {0} 50", "1 1")]
    [InlineData("hello\n/credit {0}", "50")]
    [InlineData("/credit", "{0} 50")]
    [InlineData("x\n/stock tg", "+15550009999")]
    public async Task Bug_An_answer_to_a_strangers_text_carries_out_nothing(string text, string answer)
    {
        await using var store = await StoreHost.StartAsync();
        var (olga, ann) = (await store.OperatorAsync(), await store.CustomerAsync("3.00"));
        await store.StockAsync(olga, "tg", "1.20", "USA Telegram", 1);
        await store.Telegram.SmsAsync("Telegram", "+15550001234", string.Format(null, text, ann.Id));
        await olga.Sends("/find");
        await olga.Sees("Unmatched messages (1)");
        await olga.Taps("➡ +15550001234");
        await olga.Sees("Nobody had this number");
        await olga.Sends("/find +15550001234");
        await olga.Sees("Unmatched:");
        var before = await StoreState.ReadAsync(store);

        foreach (var shown in (await olga.ChatAsync()).FromBot.ToList())
        {
            await olga.Sends(string.Format(null, answer, ann.Id), shown.MessageId);
            await olga.Sees("did not understand");
        }

        Assert.Equal(before, await StoreState.ReadAsync(store));
    }

    [Theory]
    [InlineData("/credit", "{0} 7")]
    [InlineData("/debit", "{0} 7")]
    [InlineData("/ban", "{0} fraud")]
    [InlineData("/bonus", "{0} 90")]
    [InlineData("/service", "wa 9 USA WhatsApp")]
    [InlineData("/stock", "+15550009999")]
    public async Task Bug_An_answer_to_a_usage_does_not_carry_out_its_example(string command, string answer)
    {
        await using var store = await StoreHost.StartAsync();
        var (olga, ann) = (await store.OperatorAsync(), await store.CustomerAsync("9.00"));
        await store.StockAsync(olga, "tg", "1.20", "USA Telegram", 1);
        await StoreState.RunAsync(store, $"update customers set username = 'ann' where telegram_id = {ann.Id}");
        await olga.Sends(command);
        var usage = await olga.Sees("Usage");
        var before = await StoreState.ReadAsync(store);

        await olga.Sends(string.Format(null, answer, ann.Id), usage.MessageId);
        await olga.Sees("did not understand");

        Assert.Equal(before, await StoreState.ReadAsync(store));
    }

    [Fact]
    public async Task Bug_A_customer_who_answers_a_code_message_makes_no_webhook()
    {
        await using var store = await StoreHost.StartAsync();
        await store.StockAsync(await store.OperatorAsync(), "tg", "1.20", "USA Telegram", 1);
        var ann = await store.CustomerAsync("5.00");
        var card = await CustomerConversations.BuyAsync(ann, "USA Telegram");
        await ann.RememberAsync();
        await store.Telegram.SmsAsync(
            "Telegram",
            card.AllButtons.First(b => b.CopyText is not null).CopyText!,
            "Your code is 54321. Answer this message with https://evil.example/x\n/webhook"
        );
        var code = await ann.Sees("🔔 Code for");
        var before = await StoreState.ReadAsync(store);

        await ann.Sends("https://evil.example/x", code.MessageId);
        await ann.Sees("did not understand");

        Assert.Equal(before, await StoreState.ReadAsync(store));
    }

    public static TheoryData<string> Origins => ["user", "hidden_user", "chat", "channel"];

    [Theory]
    [MemberData(nameof(Origins))]
    public async Task Bug_What_is_forwarded_is_not_carried_out_and_that_is_said(string origin)
    {
        await using var store = await StoreHost.StartAsync();
        await NothingComesOfAsync(store, said => said with { Forwarded = origin }, "I don't act on forwarded messages");
    }

    [Theory]
    [InlineData("gif", null)]
    [InlineData(null, "helper")]
    public async Task Bug_What_another_bot_made_is_not_carried_out_and_that_is_said(string? viaBot, string? businessBot)
    {
        await using var store = await StoreHost.StartAsync();
        await NothingComesOfAsync(
            store,
            said => said with { ViaBot = viaBot, BusinessBot = businessBot },
            "I don't act on messages from other bots"
        );
    }

    [Fact]
    public async Task Bug_An_edited_message_is_not_carried_out_and_that_is_said()
    {
        await using var store = await StoreHost.StartAsync();
        var (olga, ann) = (await store.OperatorAsync(), await store.CustomerAsync("5.00"));
        await QuestionConversations.AskCreditAsync(olga, ann);
        var said = await olga.Sends("5");
        await olga.Sees("$5.00 → $10.00");
        var asked = await QuestionConversations.AskCreditAsync(olga, ann);
        var before = await StoreState.ReadAsync(store);
        foreach (var text in new[] { "50", $"/credit {ann.Id} 50", "💰 Balance" })
        {
            await olga.Edits(said.MessageId, text);
            await olga.Sees("I don't read edits");
        }

        Assert.Equal(before, await StoreState.ReadAsync(store));
        await olga.Sends("1", asked.MessageId);
        await olga.Sees("$10.00 → $11.00");
    }

    [Fact]
    public async Task What_is_quoted_is_not_carried_out_and_the_words_beside_it_are()
    {
        await using var store = await StoreHost.StartAsync();
        var (olga, ann) = (await store.OperatorAsync(), await store.CustomerAsync("5.00"));
        await store.Telegram.SmsAsync("Telegram", "+15550001234", $"hello\n/credit {ann.Id} 50");
        await olga.Sends("/find");
        var list = await olga.Sees("Unmatched messages (1)");
        var before = await StoreState.ReadAsync(store);
        await olga.Sends(new SandboxSaid("look") { ReplyToMessageId = list.MessageId, Quote = $"/credit {ann.Id} 50" });
        await olga.Sees("did not understand");
        await olga.Sends(new SandboxSaid("look") { ExternalReply = true });
        await olga.Sees("did not understand");
        Assert.Equal(before, await StoreState.ReadAsync(store));

        await olga.Sends(new SandboxSaid($"/credit {ann.Id} 1") { ReplyToMessageId = list.MessageId, Quote = $"/credit {ann.Id} 50" });
        await olga.Sees("$5.00 → $6.00");
    }

    [Fact]
    public async Task In_a_topic_the_next_message_answers_as_well()
    {
        await using var store = await StoreHost.StartAsync();
        var (olga, ann) = (await store.OperatorAsync(), await store.CustomerAsync("5.00"));
        await QuestionConversations.AskCreditAsync(olga, ann);
        await olga.Sends(new SandboxSaid("1") { MessageThreadId = 17 });
        await olga.Sees("$5.00 → $6.00");
    }

    private static readonly Gen<string> Command = Gen.OneOf(
        "/credit {0} 1000000",
        "/credit",
        "/debit {0} 5",
        "/ban {1}",
        "/ban {0}",
        "/bonus {0} 90",
        "/webhook",
        "/webhook https://evil.example/x",
        "/key {2} limit 9",
        "/stock tg\n+15550009999",
        "/stock tg",
        "/service price tg 0.01",
        "/service price tg",
        "/service senders tg",
        "/refund",
        "/sms +15550001",
        "/unban {0}",
        "💰 Balance",
        "qx|1|AAAA"
    );

    private static readonly Gen<string> Shown = Gen.Select(
        Gen.OneOf(Gen.Const("hi"), Gen.String.AlphaNumeric),
        Gen.OneOf("\n", " ", "\n\n"),
        Command,
        (before, gap, command) => $"{before}{gap}{command}"
    );

    private static readonly Gen<string> Answer = Gen.OneOf(
        Gen.OneOf(
            "5",
            "{0} 5",
            "{0} 5 why",
            "{0}",
            "90",
            "off",
            "https://evil.example/x",
            "+15550009999",
            "0.01",
            "please look",
            "tg 0.01",
            "@ann 5 paid"
        ),
        Gen.String.AlphaNumeric.Select(text => "a" + text)
    );

    /// <summary>
    /// Any text that the bot shows, as a text message, a name, a reason or a service's name, and any answer to any message of the bot.
    /// </summary>
    [Fact]
    public async Task Whatever_is_shown_and_whatever_is_answered_nothing_is_carried_out_unless_it_was_asked()
    {
        await using var store = await StoreHost.StartAsync();
        var olga = await store.OperatorAsync();
        await store.StockAsync(olga, "tg", "1.20", "USA Telegram", 2);
        var ann = await store.CustomerAsync("5.00");
        await ann.Sends("🔑 API");
        await ann.Sees("no keys yet");
        await ann.Taps("➕ New key");
        var key = (await ann.Sees("not shown again")).AllButtons.First(b => b.CopyText is not null).CopyText!;
        var card = await CustomerConversations.BuyAsync(ann, "USA Telegram");
        var phone = card.AllButtons.First(b => b.CopyText is not null).CopyText!;

        var rounds = 0;
        await Gen.Select(Shown, Answer, Answer)
            .SampleAsync(
                async (shown, first, second) =>
                {
                    string Fill(string text) =>
                        text.Replace("{0}", $"{ann.Id}", StringComparison.Ordinal)
                            .Replace("{1}", $"{olga.Id}", StringComparison.Ordinal)
                            .Replace("{2}", key[3..13], StringComparison.Ordinal);
                    // The same text again within a minute would be the same message.
                    shown = $"{(char)('a' + rounds++)}{Fill(shown)}";
                    await RenameAsync(store, ann, shown);
                    await ann.Sends("/help");
                    await ann.Sees("How it works");
                    await store.Telegram.SmsAsync("Telegram", phone, shown);
                    await ann.Sees(shown.Split('\n')[0]);
                    await store.Telegram.SmsAsync(shown, "+15550001234", shown);
                    await olga.Sends($"/service rename tg {(shown.Length > 60 ? shown[..60] : shown)}");
                    await olga.Sees("(tg)");
                    await olga.Sends($"/debit {ann.Id} 0.01 {shown}");
                    await olga.Sees("→");
                    await olga.Sends($"/find {ann.Id}");
                    await olga.Sees("🔎");
                    await olga.Sends("/find");
                    await olga.Sees("Unmatched messages");
                    var before = await StoreState.ReadAsync(store);
                    foreach (var (person, last) in new[] { (ann, 4), (olga, 7) })
                    {
                        foreach (var message in (await person.ChatAsync()).FromBot.TakeLast(last).ToList())
                        foreach (var answer in new[] { first, second })
                            await store.Telegram.SayAsync(person.Id, Fill(answer), message.MessageId);
                        await person.Sends("/help");
                        await person.Sees("How it works");
                    }

                    Assert.Equal(before, await StoreState.ReadAsync(store));
                },
                iter: 12,
                threads: 1
            );
        Assert.Empty(await store.DifferencesAsync());
    }

    // Commands, an answer, a key of Home, a caption and a customer's own command, all sent in this way.
    private static async Task NothingComesOfAsync(StoreHost store, Func<SandboxSaid, SandboxSaid> way, string answer)
    {
        var (olga, ann) = (await store.OperatorAsync(), await store.CustomerAsync("5.00"));
        await olga.Sends("/service add tg 1.20 USA Telegram");
        await olga.Sees("tg");
        var asked = await QuestionConversations.AskCreditAsync(olga, ann);
        var before = await StoreState.ReadAsync(store);
        foreach (
            var text in new[]
            {
                $"/credit {ann.Id} 7",
                $"/ban {ann.Id}",
                "/stock tg\n+15550001",
                "/refund tx_1",
                "7 for the answer",
                "💰 Balance",
                "/cancel",
                "hello",
            }
        )
        {
            await olga.Sends(way(new SandboxSaid(text)));
            await olga.Sees(answer);
        }

        await olga.Sends(way(new SandboxSaid("7") { ReplyToMessageId = asked.MessageId }));
        await olga.Sees(answer);
        await olga.SendsFile("numbers.txt", Encoding.UTF8.GetBytes("+15550001"), way(new SandboxSaid("/stock tg")));
        await olga.Sees(answer);
        foreach (var text in new[] { "/webhook https://evil.example/x", "💰 Balance", "/start" })
        {
            await ann.Sends(way(new SandboxSaid(text)));
            await ann.Sees(answer);
        }

        Assert.Equal(before, await StoreState.ReadAsync(store));
        // The question waits for the person's own words.
        await olga.Sends("1");
        await olga.Sees("→ $6.00");
    }

    private static async Task RenameAsync(StoreHost store, Person person, string name)
    {
        using var body = new StringContent(
            JsonSerializer.Serialize(
                new
                {
                    id = person.Id,
                    first_name = name,
                    username = $"person{person.Id}",
                    language_code = "en",
                }
            ),
            Encoding.UTF8,
            "application/json"
        );
        using var response = await store.Telegram.Http.PostAsync(new Uri("sandbox/api/people", UriKind.Relative), body);
        response.EnsureSuccessStatusCode();
    }
}
