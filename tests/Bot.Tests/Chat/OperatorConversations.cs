using System.Text;
using XthonBot.Core.Foundation.Durability;
using XthonBot.TestKit;

namespace XthonBot.Bot.Tests.Chat;

public sealed class OperatorConversations
{
    [Fact]
    public async Task Operators_commands_do_not_exist_for_anybody_else()
    {
        await using var store = await StoreHost.StartAsync();
        var ann = await store.CustomerAsync();
        foreach (
            var command in new[]
            {
                "/admin",
                "/service list",
                "/stock tg",
                "/credit @me 5",
                "/debit @me 1",
                "/bonus @me 90",
                "/sms +15550001 hi",
                "/find x",
                "/find",
                "/service senders tg x",
                "/service texts tg any",
                "/disputes",
                "/refund tx_1",
                "/ban @x",
                "/unban @x",
                "/stats",
            }
        )
        {
            await ann.Sends(command);
            await ann.Sees("I did not understand that");
        }

        Assert.Equal("0.00", await store.BalanceAsync(ann));
        Assert.DoesNotContain((await ann.ChatAsync()).Commands, c => c.Command == "admin");
        var olga = await store.OperatorAsync();
        Assert.Contains((await olga.ChatAsync()).Commands, c => c.Command == "admin");
    }

    [Theory]
    [InlineData("/credit @nobody 1 20", "at most two decimals", "/credit @ann 5.00")]
    [InlineData("/credit @nobody 1 000 paid", "two ways", "/credit @ann 5.00")]
    [InlineData("/debit 1000 1,000", "two ways", "/debit @ann 5.00")]
    [InlineData("/service add wa 1 20 USA WhatsApp", "at most two decimals", "/service add tg 1.20 USA Telegram")]
    [InlineData("/service price tg 1 20", "at most two decimals", "/service add tg 1.20 USA Telegram")]
    [InlineData("/sms +1 555 000 1234", "Usage", "/sms +12015550101 Your code is 54321")]
    [InlineData("/sms +1555000123 4 Your code is 54321", "digits stand apart", "/sms +12015550101 Your code is 54321")]
    [InlineData("/credit @nobody 1.005", "at most two decimals", "/credit @ann 5.00")]
    [InlineData("/credit @nobody -3", "at most two decimals", "/credit @ann 5.00")]
    [InlineData("/credit @nobody 1e9", "at most two decimals", "/credit @ann 5.00")]
    [InlineData("/credit @nobody NaN", "at most two decimals", "/credit @ann 5.00")]
    [InlineData("/credit @nobody 0", "more than 0.00", "/credit @ann 5.00")]
    [InlineData("/credit @nobody 5", "Not found: customer", "/credit @ann 5.00")]
    [InlineData("/credit", "Usage", "/credit @ann 5.00")]
    [InlineData("/debit x", "Usage", "/debit @ann 5.00")]
    [InlineData("/bonus @ann x", "Usage", "/bonus @ann 10")]
    [InlineData("/service add tg -1 USA", "at most two decimals", "/service add tg 1.20 USA Telegram")]
    [InlineData("/service add TG! 1 USA", "lower-case", "/service add tg 1.20 USA Telegram")]
    [InlineData("/service price tg", "at most two decimals", "/service add tg 1.20 USA Telegram")]
    [InlineData("/stock", "Usage", "/stock tg")]
    [InlineData("/stock nope\n+15550001", "Not found: service", "/stock tg")]
    [InlineData("/sms +15550001", "Usage", "/sms +12015550101 Your code is 54321")]
    [InlineData("/sms abc text", "not a phone number", "/sms +12015550101 Your code is 54321")]
    [InlineData("/refund tx_zz", "Usage", "/refund tx_")]
    [InlineData("/stats x", "Usage", "/stats 30")]
    [InlineData("/find", "No unmatched messages", "/find +12015550101")]
    [InlineData("/service senders tg (", "regular expression", "/service senders")]
    [InlineData("/service pattern tg (a)\\1", "regular expression", "/service pattern")]
    [InlineData("/ban", "Usage", "/ban @ann abuse")]
    public async Task A_wrong_argument_answers_with_the_reason_the_usage_and_one_example(string command, string reason, string example)
    {
        var store = await Shared.Value;
        var olga = new Person(store.Telegram, StoreHost.OperatorId);
        await Turn.WaitAsync();
        try
        {
            await olga.Sends(command);
            var answer = await olga.Sees(reason);
            Assert.Contains(example, answer.Text, StringComparison.Ordinal);
        }
        finally
        {
            Turn.Release();
        }
    }

