using XthonBot.TestKit;

namespace XthonBot.Bot.Tests.Chat;

/// <summary>The bonus that payments earn, as customers and operators read of it.</summary>
public sealed class BonusConversations
{
    private static readonly (string Key, string Value)[] Tiers =
    [
        ("Bonus:Tiers:0:From", "20"),
        ("Bonus:Tiers:0:Percent", "5"),
        ("Bonus:Tiers:1:From", "100"),
        ("Bonus:Tiers:1:Percent", "10"),
    ];

    [Fact]
    public async Task Balance_and_top_up_say_what_is_missing_to_the_next_tier()
    {
        var page = new PayPage();
        await using var store = await page.StartAsync(Tiers);
        var ann = await store.CustomerAsync("12.50");

        await ann.Sends("💰 Balance");
        var nothing = await ann.Sees("Balance: $12.50");
        Assert.Contains(
            "Balance: $12.50\nPaid in over the last 30 days: $12.50\n" + "Top up by $7.50 or more to get 5% off every price.\n\n",
            nothing.Text,
            StringComparison.Ordinal
        );
        await ann.Taps("➕ Top up");
        Assert.EndsWith(
            "\n\nTop up by $7.50 or more to get 5% off every price.",
            (await ann.Sees("How much do you want to add?")).Text,
            StringComparison.Ordinal
        );
        await ann.Taps("$5");
        Assert.DoesNotContain("bonus", (await ann.Sees("Top up $5.00")).Text, StringComparison.Ordinal);
        await ann.Taps("◀ Back");
        await ann.Sees("How much do you want to add?");
        await ann.Taps("$10");
        await ann.Sees("With this top-up you get 5% off every price.");
        await ann.Taps("Shop page · $10.00");
        await ann.Sees("To pay: $10.00");
        await PayPage.PaidAsync(store, (await PayPage.LatestAsync(store, ann)).Id);
        await ann.Sees("✅ $10.00 received by Shop page");

        await ann.Sends("💰 Balance");
        var earned = (await ann.Sees("Balance: $22.50")).Text;
        Assert.Matches(
            "Your discount: 5% on every price\nWithout another top-up the discount ends on \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d( UTC)?\\.\n",
            earned
        );
        Assert.Contains(
            "Paid in over the last 30 days: $22.50\nTop up by $77.50 or more to get 10% off every price.\n\n",
            earned,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task In_Russian_it_reads_as_well()
    {
        await using var store = await StoreHost.StartAsync(Tiers);
        var ann = await store.CustomerAsync("50.00");
        await ann.Sends("🌐 Language");
        await ann.Sees("Choose your language");
        await ann.Taps("Русский");
        await ann.Sends("/balance");

        var text = (await ann.Sees("Баланс: $50.00")).Text;

        Assert.Matches("Ваша скидка: 5% на все цены\nБез новых пополнений скидка действует до .+\\.\n", text);
        Assert.Contains(
            "Пополнено за последние 30 дней: $50.00\nПополните на $50.00 или больше, и скидка на все цены будет 10%.\n\n",
            text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_bonus_set_by_hand_stands_until_the_operator_gives_it_back()
    {
        await using var store = await StoreHost.StartAsync(Tiers);
        var (olga, ann) = (await store.OperatorAsync(), await store.CustomerAsync("20.00"));
        await olga.Sends($"/find {ann.Id}");
        await olga.Taps(
            Assert.Single((await olga.Sees($"{ann.Id}")).AllButtons, b => b.Text.StartsWith("👤", StringComparison.Ordinal)).Text
        );
        await olga.Sees("discount 5% (earned by top-ups)");

        await olga.Sends($"/bonus {ann.Id} 0");
        await olga.Sees("discount 0% (by hand)");
        await olga.Sends($"/credit {ann.Id} 100");
        await olga.Sees("$120.00");
        await ann.Sends("💰 Balance");
        var byHand = await ann.Sees("Balance: $120.00");
        Assert.DoesNotContain("discount", byHand.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Paid in", byHand.Text, StringComparison.Ordinal);

        await olga.Sends($"/bonus {ann.Id} auto");
        await olga.Sees("discount 10% (earned by top-ups)");
        await ann.Sends("💰 Balance");
        await ann.Sees("Your discount: 10% on every price");
    }

    [Fact]
    public async Task Without_tiers_nobody_reads_of_them()
    {
        await using var store = await StoreHost.StartAsync();
        var (olga, ann) = (await store.OperatorAsync(), await store.CustomerAsync("20.00"));

        await ann.Sends("💰 Balance");
        Assert.DoesNotContain("Paid in", (await ann.Sees("Balance: $20.00")).Text, StringComparison.Ordinal);
        await olga.Sends($"/bonus {ann.Id} 7");
        Assert.DoesNotContain("by hand", (await olga.Sees("discount 7%")).Text, StringComparison.Ordinal);
        await olga.Sends($"/bonus {ann.Id} авто");
        Assert.DoesNotContain("earned", (await olga.Sees("discount 0%")).Text, StringComparison.Ordinal);
    }
}
