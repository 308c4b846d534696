using System.Text.Json;
using XthonBot.Core.Modules.Orders;

namespace XthonBot.Api.Tests.HandlerApi;

/// <summary>
/// What the clients that others wrote send when they buy, as plain requests: <c>GET</c> or <c>POST</c>, in the address (<c>?</c>) or a form
/// (<c>form</c>). Each buys, twice, two different numbers.
/// </summary>
public sealed class ClientShapeFacts
{
    [Theory]
    // unified-sms-activate (Python): country 0 where none is chosen.
    [InlineData("GET ?action=getNumber&service=tg&country=0&api_key={key}")]
    [InlineData("GET ?action=getNumberV2&service=tg&country=0&maxPrice=10.5&api_key={key}")]
    // aherosms, asmsactivate (Python): their own table says 12 for the USA; a constant ref.
    [InlineData("GET ?action=getNumber&service=tg&api_key={key}&country=12&ref=2684538")]
    [InlineData("GET ?action=getNumberV2&service=tg&api_key={key}&country=12&maxPrice=1.20&operator=any&phoneException=7918&ref=2684538")]
    // python-sms-activate-ru: always this ref.
    [InlineData("GET ?api_key={key}&action=getNumber&service=tg&country=12&ref=pythonsmsactivate")]
    // SMS-Activate.org (TypeScript).
    [InlineData("GET ?api_key={key}&action=getNumberV2&service=tg&country=187")]
    // sms-activate-sdk, sms-activate-ts (TypeScript).
    [InlineData("GET ?api_key={key}&action=getNumberV2&service=tg&country=187&ref=2684538")]
    [InlineData(
        "GET ?api_key={key}&action=getNumberV2&service=tg&country=187&forward=0&freePrice=true&maxPrice=2&operator=any&verification=false&ref=2684538"
    )]
    // sms-activate (npm): a POST without a body.
    [InlineData("POST ?action=getNumber&api_key={key}&service=tg")]
    // Hero-SMS (TypeScript), hero-sms-bot (Python).
    [InlineData("GET ?api_key={key}&action=getNumber&service=tg&country=187&maxPrice=1.2&fixedPrice=true&ref=x&operator=any")]
    // smshub_py: what was not chosen is sent empty.
    [InlineData("GET ?api_key={key}&action=getNumber&service=tg&operator=&country=")]
    [InlineData("GET ?api_key={key}&action=getNumber&service=tg&operator=any&country=187")]
    // A client of SMSHub and SMS-Activate in JavaScript: what was not chosen is sent by that word.
    [InlineData(
        "GET ?action=getNumber&service=tg&operator=undefined&country=187&forward=undefined&phoneException=undefined&ref=undefined&api_key={key}"
    )]
    // SMSActivate (PHP).
    [InlineData("GET ?api_key={key}&action=getNumber&service=tg&country=187&forward=0")]
    // SMSActivateApi (Java), the service's own: ref as its documentation says.
    [InlineData("GET ?api_key={key}&action=getNumber&service=tg&country=187&forward=0&ref=softgorregtelegram")]
    // SMSActivate-Sharp (C#): a form; isForward says the opposite of what is meant, and no service ever read it.
    [InlineData("POST form api_key={key}&action=getNumber&isForward=1&ref=https%3A%2F%2Fsms-activate.ru%2F%3Fref%3D421489&service=tg")]
    // SMSActivate-Net (C#): whole numbers, USA (virtual).
    [InlineData("GET ?api_key={key}&action=getNumberV2&country=12&service=tg&maxPrice=200&operator=&ref=")]
    // daisysms (Go).
    [InlineData("GET ?action=getNumber&api_key={key}&maxPrice=1.50&service=tg")]
    // Clients of DaisySMS in JavaScript and PHP.
    [InlineData("GET ?api_key={key}&action=getNumber&service=tg&max_price=1.5")]
    [InlineData("GET ?api_key={key}&action=getNumber&service=tg&max_price=1.20&areas=&carriers=&number=")]
    // smsactivate (Go), sms-activate-go.
    [InlineData("GET ?action=getNumberV2&api_key={key}&country=187&maxPrice=1.50&service=tg")]
    [InlineData("GET ?action=getNumberV2&api_key={key}&country=187&service=tg&freePrice=true&maxPrice=1.5&operator=any")]
    // A reseller, with its own order's number.
    [InlineData("POST form api_key={key}&action=getNumberV2&service=tg&country=187&orderId={n}&userId=17")]
    public async Task A_client_buys_two_numbers(string shape)
    {
        await using var client = await Client.StartAsync();
        var first = await AskAsync(client, shape.Replace("{n}", "1", StringComparison.Ordinal));
        var second = await AskAsync(client, shape.Replace("{n}", "2", StringComparison.Ordinal));
        Assert.NotEqual(Phone(first), Phone(second));
        Assert.Equal("7.60", await client.BalanceAsync());
    }

