using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Catalog;
using XthonBot.Core.Modules.Messages;
using XthonBot.TestKit;

namespace XthonBot.Bot.Tests.Chat;

public sealed class MessageConversations
{
    [Fact]
    public async Task A_text_of_another_sender_waits_for_the_operator_who_hands_it_over()
    {
        await using var store = await StoreHost.StartAsync();
        var olga = await store.OperatorAsync();
        await store.StockAsync(olga, "tg", "1.20", "USA Telegram", 1);
        await olga.Sends("/service senders tg ^telegram$");
        await olga.Sees("Accepts messages from: ^telegram$");
        var ann = await store.CustomerAsync("5.00");
        var card = await CustomerConversations.BuyAsync(ann, "USA Telegram");
        var phone = card.AllButtons.First(b => b.CopyText is not null).CopyText!;
        Assert.Equal(200, (await store.Telegram.SmsAsync("<Somebody>", phone, "Your <code> is 54321")).Status);

        await olga.Sends("/stats");
        await olga.Sees("Unmatched messages: 1 (/find)");
        await olga.Sends("/find");
        var list = await olga.Sees("Unmatched messages (1)");
        Assert.Contains($"✉️ {phone}", list.Text, StringComparison.Ordinal);
        Assert.Contains("from <Somebody>\nYour <code> is 54321", list.Text, StringComparison.Ordinal);
        await olga.Taps($"➡ {phone}");
        var message = await olga.Sees("had this number then");
        Assert.Contains("USA Telegram · waiting", message.Text, StringComparison.Ordinal);
        await olga.Taps(message.AllButtons.First(b => b.Text.EndsWith("· USA Telegram", StringComparison.Ordinal)).Text);
        Assert.StartsWith("◀ No, go back | ➡ Yes, hand over", (await olga.Sees("Hand this message to")).Labels, StringComparison.Ordinal);
        Assert.Equal(0, await ann.CountAsync("54321"));
        await ann.RememberAsync();
        await olga.Taps("➡ Yes, hand over");

        await olga.Sees("The code was found and is on its way");
        Assert.Contains("From <Somebody>", (await ann.Sees("🔔 Code for")).Text, StringComparison.Ordinal);
        await ann.Sees("✅ Code: 54321");
        await olga.Taps("📭 Unmatched messages");
        await olga.Sees("No unmatched messages");
        Assert.Empty(await store.DifferencesAsync());
    }

    [Fact]
    public async Task Two_taps_hand_over_once()
    {
        await using var store = await StoreHost.StartAsync();
        var olga = await store.OperatorAsync();
        var (ann, phone) = await WithWaitingTextAsync(store, olga);
        await olga.Sends($"/find {phone}");
        var found = await olga.Sees("Unmatched:");
        await olga.Taps(found.AllButtons.First(b => b.Text.StartsWith($"✉️ {phone}", StringComparison.Ordinal)).Text);
        var message = await olga.Sees("had this number then");
        await olga.Taps(message.AllButtons.First(b => b.Text.EndsWith("· USA Telegram", StringComparison.Ordinal)).Text);
        var question = await olga.Sees("Hand this message to");

        await Task.WhenAll(
            store.Telegram.TapAsync(olga.Id, "➡ Yes, hand over", question.MessageId),
            store.Telegram.TapAsync(olga.Id, "➡ Yes, hand over", question.MessageId)
        );

        await olga.Sees("That has already been done");
        await ann.Sees("🔔 Code for");
        Assert.Equal(1, await ann.CountAsync("🔔 Code for"));
    }

    [Fact]
    public async Task An_order_whose_money_went_back_is_shown_with_the_reason_and_refused()
    {
        await using var store = await StoreHost.StartAsync();
        var olga = await store.OperatorAsync();
        var (ann, phone) = await WithWaitingTextAsync(store, olga);
        await olga.Sends("/find");
        await olga.Sees("Unmatched messages (1)");
        await olga.Taps($"➡ {phone}");
        var message = await olga.Sees("had this number then");
        await olga.Taps(message.AllButtons.First(b => b.Text.EndsWith("· USA Telegram", StringComparison.Ordinal)).Text);
        var question = await olga.Sees("Hand this message to");
        await ann.Taps("✖ Cancel & refund");
        await ann.Sees("refunded. Balance");
        await ann.RememberAsync();

        await olga.Taps("➡ Yes, hand over", question.MessageId);
        await olga.Sees("has been refunded (canceled), so the message cannot be handed over to it");
        await olga.Taps("📭 Unmatched messages");
        await olga.Sees("Unmatched messages (1)");
        await olga.Taps($"➡ {phone}");
        message = await olga.Sees("Not possible: already refunded");

        Assert.Equal("◀ Back | 🗑 Dismiss", message.Labels);
        Assert.Equal(0, await ann.CountAsync("54321"));
        Assert.Equal("5.00", await store.BalanceAsync(ann));
    }

