using XthonBot.TestKit;

namespace XthonBot.Bot.Tests.Chat;

/// <summary>A customer says that a code is wrong, and operators decide.</summary>
public sealed class DisputeConversations
{
    private const long Boris = 1004;

    [Fact]
    public async Task A_wrong_code_is_reported_with_one_tap_and_refunded_with_another()
    {
        await using var store = await StoreHost.StartAsync();
        var olga = await store.OperatorAsync();
        await store.StockAsync(olga, "tg", "1.20", "USA Telegram", 1);
        var ann = await store.CustomerAsync("5.00");
        var phone = await ChargedAsync(store, ann);

        var card = await ann.Sees("✅ Code: 12345");
        Assert.Contains("⚠ Wrong code?", card.Labels, StringComparison.Ordinal);
        await ann.Taps("⚠ Wrong code?");
        await ann.Sees("You said that the code is wrong. The store will decide.");
        var asked = await olga.Sees("⏳ Waits for your decision");
        Assert.Contains($"{phone}", asked.Text, StringComparison.Ordinal);
        Assert.Contains("Code that was read: 12345", asked.Text, StringComparison.Ordinal);
        Assert.Contains("From Telegram:\nYour code is 12345", asked.Text, StringComparison.Ordinal);
        Assert.StartsWith("✖ It stands | ✔ Refund\n", asked.Labels, StringComparison.Ordinal);

        await olga.Taps("✔ Refund");
        await olga.Sees("✔ Refunded by");
        await ann.Sees("The operator refunded");
        Assert.Equal("5.00", await store.BalanceAsync(ann));
        Assert.Empty(await store.DifferencesAsync());
    }

    [Fact]
    public async Task A_second_operator_finds_it_decided_and_the_customer_reads_that_the_code_stands()
    {
        await using var store = await StoreHost.StartAsync(("Telegram:AdminIds", $"{StoreHost.OperatorId},{Boris}"));
        await store.Telegram.AddPersonAsync(Boris, "en");
        var olga = await store.OperatorAsync();
        var boris = new Person(store.Telegram, Boris);
        await boris.Sends("/start");
        await boris.Sees("Terms of use");
        await store.StockAsync(olga, "tg", "1.20", "USA Telegram", 1);
        var ann = await store.CustomerAsync("5.00");
        var phone = await ChargedAsync(store, ann);
        await ann.Sends("/numbers");
        await ann.Sees("My numbers (1)");
        await ann.Taps($"✅ {phone} · USA Telegram");
        await ann.Sees("✅ Code: 12345");
        await ann.Taps("⚠ Wrong code?");
        await ann.Sees("The store will decide.");
        await boris.Sees("⏳ Waits for your decision");

        await olga.Sends("/disputes");
        await olga.Sees("Codes reported as wrong (1)");
        await olga.Taps($"⚠ {phone} · USA Telegram");
        await olga.Sees("Code that was read: 12345");
        await olga.Taps("✖ It stands");
        await olga.Sees("✖ It stands, says");
        await ann.Sees("the store checked the code, and it stands");
        await boris.Taps("✔ Refund");
        await boris.Sees("✖ It stands, says");
        Assert.Equal("3.80", await store.BalanceAsync(ann));

        await olga.Sends("/disputes");
        await olga.Sees("No code is reported as wrong.");
    }

    [Fact]
    public async Task Where_disputes_are_off_no_button_offers_one()
    {
        await using var store = await StoreHost.StartAsync(("Orders:DisputeFor", "00:00:00"));
        await store.StockAsync(await store.OperatorAsync(), "tg", "1.20", "USA Telegram", 1);
        var ann = await store.CustomerAsync("5.00");
        await ChargedAsync(store, ann);

        Assert.DoesNotContain("Wrong code?", (await ann.Sees("✅ Code: 12345")).Labels, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_rule_for_texts_is_set_on_the_card_or_by_the_command_and_read_before_buying()
    {
        await using var store = await StoreHost.StartAsync();
        var olga = await store.OperatorAsync();
        await store.StockAsync(olga, "tg", "1.20", "USA Telegram", 2);
        var ann = await store.CustomerAsync("5.00");
        await ann.Sends("/buy");
        await ann.Sees("Which service");
        await ann.Taps("USA Telegram · $1.20 · 2");
        Assert.DoesNotContain("counts as delivery", (await ann.Sees("→ $3.80 after this purchase")).Text, StringComparison.Ordinal);

        await olga.Sends("/admin");
        await olga.Sees("Operator menu");
        await olga.Taps("🗂 Services & stock");
        await olga.Sees("Services (1)");
        await olga.Taps("USA Telegram · $1.20 · 2");
        await olga.Sees("In stock: 2");
        await olga.Taps("📨 Texts without a code");
        await olga.Sees("Now: None");
        await olga.Taps("Those of the named senders");
        await olga.Sees("until you name the senders");
        await olga.Sends("/service senders tg telegram");
        await olga.Sees("complete an order: Those of the named senders");
        await ann.Sends("/buy");
        await ann.Sees("Which service");
        await ann.Taps("USA Telegram · $1.20 · 2");
        await ann.Sees("A text from this service counts as delivery");

        await olga.Sends("/service texts tg any");
        await olga.Sees("complete an order: Any");
        await ann.Sends("/buy");
        await ann.Sees("Which service");
        await ann.Taps("USA Telegram · $1.20 · 2");
        await ann.Sees("Any text that arrives counts as delivery");
        await ann.Taps("✅ Buy for $1.20");
        var card = await ann.Sees("Waiting for the code until");
        var phone = card.AllButtons.First(b => b.CopyText is not null).CopyText!;
        await store.Telegram.SmsAsync("Telegram", phone, "Somebody has signed in to your account");
        await ann.Sees("For this service it counts as delivery");
        var done = await ann.Sees("A text without a code arrived. It counts as delivery.");
        Assert.DoesNotContain("Cancel", done.Labels, StringComparison.Ordinal);
        Assert.Equal("3.80", await store.BalanceAsync(ann));

        await olga.Sends("/service texts tg off");
        await olga.Sees("On sale");
        await olga.Sends("/service texts tg sometimes");
        await olga.Sees("/service texts <code>");
    }

    /// <summary>A customer buys a number, and the store reads a code out of a text that has none.</summary>
    private static async Task<string> ChargedAsync(StoreHost store, Person ann)
    {
        await ann.Sends("/buy");
        await ann.Sees("Which service");
        await ann.Taps("USA Telegram · $1.20 · 1");
        await ann.Sees("after this purchase");
        await ann.Taps("✅ Buy for $1.20");
        var card = await ann.Sees("Waiting for the code until");
        var phone = card.AllButtons.First(b => b.CopyText is not null).CopyText!;
        await store.Telegram.SmsAsync("Telegram", phone, "Your code is 12345");
        await ann.Sees("🔔 Code for");
        return phone;
    }
}
