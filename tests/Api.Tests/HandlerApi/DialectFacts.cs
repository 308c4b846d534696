using System.Text.Json;
using XthonBot.Api.Tests.Keys;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.ApiKeys;
using XthonBot.Core.Modules.Orders;

namespace XthonBot.Api.Tests.HandlerApi;

/// <summary>Where the services that speak the protocol differ, each of their clients is answered as it asks.</summary>
public sealed class DialectFacts
{
    [Theory]
    [InlineData("X-ApiKey", "{0}")]
    [InlineData("x-apikey", "{0}")]
    [InlineData("X-API-Key", "{0}")]
    [InlineData("Authorization", "Bearer {0}")]
    [InlineData("Authorization", "bearer  {0} ")]
    [InlineData("Authorization", "ApiKey {0}")]
    public async Task Bug_a_key_in_a_header_was_no_key(string header, string value)
    {
        await using var client = await Client.StartAsync();
        var key = string.Format(null, value, client.Key);
        Assert.Equal("ACCESS_BALANCE:10.00", await HeaderAsync(client, "action=getBalance", (header, key)));
        Assert.Equal("ACCESS_BALANCE:10.00", await HeaderAsync(client, "action=getBalance&api_key=" + client.Key, (header, key)));
        Assert.Equal("BAD_KEY", await HeaderAsync(client, "action=getBalance&api_key=another", (header, key)));
        Assert.Equal("BAD_KEY", await HeaderAsync(client, "action=getBalance", (header, key[..^2] + "**")));
        Assert.StartsWith(
            "ACCESS_NUMBER:",
            await HeaderAsync(client, "action=getNumber&service=tg", (header, key)),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task What_is_no_key_is_none()
    {
        await using var client = await Client.StartAsync();
        foreach (
            var (header, value) in ((string, string)[])
                [
                    ("Authorization", "Basic " + client.Key),
                    ("Authorization", "Bearer"),
                    ("X-ApiKey", ""),
                    ("X-Api", client.Key),
                    ("Cookie", "api_key=" + client.Key),
                ]
        )
            Assert.Equal("NO_KEY", await HeaderAsync(client, "action=getBalance", (header, value)));
        foreach (var name in (string[])["api_key", "apikey", "apiKey", "API_KEY", "api-key"])
            Assert.Equal("ACCESS_BALANCE:10.00", (await client.Api.GetAsync($"{Client.Path}?{name}={client.Key}&action=getBalance")).Body);
        Assert.Equal("BAD_KEY", (await client.Api.GetAsync($"{Client.Path}?api_key={client.Key}&api_key=another&action=getBalance")).Body);
    }

    [Fact]
    public async Task Bug_a_client_of_daisy_knows_its_own_refusals_alone()
    {
        await using var client = await Client.StartAsync(settings: ("Orders:MaxOpenPerCustomer", "1"));
        var poor = await client.Api.KeyAsync(await client.Api.Store.CustomerAsync("1.19"));
        Assert.Equal("MAX_PRICE_EXCEEDED", await client.AskAsync("action=getNumber&service=tg&max_price=0.50"));
        Assert.Equal("MAX_PRICE_EXCEEDED", await client.AskAsync("action=getNumberV2&service=tg&max_price=0.50"));
        // Its alias; a client that asks for a highest price and for no country is one of a service with one country.
        Assert.Equal("MAX_PRICE_EXCEEDED", await client.AskAsync("action=getNumber&service=tg&maxPrice=0.50"));
        Assert.Equal("NO_MONEY", await client.AskAsync("action=getNumber&service=tg&max_price=2", poor));
        Assert.Equal("NO_MONEY", await HeaderAsync(client, "action=getNumber&service=tg", ("X-ApiKey", poor)));
        Assert.Equal("NO_BALANCE", await client.AskAsync("action=getNumber&service=tg", poor));
        Assert.Equal("NO_BALANCE", await client.AskAsync("action=getNumber&service=tg&country=187&maxPrice=2", poor));

        Assert.StartsWith("ACCESS_NUMBER:", await client.AskAsync("action=getNumber&service=tg&max_price=1.20"), StringComparison.Ordinal);
        Assert.Equal("TOO_MANY_ACTIVE_RENTALS", await client.AskAsync("action=getNumber&service=tg&max_price=1.20"));
        Assert.Equal("CHANNELS_LIMIT", await client.AskAsync("action=getNumber&service=tg&country=187&maxPrice=1.20"));
        Assert.Equal("8.80", await client.BalanceAsync());
    }

    [Fact]
    public async Task Bug_typed_clients_could_not_read_the_number_that_they_had_paid()
    {
        await using var client = await Client.StartAsync();
        var bought = JsonElement.Parse(await client.AskAsync("action=getNumberV2&service=tg&country=187"));
        var active = JsonElement.Parse(await client.AskAsync("action=getActiveActivations")).GetProperty("activeActivations")[0];
        foreach (var field in (string[])["activationId", "phoneNumber", "activationCost", "countryCode", "activationTime"])
            Assert.Equal(
                (JsonValueKind.String, JsonValueKind.String, field),
                (bought.GetProperty(field).ValueKind, active.GetProperty(field).ValueKind, field)
            );
        Assert.Equal(
            (JsonValueKind.True, JsonValueKind.String),
            (bought.GetProperty("canGetAnotherSms").ValueKind, active.GetProperty("canGetAnotherSms").ValueKind)
        );
        Assert.Equal("1.20", active.GetProperty("activationCost").GetString());
    }

    [Theory]
    [InlineData("getbalance")]
    [InlineData("GETBALANCE")]
    [InlineData(" getBalance ")]
    public async Task An_action_is_known_in_any_case(string action)
    {
        await using var client = await Client.StartAsync();
        Assert.Equal("ACCESS_BALANCE:10.00", await client.AskAsync("action=" + Uri.EscapeDataString(action)));
        var reader = await client.Api.KeyAsync(client.Ann, new KeyChange.SetReadOnly(true));
        Assert.Equal("BAD_KEY", await client.AskAsync("action=GETNUMBER&service=tg", reader));
    }

    [Theory]
    [InlineData("getMultiServiceNumber&multiService=tg,wa")]
    [InlineData("getExtraActivation&activationId=1")]
    [InlineData("getAdditionalService&id=1&service=tg")]
    [InlineData("getRentNumber&service=tg&rent_time=4")]
    [InlineData("reactivate&id=1")]
    [InlineData("prolong&id=1&duration=24")]
    [InlineData("continueRentNumber&id=1")]
    [InlineData("buyPartnerProduct&productId=1")]
    public async Task What_else_such_services_sell_is_not_sold(string action)
    {
        await using var client = await Client.StartAsync();
        await client.BuyAsync();
        Assert.Equal("BAD_ACTION", await client.AskAsync("action=" + action));
        Assert.Equal(new Money(880), await client.Api.Store.BalanceAsync(client.Ann.Id));
    }

    [Fact]
    public async Task Bug_actions_that_clients_call_were_unknown()
    {
        await using var client = await Client.StartAsync();
        Assert.Equal("[]", await client.AskAsync("action=getHistory"));
        foreach (var action in (string[])["getCurrentActivations", "getListOfActiveActivations"])
            Assert.Equal("""{"status":"fail","msg":"no_activations"}""", await client.AskAsync("action=" + action));
        var (id, phone) = await client.BuyAsync();
        Assert.Equal("STATUS_WAIT_CODE", await client.AskAsync("action=getFullSms&id=" + id));
        Assert.Equal("""{"data":[],"meta":{"total":0,"service":"tg"}}""", await client.AskAsync("action=getAllSms&id=" + id));

        await client.TextAsync(phone, "54321", "1");
        Assert.Equal("FULL_SMS:Your Telegram code is 54321", await client.AskAsync("action=getFullSms&id=" + id));
        var text = JsonElement.Parse(await client.AskAsync($"action=getAllSms&id={id}&size=10&page=1")).GetProperty("data")[0];
        Assert.Equal(
            ("Telegram", "54321", "Your Telegram code is 54321", "tg", "sms"),
            (Of(text, "phoneFrom"), Of(text, "code"), Of(text, "text"), Of(text, "service"), Of(text, "type"))
        );
        Assert.Equal("BAD_STATUS", await client.AskAsync("action=cancelActivation&id=" + id));

        // The old text is not the answer while another one is awaited.
        Assert.Equal("ACCESS_RETRY_GET", await client.SetAsync(id, 3));
        Assert.Equal("STATUS_WAIT_CODE", await client.AskAsync("action=getFullSms&id=" + id));
        Assert.Equal("STATUS_WAIT_RETRY:54321", await client.AskAsync("action=getStatusV2&id=" + id));
        var current = JsonElement.Parse(await client.AskAsync("action=getCurrentActivations&start=0&length=10")).GetProperty("data")[0];
        Assert.Equal(
            (id, phone, "tg", "187", "3"),
            (Of(current, "id"), Of(current, "phone"), Of(current, "service"), Of(current, "country"), Of(current, "status"))
        );

        Assert.Equal("ACCESS_ACTIVATION", await client.AskAsync("action=finishActivation&id=" + id));
        Assert.Equal("ACCESS_CANCEL", await client.AskAsync("action=cancelActivation&id=" + (await client.BuyAsync()).Id));
        var history = JsonElement.Parse(await client.AskAsync("action=getHistory"));
        Assert.Equal(2, history.GetArrayLength());
        Assert.Equal(
            ("8", JsonValueKind.Null, 840),
            (Of(history[0], "status"), history[0].GetProperty("sms").ValueKind, history[0].GetProperty("currency").GetInt32())
        );
        Assert.Equal(
            (id, phone, "2026-11-22 10:00:00", "1.20"),
            (Of(history[1], "id"), Of(history[1], "phone"), Of(history[1], "date"), history[1].GetProperty("cost").GetRawText())
        );

        static string? Of(JsonElement row, string field) => row.GetProperty(field).GetString();
    }

    [Fact]
    public async Task A_history_has_pages_and_an_end()
    {
        await using var client = await Client.StartAsync(numbers: 8);
        var ids = new List<string>();
        for (var i = 0; i < 7; i++)
        {
            ids.Insert(0, (await client.BuyAsync()).Id);
            client.Api.Store.Time.Advance(TimeSpan.FromMinutes(1));
        }

        var begin = new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();
        Assert.Equal(ids, await IdsAsync(""));
        Assert.Equal(ids.Take(3), await IdsAsync("&limit=3"));
        Assert.Equal(ids.Skip(3).Take(3), await IdsAsync("&offset=3&size=3"));
        Assert.Empty(await IdsAsync("&offset=7"));
        Assert.Equal(ids.Skip(2).Take(2), await IdsAsync($"&start={begin + 180}&end={begin + 300}"));
        Assert.Equal(ids, await IdsAsync("&limit=99999999"));
        foreach (
            var (query, word) in ((string, string)[])
                [
                    ("start=yesterday", "WRONG_DATE"),
                    ("end=-1", "WRONG_DATE"),
                    ("start=99999999999999", "WRONG_DATE"),
                    ("offset=10001", "BAD_ACTION"),
                    ("limit=all", "BAD_ACTION"),
                ]
        )
            Assert.Equal(word, await client.AskAsync("action=getHistory&" + query));

        async Task<string[]> IdsAsync(string query) =>
            [
                .. JsonElement
                    .Parse(await client.AskAsync("action=getHistory" + query))
                    .EnumerateArray()
                    .Select(row => row.GetProperty("id").GetString()!),
            ];
    }

    private static async Task<string> HeaderAsync(Client client, string query, (string Name, string Value) header)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Client.Path}?{query}");
        Assert.True(request.Headers.TryAddWithoutValidation(header.Name, header.Value));
        var reply = await client.Api.SendAsync(request);
        Assert.Equal(System.Net.HttpStatusCode.OK, reply.Status);
        return reply.Body;
    }
}
