using System.Net.Http.Headers;
using System.Text;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Orders;

namespace XthonBot.Api.Tests.HandlerApi;

/// <summary>A purchase is carried out as it was asked for, or refused, and then nothing is charged.</summary>
public sealed class PaidRequestFacts
{
    private const string Buy = "action=getNumber&service=tg&country=187";

    [Theory]
    [InlineData("max_price=0.50", "MAX_PRICE_EXCEEDED")]
    [InlineData("MAX_PRICE=1.19", "MAX_PRICE_EXCEEDED")]
    [InlineData("max_price=cheap", "MAX_PRICE_EXCEEDED")]
    [InlineData("max-price=0.50", "WRONG_MAX_PRICE:1.20")]
    [InlineData("MAXPRICE=0.50", "WRONG_MAX_PRICE:1.20")]
    [InlineData("maxprice=0.50", "WRONG_MAX_PRICE:1.20")]
    [InlineData("maxPrice=0,50", "WRONG_MAX_PRICE:1.20")]
    [InlineData("maxPrice=5e-1", "WRONG_MAX_PRICE:1.20")]
    [InlineData("maxPrice=1e3", "WRONG_MAX_PRICE:1.20")]
    [InlineData("maxPrice=0", "WRONG_MAX_PRICE:1.20")]
    [InlineData("maxPrice=-5", "WRONG_MAX_PRICE:1.20")]
    [InlineData("maxPrice=%2B5", "WRONG_MAX_PRICE:1.20")]
    [InlineData("maxPrice=", "WRONG_MAX_PRICE:1.20")]
    [InlineData("maxPrice=%20", "WRONG_MAX_PRICE:1.20")]
    [InlineData("maxPrice=undefined", "WRONG_MAX_PRICE:1.20")]
    [InlineData("maxPrice=NaN", "WRONG_MAX_PRICE:1.20")]
    [InlineData("maxPrice=Infinity", "WRONG_MAX_PRICE:1.20")]
    [InlineData("maxPrice=%2450", "WRONG_MAX_PRICE:1.20")]
    [InlineData("maxPrice=50%E2%82%BD", "WRONG_MAX_PRICE:1.20")]
    [InlineData("maxPrice=5.00%20USD", "WRONG_MAX_PRICE:1.20")]
    [InlineData("maxPrice=1%20000", "WRONG_MAX_PRICE:1.20")]
    [InlineData("maxPrice=1,000.00", "WRONG_MAX_PRICE:1.20")]
    [InlineData("maxPrice=%D9%A5", "WRONG_MAX_PRICE:1.20")]
    [InlineData("maxPrice=0x10", "WRONG_MAX_PRICE:1.20")]
    [InlineData("maxPrice=0.50&fixedPrice=true", "WRONG_MAX_PRICE:1.20")]
    [InlineData("maxPrice=2&fixedPrice=true", "WRONG_MAX_PRICE:1.20")]
    [InlineData("maxPrice=2&fixedPrice=perhaps", "WRONG_MAX_PRICE:1.20")]
    [InlineData("fixedPrice=true", "WRONG_MAX_PRICE:1.20")]
    [InlineData("maxPrice=0.50&maxPrice=5", "BAD_ACTION")]
    [InlineData("maxPrice=5&maxPrice=5", "BAD_ACTION")]
    [InlineData("maxPrice=5&max_price=0.50", "BAD_ACTION")]
    [InlineData("maxPrice[]=0.50", "BAD_ACTION")]
    [InlineData("price=0.50", "BAD_ACTION")]
    [InlineData("maxCost=0.50", "BAD_ACTION")]
    [InlineData("max=0.50", "BAD_ACTION")]
    [InlineData("max.price=0.50", "BAD_ACTION")]
    [InlineData("maximumPrice=0.50", "BAD_ACTION")]
    [InlineData("limit=0.50", "BAD_ACTION")]
    [InlineData("sum=0.50", "BAD_ACTION")]
    [InlineData("minPrice=5", "BAD_ACTION")]
    [InlineData("freePrice=0.50", "BAD_ACTION")]
    [InlineData("currency=643&maxPrice=5", "BAD_ACTION")]
    public async Task Bug_a_price_limit_that_was_not_understood_was_passed_over(string query, string word)
    {
        await using var client = await Client.StartAsync();
        await RefusedAsync(client, query, word);
    }

