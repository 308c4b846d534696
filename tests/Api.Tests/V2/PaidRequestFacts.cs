using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Customers;
using XthonBot.Core.Modules.Orders;
using XthonBot.Core.Modules.Stock;
using XthonBot.Core.Views.Storefront;
using XthonBot.TestKit;

namespace XthonBot.Api.Tests.V2;

/// <summary>
/// What costs or moves money is carried out as it was meant, or refused with the part that was not understood; a number costs 1.20.
/// </summary>
public sealed class PaidRequestFacts : IAsyncLifetime
{
    private const string Json = "application/json";
    private const string Form = "application/x-www-form-urlencoded";
    private const string Parts = "multipart/form-data; boundary=b";
    private const string NotAnAmount = "max_price must be an amount such as 1.20";
    private const string NoBody = "the body must be a JSON object or a form";
    private ApiHost api = null!;
    private ServiceView service = null!;
    private CustomerProfile ann = null!;
    private string key = "";

    public async ValueTask InitializeAsync()
    {
        api = await ApiHost.StartAsync();
        service = await api.Store.ServiceAsync(numbers: 50);
        ann = await api.Store.CustomerAsync("100.00");
        key = await api.KeyAsync(ann);
    }

    public async ValueTask DisposeAsync()
    {
        Assert.Empty(await api.Store.DifferencesAsync());
        await api.DisposeAsync();
    }

    [Theory]
    [InlineData("maxPrice=0.50", "maxPrice")]
    [InlineData("max-price=0.50", "max-price")]
    [InlineData("Max_Price=0.50", "Max_Price")]
    [InlineData("price=0.50", "price")]
    [InlineData("max_price[]=0.50", "max_price[]")]
    [InlineData("max_price%20=0.50", "max_price ")]
    [InlineData("max%E2%80%8B_price=0.50", "max\u200b_price")]
    [InlineData("=0.50", "")]
    [InlineData("max_price=1.20&operator=att", "operator")]
    [InlineData("max_price=1.20;operator=att", "max_price must be")]
    [InlineData("idempotency_key=order-4711", "idempotency_key")]
    [InlineData("api_key=xk_secret", "api_key")]
    [InlineData("_=1700000000", "_")]
    [InlineData("wait=25", "wait")]
    [InlineData("max_price", "max_price must be")]
    [InlineData("max_price=", "max_price must be")]
    [InlineData("max_price=1,20", "max_price must be")]
    [InlineData("max_price=1.200", "max_price must be")]
    [InlineData("max_price=%2B1.20", "max_price must be")]
    [InlineData("max_price=+1.20", "max_price must be")]
    [InlineData("max_price=$1.20", "max_price must be")]
    [InlineData("max_price=-1", "max_price must be")]
    [InlineData("max_price=5e-1", "max_price must be")]
    [InlineData("max_price=0x10", "max_price must be")]
    [InlineData("max_price=Infinity", "max_price must be")]
    [InlineData("max_price=null", "max_price must be")]
    [InlineData("max_price=1.20%00", "max_price must be")]
    [InlineData("max_price=%D9%A1.%D9%A2%D9%A0", "max_price must be")]
    [InlineData("max_price=1.20&max_price=1.20", "max_price must be given once")]
    [InlineData("max_price=5&max_price=0.50", "max_price must be given once")]
    public Task Bug_a_parameter_that_is_not_understood_is_named_and_nothing_is_charged(string query, string named) =>
        RefusedAsync(named, query);

