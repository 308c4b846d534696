using XthonBot.TestKit;

namespace XthonBot.Bot.Tests.Chat;

public sealed class NameConversations
{
    [Fact]
    public async Task Bug_Money_went_to_whoever_had_had_the_name_last()
    {
        await using var store = await StoreHost.StartAsync();
        var olga = await store.OperatorAsync();
        var ann = await store.CustomerAsync();
        await store.Telegram.RenameAsync(ann.Id, "Ann", "crown");
        await ann.Sends("/balance");
        await ann.Sees("No movements yet");

        await olga.Sends("/credit @Crown 5 welcome");
        await olga.Sees($"Credited $5.00 to @crown ({ann.Id}): $0.00 → $5.00");
        await store.Telegram.RenameAsync(ann.Id, "Ann", "tiara");
        foreach (var command in new[] { "/credit @crown 5", "/debit t.me/crown 1", "/bonus @crown 90", "/ban crown" })
        {
            await olga.RememberAsync();
            await olga.Sends(command);
            Assert.Contains($"({ann.Id})", (await olga.Sees("who no longer has it. Nothing was done")).Text, StringComparison.Ordinal);
        }

        Assert.Equal("5.00", await store.BalanceAsync(ann));
        await olga.Taps($"👤 “\u2068Ann\u2069” ({ann.Id})");
        await olga.Sees($"Id: {ann.Id}");
        await olga.Sends($"/credit tg://user?id={ann.Id} 1,50 by id");
        await olga.Sees($"({ann.Id}): $5.00 → $6.50");
    }

    [Fact]
    public async Task Somebody_who_is_called_like_another_is_told_apart()
    {
        await using var store = await StoreHost.StartAsync();
        var olga = await store.OperatorAsync();
        var ann = await store.CustomerAsync();
        var mallory = await store.CustomerAsync();
        await store.Telegram.RenameAsync(mallory.Id, $"{ann.Id}\u202E", "mallory");
        await mallory.Sends("/balance");
        await mallory.Sees("No movements yet");

        await olga.Sends($"/find {ann.Id}");
        var found = await olga.Sees("👤");

        Assert.Contains($"@mallory ({mallory.Id}) “\u2068{ann.Id}\u2069”", found.Text, StringComparison.Ordinal);
        Assert.Equal([$"👤 @person{ann.Id} ({ann.Id})", $"👤 @mallory ({mallory.Id})"], found.Buttons!.Take(2).Select(row => row[0].Text));
    }

    [Fact]
    public async Task Bug_An_operator_read_of_a_customers_balance_as_their_own()
    {
        await using var store = await StoreHost.StartAsync();
        var olga = await store.OperatorAsync();
        var ann = await store.CustomerAsync("5.00");

        await olga.Sends($"/debit {ann.Id} 1 000");

        Assert.DoesNotContain("your", (await olga.Sees($"({ann.Id}) has $5.00, which is $995.00 less than $1000.00")).Text, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("5.00", await store.BalanceAsync(ann));
    }
}
