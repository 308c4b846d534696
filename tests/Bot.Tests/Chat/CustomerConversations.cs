using XthonBot.TestKit;

namespace XthonBot.Bot.Tests.Chat;

public sealed class CustomerConversations
{
    [Fact]
    public async Task Somebody_new_accepts_the_terms_buys_a_number_and_gets_the_code()
    {
        await using var store = await StoreHost.StartAsync();
        await store.StockAsync(await store.OperatorAsync(), "tg", "1.20", "USA Telegram", 3);
        var ann = await store.StrangerAsync();

        await ann.Sends("/buy");
        await ann.Sees("Terms of use");
        await ann.Taps("✅ I accept");
        await ann.Sees("Your balance: $0.00");
        Assert.Equal(
            ["🛒 Buy a number", "📱 My numbers", "💰 Balance", "➕ Top up", "🔑 API", "🌐 Language", "🆘 Help"],
            (await ann.ChatAsync()).Keyboard!.Rows.SelectMany(row => row)
        );

        await ann.Sends("🛒 Buy a number");
        await ann.Sees("Which service");
        await ann.Taps("USA Telegram · $1.20 · 3");
        await ann.Sees("You need $1.20 more");
        await (await OperatorOf(store)).Sends($"/credit {ann.Id} 2.00 paid in cash");
        await ann.Sees("$2.00 added. New balance: $2.00");

        await ann.Sends("🛒 Buy a number");
        await ann.Sees("Which service");
        await ann.Taps("USA Telegram · $1.20 · 3");
        var offer = await ann.Sees("→ $0.80 after this purchase");
        Assert.Equal("◀ Back | ✅ Buy for $1.20\n🏠 Home", offer.Labels);
        await ann.Taps("✅ Buy for $1.20");
        var card = await ann.Sees("Waiting for the code until");
        Assert.NotEqual(offer.MessageId, card.MessageId);
        var phone = Assert.Single(card.AllButtons, b => b.CopyText is not null).CopyText!;
        Assert.Equal($"📋 {phone} | ✖ Cancel & refund", card.Labels);
        Assert.Contains($"<code>{phone}</code>", card.Html, StringComparison.Ordinal);

        await ann.RememberAsync();
        Assert.Equal(200, (await store.Telegram.SmsAsync("Telegram", phone, "Your code is <54321> & nothing else")).Status);
        var code = await ann.Sees("🔔 Code for");
        Assert.Equal($"🔔 Code for {phone}: 54321\n\nFrom Telegram:\nYour code is <54321> & nothing else", code.Text);
        Assert.Equal("📋 54321 | 🔁 Buy again", code.Labels);
        Assert.Equal(card.MessageId, code.ReplyTo!.MessageId);
        Assert.Contains("✅ Code: 54321", (await ann.Sees("✅ Code: 54321")).Text, StringComparison.Ordinal);
        Assert.Equal("0.80", await store.BalanceAsync(ann));
        Assert.Empty(await store.DifferencesAsync());
    }

    [Fact]
    public async Task A_cancelled_number_gives_the_price_back_and_says_so()
    {
        await using var store = await StoreHost.StartAsync();
        await store.StockAsync(await store.OperatorAsync(), "tg", "1.20", "USA Telegram", 1);
        var ann = await store.CustomerAsync("5.00");
        var card = await BuyAsync(ann, "USA Telegram");

        await ann.Taps("✖ Cancel & refund");

        Assert.Contains("$1.20 refunded. Balance: $5.00", (await ann.Sees("was canceled")).Text, StringComparison.Ordinal);
        Assert.Equal(card.MessageId, (await ann.Sees("✖ Canceled, $1.20 refunded")).MessageId);
        Assert.Empty(await store.DifferencesAsync());
    }

    [Fact]
    public async Task A_number_that_never_got_a_code_is_refunded_by_itself()
    {
        await using var store = await StoreHost.StartAsync(("Orders:Lifetime", "00:00:01"));
        await store.StockAsync(await store.OperatorAsync(), "tg", "1.20", "USA Telegram", 1);
        var ann = await store.CustomerAsync("5.00");

        await BuyAsync(ann, "USA Telegram");

        Assert.Contains("$1.20 refunded. Balance: $5.00", (await ann.Sees("No code came for")).Text, StringComparison.Ordinal);
        await ann.Sees("⌛ Expired without a code");
        Assert.Empty(await store.DifferencesAsync());
    }

    [Fact]
    public async Task A_price_that_changed_since_the_screen_was_drawn_is_asked_for_again()
    {
        await using var store = await StoreHost.StartAsync();
        var olga = await store.OperatorAsync();
        await store.StockAsync(olga, "tg", "1.20", "USA Telegram", 1);
        var ann = await store.CustomerAsync("5.00", bonus: 10);
        await ann.Sends("/buy tele");
        await ann.Sees("Services matching");
        await ann.Taps("USA Telegram · $1.08 · 1");
        await ann.Sees("list price $1.20, your discount 10%");

        await olga.Sends("/service price tg 2.00");
        await olga.Sees("List price: $2.00");
        await ann.Taps("✅ Buy for $1.08");

        await ann.Sees("The price has changed from $1.08 to $1.80");
        Assert.Equal("5.00", await store.BalanceAsync(ann));
        await ann.Taps("✅ Buy for $1.80");
        await ann.Sees("Waiting for the code");
        Assert.Equal("3.20", await store.BalanceAsync(ann));
    }

