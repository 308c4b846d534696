using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Views.Operator;
using XthonBot.TestKit;

namespace XthonBot.Bot.Tests.Chat;

public sealed class LinkConversations
{
    [Fact]
    public async Task Somebody_buys_a_number_with_a_link_and_the_code_that_the_link_shows_reaches_the_chat()
    {
        await using var link = await ShowingLink.StartAsync("Your code is 11111, for whoever was before");
        await using var store = await StoreHost.StartAsync(("Links:Interval", "00:00:01"), ("Links:AllowedHosts", "127.0.0.1"));
        var olga = await store.OperatorAsync();
        await olga.Sends("/service add tg 1.20 USA Telegram");
        await olga.Sees("On sale");
        await olga.Sends($"/stock tg\n+15550001234,{link.Url}\n+15550001235,ftp://127.0.0.1/");
        Assert.Contains(
            "Line 2: the link must start with http",
            (await olga.Sees("Added 1, duplicates 0, invalid 1")).Text,
            StringComparison.Ordinal
        );
        var ann = await store.CustomerAsync("5.00");

        await CustomerConversations.BuyAsync(ann, "USA Telegram");
        await link.AskedAsync(TestContext.Current.CancellationToken);
        await link.AskedAsync(TestContext.Current.CancellationToken);
        link.Shows = """{"code":0,"msg":"success","data":{"from":"Telegram","sms":"Your code is 54321"}}""";

        Assert.Equal("🔔 Code for +15550001234: 54321\n\nFrom Telegram:\nYour code is 54321", (await ann.Sees("🔔 Code for")).Text);
        await ann.Sees("✅ Code: 54321");
        Assert.Equal(0, await ann.CountAsync("11111"));
        var found = await store
            .Get<FindAnythingHandler>()
            .HandleAsync("+15550001234", Actor.Operator(StoreHost.OperatorId), TestContext.Current.CancellationToken);
        Assert.Equal(
            [("Your code is 54321", true), ("Your code is 11111, for whoever was before", false)],
            found.Messages.Select(m => (m.Text!, m.Matched))
        );
        Assert.Empty(await store.DifferencesAsync());
    }
}