    [Fact]
    public async Task Everything_can_be_reached_by_tapping()
    {
        await using var store = await StoreHost.StartAsync();
        var olga = await store.OperatorAsync();
        var ann = await store.CustomerAsync();
        await olga.Sends("/admin");
        await olga.Sees("Operator menu");
        await olga.Taps("➕ New service");
        await olga.Sees("the name of the new service");
        await olga.Sends("tg 1.20 USA Telegram");
        await olga.Sees("List price: $1.20");
        await olga.Taps("📥 Add numbers");
        var question = await olga.Sees("Which numbers do you want to add to USA Telegram?");
        await olga.Sends("+15550001\n+15550002", question.MessageId);
        await olga.Sees("Added 2, duplicates 0, invalid 0");
        await olga.Taps("◀ Operator menu");
        await olga.Sees("Operator menu");
        await olga.Taps("🗂 Services & stock");
        await olga.Sees("Services (1)");
        await olga.Taps("USA Telegram · $1.20 · 2");
        await olga.Sees("In stock: 2");
        await olga.Taps("⏸ Pause");
        await olga.Sees("Paused (not on sale)");
        await olga.Taps("▶ Resume");
        await olga.Sees("On sale");
        await olga.Taps("📤 Withdraw");
        await olga.Sees("Or how many?");
        await olga.Sends("1");
        await olga.Sees("Withdrawn from tg: 1");
        await olga.Taps("◀ Operator menu");
        await olga.Sees("Operator menu");
        await olga.Taps("🔎 Find");
        question = await olga.Sees("What are you looking for?");
        await olga.Sends($"{ann.Id}", question.MessageId);
        var found = await olga.Sees("👤");
        await olga.Taps(found.Buttons![0][0].Text);
        await olga.Sees("Active");
        await olga.Taps("💵 Credit");
        await olga.Sees("how much, and what for?");
        await olga.Sends("5 welcome");
        await olga.Sees("$0.00 → $5.00");
        await olga.Taps("◀ Operator menu");
        await olga.Sees("Operator menu");
        await olga.Taps("📊 Statistics");
        Assert.NotNull((await olga.Sees("Orders: 0")).Photo);
    }

    [Fact]
    public async Task A_text_handed_in_by_hand_goes_the_way_of_a_gateways()
    {
        await using var store = await StoreHost.StartAsync();
        var olga = await store.OperatorAsync();
        await store.StockAsync(olga, "tg", "1.20", "USA Telegram", 1);
        var ann = await store.CustomerAsync("5.00");
        var card = await CustomerConversations.BuyAsync(ann, "USA Telegram");
        var phone = card.AllButtons.First(b => b.CopyText is not null).CopyText!;

        await ann.RememberAsync();
        await olga.Sends($"/sms {phone} Your code is 54321");
        await olga.Sees("on its way");
        await ann.Sees("🔔 Code for");

        await olga.Sends($"/find {phone}");
        var found = await olga.Sees("code received");
        await olga.Taps($"↩ {phone}");
        Assert.StartsWith("◀ No, go back | ↩ Yes, refund", (await olga.Sees("Refund $1.20 for")).Labels, StringComparison.Ordinal);
        await ann.RememberAsync();
        await olga.Taps("↩ Yes, refund");
        await olga.Sees("Refunded $1.20");
        await ann.Sees("The operator refunded");
        Assert.Equal("5.00", await store.BalanceAsync(ann));
        var id = found.Text!.Split('\n').First(line => line.Contains("tx_", StringComparison.Ordinal))[3..].Trim();
        await olga.Sends($"/refund {id}");
        await olga.Sees("can no longer be changed: refunded");
        Assert.Empty(await store.DifferencesAsync());
    }

    [Fact]
    public async Task A_stock_file_with_rubbish_imports_every_good_line_and_reports_every_bad_one()
    {
        await using var store = await StoreHost.StartAsync();
        var olga = await store.OperatorAsync();
        await store.StockAsync(olga, "tg", "1.20", "USA Telegram", 1);
        var file = new StringBuilder("number,comment\r\n");
        for (var i = 0; i < 100_000; i++)
            file.Append(i % 1000 == 7 ? "rubbish \u0001 " + i : $"+1777{i:0000000},x").Append("\r\n");

        await olga.SendsFile("numbers.csv", Encoding.UTF8.GetBytes(file.ToString()), "/stock tg");

        await olga.Sees("Importing:");
        var report = await store.Telegram.WaitForAsync(
            olga.Id,
            chat => chat.FromBot.Any(m => m.Text!.StartsWith("Added 99900, duplicates 0, invalid 100", StringComparison.Ordinal)),
            TimeSpan.FromSeconds(60)
        );
        Assert.Contains(
            "Line 9: not a phone number: rubbish \u0001 7\nLine 1009: not a phone number",
            report.FromBot.Last(m => m.Text!.StartsWith("Added", StringComparison.Ordinal)).Text,
            StringComparison.Ordinal
        );
        var list = await olga.Sees("Lines that could not be imported");
        using var http = new HttpClient();
        var lines = (await http.GetStringAsync(new Uri(store.Sandbox.Url, list.Document!.Url))).Split('\n');
        Assert.Equal(101, lines.Length);
        Assert.Equal(["number\tline\treason", "rubbish \u0001 99007\t99009\tnot a phone number"], [lines[0], lines[^1]]);
    }

