using System.Text.Json;
using System.Text.Json.Nodes;
using XthonBot.Api.Tests.Inbound.Vendors;
using XthonBot.Core.Modules.Orders;

namespace XthonBot.Api.Tests.HandlerApi;

/// <summary>The npm package <c>sms-activate</c>, unmodified but for the address it calls.</summary>
public sealed class NpmClientFacts(VendorPackages packages)
{
    [Fact]
    public async Task It_buys_waits_gets_the_code_asks_for_another_and_finishes()
    {
        await using var client = await Client.StartAsync();
        Assert.Equal("10", await CallAsync(client, "getBalance"));
        var bought = JsonElement.Parse(await CallAsync(client, "getNumber", "tg", 187));
        var (id, phone) = (bought.GetProperty("id").GetInt64(), bought.GetProperty("number").GetRawText());
        Assert.Equal("\"ACCESS_READY\"", await CallAsync(client, "setStatus", id, 1));
        Assert.Equal("\"STATUS_WAIT_CODE\"", await CallAsync(client, "getStatus", id));
        Assert.Equal("null", await CallAsync(client, "getCode", id));

        await client.TextAsync(phone, "54321", "1");
        Assert.Equal("\"54321\"", await CallAsync(client, "getCode", id));
        Assert.Equal("\"ACCESS_RETRY_GET\"", await CallAsync(client, "setStatus", id, 3));
        Assert.Equal("null", await CallAsync(client, "getCode", id));
        await client.TextAsync(phone, "67890", "2");
        Assert.Equal("\"67890\"", await CallAsync(client, "getCode", id));
        Assert.Equal("\"ACCESS_ACTIVATION\"", await CallAsync(client, "setStatus", id, 6));
    }

    [Fact]
    public async Task It_cancels_and_has_the_money_back()
    {
        await using var client = await Client.StartAsync();
        var id = JsonElement.Parse(await CallAsync(client, "getNumber", "tg")).GetProperty("id").GetInt64();
        Assert.Equal("\"ACCESS_CANCEL\"", await CallAsync(client, "setStatus", id, 8));
        Assert.Equal("10.00", await client.BalanceAsync());
    }

    [Fact]
    public async Task It_understands_every_refusal()
    {
        await using var client = await Client.StartAsync(numbers: 0);
        Assert.Equal("NoFreeNumbers", await CallAsync(client, "getNumber", "tg", 187));
        Assert.Equal("BadService", await CallAsync(client, "getNumber", "xx", 187));
        Assert.Equal("InvalidActivation", await CallAsync(client, "getStatus", 99));
        Assert.Equal("InvalidAPIKey", await packages.AskAsync<string>("activation.call", Call(client, "wrong", "getBalance")));
    }

    private Task<string> CallAsync(Client client, string method, params JsonNode[] arguments) =>
        packages.AskAsync<string>("activation.call", Call(client, client.Key, method, arguments));

    private static JsonObject Call(Client client, string key, string method, params JsonNode[] arguments) =>
        new()
        {
            ["url"] = new Uri(client.Api.Client.BaseAddress!, "/stubs/handler_api.php").ToString(),
            ["key"] = key,
            ["method"] = method,
            ["args"] = new JsonArray(arguments),
        };
}