    [Theory]
    // numbers, countries, operators and top lists as these clients ask for them.
    [InlineData("GET ?api_key={key}&action=getBalance", "ACCESS_BALANCE:10.00")]
    [InlineData("POST form api_key={key}&action=getBalance", "ACCESS_BALANCE:10.00")]
    [InlineData("GET ?api_key={key}&action=getBalanceAndCashBack", "ACCESS_BALANCE:10.00")]
    [InlineData("GET ?api_key={key}&action=getNumbersStatus&country=12&operator=any", """{"tg_0":"5"}""")]
    [InlineData("GET ?api_key={key}&action=getNumbersStatus&country=&operator=", """{"tg_0":"5"}""")]
    [InlineData(
        "GET ?api_key={key}&action=getPrices&service=tg&country=12",
        """{"187":{"tg":{"cost":1.20,"count":5,"physicalCount":5}}}"""
    )]
    [InlineData(
        "GET ?api_key={key}&action=getPricesExtended&service=tg&country=187&freePrice=true",
        """{"187":{"tg":{"cost":1.20,"count":5,"physicalCount":5}}}"""
    )]
    [InlineData("GET ?api_key={key}&action=getPricesVerification", """{"tg":{"187":{"cost":1.20,"price":1.20,"count":5}}}""")]
    [InlineData(
        "GET ?api_key={key}&action=getTopCountriesByServiceRank&service=tg&freePrice=true",
        """{"0":{"country":187,"count":5,"price":1.20,"retail_price":1.20}}"""
    )]
    [InlineData(
        "GET ?api_key={key}&action=getServicesList&lang=en&country=187",
        """{"status":"success","services":[{"code":"tg","name":"USA Telegram"}]}"""
    )]
    [InlineData("GET ?api_key={key}&action=getOperators&country=187", """{"status":"success","countryOperators":{"187":["any"]}}""")]
    [InlineData("GET ?api_key={key}&action=getActiveActivations&start=0&limit=100", """{"status":"error","error":"NO_ACTIVATIONS"}""")]
    [InlineData("GET ?api_key={key}&action=getRentList", "BAD_ACTION")]
    public async Task A_client_reads(string shape, string answer)
    {
        await using var client = await Client.StartAsync();
        Assert.Equal(answer, await AskAsync(client, shape));
    }

    private static async Task<string> AskAsync(Client client, string shape)
    {
        var (method, rest) = (
            shape[..shape.IndexOf(' ', StringComparison.Ordinal)],
            shape[(shape.IndexOf(' ', StringComparison.Ordinal) + 1)..].Replace("{key}", client.Key, StringComparison.Ordinal)
        );
        using var form = rest.StartsWith("form ", StringComparison.Ordinal)
            ? new StringContent(rest["form ".Length..], null, "application/x-www-form-urlencoded")
            : null;
        var reply = await client.Api.SendAsync(new HttpMethod(method), Client.Path + (form is null ? rest : ""), body: form);
        Assert.Equal(System.Net.HttpStatusCode.OK, reply.Status);
        return reply.Body;
    }

    private static string Phone(string answer)
    {
        var phone =
            answer.StartsWith('{') ? JsonElement.Parse(answer).GetProperty("phoneNumber").GetString()!
            : answer.Split(':') is ["ACCESS_NUMBER", _, var digits] ? digits
            : "";
        Assert.StartsWith("1555", phone, StringComparison.Ordinal);
        return phone;
    }
}