    [Theory]
    [InlineData("phoneException=1555", "NO_NUMBERS")]
    [InlineData("phoneException=7918,%201555", "NO_NUMBERS")]
    [InlineData("phone_exception=1", "WRONG_EXCEPTION_PHONE")]
    [InlineData("phoneException=1555,1", "WRONG_EXCEPTION_PHONE")]
    [InlineData("phoneException=1503;1555", "WRONG_EXCEPTION_PHONE")]
    [InlineData("phoneException=1503%201555", "WRONG_EXCEPTION_PHONE")]
    [InlineData("phoneException=%D9%A1%D9%A5", "WRONG_EXCEPTION_PHONE")]
    [InlineData("phoneException=1%25", "WRONG_EXCEPTION_PHONE")]
    [InlineData("phoneException=1_55", "WRONG_EXCEPTION_PHONE")]
    [InlineData("phoneException=1555000000000000", "WRONG_EXCEPTION_PHONE")]
    [InlineData("phoneException=%2B1555", "NO_NUMBERS")]
    [InlineData("phoneException=001555", "WRONG_EXCEPTION_PHONE")]
    [InlineData("phoneException=%2B", "WRONG_EXCEPTION_PHONE")]
    [InlineData("phoneException=7x", "WRONG_EXCEPTION_PHONE")]
    [InlineData("exceptionPhoneSet=1555", "WRONG_EXCEPTION_PHONE")]
    [InlineData("phoneException=7918&phoneException=7900", "BAD_ACTION")]
    [InlineData("exceptionPhoneSet[]=1555", "BAD_ACTION")]
    [InlineData("operator=verizon", "WRONG_OPERATOR")]
    [InlineData("operator=any,verizon", "WRONG_OPERATOR")]
    [InlineData("carriers=tmo,vz", "WRONG_OPERATOR")]
    [InlineData("forward=1", "BAD_FORWARD")]
    [InlineData("areas=503", "BAD_ACTION")]
    [InlineData("number=15035550199", "BAD_ACTION")]
    [InlineData("activationType=2", "BAD_ACTION")]
    [InlineData("verification=true", "BAD_ACTION")]
    [InlineData("ltr=1", "BAD_ACTION")]
    [InlineData("auto_renew=true", "BAD_ACTION")]
    [InlineData("providerIds=1,2", "BAD_ACTION")]
    [InlineData("exceptProviderIds=3", "BAD_ACTION")]
    [InlineData("multi=1", "BAD_ACTION")]
    [InlineData("rent_time=24", "BAD_ACTION")]
    [InlineData("format=json", "BAD_ACTION")]
    [InlineData("amount=5", "BAD_ACTION")]
    [InlineData("id=17", "BAD_ACTION")]
    [InlineData("=", "BAD_ACTION")]
    [InlineData("x=", "BAD_ACTION")]
    [InlineData("service=tg", "BAD_ACTION")]
    [InlineData("country=187", "BAD_ACTION")]
    [InlineData("country=16", "BAD_ACTION")]
    public async Task Bug_what_the_client_excluded_was_sold(string query, string word)
    {
        await using var client = await Client.StartAsync();
        await RefusedAsync(client, query, word);
    }

    [Fact]
    public async Task Bug_a_client_that_excluded_some_numbers_was_refused_where_others_were_there()
    {
        await using var client = await Client.StartAsync(numbers: 0);
        await client.Api.Store.StockAsync("tg", ["+12125550100", "+12125550101", "+15035550100", "+13055550100"]);
        Assert.Equal("15035550100", (await client.BuyAsync("&phoneException=1212,7918&orderId=1")).Phone);
        // The same order, unless its number is excluded now.
        Assert.Equal("15035550100", (await client.BuyAsync("&phoneException=%2B1305&orderId=1")).Phone);
        Assert.Equal("ORDER_ALREADY_EXISTS", await client.AskAsync($"{Buy}&phoneException=1503&orderId=1"));
        Assert.Equal("NO_NUMBERS", await client.AskAsync($"{Buy}&phoneException=1212,1305"));
        Assert.Equal("WRONG_MAX_PRICE:1.20", await client.AskAsync($"{Buy}&phoneException=1212&maxPrice=1.19"));
        Assert.Equal("8.80", await client.BalanceAsync());
        // Many at once, of which each takes what the others leave.
        var all = await Task.WhenAll(
            Enumerable
                .Range(0, 12)
                .Select(i =>
                    client.AskAsync(
                        Buy
                            + (
                                i % 3 == 0 ? "&phoneException=1212"
                                : i % 3 == 1 ? "&phoneException=1305"
                                : ""
                            )
                    )
                )
        );
        Assert.Equal(9, all.Count(answer => answer == "NO_NUMBERS"));
        Assert.Equal(3, all.Where(answer => answer.StartsWith("ACCESS_NUMBER:", StringComparison.Ordinal)).Distinct().Count());
        Assert.All(
            all.Index().Where(one => one.Index % 3 == 0 && one.Item != "NO_NUMBERS"),
            one => Assert.EndsWith("13055550100", one.Item, StringComparison.Ordinal)
        );
        Assert.All(
            all.Index().Where(one => one.Index % 3 == 1 && one.Item != "NO_NUMBERS"),
            one => Assert.Contains(":1212", one.Item, StringComparison.Ordinal)
        );
        Assert.Equal("5.20", await client.BalanceAsync());
    }

