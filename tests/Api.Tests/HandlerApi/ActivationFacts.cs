using System.Net.Http.Headers;
using System.Text.Json;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Orders;

namespace XthonBot.Api.Tests.HandlerApi;

public sealed class ActivationFacts
{
    [Fact]
    public async Task From_the_balance_to_the_code()
    {
        await using var client = await Client.StartAsync();
        Assert.Equal("ACCESS_BALANCE:10.00", await client.AskAsync("action=getBalance"));
        var (id, phone) = await client.BuyAsync();
        Assert.All(id + phone, c => Assert.True(char.IsAsciiDigit(c)));
        Assert.Equal("8.80", await client.BalanceAsync());
        Assert.Equal("STATUS_WAIT_CODE", await client.StatusAsync(id));
        Assert.Equal("ACCESS_READY", await client.SetAsync(id, 1));

        await client.TextAsync(phone, "54321", "1");
        Assert.Equal("STATUS_OK:54321", await client.StatusAsync(id));
        Assert.Equal("BAD_STATUS", await client.SetAsync(id, 8));

        Assert.Equal("ACCESS_RETRY_GET", await client.SetAsync(id, 3));
        Assert.Equal("STATUS_WAIT_RETRY:54321", await client.StatusAsync(id));
        await client.TextAsync(phone, "67890", "2");
        Assert.Equal("STATUS_OK:67890", await client.StatusAsync(id));
        Assert.Equal("ACCESS_ACTIVATION", await client.SetAsync(id, 6));
        Assert.Equal("BAD_STATUS", await client.SetAsync(id, 3));
        Assert.Equal("STATUS_OK:67890", await client.StatusAsync(id));
        Assert.Equal(Client.NoneActive, await client.AskAsync("action=getActiveActivations"));
    }

    [Theory]
    [InlineData(8)]
    [InlineData(-1)]
    public async Task A_cancel_pays_back_once_and_may_be_asked_again(int status)
    {
        await using var client = await Client.StartAsync();
        var (id, _) = await client.BuyAsync();
        Assert.Equal("ACCESS_CANCEL", await client.SetAsync(id, status));
        Assert.Equal("ACCESS_CANCEL", await client.SetAsync(id, status));
        Assert.Equal("STATUS_CANCEL", await client.StatusAsync(id));
        Assert.Equal("BAD_STATUS", await client.SetAsync(id, 1));
        Assert.Equal("10.00", await client.BalanceAsync());
    }

    [Fact]
    public async Task A_purchase_by_the_second_version_says_all_of_it()
    {
        await using var client = await Client.StartAsync();
        var bought = JsonElement.Parse(await client.AskAsync("action=getNumberV2&service=tg&country=187"));
        Assert.Equal("1.20", bought.GetProperty("activationCost").GetString());
        Assert.Equal(
            (840, "187", "1", true),
            (
                bought.GetProperty("currency").GetInt32(),
                bought.GetProperty("countryCode").GetString(),
                bought.GetProperty("countryPhoneCode").GetString(),
                bought.GetProperty("canGetAnotherSms").GetBoolean()
            )
        );
        Assert.Equal(
            ("2026-11-22 10:00:00", "2026-11-22 10:20:00"),
            (bought.GetProperty("activationTime").GetString(), bought.GetProperty("activationEndTime").GetString())
        );
        var id = bought.GetProperty("activationId").GetString();
        Assert.Equal("STATUS_WAIT_CODE", await client.AskAsync($"action=getStatusV2&id={id}"));

        await client.TextAsync(bought.GetProperty("phoneNumber").GetString()!, "54321", "1");
        var sms = JsonElement.Parse(await client.AskAsync($"action=getStatusV2&id={id}")).GetProperty("sms");
        Assert.Equal(("54321", "Your Telegram code is 54321"), (sms.GetProperty("code").GetString(), sms.GetProperty("text").GetString()));
        var active = JsonElement
            .Parse(await client.AskAsync("action=getActiveActivations"))
            .GetProperty("activeActivations")
            .EnumerateArray()
            .Single();
        Assert.Equal(
            (id, "tg", "54321"),
            (
                active.GetProperty("activationId").GetString(),
                active.GetProperty("serviceCode").GetString(),
                active.GetProperty("smsCode").GetString()
            )
        );
    }