    [Fact]
    public async Task A_key_made_in_the_chat_works_is_shown_once_and_stops_when_revoked()
    {
        await using var store = await StoreHost.StartAsync();
        var ann = await store.CustomerAsync("12.50");
        await ann.Sends("🔑 API");
        await ann.Sees("You have no keys yet");
        await ann.Taps("➕ New key");
        var key = Assert.Single((await ann.Sees("it is not shown again")).AllButtons, b => b.CopyText is not null).CopyText!;
        Assert.Matches("^xk_[A-Za-z0-9]{10}_[A-Za-z0-9]{43}$", key);

        using var http = new HttpClient { BaseAddress = store.Url };
        http.DefaultRequestHeaders.Add("X-API-Key", key);
        Assert.Equal(
            """{"ok":true,"data":{"balance":"12.50","bonus":0},"message":null}""",
            await http.GetStringAsync(new Uri("/api/v2/balance", UriKind.Relative))
        );

        await ann.Taps("◀ Back");
        await ann.Sees("Your keys");
        await ann.Taps($"🔑 {key[..13]}…");
        await ann.Sees("read and buy");
        await ann.Taps("🗑 Revoke");
        Assert.Equal("◀ No, go back | 🗑 Yes, revoke", (await ann.Sees("stop working immediately")).Labels);
        await ann.Taps("🗑 Yes, revoke");
        await ann.Sees("You have no keys yet");
        Assert.Equal(
            System.Net.HttpStatusCode.Unauthorized,
            (await http.GetAsync(new Uri("/api/v2/balance", UriKind.Relative))).StatusCode
        );
        Assert.Equal(0, await ann.CountAsync(key));
    }

    [Fact]
    public async Task The_language_is_guessed_from_Telegram_and_can_be_changed()
    {
        await using var store = await StoreHost.StartAsync();
        var boris = await store.StrangerAsync("ru");
        await boris.Sends("/start");
        await boris.Sees("Условия использования");
        await boris.Taps("✅ Принимаю");
        await boris.Sees("Ваш баланс");
        await boris.Sends("🌐 Язык");
        await boris.Sees("Выберите язык");
        await boris.Taps("English");
        await boris.Sees("The language is English now");
        Assert.Equal("🛒 Buy a number", (await boris.ChatAsync()).Keyboard!.Rows[0][0]);
        await boris.Sends("💰 Balance");
        await boris.Sees("No transactions yet");
    }

    [Fact]
    public async Task Declining_the_terms_opens_nothing()
    {
        await using var store = await StoreHost.StartAsync();
        var ann = await store.StrangerAsync();
        await ann.Sends("/start");
        await ann.Sees("Terms of use");
        await ann.Taps("❌ Decline");
        await ann.Sees("No problem");
        await ann.Sends("💰 Balance");
        await ann.Sees("Terms of use");
        Assert.Null((await store.ProfileAsync(ann)).TermsVersion);
    }

    [Fact]
    public async Task Many_services_are_shown_by_eights_and_sold_out_ones_last()
    {
        await using var store = await StoreHost.StartAsync();
        var olga = await store.OperatorAsync();
        await store.StockAsync(olga, "z9", "1.00", "Zulu", 1);
        for (var i = 0; i < 10; i++)
        {
            await olga.Sends($"/service add s{i} 1.00 Service {i}");
            await olga.Sees($"Service {i}");
        }

        var ann = await store.CustomerAsync("5.00");
        await ann.Sends("/buy");
        var first = await ann.Sees("Which service");
        Assert.Equal("Zulu · $1.00 · 1", first.Buttons![0][0].Text);
        Assert.Equal("Service 0 · $1.00 · sold out", first.Buttons[1][0].Text);
        Assert.Equal(["◀", "1/2", "▶"], first.Buttons[8].Select(b => b.Text));
        await ann.Taps("▶");
        Assert.Equal("Service 7 · $1.00 · sold out", (await ann.Sees("Which service")).Buttons![0][0].Text);
    }

    [Fact]
    public async Task Bug_A_filter_that_was_cut_within_an_emoji_found_nothing()
    {
        const string name = "a😀😀😀😀😀😀";
        await using var store = await StoreHost.StartAsync();
        var olga = await store.OperatorAsync();
        for (var i = 0; i < 9; i++)
        {
            await olga.Sends($"/service add s{i} 1.00 {name} {i}");
            await olga.Sees($"{name} {i}");
        }

        var ann = await store.CustomerAsync("5.00");
        await ann.Sends($"/buy {name}");
        await ann.Sees("Services matching");
        await ann.Taps("▶");

        Assert.Equal($"{name} 8 · $1.00 · sold out", (await ann.Sees("Services matching")).Buttons![0][0].Text);
    }

    internal static async Task<SandboxMessage> BuyAsync(Person person, string service)
    {
        await person.Sends($"/buy {service}");
        var list = await person.Sees("Services matching");
        await person.Taps(list.AllButtons.First(b => b.Text.StartsWith(service, StringComparison.Ordinal)).Text);
        var offer = await person.Sees("In stock");
        await person.Taps(offer.AllButtons.First(b => b.Text.StartsWith("✅ Buy", StringComparison.Ordinal)).Text);
        return await person.Sees("Waiting for the code until");
    }

    private static Task<Person> OperatorOf(StoreHost store) => Task.FromResult(new Person(store.Telegram, StoreHost.OperatorId));
}