    [Theory]
    [InlineData("16")]
    [InlineData("16&country=16")]
    [InlineData("999999")]
    [InlineData("1")]
    [InlineData("uk")]
    [InlineData("187,16")]
    [InlineData("187.0")]
    [InlineData("-187")]
    [InlineData("%D9%A1%D9%A8%D9%A7")]
    public async Task Bug_another_country_looked_like_sold_out_or_like_none(string country)
    {
        await using var client = await Client.StartAsync();
        var word = country.Contains('&', StringComparison.Ordinal) ? "BAD_ACTION" : "BAD_COUNTRY";
        Assert.Equal(word, await client.AskAsync("action=getNumber&service=tg&country=" + country));
        foreach (var action in (string[])["getPrices", "getNumbersStatus", "getPricesVerification", "getServicesList"])
            Assert.Equal("BAD_COUNTRY", await client.AskAsync($"action={action}&country={country}"));
        Assert.Equal("10.00", await client.BalanceAsync());
    }

    [Theory]
    [InlineData("187")]
    [InlineData("12")]
    [InlineData("us")]
    [InlineData("USA")]
    [InlineData("United%20States")]
    [InlineData("0")]
    [InlineData("")]
    [InlineData("%20187%20")]
    public async Task Bug_the_usa_has_more_names_than_one(string country)
    {
        await using var client = await Client.StartAsync();
        Assert.StartsWith(
            "ACCESS_NUMBER:",
            await client.AskAsync("action=getNumber&service=tg&country=" + country),
            StringComparison.Ordinal
        );
        Assert.StartsWith("""{"tg_0":""", await client.AskAsync("action=getNumbersStatus&country=" + country), StringComparison.Ordinal);
        Assert.StartsWith("""{"187":""", await client.AskAsync("action=getPrices&country=" + country), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "operator=any&phoneException=7918,7900111&forward=0&activationType=0&verification=false&useCashBack=true&userId=17&language=en&ref=x&softId=9"
    )]
    [InlineData("operator=&phoneException=&forward=&ref=&freePrice=true&maxPrice=1.20&ltr=0&areas=&carriers=&number=")]
    [InlineData("operator=undefined&forward=undefined&phoneException=undefined&ref=undefined")]
    [InlineData("isForward=1&ref=https://sms-activate.ru/?ref%3D421489")]
    [InlineData("_=1732269600000&lang=ru&version=2&max_price=1.2")]
    [InlineData("maxPrice=1.20&fixedPrice=true&currency=840&format=text")]
    public async Task What_says_nothing_of_the_number_keeps_nobody_from_buying(string query)
    {
        await using var client = await Client.StartAsync();
        await client.BuyAsync("&" + query);
        Assert.Equal("8.80", await client.BalanceAsync());
    }

    [Theory]
    [InlineData("Idempotency-Key", "order-4711")]
    [InlineData("X-Idempotency-Key", "order-4711")]
    [InlineData("X-Max-Price", "0.50")]
    [InlineData("maxPrice", "0.50")]
    public async Task Bug_a_header_that_would_protect_money_was_passed_over(string name, string value)
    {
        await using var client = await Client.StartAsync();
        foreach (var action in (string[])["getNumber", "getNumberV2"])
        {
            using var request = new HttpRequestMessage(
                HttpMethod.Get,
                $"{Client.Path}?api_key={client.Key}&action={action}&service=tg&country=187"
            );
            request.Headers.Add(name, value);
            var reply = await client.Api.SendAsync(request);
            Assert.Equal(("BAD_ACTION", name), (reply.Body, reply.Headers.GetValues("X-Refused-Parameter").Single()));
        }

        Assert.Equal("10.00", await client.BalanceAsync());
        using var read = new HttpRequestMessage(HttpMethod.Get, $"{Client.Path}?api_key={client.Key}&action=getBalance");
        read.Headers.Add(name, value);
        Assert.Equal("ACCESS_BALANCE:10.00", (await client.Api.SendAsync(read)).Body);
    }

