using System.Text;
using XthonBot.TestKit;

namespace XthonBot.Bot.Tests.Chat;

/// <summary>What the bot asks, and what becomes of the answers.</summary>
public sealed class QuestionConversations
{
    [Fact]
    public async Task Bug_The_next_message_answers_and_a_wrong_one_is_asked_again()
    {
        await using var store = await StoreHost.StartAsync();
        var (olga, ann) = (await store.OperatorAsync(), await store.CustomerAsync());
        var asked = await AskCreditAsync(olga, ann);
        Assert.Equal("✖ Cancel", asked.Labels);

        await olga.Sends("a lot");
        var again = await olga.Sees("or 1,20. For example: 5.00 paid in cash");
        Assert.DoesNotContain("\n", again.Text, StringComparison.Ordinal);
        Assert.Equal("✖ Cancel", again.Labels);
        await olga.Sends("5.001");
        await olga.Sees("For example");
        await olga.Sends("5 welcome");
        await olga.Sees("$0.00 → $5.00");

        Assert.Equal("5.00", await store.BalanceAsync(ann));
        Assert.Equal(0, await olga.CountAsync("Usage"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Bug_A_question_that_is_answered_twice_moves_money_once(bool byReply)
    {
        await using var store = await StoreHost.StartAsync();
        var (olga, ann) = (await store.OperatorAsync(), await store.CustomerAsync());
        var asked = await AskCreditAsync(olga, ann);
        var answer = await olga.Sends("5", byReply ? asked.MessageId : null);
        await olga.Sees("$0.00 → $5.00");

        await olga.Sends("5", byReply ? asked.MessageId : null);
        await olga.Sees(byReply ? "This question is closed" : "did not understand");
        await olga.Taps("✖ Cancel", asked.MessageId);
        await olga.Sees("This question is closed");
        await store.Telegram.RedeliverAsync(answer.UpdateId);
        await store.StopAsync();
        await store.StartAppAsync();
        await olga.Sends("10 is what Bob owes", asked.MessageId);
        await olga.Sees("This question is closed");

        Assert.Equal("5.00", await store.BalanceAsync(ann));
        Assert.Equal(1, await olga.CountAsync("$0.00 → $5.00"));
        Assert.Empty(await store.DifferencesAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Bug_An_answer_next_week_moves_nothing(bool byReply)
    {
        await using var store = await StoreHost.StartAsync();
        var (olga, ann) = (await store.OperatorAsync(), await store.CustomerAsync());
        var asked = await AskCreditAsync(olga, ann);
        await StoreState.RunAsync(store, "update questions set until = '2026-01-01 00:00:00'");

        await olga.Sends("5", byReply ? asked.MessageId : null);
        await olga.Sees("This question has expired");
        // It is said once: what is written then is about something else.
        await olga.Sends("5");
        await olga.Sees("did not understand");

        Assert.Equal("0.00", await store.BalanceAsync(ann));
    }

    [Fact]
    public async Task An_answer_whose_process_is_killed_counts_once()
    {
        await using var store = await StoreHost.StartAsync();
        var (olga, ann) = (await store.OperatorAsync(), await store.CustomerAsync("20.00"));
        await olga.Sends($"/find {ann.Id}");
        await olga.Taps((await olga.Sees("👤")).Buttons![0][0].Text);
        await olga.Sees("Active");
        await olga.Taps("💸 Debit");
        await olga.Sees("how much, and what for?");
        await store.StopAsync();

        await using (var process = await StoreProcess.StartAsync([.. store.Arguments, "--Logging:Level=Information"]))
        {
            // The money is moved, the screen hangs on its way.
            await store.Telegram.FaultAsync(new SandboxFault { Method = "sendMessage", DelayMs = 60_000 });
            await olga.Sends("15 paid back");
            await Patience.UntilAsync(() => store.Telegram.CallsAsync("sendMessage", olga.Id), calls => calls.Any(c => c.Status is null));
            await process.KillAsync();
        }

        await store.Telegram.ClearFaultsAsync();
        await store.StartAppAsync();
        // Not "only $5.00 are left": the fifteen that are missing are its own.
        await olga.Sees("$20.00 → $5.00");
        await olga.Sends("15 paid back");
        await olga.Sees("did not understand");
        Assert.Equal("5.00", await store.BalanceAsync(ann));
        Assert.Empty(await store.DifferencesAsync());
    }

    [Fact]
    public async Task A_question_is_left_by_its_button_by_cancel_by_a_command_and_by_a_key_of_home()
    {
        await using var store = await StoreHost.StartAsync();
        var (olga, ann) = (await store.OperatorAsync(), await store.CustomerAsync());
        foreach (
            var (leave, seen) in new (Func<SandboxMessage, Task>, string)[]
            {
                (asked => olga.Taps("✖ Cancel", asked.MessageId), "Canceled. Nothing was done"),
                (_ => olga.Sends("/cancel"), "Canceled. Nothing was done"),
                (_ => olga.Sends("/service list"), "no services yet"),
                (_ => olga.Sends("💰 Balance"), "Balance: $0.00"),
            }
        )
        {
            var asked = await AskCreditAsync(olga, ann);
            await leave(asked);
            await olga.Sees(seen);
            await olga.Sends("5");
            await olga.Sees("did not understand");
            await olga.Sends("5", asked.MessageId);
            await olga.Sees("This question is closed");
        }

        await olga.Sends("/cancel");
        await olga.Sees("nothing to cancel");
        Assert.Equal("0.00", await store.BalanceAsync(ann));
    }

    [Fact]
    public async Task The_next_message_answers_the_newest_question_alone_and_a_reply_an_older_one_that_is_open()
    {
        await using var store = await StoreHost.StartAsync();
        var (olga, ann, boris) = (await store.OperatorAsync(), await store.CustomerAsync(), await store.CustomerAsync());
        var (cardOfAnn, cardOfBoris) = (await CardAsync(olga, ann), await CardAsync(olga, boris));
        var ofAnn = await AskCreditAsync(olga, cardOfAnn);
        var ofBoris = await AskCreditAsync(olga, cardOfBoris);

        await olga.Sends("1");
        await olga.Sees("$0.00 → $1.00");
        // Sent twice by mistake: that is no answer to what was asked before.
        await olga.Sends("1");
        await olga.Sees("did not understand");
        await olga.Sends("2", ofAnn.MessageId);
        await olga.Sees("$0.00 → $2.00");
        Assert.Equal(("2.00", "1.00"), (await store.BalanceAsync(ann), await store.BalanceAsync(boris)));

        // The same question once more takes the place of the first.
        ofAnn = await AskCreditAsync(olga, cardOfAnn);
        await AskCreditAsync(olga, cardOfAnn);
        await olga.Sends("4", ofAnn.MessageId);
        await olga.Sees("This question is closed");
        // A reply to what Boris was asked about is no answer for Ann.
        await olga.Sends("10 is what Boris owes", ofBoris.MessageId);
        await olga.Sees("This question is closed");
        await olga.Sends("4", cardOfBoris.MessageId);
        await olga.Sees("You replied to another message");
        await olga.Sends(new SandboxSaid("4") { ExternalReply = true });
        await olga.Sees("You replied to another message");
        Assert.Equal(("2.00", "1.00"), (await store.BalanceAsync(ann), await store.BalanceAsync(boris)));
        await olga.Sends("4");
        await olga.Sees("$2.00 → $6.00");

        // What is asked anew is the latest again, and what is written next is its answer.
        ofAnn = await AskCreditAsync(olga, cardOfAnn);
        await AskCreditAsync(olga, cardOfBoris);
        await olga.Sends("much", ofAnn.MessageId);
        await olga.Sees("For example");
        await olga.Sends("1");
        await olga.Sees("$6.00 → $7.00");
        await olga.Sends("1");
        await olga.Sees("did not understand");
        Assert.Equal(("7.00", "1.00"), (await store.BalanceAsync(ann), await store.BalanceAsync(boris)));
    }

    [Fact]
    public async Task Bug_An_old_price_question_that_is_answered_again_changes_nothing()
    {
        await using var store = await StoreHost.StartAsync();
        var olga = await store.OperatorAsync();
        await store.StockAsync(olga, "tg", "1.20", "USA Telegram", 1);
        await olga.Sends("/service list");
        await olga.Sees("Services (1)");
        await olga.Taps("USA Telegram · $1.20 · 1");
        await olga.Sees("On sale");
        await olga.Taps("💲 Price");
        var asked = await olga.Sees("What is the new price of USA Telegram?");
        await olga.Sends("1,505", asked.MessageId);
        await olga.Sees("For example: 1.20");
        await olga.Sends("2.50", asked.MessageId);
        await olga.Sees("List price: $2.50");
        await olga.Sends("/service price tg 1.20");
        await olga.Sees("List price: $1.20");

        await olga.Sends("0.01", asked.MessageId);
        await olga.Sees("This question is closed");
        await olga.Sends("/service list");
        Assert.Contains("USA Telegram · $1.20 · 1", (await olga.Sees("Services (1)")).Labels, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("off")]
    [InlineData("Off")]
    [InlineData(" OFF ")]
    [InlineData("Нет")]
    [InlineData("выкл")]
    [InlineData("🚫 No limit")]
    public async Task Bug_A_limit_is_taken_off_by_off_in_any_case_and_language_or_by_a_button(string off)
    {
        await using var store = await StoreHost.StartAsync();
        var ann = await store.CustomerAsync();
        await ann.Sends("🔑 API");
        await ann.Sees("no keys yet");
        await ann.Taps("➕ New key");
        await ann.Sees("not shown again");
        await ann.Taps("◀ Back");
        await ann.Taps((await ann.Sees("Your keys")).Buttons![0][0].Text);
        await ann.Sees("Daily limit: none");
        await ann.Taps("💵 Daily limit");
        Assert.Equal("🚫 No limit | ✖ Cancel", (await ann.Sees("How many dollars")).Labels);
        await ann.Sends("5.00");
        await ann.Sees("Daily limit: $5.00");
        await ann.Taps("💵 Daily limit");
        var asked = await ann.Sees("How many dollars");

        if (off.Contains("limit", StringComparison.Ordinal))
            await ann.Taps(off, asked.MessageId);
        else
            await ann.Sends(off);
        await ann.Sees("Daily limit: none");
    }

    [Fact]
    public async Task Bug_An_operator_is_not_banned_whichever_way_and_one_who_was_gets_in()
    {
        await using var store = await StoreHost.StartAsync();
        var olga = await store.OperatorAsync();
        await olga.Sends($"/ban {olga.Id} by mistake");
        await olga.Sees("runs this store and cannot be banned");
        await olga.Sends($"/ban @person{olga.Id} by mistake");
        await olga.Sees("runs this store and cannot be banned");
        await olga.Sends("/admin");
        await olga.Sees("Operator menu");
        await olga.Taps("⛔ Ban");
        await olga.Sees("Whom do you ban");
        await olga.Sends($"{olga.Id} by mistake");
        await olga.Sees("runs this store and cannot be banned");
        await olga.Sends($"/find {olga.Id}");
        await olga.Taps((await olga.Sees("👤")).Buttons![0][0].Text);
        Assert.DoesNotContain("⛔", (await olga.Sees("Active")).Labels, StringComparison.Ordinal);

        // Of an older version.
        await StoreState.RunAsync(store, $"update customers set banned_at = '2026-01-01 00:00:00' where telegram_id = {olga.Id}");
        await olga.Sends($"/unban {olga.Id}");
        await olga.Sees("Active");
    }

    [Fact]
    public async Task A_list_of_numbers_is_answered_by_a_file_and_other_questions_are_not()
    {
        await using var store = await StoreHost.StartAsync();
        var olga = await store.OperatorAsync();
        await store.StockAsync(olga, "tg", "1.20", "USA Telegram", 1);
        await olga.Sends("/service list");
        await olga.Sees("Services (1)");
        await olga.Taps("USA Telegram · $1.20 · 1");
        var card = await olga.Sees("On sale");
        await olga.Taps("✏️ Rename", card.MessageId);
        await olga.Sees("What is the new name");
        await olga.SendsFile("name.txt", "Telegram"u8.ToArray());
        await olga.Sees("I need words here, not a file");
        await olga.Sends("USA Tele");
        await olga.Sees("USA Tele (tg)");

        await olga.Taps("📥 Add numbers", card.MessageId);
        await olga.Sees("Which numbers do you want to add to USA Tele?");
        await olga.SendsFile("numbers.xlsx", [0x50, 0x4B, 3, 4, 0, 0, 0, 8, 0, .. "+15550009"u8]);
        Assert.Equal("✖ Cancel", (await olga.Sees("This is a spreadsheet in its own format")).Labels);
        await olga.SendsFile("numbers.csv", Encoding.UTF8.GetBytes("+15550007\n+15550008"), "these");
        await olga.Sees("Added 2, duplicates 0, invalid 0");
        await olga.SendsFile("numbers.csv", Encoding.UTF8.GetBytes("+15550009"));
        await olga.Sees("Usage");
    }

    [Fact]
    public async Task Bug_The_home_keyboard_stays_through_a_question()
    {
        await using var store = await StoreHost.StartAsync();
        var (olga, ann) = (await store.OperatorAsync(), await store.CustomerAsync());
        await AskCreditAsync(olga, ann);
        Assert.NotNull((await olga.ChatAsync()).Keyboard);
        Assert.Null((await olga.ChatAsync()).ForceReply);
        await olga.Sends("5");
        await olga.Sees("$0.00 → $5.00");
        Assert.NotNull((await olga.ChatAsync()).Keyboard);
    }

    [Fact]
    public async Task Bug_Too_large_a_debit_speaks_of_the_customer_and_is_asked_again()
    {
        await using var store = await StoreHost.StartAsync();
        var (olga, ann) = (await store.OperatorAsync(), await store.CustomerAsync("3.00"));
        await olga.Sends($"/find {ann.Id}");
        await olga.Taps((await olga.Sees("👤")).Buttons![0][0].Text);
        await olga.Sees("Active");
        await olga.Taps("💸 Debit");
        await olga.Sees("Debit @");
        await olga.Sends("1000");
        await olga.Sees("Nothing was changed. For example");
        await olga.Sends("1");
        await olga.Sees("$3.00 → $2.00");
    }

    internal static async Task<SandboxMessage> AskCreditAsync(Person olga, Person customer) =>
        await AskCreditAsync(olga, await CardAsync(olga, customer));

    private static async Task<SandboxMessage> AskCreditAsync(Person olga, SandboxMessage card)
    {
        await olga.Taps("💵 Credit", card.MessageId);
        return await olga.Sees("how much, and what for?");
    }

    private static async Task<SandboxMessage> CardAsync(Person olga, Person customer)
    {
        await olga.Sends($"/find {customer.Id}");
        await olga.Taps((await olga.Sees($"({customer.Id})")).Buttons![0][0].Text);
        return await olga.Sees("Active");
    }
}
