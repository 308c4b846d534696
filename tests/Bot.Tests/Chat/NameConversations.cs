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
        await ann.Sees("No transactions yet");

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
    public async Task Of_several_who_have_used_a_name_nobody_is_meant_until_the_operator_says_who()
    {
        await using var store = await StoreHost.StartAsync();
        var olga = await store.OperatorAsync();
        var (ann, bob) = (await store.CustomerAsync("1.00"), await store.CustomerAsync("1.00"));
        foreach (var one in new[] { ann, bob })
        {
            await store.Telegram.RenameAsync(one.Id, one == ann ? "Ann" : "Bob", "crown");
            await one.Sends("/balance");
            await one.Sees("Balance: $1.00");
            // Ann has given the name away, and has not written since.
            if (one == ann)
                await store.Telegram.RenameAsync(ann.Id, "Ann", "tiara");
        }

        foreach (var command in new[] { "/credit @crown 5", "/debit @CROWN 1", "/bonus t.me/crown 90", "/ban crown", "/unban @crown" })
        {
            await olga.RememberAsync();
            await olga.Sends(command);
            var asked = await olga.Sees("Several customers have used the name @crown. Nothing was done");
            Assert.Equal(
                new[] { ann.Id, bob.Id }.Order(),
                asked
                    .Buttons!.Take(2)
                    .Select(row => long.Parse(row[0].Text.Split('(', ')')[1], System.Globalization.CultureInfo.InvariantCulture))
                    .Order()
            );
        }

        Assert.Equal(("1.00", "1.00"), (await store.BalanceAsync(ann), await store.BalanceAsync(bob)));
        await olga.Taps($"👤 “\u2068Bob\u2069” ({bob.Id})");
        Assert.Contains("Active", (await olga.Sees($"Id: {bob.Id}")).Text, StringComparison.Ordinal);
        await olga.Taps("💵 Credit");
        await olga.Sees("how much, and what for?");
        await olga.Sends("5");
        await olga.Sees($"({bob.Id}): $1.00 → $6.00");
        Assert.Equal("1.00", await store.BalanceAsync(ann));
    }

    [Fact]
    public async Task A_name_that_Telegram_does_not_confirm_is_believed_of_who_wrote_lately_and_of_nobody_else()
    {
        await using var store = await StoreHost.StartAsync();
        var olga = await store.OperatorAsync();
        var ann = await store.CustomerAsync();
        await store.Telegram.FaultAsync(new SandboxFault { Method = "getChat", ErrorCode = 500 });

        await olga.Sends($"/credit @person{ann.Id} 5");
        await olga.Sees($"({ann.Id}): $0.00 → $5.00");
        await StoreState.RunAsync(store, $"update inbox set received_at = '2026-01-01 00:00:00' where lane = {ann.Id}");
        foreach (
            var command in new[]
            {
                $"/credit @person{ann.Id} 5",
                $"/debit t.me/person{ann.Id} 1",
                $"/bonus @person{ann.Id} 90",
                $"/ban person{ann.Id}",
            }
        )
        {
            await olga.RememberAsync();
            await olga.Sends(command);
            Assert.Contains(
                $"({ann.Id}), who has not written for a while. Nothing was done",
                (await olga.Sees("Telegram did not say")).Text,
                StringComparison.Ordinal
            );
        }

        // Forgotten altogether.
        await StoreState.RunAsync(store, $"delete from inbox where lane = {ann.Id}");
        await olga.RememberAsync();
        await olga.Sends($"/credit @person{ann.Id} 5");
        await olga.Sees("Telegram did not say");
        Assert.Equal("5.00", await store.BalanceAsync(ann));
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
        await mallory.Sees("No transactions yet");

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

        Assert.DoesNotContain(
            "your",
            (await olga.Sees($"({ann.Id}) has $5.00, which is $995.00 less than $1000.00")).Text,
            StringComparison.OrdinalIgnoreCase
        );
        Assert.Equal("5.00", await store.BalanceAsync(ann));
    }
}
