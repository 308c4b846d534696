using System.Text.Json;
using System.Text.Json.Nodes;
using XthonBot.Api.Tests.Inbound.Vendors;
using XthonBot.Core.Modules.Orders;

namespace XthonBot.Api.Tests.HandlerApi;

/// <summary>The npm package <c>hero-sms</c>, unmodified, given the store's address.</summary>
public sealed class HeroClientFacts(VendorPackages packages)
{
    private static readonly JsonObject Wish = new()
    {
        ["service"] = "tg",
        ["country"] = 187,
        ["maxPrice"] = 1.2,
        ["fixedPrice"] = "true",
        ["phoneException"] = "7918,7900",
        ["operator"] = "any",
        ["ref"] = "2684538",
    };

    [Fact]
    public async Task It_buys_waits_gets_the_code_asks_for_another_and_finishes()
    {
        await using var client = await Client.StartAsync();
        Assert.Equal("10", await CallAsync(client, "getBalance"));
        var bought = JsonElement.Parse(await CallAsync(client, "getNumberV2", Wish.DeepClone()));
        var (id, phone) = (bought.GetProperty("activationId").GetString()!, bought.GetProperty("phoneNumber").GetString()!);
        Assert.Equal("\"ACCESS_READY\"", await CallAsync(client, "markReady", id));
        Assert.Equal("""{"status":"STATUS_WAIT_CODE"}""", await CallAsync(client, "getStatus", id));

        await client.TextAsync(phone, "54321", "1");
        Assert.Equal("""{"status":"STATUS_OK","code":"54321"}""", await CallAsync(client, "getStatus", id));
        Assert.Equal(
            "54321",
            JsonElement.Parse(await CallAsync(client, "getStatusV2", id)).GetProperty("sms").GetProperty("code").GetString()
        );
        Assert.Equal("\"ACCESS_RETRY_GET\"", await CallAsync(client, "requestResend", id));
        Assert.Equal("""{"status":"STATUS_WAIT_RETRY","code":"54321"}""", await CallAsync(client, "getStatus", id));
        await client.TextAsync(phone, "67890", "2");
        Assert.Equal(
            2,
            JsonElement
                .Parse(await CallAsync(client, "getAllSms", new JsonObject { ["id"] = id }))
                .GetProperty("meta")
                .GetProperty("total")
                .GetInt32()
        );
        Assert.Equal(
            id,
            JsonElement
                .Parse(await CallAsync(client, "getActiveActivations"))
                .GetProperty("data")[0]
                .GetProperty("activationId")
                .GetString()
        );
        Assert.Equal("null", await CallAsync(client, "finishActivation", id));
        Assert.Equal(
            id,
            JsonElement.Parse(await CallAsync(client, "getHistory", new JsonObject { ["size"] = 5 }))[0].GetProperty("id").GetString()
        );
    }

    [Fact]
    public async Task It_cancels_and_has_the_money_back()
    {
        await using var client = await Client.StartAsync();
        var first = JsonElement.Parse(await CallAsync(client, "getNumber", Wish.DeepClone())).GetProperty("activationId").GetInt64();
        var second = JsonElement.Parse(await CallAsync(client, "getNumber", Wish.DeepClone())).GetProperty("activationId").GetInt64();
        Assert.NotEqual(first, second);
        Assert.Equal("\"ACCESS_CANCEL\"", await CallAsync(client, "cancel", first));
        Assert.Equal("null", await CallAsync(client, "cancelActivation", second));
        Assert.Equal("10.00", await client.BalanceAsync());
    }

    [Fact]
    public async Task It_reads_the_lists()
    {
        await using var client = await Client.StartAsync();
        Assert.Equal(
            1.2,
            JsonElement
                .Parse(await CallAsync(client, "getPrices", new JsonObject { ["country"] = 187 }))
                .GetProperty("187")
                .GetProperty("tg")
                .GetProperty("cost")
                .GetDouble()
        );
        foreach (var method in (string[])["getTopCountriesByService", "getTopCountriesByServiceRank"])
            Assert.Equal(
                187,
                JsonElement
                    .Parse(await CallAsync(client, method, new JsonObject { ["service"] = "tg" }))
                    .GetProperty("0")
                    .GetProperty("country")
                    .GetInt32()
            );
        Assert.Equal("USA", JsonElement.Parse(await CallAsync(client, "getCountries")).GetProperty("187").GetProperty("eng").GetString());
        Assert.Equal(
            "tg",
            JsonElement.Parse(await CallAsync(client, "getServicesList")).GetProperty("services")[0].GetProperty("code").GetString()
        );
        Assert.Contains("any", await CallAsync(client, "getOperators", 187), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_understands_every_refusal()
    {
        await using var client = await Client.StartAsync(numbers: 1);
        Assert.Equal("WrongMaxPriceError: WRONG_MAX_PRICE", await BuyAsync("maxPrice", 0.5));
        Assert.Equal("HeroSMSError: BAD_SERVICE", await BuyAsync("service", "xx"));
        Assert.StartsWith("HeroSMSError:", await BuyAsync("country", 16), StringComparison.Ordinal);
        Assert.StartsWith("HeroSMSError:", await BuyAsync("operator", "verizon"), StringComparison.Ordinal);
        Assert.Equal("NoNumbersError: NO_NUMBERS", await BuyAsync("phoneException", "1555"));
        Assert.StartsWith("HeroSMSError:", await BuyAsync("phoneException", "1"), StringComparison.Ordinal);
        Assert.Equal("ActivationNotFoundError: NO_ACTIVATION", await CallAsync(client, "getStatus", 99));
        Assert.Equal("""{"status":"error","error":"NO_ACTIVATIONS"}""", await CallAsync(client, "getActiveActivations"));
        Assert.Equal("10.00", await client.BalanceAsync());
        await client.BuyAsync();
        Assert.Equal("NoNumbersError: NO_NUMBERS", await BuyAsync("ref", "x"));
        Assert.Equal("AuthenticationError: BAD_KEY", await packages.AskAsync<string>("hero.call", Call(client, "wrong", "getBalance")));

        Task<string> BuyAsync(string name, JsonNode value)
        {
            var wish = Wish.DeepClone().AsObject();
            wish[name] = value;
            return CallAsync(client, "getNumber", wish);
        }
    }

    private Task<string> CallAsync(Client client, string method, params JsonNode[] arguments) =>
        packages.AskAsync<string>("hero.call", Call(client, client.Key, method, arguments));

    private static JsonObject Call(Client client, string key, string method, params JsonNode[] arguments) =>
        new()
        {
            ["url"] = new Uri(client.Api.Client.BaseAddress!, Client.Path).ToString(),
            ["key"] = key,
            ["method"] = method,
            ["args"] = new JsonArray(arguments),
        };
}