    [Theory]
    [InlineData("""{"maxPrice":"0.50"}""", Json, "maxPrice")]
    [InlineData("""{"maxPrice":"0.50"}""", Form, "maxPrice")]
    [InlineData("""{"MAX_PRICE":0.5}""", Json, "MAX_PRICE")]
    [InlineData("""{"max_price":"1.20","ref":null}""", Json, "ref")]
    [InlineData("""{"max_price":0.50,"max_price":5}""", Json, "max_price must be given once")]
    [InlineData("""{"max_price":null,"max_price":5}""", Json, "max_price must be given once")]
    [InlineData("""{"max_price":[0.50]}""", Json, NotAnAmount)]
    [InlineData("""{"max_price":{"amount":"0.50"}}""", Json, NotAnAmount)]
    [InlineData("""{"max_price":true}""", Json, NotAnAmount)]
    [InlineData("""{"max_price":""}""", Json, NotAnAmount)]
    [InlineData("""{"max_price":1e0}""", Json, NotAnAmount)]
    [InlineData("""{"max_price":-0.5}""", Json, NotAnAmount)]
    [InlineData("""{"max_price":0.30000000000000004}""", Json, NotAnAmount)]
    [InlineData("""{"max_price":" 1.20"}""", Json, NotAnAmount)]
    [InlineData("""{"data":{"max_price":"0.50"}}""", Json, "data")]
    [InlineData("""{"max_price":"0.50",}""", Json, NoBody)]
    [InlineData("""{"max_price":"0.50"} {}""", Json, NoBody)]
    [InlineData("""{"\ud800":1}""", Json, NoBody)]
    [InlineData("""{"max_price":"\ud800"}""", Json, NoBody)]
    [InlineData("""[{"max_price":"0.50"}]""", Json, NoBody)]
    [InlineData("[]", Json, NoBody)]
    [InlineData("0.50", Json, NoBody)]
    [InlineData("\"0.50\"", Json, NoBody)]
    [InlineData("{not json", Json, NoBody)]
    [InlineData("max_price=0.50", Json, NoBody)]
    [InlineData("max_price=0.50", "text/plain", NoBody)]
    [InlineData("max_price=0.50", null, NoBody)]
    [InlineData("<max_price>0.50</max_price>", "application/xml", NoBody)]
    [InlineData("maxPrice=0.50", Form, "maxPrice")]
    [InlineData("max_price", Form, NotAnAmount)]
    [InlineData("max_price=0,50", Form, NotAnAmount)]
    [InlineData("max_price=5&max_price=0.50", Form, "max_price must be given once")]
    [InlineData("max_price=5&Max_Price=0.50", Form, "max_price must be given once")]
    [InlineData("hello", Form, "hello")]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"maxPrice\"\r\n\r\n0.50\r\n--b--\r\n", Parts, "maxPrice")]
    [InlineData(
        "--b\r\nContent-Disposition: form-data; name=\"max_price\"; filename=\"a.txt\"\r\n\r\n0.50\r\n--b--\r\n",
        Parts,
        NotAnAmount
    )]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"max_price\"\r\n\r\n0.50", Parts, NoBody)]
    [InlineData("--b\r\n\r\n0.50\r\n--b--\r\n", "multipart/form-data", NoBody)]
    public Task Bug_a_body_that_is_not_understood_is_named_and_nothing_is_charged(string body, string? type, string named) =>
        RefusedAsync(named, "", Body(body, type));

    [Theory]
    [InlineData("X-Idempotency-Key")]
    [InlineData("Idempotency_Key")]
    [InlineData("IDEMPOTENCYKEY")]
    [InlineData("Idempotent-Key")]
    [InlineData("X-Max-Price")]
    [InlineData("max_price")]
    public async Task Bug_a_header_that_would_protect_money_under_another_name_is_refused(string name)
    {
        using var request = Request("");
        request.Headers.Add(name, "1.20");
        await RefusedAsync(name + " is not understood", request);
    }

    [Fact]
    public async Task A_body_in_another_encoding_or_charset_is_refused()
    {
        var zipped = Body("""{"max_price":"0.50"}""", Json);
        zipped.Headers.ContentEncoding.Add("gzip");
        await RefusedAsync(NoBody, "", zipped);
        await RefusedAsync(NoBody, "", Body("+AG0-ax_price=0.50", Form + "; charset=utf-7"));
        await RefusedAsync(
            NoBody,
            "",
            new ByteArrayContent(Encoding.Unicode.GetBytes("""{"max_price":"0.50"}"""))
            {
                Headers = { ContentType = MediaTypeHeaderValue.Parse(Json + "; charset=utf-16") },
            }
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \r\n\t")]
    [InlineData("\uFEFF")]
    [InlineData("{}")]
    [InlineData("\uFEFF{ }\n")]
    [InlineData("null")]
    [InlineData("""{"max_price":null}""")]
    public async Task Bug_an_empty_body_is_none_whatever_its_type_says(string body)
    {
        foreach (
            var type in (string?[])
                [
                    Json,
                    "application/json; charset=utf-8",
                    "application/merge-patch+json",
                    Form,
                    "text/plain",
                    "application/octet-stream",
                    "nonsense",
                    Parts,
                    null,
                ]
        )
        {
            foreach (var isChunked in (bool[])[false, true])
            {
                using var request = Request("", Body(body, type));
                request.Headers.TransferEncodingChunked = isChunked;
                await BoughtAsync(request);
            }
        }
    }

    [Fact]
    public async Task A_form_without_a_field_is_no_body()
    {
        await BoughtAsync("", Body("--b--\r\n", Parts));
        await BoughtAsync("", Body("&&", Form));
        await BoughtAsync("?");
        await BoughtAsync("?&&");
    }

    [Theory]
    [InlineData("1.20")]
    [InlineData("1.2")]
    [InlineData("2")]
    [InlineData("1000000")]
    public Task A_highest_price_is_understood_wherever_it_stands(string most) => EverywhereAsync(most, 200);

    [Theory]
    [InlineData("1.19")]
    [InlineData("0.5")]
    [InlineData("0")]
    [InlineData("0.00")]
    public Task A_price_above_it_is_refused_wherever_it_stands(string most) => EverywhereAsync(most, 409);

    [Fact]
    public async Task In_two_places_it_has_one_value()
    {
        await BoughtAsync("max_price=1.20", Body("""{"max_price":1.2}""", Json));
        await BoughtAsync("max_price=1.2", Body("max_price=1.20", Form));
        await RefusedAsync("max_price must be given once", "max_price=1.20", Body("""{"max_price":"0.50"}""", Json));
        await RefusedAsync("max_price must be given once", "max_price=0.50", Body("max_price=1.20", Form));
    }

    [Fact]
    public async Task Every_command_of_the_document_names_what_it_does_not_understand()
    {
        var commands = (await api.GetAsync("/openapi/v2.json"))
            .Json.GetProperty("paths")
            .EnumerateObject()
            .Where(path => path.Value.TryGetProperty("post", out var post) && !post.TryGetProperty("requestBody", out _))
            .Select(path => path.Name)
            .ToList();
        Assert.True(commands.Count >= 6);
        foreach (var command in commands)
        {
            var path = command
                .Replace("{service_id}", service.Code, StringComparison.Ordinal)
                .Replace("{transaction_id}", $"tx_{Guid.Empty:N}", StringComparison.Ordinal);
            EnvelopeAssert.Failed(
                await api.PostAsync(path + "?dry_run=1", key),
                400,
                $"dry_run is not understood; this request takes {(path.EndsWith("/buy", StringComparison.Ordinal) ? "max_price" : "no parameters")}"
            );
            EnvelopeAssert.Failed(
                await api.PostAsync(path, key, Body("""{"dry_run":true}""", Json)),
                400,
                $"dry_run is not understood; this request takes {(path.EndsWith("/buy", StringComparison.Ordinal) ? "max_price" : "no parameters")}"
            );
        }
    }

    [Fact]
    public async Task A_cancel_that_is_not_understood_gives_nothing_back_and_one_with_an_empty_body_does()
    {
        var id = EnvelopeAssert.Ok(await api.PostAsync($"services/{service.Id}/buy", key)).GetProperty("id").GetString();
        foreach (var command in (string[])["cancel", "again"])
        {
            EnvelopeAssert.Failed(
                await api.PostAsync($"transactions/{id}/{command}?when=later", key),
                400,
                "when is not understood; this request takes no parameters"
            );
            EnvelopeAssert.Failed(
                await api.PostAsync($"transactions/{id}/{command}", key, Body("""{"max_price":"1.20"}""", Json)),
                400,
                "max_price is not understood; this request takes no parameters"
            );
        }

        Assert.Equal("98.80", $"{await api.Store.BalanceAsync(ann.Id)}");
        Assert.Equal(
            "1.20",
            EnvelopeAssert
                .Ok(await api.PostAsync($"transactions/{id}/cancel", key, Body("{}", "text/plain")))
                .GetProperty("refunded")
                .GetString()
        );
    }

    [Fact]
    public async Task What_a_body_says_is_part_of_the_request_that_is_repeated()
    {
        async Task<ApiReply> AskAsync(string body)
        {
            using var request = Request("", Body(body, Json));
            request.Headers.Add("Idempotency-Key", "order-1");
            return await api.SendAsync(request);
        }

        var first = await AskAsync("""{"max_price":"1.20"}""");
        Assert.Equal(first.Body, (await AskAsync("""{ "max_price": 1.2 }""")).Body);
        EnvelopeAssert.Failed(await AskAsync("""{"max_price":"5"}"""), 422, "This Idempotency-Key was used for another request");
        EnvelopeAssert.Failed(await AskAsync("{}"), 422, "This Idempotency-Key was used for another request");
        EnvelopeAssert.Failed(await AskAsync("""{"maxPrice":"1.20"}"""), 400, "maxPrice is not understood; this request takes max_price");
        Assert.Equal("98.80", $"{await api.Store.BalanceAsync(ann.Id)}");
    }

    [Fact]
    public async Task A_name_that_is_long_is_cut_where_it_is_named() =>
        Assert.Equal(
            $"{new string('x', 64)}… is not understood; this request takes max_price",
            (await api.SendAsync(Request(new string('x', 5000) + "=1"))).Message
        );

    [Fact]
    public async Task Reads_pass_over_what_they_do_not_know() => EnvelopeAssert.Ok(await api.GetAsync("services?max_price=1&_=1", key));

    [Fact]
    public async Task Bug_a_service_is_bought_by_its_code_and_what_is_not_found_is_named()
    {
        Assert.Equal(service.Code, (await api.GetAsync("services", key)).Data[0].GetProperty("code").GetString());
        Assert.Equal($"{service.Id}", EnvelopeAssert.Ok(await api.PostAsync("services/tg/buy", key)).GetProperty("service_id").GetString());
        foreach (var other in (string[])["TG", "t", "tg2", "%20tg"])
            EnvelopeAssert.Failed(await api.PostAsync($"services/{other}/buy", key), 404, "Not found: no such service");
    }

    private async Task EverywhereAsync(string most, int status)
    {
        HttpRequestMessage[] requests =
        [
            Request($"max_price={most}"),
            Request("", Body($$"""{"max_price":"{{most}}"}""", Json)),
            Request("", Body($$"""{"max_price":{{most}}}""", Json)),
            Request("", Body($$"""{"max\u005fprice":{{most}}}""", null)),
            Request("", Body($$"""{"max_price":{{most}}}""", Form)),
            Request("", Body($"max_price={most}", Form)),
            Request("", Body($"max%5Fprice={most}", Form + "; charset=utf-8")),
            Request("", Body($"--b\r\nContent-Disposition: form-data; name=\"max_price\"\r\n\r\n{most}\r\n--b--\r\n", Parts)),
        ];
        foreach (var request in requests)
        {
            if (status == 200)
                await BoughtAsync(request);
            else
                await RefusedAsync("The price is 1.20, more than the ", request, status);
            request.Dispose();
        }
    }

    private async Task BoughtAsync(string query, HttpContent? body = null)
    {
        using var request = Request(query, body);
        await BoughtAsync(request);
    }

    private async Task BoughtAsync(HttpRequestMessage request)
    {
        var before = await StateAsync();
        EnvelopeAssert.Ok(await api.SendAsync(request));
        Assert.Equal((before.Cents - 120, before.Stock - 1, before.Orders + 1), await StateAsync());
    }

    private async Task RefusedAsync(string named, string query, HttpContent? body = null)
    {
        using var request = Request(query, body);
        await RefusedAsync(named, request);
    }

    private async Task RefusedAsync(string named, HttpRequestMessage request, int status = 400)
    {
        var before = await StateAsync();
        var reply = await api.SendAsync(request);
        Assert.Equal(
            (status, named),
            ((int)reply.Status, reply.Message!.Length >= named.Length ? reply.Message[..named.Length] : reply.Message)
        );
        EnvelopeAssert.Enveloped(reply, ok: false);
        Assert.Equal(before, await StateAsync());
    }

    private async Task<(long Cents, long Stock, long Orders)> StateAsync() =>
        (
            (await api.Store.BalanceAsync(ann.Id)).Minor,
            await api.Store.ScalarAsync<long>($"select count(*) as \"Value\" from numbers where status = {(int)NumberStatus.Free}"),
            await api.Store.ScalarAsync<long>("select count(*) as \"Value\" from orders")
        );

    private HttpRequestMessage Request(string query, HttpContent? body = null)
    {
        var request = new HttpRequestMessage(
            HttpMethod.Post,
            $"/api/v2/services/{service.Id}/buy{(query.Length == 0 || query[0] == '?' ? "" : "?")}{query}"
        )
        {
            Content = body,
        };
        request.Headers.Add("X-API-Key", key);
        return request;
    }

    private static ByteArrayContent Body(string text, string? type)
    {
        var body = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
        if (type is not null)
            body.Headers.TryAddWithoutValidation("Content-Type", type);
        return body;
    }
}
