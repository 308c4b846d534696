using XthonBot.Core.Foundation.Durability;
using XthonBot.Core.Views.Operator;
using XthonBot.Sandbox;
using XthonBot.TestKit;

namespace XthonBot.Bot.Tests.Chat;

public sealed class FailedConversations
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_purchase_that_failed_at_every_try_is_made_when_the_operator_tries_it_again_and_once()
    {
        await using var store = await StoreHost.StartAsync();
        var olga = await store.OperatorAsync();
        await store.StockAsync(olga, "tg", "1.20", "USA Telegram", 2);
        var ann = await store.CustomerAsync("5.00");
        await ann.Sends("/buy");
        await ann.Taps((await ann.Sees("Which service")).Buttons![0][0].Text);
        await ann.Sees("In stock");
        await StoreState.PlantAsync(store, "create trigger planted before insert on orders begin select raise(abort, 'planted'); end");

        await ann.Taps("✅ Buy for $1.20");
        var letter = Assert.Single((await UntilGivenUpAsync(store, 1)).Letters);
        await StoreState.PlantAsync(store, "drop trigger planted");
        await olga.Sends("/failed");
        var list = await olga.Sees("Failed (1)");

        Assert.Equal(DeadLetterKind.Update, letter.Kind);
        Assert.Contains("1. Update from Telegram", list.Text, StringComparison.Ordinal);
        Assert.Contains($"({ann.Id})", list.Text, StringComparison.Ordinal);
        Assert.Contains("callback_query: SqliteException", list.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("planted", list.Text, StringComparison.Ordinal);
        Assert.Equal("🔁 Try again · 1 | 🗑 Dismiss · 1\n◀ Operator menu", list.Labels);
        await Task.WhenAll(
            store.Telegram.TapAsync(olga.Id, "🔁 Try again · 1", list.MessageId),
            store.Telegram.TapAsync(olga.Id, "🔁 Try again · 1", list.MessageId)
        );
        await olga.Sees("That has already been done");
        await ann.Sees("Waiting for the code until");

        Assert.Equal("3.80", await store.BalanceAsync(ann));
        Assert.Equal(1, await ann.CountAsync("Waiting for the code until"));
        Assert.Empty(await store.DifferencesAsync());
        await olga.Taps("⚠️ Failed");
        await olga.Sees("Nothing has failed for good within the last seven days");
    }

    [Fact]
    public async Task A_code_that_the_chat_refused_is_listed_without_its_words_and_told_when_it_is_tried_again()
    {
        await using var store = await StoreHost.StartAsync();
        var olga = await store.OperatorAsync();
        await store.StockAsync(olga, "tg", "1.20", "USA Telegram", 1);
        var ann = await store.CustomerAsync("5.00");
        var card = await CustomerConversations.BuyAsync(ann, "USA Telegram");
        var phone = card.AllButtons.First(b => b.CopyText is not null).CopyText!;
        foreach (var method in new[] { "sendMessage", "sendDocument" })
        {
            await store.Telegram.FaultAsync(
                new SandboxFault
                {
                    Method = method,
                    ChatId = ann.Id,
                    ErrorCode = 400,
                    Description = "Bad Request",
                }
            );
        }

        await store.Telegram.SmsAsync("Telegram", phone, "Your code is 54321");
        await UntilGivenUpAsync(store, 1);

        await olga.Sends("/admin");
        await olga.Sees("Operator menu");
        await olga.Taps("⚠️ Failed");
        var list = await olga.Sees("1. Message to a chat");
        Assert.Contains("CodeArrived: rejected", list.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("54321", list.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(phone, list.Text, StringComparison.Ordinal);
        await store.Telegram.ClearFaultsAsync();
        await olga.Taps("🔁 Try again · 1");
        await olga.Sees("It is being tried again");

        await ann.Sees($"🔔 Code for {phone}: 54321");
        Assert.Equal(1, await ann.CountAsync("🔔 Code for"));
    }

    [Fact]
    public async Task What_is_put_aside_is_asked_for_first_and_leaves_the_list()
    {
        await using var store = await StoreHost.StartAsync();
        var olga = await store.OperatorAsync();
        var ann = await store.CustomerAsync();
        await Task.WhenAll(Enumerable.Range(1, 7).Select(i => GiveUpAsync(store, i)));
        await ann.Sends("/failed");
        await ann.Sees("I did not understand that");
        await olga.Sends("/failed now");
        await olga.Sees("Usage: /failed");

        await olga.Sends("/failed");
        var list = await olga.Sees("Failed (7)");
        Assert.Contains("🗑 Dismiss · 5\n", list.Labels, StringComparison.Ordinal);
        Assert.Contains("<b>message: FormatException", list.Text, StringComparison.Ordinal);
        await olga.Taps("▶");
        await olga.Sees("7. Update from Telegram");
        await olga.Taps("🗑 Dismiss · 7");
        await olga.Sees("Take this off the list?");
        await olga.Taps("◀ No, go back");
        await olga.Sees("Failed (7)");
        await olga.Taps("🗑 Dismiss · 1");
        await olga.Sees("Take this off the list?");
        await olga.Taps("🗑 Yes, dismiss");

        await olga.Sees("Failed (6)");
        Assert.Equal(6, (await store.Get<ListDeadLettersHandler>().PageAsync(0, 10, Ct)).Total);
    }

    private static async Task<DeadLetterPage> UntilGivenUpAsync(StoreHost store, int count)
    {
        await Patience.UntilAsync(() => store.Get<ListDeadLettersHandler>().PageAsync(0, 10, Ct), page => page.Total == count);
        return await store.Get<ListDeadLettersHandler>().PageAsync(0, 10, Ct);
    }

    private static async Task GiveUpAsync(StoreHost store, int id)
    {
        var inbox = store.Get<Inbox>();
        var item = Assert.Single((await inbox.StoreAsync([new Incoming("nobody", id, id, "{}")], take: true, Ct)).Taken);
        await inbox.GiveUpAsync(item, new GivenUp(null, "<b>message", "FormatException"), Ct);
    }
}
