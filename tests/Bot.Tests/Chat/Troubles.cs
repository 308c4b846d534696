using XthonBot.Core.Reactions.Notifications;
using XthonBot.TestKit;

namespace XthonBot.Bot.Tests.Chat;

public sealed class Troubles
{
    [Fact]
    public async Task Two_taps_on_buy_charge_once()
    {
        await using var store = await StoreHost.StartAsync();
        await store.StockAsync(await store.OperatorAsync(), "tg", "1.20", "USA Telegram", 5);
        var ann = await store.CustomerAsync("5.00");
        var offer = await OfferAsync(ann);

        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => store.Telegram.TapAsync(ann.Id, "✅ Buy for $1.20", offer.MessageId)));

        await ann.Sees("Waiting for the code until");
        await SettledAsync(store, ann);
        Assert.Equal("3.80", await store.BalanceAsync(ann));
        Assert.Equal(1, await ann.CountAsync("Waiting for the code until"));
        Assert.Empty(await store.DifferencesAsync());
    }

    [Fact]
    public async Task An_update_delivered_twice_is_done_once()
    {
        await using var store = await StoreHost.StartAsync();
        var olga = await store.OperatorAsync();
        await store.StockAsync(olga, "tg", "1.20", "USA Telegram", 5);
        var ann = await store.CustomerAsync("5.00");
        var credit = await olga.Sends($"/credit {ann.Id} 1.00");
        await olga.Sees("$5.00 → $6.00");
        await OfferAsync(ann);
        var tap = await ann.Taps("✅ Buy for $1.20");
        await ann.Sees("Waiting for the code until");

        await store.Telegram.RedeliverAsync(credit.UpdateId);
        await store.Telegram.RedeliverAsync(tap.UpdateId);
        await SettledAsync(store, ann);
        await SettledAsync(store, olga);

        Assert.Equal("4.80", await store.BalanceAsync(ann));
        Assert.Equal(1, await ann.CountAsync("Waiting for the code until"));
        Assert.Equal(1, await olga.CountAsync("$5.00 → $6.00"));
    }

    [Fact]
    public async Task A_kill_between_the_purchase_and_its_screen_loses_nothing_and_repeats_nothing()
    {
        await using var store = await StoreHost.StartAsync();
        await store.StockAsync(await store.OperatorAsync(), "tg", "1.20", "USA Telegram", 5);
        var ann = await store.CustomerAsync("5.00");
        await OfferAsync(ann);
        await store.StopAsync();

        await using (var process = await StoreProcess.StartAsync([.. store.Arguments, "--Logging:Level=Information"]))
        {
            // The purchase is committed; its screen and its receipt hang on the way to Telegram.
            await store.Telegram.FaultAsync(new SandboxFault { Method = "editMessageText", DelayMs = 60_000 });
            await store.Telegram.FaultAsync(new SandboxFault { Method = "sendMessage", DelayMs = 60_000 });
            await ann.Taps("✅ Buy for $1.20");
            await Patience.UntilAsync(
                () => store.Telegram.CallsAsync("editMessageText", ann.Id),
                calls => calls.Any(c => c.Status is null)
            );
            await process.KillAsync();
        }

        await store.Telegram.ClearFaultsAsync();
        await using var again = await StoreProcess.StartAsync([.. store.Arguments, "--Logging:Level=Information"]);
        await ann.Sees("bought for $1.20. Your balance is $3.80");
        await ann.Sees("Waiting for the code until");
        Assert.Equal(1, await ann.CountAsync("Waiting for the code until"));
        Assert.Equal(0, await again.TerminateAsync());

        await store.StartAppAsync();
        Assert.Equal("3.80", await store.BalanceAsync(ann));
        Assert.Empty(await store.DifferencesAsync());
    }

    [Fact]
    public async Task A_code_that_arrives_while_Telegram_is_away_is_delivered_when_it_is_back()
    {
        await using var store = await StoreHost.StartAsync();
        await store.StockAsync(await store.OperatorAsync(), "tg", "1.20", "USA Telegram", 1);
        var ann = await store.CustomerAsync("5.00");
        var card = await CustomerConversations.BuyAsync(ann, "USA Telegram");
        await ann.RememberAsync();

        await store.Telegram.FaultAsync(
            new SandboxFault
            {
                Method = "sendMessage",
                ChatId = ann.Id,
                Times = 2,
                ErrorCode = 502,
                Description = "Bad Gateway",
            }
        );
        await store.Telegram.SmsAsync("Telegram", card.AllButtons.First(b => b.CopyText is not null).CopyText!, "Your code is 54321");

        await ann.Sees("🔔 Code for");
        Assert.Equal(1, await ann.CountAsync("🔔 Code for"));
    }

    [Fact]
    public async Task A_429_is_waited_out_and_nothing_is_lost()
    {
        await using var store = await StoreHost.StartAsync();
        var ann = await store.CustomerAsync("5.00");
        await store.Telegram.FaultAsync(
            new SandboxFault
            {
                Method = "sendMessage",
                ChatId = ann.Id,
                Times = 1,
                RetryAfter = 1,
            }
        );
        var began = TimeProvider.System.GetTimestamp();

        await ann.Sends("💰 Balance");

        await ann.Sees("Balance: $5.00");
        Assert.True(TimeProvider.System.GetElapsedTime(began) >= TimeSpan.FromSeconds(1));
        Assert.Equal(1, await ann.CountAsync("Balance: $5.00"));
    }

    [Fact]
    public async Task A_customer_who_blocked_the_bot_is_marked_skipped_and_comes_back_with_start()
    {
        await using var store = await StoreHost.StartAsync();
        await store.StockAsync(await store.OperatorAsync(), "tg", "1.20", "USA Telegram", 1);
        var ann = await store.CustomerAsync("5.00");
        var card = await CustomerConversations.BuyAsync(ann, "USA Telegram");

        await store.Telegram.BlockAsync(ann.Id);
        await Patience.UntilAsync(() => store.ProfileAsync(ann), profile => profile.HasBlockedBot);
        await store.Telegram.SmsAsync("Telegram", card.AllButtons.First(b => b.CopyText is not null).CopyText!, "Your code is 54321");
        await Patience.UntilAsync(() => store.Get<NotificationDispatcher>().CountOpenAsync(CancellationToken.None), open => open == 0);
        Assert.DoesNotContain(await store.Telegram.CallsAsync("sendMessage", ann.Id), c => c.Status == 403);

        await store.Telegram.UnblockAsync(ann.Id);
        await ann.Sends("/start");
        await ann.Sees("Your balance");
        Assert.False((await store.ProfileAsync(ann)).HasBlockedBot);
        await ann.Sends("📱 My numbers");
        await ann.Sees("My numbers (1)");
    }

    [Fact]
    public async Task A_forged_button_and_somebody_elses_button_do_nothing_but_answer_that_they_expired()
    {
        await using var store = await StoreHost.StartAsync();
        await store.StockAsync(await store.OperatorAsync(), "tg", "1.20", "USA Telegram", 5);
        var ann = await store.CustomerAsync("5.00");
        var eve = await store.CustomerAsync("5.00");
        var card = await CustomerConversations.BuyAsync(ann, "USA Telegram");
        var cancel = card.AllButtons.Single(b => b.Text == "✖ Cancel & refund").CallbackData!;
        var home = (await eve.ChatAsync()).FromBot.Last();

        foreach (
            var data in new[]
            {
                cancel,
                cancel[..^1] + (cancel[^1] == 'A' ? 'B' : 'A'),
                "x",
                "b|||",
                "oc|1|1|AAAAAAAA",
                new string('|', 20),
            }
        )
        {
            var tap = await store.Telegram.TapDataAsync(eve.Id, home.MessageId, data);
            var answer = await store.Telegram.TapAnswerAsync(tap.QueryId);
            Assert.Equal("This button no longer works. Here is the menu.", answer?.Text);
        }

        Assert.Equal("3.80", await store.BalanceAsync(ann));
        Assert.Equal("5.00", await store.BalanceAsync(eve));
        Assert.Empty(await store.DifferencesAsync());
    }

    [Fact]
    public async Task Every_tap_is_answered_within_a_second_even_where_the_screen_takes_longer()
    {
        await using var store = await StoreHost.StartAsync();
        var ann = await store.CustomerAsync("5.00");
        await ann.Sends("💰 Balance");
        await ann.Sees("Balance: $5.00");
        await store.Telegram.FaultAsync(
            new SandboxFault
            {
                Method = "editMessageText",
                ChatId = ann.Id,
                Times = 1,
                DelayMs = 3000,
            }
        );

        var tap = await ann.Taps("🏠 Home");

        Assert.NotNull(await store.Telegram.TapAnswerAsync(tap.QueryId, waitSeconds: 1));
    }

    [Fact]
    public async Task A_slow_chat_does_not_hold_up_the_others()
    {
        await using var store = await StoreHost.StartAsync();
        var ann = await store.CustomerAsync("5.00");
        var bob = await store.CustomerAsync("6.00");
        await store.Telegram.FaultAsync(
            new SandboxFault
            {
                Method = "sendMessage",
                ChatId = ann.Id,
                Times = 1,
                DelayMs = 5000,
            }
        );

        await ann.Sends("💰 Balance");
        await bob.Sends("💰 Balance");

        await bob.Sees("Balance: $6.00");
        Assert.Equal(0, await ann.CountAsync("Recent transactions"));
    }

    [Theory]
    [InlineData(401, "Unauthorized", "Telegram:Token is wrong or was revoked")]
    [InlineData(
        409,
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
        "another process polls with the same Telegram:Token"
    )]
    [InlineData(502, "Bad Gateway", "Polling Telegram failed")]
    public async Task A_poll_that_fails_is_said_in_a_clear_line_and_tried_again(int code, string description, string line)
    {
        await using var store = await StoreHost.StartAsync();
        var ann = await store.CustomerAsync("5.00");
        await store.StopAsync();
        await store.Telegram.FaultAsync(
            new SandboxFault
            {
                Method = "getUpdates",
                Times = 1,
                ErrorCode = code,
                Description = description,
            }
        );

        await using var process = await StoreProcess.StartAsync([.. store.Arguments, "--Logging:Level=Information"]);
        await Patience.UntilAsync(() => process.Output, output => output.Contains(line, StringComparison.Ordinal));

        await ann.Sends("💰 Balance");
        await ann.Sees("Balance: $5.00");
        Assert.Equal(0, await process.TerminateAsync());
        Assert.DoesNotContain("1000000001:sandbox", process.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chat_goes_on_after_an_update_that_could_not_be_marked_done()
    {
        await using var store = await StoreHost.StartAsync();
        var ann = await store.CustomerAsync("5.00");
        await StoreState.PlantAsync(
            store,
            "create trigger planted before update of done_at on inbox begin select raise(abort, 'planted'); end"
        );
        await ann.Sends("/help");
        await ann.Sees("How it works");

        await StoreState.PlantAsync(store, "drop trigger planted");
        await ann.Sends("/balance");

        await ann.Sees("Balance: $5.00");
    }

    private static async Task<SandboxMessage> OfferAsync(Person person)
    {
        await person.Sends("/buy");
        var list = await person.Sees("Which service");
        await person.Taps(list.Buttons![0][0].Text);
        return await person.Sees("In stock");
    }

    /// <summary>Something after it has been answered, and a chat is worked at in order: so everything before it is done.</summary>
    private static async Task SettledAsync(StoreHost store, Person person)
    {
        await person.Sends("/help");
        await person.Sees("How it works");
        await Patience.UntilAsync(() => store.Get<NotificationDispatcher>().CountOpenAsync(CancellationToken.None), open => open == 0);
    }
}