    [Fact]
    public async Task The_list_is_reached_from_the_menu_turns_its_pages_and_lets_go_of_what_is_dismissed()
    {
        await using var store = await StoreHost.StartAsync();
        var olga = await store.OperatorAsync();
        for (var i = 1; i <= 6; i++)
            await store
                .Get<ReceiveMessageHandler>()
                .HandleAsync(
                    new ReceiveMessage(
                        "test",
                        $"{i}",
                        "Bank",
                        PhoneNumber.Parse($"+1555000000{i}").Value,
                        $"Text {i} " + new string('"', 2000),
                        null
                    ),
                    CancellationToken.None
                );

        await olga.Sends("/admin");
        await olga.Sees("Operator menu");
        await olga.Taps("📭 Unmatched messages");
        var list = await olga.Sees("Unmatched messages (6)");
        Assert.StartsWith("➡ +15550000006 | 🗑 Dismiss\n➡ +15550000005", list.Labels, StringComparison.Ordinal);
        await olga.Taps("▶");
        list = await olga.Sees("Text 1");
        Assert.Equal("➡ +15550000001 | 🗑 Dismiss\n◀ | 2/2 | ▶\n◀ Operator menu", list.Labels);
        await olga.Taps("➡ +15550000001");
        await olga.Sees("Nobody had this number");
        await olga.Taps("🗑 Dismiss");
        await olga.Sees("Remove this message from the list?");
        await olga.Taps("🗑 Yes, dismiss");
        list = await olga.Sees("Unmatched messages (5)");
        Assert.DoesNotContain("+15550000001", list.Labels, StringComparison.Ordinal);
        await olga.Sends("/find +15550000001");
        await olga.Sees("Unmatched:");
    }

    [Fact]
    public async Task A_services_patterns_are_set_by_tapping_shown_in_the_list_and_taken_off()
    {
        await using var store = await StoreHost.StartAsync();
        var olga = await store.OperatorAsync();
        await store.StockAsync(olga, "tg", "1.20", "USA Telegram", 1);
        await olga.Sends("/service list");
        await olga.Sees("Services (1)");
        await olga.Taps("USA Telegram · $1.20 · 1");
        await olga.Sees("On sale");
        await olga.Taps("🔣 Code pattern");
        await olga.Sees("How are the codes of USA Telegram found?");
        await olga.Sends("not ([0-9]+)");
        await olga.Sees("Finds codes by: not ([0-9]+)");
        await olga.Taps("✉️ Senders");
        await olga.Sees("Who sends the codes of USA Telegram?");
        await olga.Sends("<b>|Telegram");
        await olga.Sees("Accepts messages from: <b>|Telegram");
        await olga.Sends("/service list");
        await olga.Sees("USA Telegram (tg)\nAccepts messages from: <b>|Telegram\nFinds codes by: not ([0-9]+)");

        var ann = await store.CustomerAsync("5.00");
        var card = await CustomerConversations.BuyAsync(ann, "USA Telegram");
        await store.Telegram.SmsAsync(
            "Telegram",
            card.AllButtons.First(b => b.CopyText is not null).CopyText!,
            "Your code is 11111, not 22222"
        );
        Assert.Contains(": 22222", (await ann.Sees("🔔 Code for")).Text, StringComparison.Ordinal);

        await olga.Sends("/service senders tg OFF");
        Assert.DoesNotContain("Accepts messages from", (await olga.Sees("On sale")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_figures_fit_under_their_picture_however_many_services_there_are()
    {
        await using var store = await StoreHost.StartAsync();
        var olga = await store.OperatorAsync();
        for (var i = 0; i < 14; i++)
            _ = (
                await store
                    .Get<EditCatalogHandler>()
                    .HandleAsync(
                        $"s{i}",
                        new CatalogEdit.Add(Money.Parse("1.20").Value, $"{i:00} Service with quite a long name, really"),
                        Actor.System,
                        CancellationToken.None
                    )
            ).Value;

        await olga.Sends("/stats");
        var stats = await olga.Sees("Unmatched messages: 0");

        Assert.NotNull(stats.Photo);
        Assert.InRange(stats.Text!.Length, 500, 1024);
        Assert.Contains("00 Service", stats.Text, StringComparison.Ordinal);
    }

    /// <summary>Somebody with an open order whose number got a text that its service does not take.</summary>
    private static async Task<(Person Customer, string Phone)> WithWaitingTextAsync(StoreHost store, Person olga)
    {
        await store.StockAsync(olga, "tg", "1.20", "USA Telegram", 1);
        await olga.Sends("/service senders tg ^telegram$");
        await olga.Sees("Accepts messages from: ^telegram$");
        var ann = await store.CustomerAsync("5.00");
        var card = await CustomerConversations.BuyAsync(ann, "USA Telegram");
        var phone = card.AllButtons.First(b => b.CopyText is not null).CopyText!;
        await store.Telegram.SmsAsync("Somebody", phone, "Your code is 54321");
        return (ann, phone);
    }
}
