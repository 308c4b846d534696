using XthonBot.TestKit;

namespace XthonBot.Bot.Tests.Chat;

public sealed class WebhookConversations
{
    [Fact]
    public async Task Somebody_makes_a_webhook_in_the_chat_and_their_server_gets_the_code()
    {
        await using var server = await HookReceiver.StartAsync();
        await using var store = await StoreHost.StartAsync(HookReceiver.Allowed);
        await store.StockAsync(await store.OperatorAsync(), "tg", "1.20", "USA Telegram", 2);
        var ann = await store.CustomerAsync("5.00");

        await ann.Sends("🔑 API");
        await ann.Sees("You have no keys yet");
        await ann.Taps("🪝 Webhooks");
        await ann.Sees("No webhooks yet");
        await ann.Taps("➕ New webhook");
        var question = await ann.Sees("What is the URL of your server");
        await ann.Sends("http://example.com/", question.MessageId);
        await ann.Sees("it must start with https://");
        await ann.Sends(server.Url.ToString(), question.MessageId);
        var made = await ann.Sees("Your new webhook");
        Assert.Contains(
            made.AllButtons,
            b =>
                b.CopyText is { } secret
                && secret.StartsWith("whsec_", StringComparison.Ordinal)
                && made.Text!.Contains(secret, StringComparison.Ordinal)
        );

        await ann.Taps("◀ Back");
        await ann.Sees("Nothing sent yet");
        await ann.Taps("🧪 Send test");
        Assert.Equal("test", (await server.NextAsync()).Type);

        await CustomerConversations.BuyAsync(ann, "USA Telegram");
        var phone = (await ann.Sees("Waiting for the code until")).AllButtons.Single(b => b.CopyText is not null).CopyText!;
        Assert.Equal(200, (await store.Telegram.SmsAsync("Telegram", phone, "Your code is 54321")).Status);
        await server.NextAsync();
        await server.NextAsync();
        Assert.Equal(
            ["test", "transaction.message", "transaction.succeeded"],
            server.Received.Select(r => r.Type).Order(StringComparer.Ordinal)
        );
        Assert.All(server.Received.Where(r => r.Type != "test"), r => Assert.Equal("54321", r.Data.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task One_that_is_gone_is_told_in_the_chat_switched_on_again_and_removed()
    {
        await using var server = await HookReceiver.StartAsync();
        await using var store = await StoreHost.StartAsync(HookReceiver.Allowed);
        var ann = await store.CustomerAsync();
        await ann.Sends($"/webhook {server.Url}");
        await ann.Sees("Your new webhook");
        await ann.Taps("◀ Back");
        await ann.Sees("✅ On");

        server.Status = 410;
        await ann.Taps("🧪 Send test");
        Assert.Equal(
            $"⛔ Your webhook on {server.Url.Authority} was switched off: your server answered that the address is gone (410). Once your server works again, switch it on under 🔑 API.",
            (await ann.Sees("was switched off")).Text
        );
        await ann.Taps("🪝 Webhooks");
        await ann.Sees("We notify your server");
        await ann.Taps($"⛔ {server.Url.Authority}");
        await ann.Sees("⛔ Off: your server answered that the address is gone (410)");
        server.Status = 200;
        await ann.Taps("▶ Switch on");
        await ann.Sees("✅ On");

        await ann.Taps("🔁 New secret");
        await ann.Sees("The old secret stays valid");
        await ann.Taps("◀ Back");
        await ann.Sees("✅ On");
        await ann.Taps("🗑 Remove");
        await ann.Sees("Remove this webhook?");
        await ann.Taps("🗑 Yes, remove");
        await ann.Sees("No webhooks yet");
    }
}