    [Fact]
    public async Task A_refusal_names_the_parameter_where_a_person_can_look()
    {
        await using var client = await Client.StartAsync();
        var reply = await client.Api.GetAsync($"{Client.Path}?api_key={client.Key}&{Buy}&Max-Cost=1");
        Assert.Equal("Max-Cost", reply.Headers.GetValues("X-Refused-Parameter").Single());
        reply = await client.Api.GetAsync($"{Client.Path}?api_key={client.Key}&{Buy}&a%0D%0Ab%C3%A9={new string('v', 300)}");
        Assert.Equal("a??b?", reply.Headers.GetValues("X-Refused-Parameter").Single());
    }

    [Fact]
    public async Task Bug_of_a_form_and_an_address_that_differ_the_address_won()
    {
        await using var client = await Client.StartAsync();
        foreach (
            var (query, form) in ((string, string)[])
                [
                    ("maxPrice=5", "maxPrice=0.50"),
                    ("maxPrice=0.50", "maxPrice=5"),
                    ("country=187", "country=16"),
                    ("service=tg", "service=wa"),
                ]
        )
        {
            var rest = string.Join('&', Buy.Split('&').Where(p => !query.StartsWith(p.Split('=')[0] + "=", StringComparison.Ordinal)));
            Assert.Equal("BAD_ACTION", await PostAsync(client, $"{rest}&{query}", form, "application/x-www-form-urlencoded"));
        }

        Assert.Equal("BAD_ACTION", await PostAsync(client, Buy, "action=getBalance", "application/x-www-form-urlencoded"));
        Assert.Equal("BAD_KEY", await PostAsync(client, Buy, "api_key=another", "application/x-www-form-urlencoded"));
        Assert.Equal("10.00", await client.BalanceAsync());
    }

    [Theory]
    [InlineData("application/json", """{"maxPrice":0.50}""", "WRONG_MAX_PRICE:1.20")]
    [InlineData("application/json; charset=utf-8", """{"max_price":"0.50"}""", "MAX_PRICE_EXCEEDED")]
    [InlineData("application/vnd.api+json", """{"MAXPRICE":5e-1}""", "WRONG_MAX_PRICE:1.20")]
    [InlineData("application/json", """{"maxPrice":[0.50]}""", "BAD_ACTION")]
    [InlineData("application/json", """{"filter":{"maxPrice":0.50}}""", "BAD_ACTION")]
    [InlineData("application/json", """{"maxPrice":5,"maxPrice":0.50}""", "BAD_ACTION")]
    [InlineData("application/json", """[{"maxPrice":0.50}]""", "BAD_ACTION")]
    [InlineData("application/json", "\"maxPrice=0.50\"", "BAD_ACTION")]
    [InlineData("application/json", "maxPrice=0.50", "BAD_ACTION")]
    [InlineData("application/json", """{"maxPrice":0.50""", "BAD_ACTION")]
    [InlineData("application/json", """{"ref":"\ud83d"}""", "BAD_ACTION")]
    [InlineData("text/plain", "maxPrice=0.50", "BAD_ACTION")]
    [InlineData("text/json", """{"maxPrice":0.50}""", "BAD_ACTION")]
    [InlineData(null, "maxPrice=0.50", "BAD_ACTION")]
    [InlineData("application/xml", "<maxPrice>0.50</maxPrice>", "BAD_ACTION")]
    [InlineData("application/x-www-form-urlencoded", "maxPrice=0.50", "WRONG_MAX_PRICE:1.20")]
    [InlineData("application/x-www-form-urlencoded; charset=utf-7", "+AG0-axPrice=0.50", "BAD_ACTION")]
    [InlineData("application/x-www-form-urlencoded; charset=utf-16", "maxPrice=0.50", "BAD_ACTION")]
    [InlineData("application/x-www-form-urlencoded; charset=ebcdic", "maxPrice=0.50", "WRONG_MAX_PRICE:1.20")]
    [InlineData("application/x-www-form-urlencoded", """{"maxPrice":0.50}""", "BAD_ACTION")]
    [InlineData(
        "multipart/form-data; boundary=x",
        "--x\r\nContent-Disposition: form-data; name=\"maxPrice\"\r\n\r\n0.50\r\n--x--\r\n",
        "WRONG_MAX_PRICE:1.20"
    )]
    [InlineData(
        "multipart/form-data; boundary=x",
        "--x\r\nContent-Disposition: form-data; name=\"maxPrice\"; filename=\"f\"\r\n\r\n0.50\r\n--x--\r\n",
        "BAD_ACTION"
    )]
    public async Task Bug_a_body_of_another_kind_was_passed_over(string? type, string body, string word)
    {
        await using var client = await Client.StartAsync();
        Assert.Equal(word, await PostAsync(client, Buy, body, type));
        Assert.Equal("10.00", await client.BalanceAsync());
    }

