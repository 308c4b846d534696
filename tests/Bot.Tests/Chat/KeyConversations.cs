using System.Net;
using XthonBot.TestKit;

namespace XthonBot.Bot.Tests.Chat;

/// <summary>What a customer does with their API keys in the chat.</summary>
public sealed class KeyConversations
{
    [Fact]
    public async Task A_key_gets_a_name_rights_addresses_and_a_limit_and_loses_them_again()
    {
        await using var store = await StoreHost.StartAsync();
        var ann = await store.CustomerAsync("12.50");
        var key = await NewKeyAsync(ann, "➕ New key");
        using var http = new HttpClient { BaseAddress = store.Url };
        http.DefaultRequestHeaders.Add("X-API-Key", key);
        await ann.Taps("◀ Back");
        await ann.Sees("Your keys");
        await ann.Taps($"🔑 {key[..13]}…");
        var card = await ann.Sees("read and buy");
        Assert.Equal("✏ Name | 👁 Make read-only\n🌐 Addresses | 💵 Daily limit\n◀ Back | 🗑 Revoke", card.Labels);

        await ann.Taps("👁 Make read-only");
        await ann.Sees("read only");
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri("/api/v2/balance", UriKind.Relative))).StatusCode);
        Assert.Equal(
            HttpStatusCode.Forbidden,
            (await http.PostAsync(new Uri("/api/v2/services/x/buy", UriKind.Relative), null)).StatusCode
        );
        await ann.Taps("🛒 Allow buying");
        await ann.Sees("read and buy");
        Assert.Equal(HttpStatusCode.NotFound, (await http.PostAsync(new Uri("/api/v2/services/x/buy", UriKind.Relative), null)).StatusCode);

        await AnswerAsync(ann, "✏ Name", "What should this key", "My <shop> & more");
        await ann.Sees("My <shop> & more");
        await AnswerAsync(ann, "💵 Daily limit", "How many dollars", "5.00");
        await ann.Sees("Daily limit: $5.00");
        await AnswerAsync(ann, "💵 Daily limit", "How many dollars", "many");
        await ann.Sees("an amount is digits");
        await ann.Sends("6.50");
        await ann.Sees("Daily limit: $6.50");
        await ann.Sends($"/key {key[3..13]} limit off");
        await ann.Sees("Daily limit: none");

        await ann.Sends($"/key {key[3..13]} addresses 203.0.113.7, 2001:db8::/48");
        await ann.Sees("Addresses: 203.0.113.7, 2001:db8::/48");
        Assert.Equal(HttpStatusCode.Forbidden, (await http.GetAsync(new Uri("/api/v2/balance", UriKind.Relative))).StatusCode);
        using (var proxied = new HttpRequestMessage(HttpMethod.Get, "/api/v2/balance"))
        {
            proxied.Headers.Add("X-Forwarded-For", "203.0.113.7");
            Assert.Equal(HttpStatusCode.OK, (await http.SendAsync(proxied)).StatusCode);
        }

        await ann.Sends($"/key {key[3..13]} addresses nowhere");
        await ann.Sees("an address is like");
        await ann.Sends($"/key {key[3..13]} addresses off");
        await ann.Sees("Addresses: any");
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri("/api/v2/balance", UriKind.Relative))).StatusCode);
    }

    [Fact]
    public async Task An_operator_changes_a_key_of_theirs_the_same_way()
    {
        await using var store = await StoreHost.StartAsync();
        var olga = await store.OperatorAsync();
        var key = await NewKeyAsync(olga, "➕ New key");
        await olga.Taps("◀ Back");
        await olga.Sees("Your keys");
        await olga.Taps($"🔑 {key[..13]}…");
        await olga.Sees("read and buy");

        await AnswerAsync(olga, "✏ Name", "What should this key", "night shift");

        await olga.Sees("night shift");
    }

    [Fact]
    public async Task Nobody_changes_the_key_of_somebody_else()
    {
        await using var store = await StoreHost.StartAsync();
        var ann = await store.CustomerAsync();
        var boris = await store.CustomerAsync();
        var key = await NewKeyAsync(ann, "➕ New key");

        await boris.Sends($"/key {key[3..13]} name mine");

        await boris.Sees("Not found: key");
        await ann.Sends("/api");
        Assert.Contains($"{key[..13]}…", (await ann.Sees("Your keys")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_test_key_is_made_by_a_button_of_its_own_and_counts_among_the_five()
    {
        await using var store = await StoreHost.StartAsync();
        var ann = await store.CustomerAsync("12.50");
        for (var i = 0; i < 5; i++)
        {
            var key = await NewKeyAsync(ann, "🧪 New test key");
            Assert.Matches("^xk_test_[A-Za-z0-9]{10}_[A-Za-z0-9]{43}$", key);
        }

        await ann.Sends("🔑 API");
        var list = await ann.Sees("Your keys");
        Assert.DoesNotContain(list.AllButtons, b => b.Text is "➕ New key" or "🧪 New test key");
    }

    private static async Task<string> NewKeyAsync(Person person, string button)
    {
        await person.Sends("🔑 API");
        await person.Sees("X-API-Key");
        await person.Taps(button);
        return Assert.Single((await person.Sees("it is not shown again")).AllButtons, b => b.CopyText is not null).CopyText!;
    }

    private static async Task AnswerAsync(Person person, string button, string question, string answer)
    {
        await person.Taps(button);
        var asked = await person.Sees(question);
        await person.Sends(answer, asked.MessageId);
    }
}