    [Fact]
    public async Task An_import_goes_on_beside_the_chat_and_can_be_stopped()
    {
        await using var store = await StoreHost.StartAsync();
        var olga = await store.OperatorAsync();
        await store.StockAsync(olga, "tg", "1.20", "USA Telegram", 1);
        var file = string.Join('\n', Enumerable.Range(0, 1_000_000).Select(i => $"+1888{i:0000000}"));

        await olga.SendsFile("numbers.txt", Encoding.UTF8.GetBytes(file), "/stock tg");
        var progress = await olga.Sees("Importing:");
        await olga.Sends("/service list");
        await olga.Sees("Services (1)");
        await olga.Taps("⏹ Stop", progress.MessageId);

        var report = await olga.Sees("Stopped after");
        Assert.Equal(progress.MessageId, report.MessageId);
        Assert.Contains("numbers already added are kept", report.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_import_stops_whose_stop_was_tapped_in_another_process()
    {
        await using var store = await StoreHost.StartAsync();
        var olga = await store.OperatorAsync();
        await store.StockAsync(olga, "tg", "1.20", "USA Telegram", 1);
        var file = string.Join('\n', Enumerable.Range(0, 1_000_000).Select(i => $"+1888{i:0000000}"));
        await olga.SendsFile("numbers.txt", Encoding.UTF8.GetBytes(file), "/stock tg");
        await olga.Sees("Importing:");

        // What the other process writes.
        var (inbox, source) = (store.Get<Inbox>(), "telegram:1000000001");
        await Patience.UntilAsync(
            async () =>
            {
                var held = await inbox.ReadHeldAsync(source, CancellationToken.None);
                return held.Count > 0 && await inbox.RequestStopAsync(source, held[0], CancellationToken.None);
            },
            isRequested => isRequested
        );

        await olga.Sees("Stopped after");
    }

    [Fact]
    public async Task A_file_that_is_not_text_is_refused()
    {
        await using var store = await StoreHost.StartAsync();
        var olga = await store.OperatorAsync();
        await store.StockAsync(olga, "tg", "1.20", "USA Telegram", 1);
        await olga.SendsFile("numbers.xlsx", [0x50, 0x4B, 3, 4, 0, 0, 0, 8, 0, .. "+15550009"u8], "/stock tg");
        await olga.Sees("Save it as CSV");
        await olga.SendsFile("numbers.png", [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, 0, 0, 0, 13], "/stock tg");
        await olga.Sees("This file is not text");
        await olga.SendsFile("numbers.txt", "+15550009"u8.ToArray());
        await olga.Sees("Usage");
        await olga.Sends("/service list");
        Assert.Contains("USA Telegram · $1.20 · 1", (await olga.Sees("Services")).Labels, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_banned_customer_is_told_why_and_their_key_stops()
    {
        await using var store = await StoreHost.StartAsync();
        var olga = await store.OperatorAsync();
        var ann = await store.CustomerAsync("5.00");
        await ann.Sends("/api");
        await ann.Sees("no keys yet");
        await ann.Taps("➕ New key");
        var key = (await ann.Sees("not shown again")).AllButtons.First(b => b.CopyText is not null).CopyText!;

        await olga.Sends($"/ban {ann.Id} <spam>");
        await olga.Sees("Banned: <spam>");
        await ann.Sends("/balance");
        await ann.Sees("Reason: <spam>");
        using var http = new HttpClient { BaseAddress = store.Url };
        http.DefaultRequestHeaders.Add("X-API-Key", key);
        Assert.Equal(
            System.Net.HttpStatusCode.Unauthorized,
            (await http.GetAsync(new Uri("/api/v2/balance", UriKind.Relative))).StatusCode
        );

        await olga.Sends($"/unban {ann.Id}");
        await olga.Sees("Active");
        Assert.Equal(System.Net.HttpStatusCode.OK, (await http.GetAsync(new Uri("/api/v2/balance", UriKind.Relative))).StatusCode);
    }

    private static readonly SemaphoreSlim Turn = new(1);

    // Twenty wrong commands need no twenty stores; they leave nothing behind.
    private static readonly Lazy<Task<StoreHost>> Shared = new(async () =>
    {
        var store = await StoreHost.StartAsync();
        await store.OperatorAsync();
        return store;
    });
}