    [Theory]
    [InlineData("setStatus&status=8")]
    [InlineData("setStatus&status=6")]
    [InlineData("cancelActivation")]
    [InlineData("finishActivation")]
    public async Task Bug_a_body_of_another_kind_was_passed_over_where_an_activation_ends(string action)
    {
        await using var client = await Client.StartAsync();
        var (id, phone) = await client.BuyAsync();
        await client.TextAsync(phone, "54321", "1");
        var (other, _) = await client.BuyAsync();
        foreach (
            var (type, body) in ((string?, string)[])
                [
                    ("text/plain", $"id={other}"),
                    ("application/json", $$"""{"id":[{{other}}]}"""),
                    (null, "status=3"),
                    ("application/x-www-form-urlencoded", $"id={other}"),
                ]
        )
            Assert.Contains(
                await PostAsync(client, $"action={action}&id={id}", body, type),
                (string[])["BAD_ACTION", "WRONG_ACTIVATION_ID"]
            );
        Assert.Equal(
            ("STATUS_OK:54321", "STATUS_WAIT_CODE", "7.60"),
            (await client.StatusAsync(id), await client.StatusAsync(other), await client.BalanceAsync())
        );
        Assert.Equal(
            "ACCESS_CANCEL",
            await PostAsync(client, $"action=setStatus&id={other}", "status=8", "application/x-www-form-urlencoded")
        );
    }

    [Theory]
    [InlineData("application/json", "")]
    [InlineData("application/json", "{}")]
    [InlineData("application/json", " [] ")]
    [InlineData("application/json", "null")]
    [InlineData("application/json", """{"maxPrice":null,"operator":"any","ref":7,"forward":false}""")]
    [InlineData("text/plain", "")]
    [InlineData("application/xml", " \r\n")]
    [InlineData("multipart/form-data; boundary=x", "")]
    [InlineData("application/x-www-form-urlencoded", "")]
    [InlineData(null, "")]
    public async Task An_empty_body_is_none_whatever_its_type_says(string? type, string body)
    {
        await using var client = await Client.StartAsync();
        Assert.StartsWith("ACCESS_NUMBER:", await PostAsync(client, Buy, body, type), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_whole_purchase_may_stand_in_a_json_object()
    {
        await using var client = await Client.StartAsync();
        var body = $$"""{"api_key":"{{client.Key}}","action":"getNumber","service":"tg","country":187,"maxPrice":1.20}""";
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        Assert.StartsWith("ACCESS_NUMBER:", (await client.Api.PostAsync(Client.Path, body: content)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_what_carries_its_answer_buys()
    {
        await using var client = await Client.StartAsync();
        foreach (var method in (HttpMethod[])[HttpMethod.Head, HttpMethod.Options, HttpMethod.Put, HttpMethod.Delete])
            Assert.Equal(
                System.Net.HttpStatusCode.MethodNotAllowed,
                (await client.Api.SendAsync(method, $"{Client.Path}?api_key={client.Key}&{Buy}")).Status
            );
        Assert.Equal("10.00", await client.BalanceAsync());
        Assert.StartsWith(
            "ACCESS_NUMBER:",
            (await client.Api.GetAsync($"{Client.Path}/?api_key={client.Key}&{Buy}")).Body,
            StringComparison.Ordinal
        );
    }

    private static async Task RefusedAsync(Client client, string query, string word)
    {
        Assert.Equal(word, await client.AskAsync($"{Buy}&{query}"));
        Assert.Equal(
            word,
            await client.AskAsync(
                $"action=getNumberV2&service=tg&country=187&{query}".Replace("format=json", "format=xml", StringComparison.Ordinal)
            )
        );
        Assert.Equal(("10.00", """{"tg_0":"5"}"""), (await client.BalanceAsync(), await client.AskAsync("action=getNumbersStatus")));
        Assert.Equal(0, await client.Api.Store.ScalarAsync<int>("select count(*) as value from orders"));
    }

    private static async Task<string> PostAsync(Client client, string query, string body, string? type)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);
        return (await client.Api.PostAsync($"{Client.Path}?api_key={client.Key}&{query}", body: content)).Body;
    }
}