    [Fact]
    public async Task The_lists_say_what_can_be_bought_and_for_what()
    {
        await using var client = await Client.StartAsync(numbers: 3);
        Assert.Equal("""{"tg_0":"3"}""", await client.AskAsync("action=getNumbersStatus&country=187"));
        Assert.Equal("""{"187":{"tg":{"cost":1.20,"count":3,"physicalCount":3}}}""", await client.AskAsync("action=getPrices"));
        Assert.Equal(
            """{"tg":{"187":{"cost":1.20,"price":1.20,"count":3}}}""",
            await client.AskAsync("action=getPricesVerification&service=tg")
        );
        foreach (var action in (string[])["getTopCountriesByService", "getTopCountriesByServiceRank"])
            Assert.Equal(
                """{"0":{"country":187,"count":3,"price":1.20,"retail_price":1.20}}""",
                await client.AskAsync($"action={action}&service=tg")
            );
        Assert.Equal(
            """{"status":"success","services":[{"code":"tg","name":"USA Telegram"}]}""",
            await client.AskAsync("action=getServicesList")
        );
        Assert.Contains("\"eng\":\"USA\"", await client.AskAsync("action=getCountries"), StringComparison.Ordinal);
        Assert.Contains("\"187\"", await client.AskAsync("action=getOperators"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("action=getNumber&service=xx&country=187", "BAD_SERVICE")]
    [InlineData("action=getNumber&service=&country=187", "BAD_SERVICE")]
    [InlineData("action=getNumber&service=tg&country=33", "BAD_COUNTRY")]
    [InlineData("action=getPrices&country=33", "BAD_COUNTRY")]
    [InlineData("action=getPrices&service=wa", "BAD_SERVICE")]
    [InlineData("action=getNumbersStatus&country=usx", "BAD_COUNTRY")]
    [InlineData("action=getNumbersStatus&country=187&country=33", "BAD_COUNTRY")]
    [InlineData("action=getTopCountriesByService&service=wa", "BAD_SERVICE")]
    [InlineData("action=getOperators&country=33", "OPERATORS_NOT_FOUND")]
    [InlineData("action=getNumber&service=tg&country=187&maxPrice=1.19", "WRONG_MAX_PRICE:1.20")]
    [InlineData("action=getNumber&service=tg&country=187&maxPrice=cheap", "WRONG_MAX_PRICE:1.20")]
    [InlineData("action=getNumber&service=tg&country=187&maxPrice=1.1999", "WRONG_MAX_PRICE:1.20")]
    [InlineData("action=sell", "BAD_ACTION")]
    [InlineData("action=", "BAD_ACTION")]
    [InlineData("action=getStatus&action=getBalance", "BAD_ACTION")]
    [InlineData("action=getStatus&id=99", "NO_ACTIVATION")]
    [InlineData("action=getStatus&id=tx_1", "WRONG_ACTIVATION_ID")]
    [InlineData("action=getStatus&id=99999999999999999999", "WRONG_ACTIVATION_ID")]
    [InlineData("action=setStatus&id=99&status=8", "NO_ACTIVATION")]
    [InlineData("action=getFullSms&id=99", "NO_ACTIVATION")]
    [InlineData("action=getAllSms&id=99", "NO_ACTIVATION")]
    [InlineData("action=finishActivation&id=99", "NO_ACTIVATION")]
    [InlineData("action=cancelActivation&id=", "WRONG_ACTIVATION_ID")]
    [InlineData("action=getActiveActivations", Client.NoneActive)]
    public async Task What_cannot_be_done_has_its_word_and_costs_nothing(string query, string word)
    {
        await using var client = await Client.StartAsync();
        Assert.Equal(word, await client.AskAsync(query));
        Assert.Equal("10.00", await client.BalanceAsync());
    }

    [Theory]
    [InlineData("1.20")]
    [InlineData("1.2000")]
    [InlineData("2")]
    [InlineData("1.20000000000000018")]
    [InlineData("99999999999")]
    public async Task A_price_within_the_most_is_paid(string most)
    {
        await using var client = await Client.StartAsync();
        await client.BuyAsync("&maxPrice=" + most);
        Assert.Equal("8.80", await client.BalanceAsync());
    }

    [Fact]
    public async Task Without_money_or_numbers_or_a_key_it_says_so()
    {
        await using var client = await Client.StartAsync(numbers: 0);
        Assert.Equal("NO_NUMBERS", await client.AskAsync("action=getNumber&service=tg"));
        Assert.Equal("NO_KEY", await client.AskAsync("action=getBalance", key: ""));
        Assert.Equal("BAD_KEY", await client.AskAsync("action=getBalance", key: "xk_0123456789_" + new string('a', 43)));
        await client.Api.Store.StockAsync("tg", ["+15550009999"]);
        var poor = await client.Api.KeyAsync(await client.Api.Store.CustomerAsync("1.19"));
        Assert.Equal("NO_BALANCE", await client.AskAsync("action=getNumber&service=tg", poor));
    }

    [Fact]
    public async Task Nobody_sees_or_changes_what_is_anothers()
    {
        await using var client = await Client.StartAsync();
        var (id, _) = await client.BuyAsync();
        var other = await client.Api.KeyAsync(await client.Api.Store.CustomerAsync("10.00"));
        foreach (
            var query in (string[])
                [
                    $"action=getStatus&id={id}",
                    $"action=getStatusV2&id={id}",
                    $"action=getFullSms&id={id}",
                    $"action=getAllSms&id={id}",
                    $"action=setStatus&id={id}&status=8",
                    $"action=setStatus&id={id}&status=3",
                    $"action=cancelActivation&id={id}",
                    $"action=finishActivation&id={id}",
                ]
        )
            Assert.Equal("NO_ACTIVATION", await client.AskAsync(query, other));
        Assert.Equal(Client.NoneActive, await client.AskAsync("action=getActiveActivations", other));
        Assert.Equal("[]", await client.AskAsync("action=getHistory", other));
        Assert.Equal("STATUS_WAIT_CODE", await client.StatusAsync(id));
    }

    [Fact]
    public async Task A_body_that_cannot_be_read_is_a_bad_action()
    {
        await using var client = await Client.StartAsync();
        using var broken = new ByteArrayContent([0x2D, 0x2D])
        {
            Headers = { ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=x") },
        };
        Assert.Equal("BAD_ACTION", (await client.Api.PostAsync(Client.Path, body: broken)).Body);
        using var huge = new FormUrlEncodedContent([KeyValuePair.Create("api_key", new string('a', 70_000))]);
        Assert.Equal("BAD_ACTION", (await client.Api.PostAsync(Client.Path, body: huge)).Body);
    }

    [Fact]
    public async Task An_order_that_expired_is_canceled_in_the_words_of_the_protocol()
    {
        await using var client = await Client.StartAsync();
        var (id, _) = await client.BuyAsync();
        client.Api.Store.Time.Advance(TimeSpan.FromMinutes(21));
        await client.Api.Store.ExpireAsync();
        Assert.Equal("STATUS_CANCEL", await client.StatusAsync(id));
        Assert.Equal("BAD_STATUS", await client.SetAsync(id, 8));
        Assert.Equal("10.00", await client.BalanceAsync());
    }

    [Fact]
    public async Task The_rest_api_refuses_a_price_above_the_most_and_says_it()
    {
        await using var client = await Client.StartAsync();
        EnvelopeAssert.Failed(
            await client.Api.PostAsync($"services/{client.Service.Id}/buy?max_price=1.19", client.Key),
            409,
            "The price is 1.20, more than the 1.19 of max_price"
        );
        EnvelopeAssert.Failed(
            await client.Api.PostAsync($"services/{client.Service.Id}/buy?max_price=x", client.Key),
            400,
            "max_price must be an amount such as 1.20"
        );
        Assert.Equal(new Money(1000), await client.Api.Store.BalanceAsync(client.Ann.Id));
        EnvelopeAssert.Ok(await client.Api.PostAsync($"services/{client.Service.Id}/buy?max_price=1.20", client.Key));
    }
}
