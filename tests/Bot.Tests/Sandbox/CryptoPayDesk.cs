using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using XthonBot.Sandbox;
using XthonBot.TestKit;

namespace XthonBot.Bot.Tests.Sandbox;

/// <summary>The cash desk as Crypto Pay, over its own protocol.</summary>
public sealed class CryptoPayDesk
{
    private const string Token = "1001:token";

    private static SandboxOptions Options => new() { Desk = new() { CryptoPayToken = Token } };

    [Fact]
    public async Task An_invoice_in_dollars_is_paid_and_told_once_signed_over_its_raw_bytes()
    {
        await using var store = await Listener.StartAsync();
        await using var room = await Room.OpenAsync(Options with { PayHookUrl = store.Url });
        var invoice = await CreateAsync(room);
        Assert.Equal(
            ("active", "fiat", "USD", "5"),
            (Text(invoice, "status"), Text(invoice, "currency_type"), Text(invoice, "fiat"), Text(invoice, "amount"))
        );
        Assert.Equal(JsonValueKind.Number, invoice.GetProperty("invoice_id").ValueKind);

        var known = await room.People.Desk.FindAsync(Text(invoice, "bot_invoice_url")!, Room.Ct);
        Assert.True((await room.People.Desk.ActAsync(known.Id, "pay", ct: Room.Ct)).Done);
        var (body, headers) = await store.NextAsync();

        var key = SHA256.HashData(Encoding.UTF8.GetBytes(Token));
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(body)));
        Assert.Equal(signature, headers["crypto-pay-api-signature"]);
        var update = JsonDocument.Parse(body).RootElement;
        Assert.Equal("invoice_paid", Text(update, "update_type"));
        var paid = update.GetProperty("payload");
        Assert.Equal(
            ("paid", "pay_1", "USDT", "5"),
            (Text(paid, "status"), Text(paid, "payload"), Text(paid, "paid_asset"), Text(paid, "paid_amount"))
        );
        Assert.True(JsonElement.DeepEquals(paid, Assert.Single(await ListAsync(room, "status=paid"))));
        Assert.Empty((await room.People.Desk.InvoiceAsync(known.Id, Room.Ct)).Actions);
    }

    [Fact]
    public async Task It_is_found_by_id_and_by_state_newest_first_and_gone_once_deleted()
    {
        await using var room = await Room.OpenAsync(Options);
        var ids = new List<long>();
        for (var i = 0; i < 3; i++)
            ids.Add((await CreateAsync(room)).GetProperty("invoice_id").GetInt64());

        Assert.Equal(ids.AsEnumerable().Reverse(), (await ListAsync(room, "")).Select(Id));
        Assert.Equal([ids[1]], (await ListAsync(room, $"invoice_ids={ids[1]}")).Select(Id));
        Assert.Equal([ids[1]], (await ListAsync(room, "offset=1&count=1")).Select(Id));
        Assert.True((await CallAsync(room, "deleteInvoice", new { invoice_id = ids[1] })).GetProperty("result").GetBoolean());
        Assert.Equal([ids[2], ids[0]], (await ListAsync(room, "status=active")).Select(Id));
        Assert.Equal((400, "INVOICE_NOT_FOUND"), Error(await CallAsync(room, "deleteInvoice", new { invoice_id = ids[1] })));
    }

    [Fact]
    public async Task It_expires_by_itself_and_is_paid_no_more()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero));
        await using var room = await Room.OpenAsync(Options with { Time = clock });
        await CreateAsync(room);
        clock.Advance(TimeSpan.FromMinutes(30));

        var invoice = (await room.People.Desk.ReadAsync(Room.Ct)).Invoices.Single();
        Assert.Equal(
            ("expired", "2026-11-22T10:30:00.000Z"),
            (invoice.State, Text(Assert.Single(await ListAsync(room, "status=expired")), "expiration_date"))
        );
        var error = await Assert.ThrowsAsync<HttpRequestException>(() => room.People.Desk.ActAsync(invoice.Id, "pay", ct: Room.Ct));
        Assert.Equal(HttpStatusCode.Conflict, error.StatusCode);
    }

    [Fact]
    public async Task The_next_webhook_can_be_lost_doubled_or_signed_wrongly()
    {
        await using var store = await Listener.StartAsync();
        await using var room = await Room.OpenAsync(Options with { PayHookUrl = store.Url });
        foreach (var what in new[] { "lost", "doubled", "forged" })
            await room.People.Desk.ArrangeAsync(what, "cryptopay", ct: Room.Ct);

        var lost = await PaidAsync(room);
        Assert.True(lost.Tells("webhook invoice_paid: lost"));
        var doubled = await PaidAsync(room);
        var (first, second) = (await store.NextAsync(), await store.NextAsync());
        Assert.Equal((first.Body, first.Headers["crypto-pay-api-signature"]), (second.Body, second.Headers["crypto-pay-api-signature"]));
        Assert.Contains(doubled.ExternalId, first.Body, StringComparison.Ordinal);
        await PaidAsync(room);
        Assert.Equal(new string('0', 64), (await store.NextAsync()).Headers["crypto-pay-api-signature"]);
        Assert.Empty((await room.People.Desk.ReadAsync(Room.Ct)).Hooks);
    }

    [Fact]
    public async Task A_delayed_webhook_is_overtaken()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero));
        await using var store = await Listener.StartAsync();
        await using var room = await Room.OpenAsync(Options with { PayHookUrl = store.Url, Time = clock });
        await room.People.Desk.ArrangeAsync("delayed", delayMs: 60_000, ct: Room.Ct);
        var slow = await PaidAsync(room);
        var quick = await PaidAsync(room);
        Assert.Contains($"\"invoice_id\":{quick.ExternalId}", (await store.NextAsync()).Body, StringComparison.Ordinal);

        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Contains($"\"invoice_id\":{slow.ExternalId}", (await store.NextAsync()).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_tries_again_until_the_store_has_it()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero));
        await using var store = await Listener.StartAsync(503, 400);
        await using var room = await Room.OpenAsync(Options with { PayHookUrl = store.Url, Time = clock });
        var invoice = await PaidAsync(room);
        await store.NextAsync();
        await room.People.Desk.WaitForAsync(invoice.Id, now => now.Tells("webhook invoice_paid: answered 503"), Room.Ct);
        await AdvanceUntilAsync(clock, store.NextAsync());
        await room.People.Desk.WaitForAsync(invoice.Id, now => now.Tells("webhook invoice_paid: answered 400"), Room.Ct);
        await AdvanceUntilAsync(clock, store.NextAsync());

        await room.People.Desk.WaitForAsync(invoice.Id, now => now.Tells("webhook invoice_paid: answered 200, attempt 3"), Room.Ct);
    }

    /// <summary>A store that is started again may listen at another port.</summary>
    [Fact]
    public async Task It_tries_again_where_the_store_is_by_then()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero));
        await using var before = await Listener.StartAsync(503);
        await using var after = await Listener.StartAsync();
        await using var room = await Room.OpenAsync(Options with { PayHookUrl = before.Url, Time = clock });
        var invoice = await PaidAsync(room);
        await before.NextAsync();
        await room.People.Desk.WaitForAsync(invoice.Id, now => now.Tells("webhook invoice_paid: answered 503"), Room.Ct);

        room.Server.PayHookUrl = after.Url;
        await AdvanceUntilAsync(clock, after.NextAsync());
        await room.People.Desk.WaitForAsync(invoice.Id, now => now.Tells("webhook invoice_paid: answered 200, attempt 2"), Room.Ct);
    }

    [Theory]
    [InlineData("createInvoice", """{"currency_type":"fiat","fiat":"USD"}""", 400, "AMOUNT_REQUIRED")]
    [InlineData("createInvoice", """{"currency_type":"fiat","fiat":"XXX","amount":"5"}""", 400, "FIAT_INVALID")]
    [InlineData("createInvoice", """{"asset":"DOGE","amount":"5"}""", 400, "ASSET_INVALID")]
    [InlineData("createInvoice", """{"asset":"USDT","amount":"-5"}""", 400, "AMOUNT_INVALID")]
    [InlineData("createInvoice", """{"asset":"USDT","amount":"5","expires_in":2678401}""", 400, "EXPIRES_IN_INVALID")]
    [InlineData("createInvoice", """{"asset":"USDT","amount":"5","accepted_assets":"USDT,DOGE"}""", 400, "ACCEPTED_ASSETS_INVALID")]
    [InlineData("makeCoffee", "{}", 405, "METHOD_NOT_FOUND")]
    public async Task A_call_that_crypto_pay_would_refuse_is_refused(string method, string body, int code, string name)
    {
        await using var room = await Room.OpenAsync(Options);
        Assert.Equal((code, name), Error(await CallAsync(room, method, JsonDocument.Parse(body).RootElement)));
    }

    [Fact]
    public async Task Without_the_token_nothing_is_answered_and_the_other_calls_have_their_forms()
    {
        await using var room = await Room.OpenAsync(Options);
        using var refused = await room.People.Http.GetAsync(new Uri("desk/cryptopay/api/getMe", UriKind.Relative), Room.Ct);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Equal(1001, (await CallAsync(room, "getMe", new { })).GetProperty("result").GetProperty("app_id").GetInt64());
        Assert.Contains(
            "USDT",
            (await CallAsync(room, "getBalance", new { })).GetProperty("result").EnumerateArray().Select(one => Text(one, "currency_code"))
        );
        Assert.Contains(
            ("BTC", "USD", "100000"),
            (await CallAsync(room, "getExchangeRates", new { }))
                .GetProperty("result")
                .EnumerateArray()
                .Select(one => (Text(one, "source"), Text(one, "target"), Text(one, "rate")))
        );
    }

    [Fact]
    public async Task A_pay_page_opens_the_sheet_also_from_another_page_and_nothing_else_does()
    {
        await using var room = await Room.OpenAsync(Options);
        var url = Text(await CreateAsync(room), "bot_invoice_url")!;
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Add("Sec-Fetch-Site", "same-site");
        using var page = await room.People.Http.SendAsync(request, Room.Ct);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.StartsWith("/sandbox?pay=cryptopay-", page.RequestMessage!.RequestUri!.PathAndQuery, StringComparison.Ordinal);

        using var call = new HttpRequestMessage(HttpMethod.Post, "desk/cryptopay/api/getMe");
        call.Headers.Add("Sec-Fetch-Site", "same-site");
        using var refused = await room.People.Http.SendAsync(call, Room.Ct);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    private static async Task<JsonElement> CreateAsync(Room room) =>
        (
            await CallAsync(
                room,
                "createInvoice",
                new
                {
                    currency_type = "fiat",
                    fiat = "USD",
                    amount = "5.00",
                    payload = "pay_1",
                    expires_in = 1800,
                }
            )
        ).GetProperty("result");

    private static async Task<SandboxInvoice> PaidAsync(Room room)
    {
        var id = "cryptopay-" + (await CreateAsync(room)).GetProperty("invoice_id").GetInt64();
        return (await room.People.Desk.ActAsync(id, "pay", ct: Room.Ct)).Invoice;
    }

    private static async Task<JsonElement[]> ListAsync(Room room, string query) =>
        [.. (await CallAsync(room, "getInvoices?" + query, new { })).GetProperty("result").GetProperty("items").EnumerateArray()];

    private static async Task<JsonElement> CallAsync(Room room, string method, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "desk/cryptopay/api/" + method) { Content = JsonContent.Create(body) };
        request.Headers.Add("Crypto-Pay-API-Token", Token);
        using var response = await room.People.Http.SendAsync(request, Room.Ct);
        return await response.Content.ReadFromJsonAsync<JsonElement>(Room.Ct);
    }

    /// <summary>The wait for the next attempt begins a moment after the answer to the last.</summary>
    private static async Task AdvanceUntilAsync(FakeTimeProvider clock, Task awaited)
    {
        while (!awaited.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(10));
            await Task.Yield();
        }
        await awaited;
    }

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    private static long Id(JsonElement invoice) => invoice.GetProperty("invoice_id").GetInt64();

    private static (int, string?) Error(JsonElement answer) =>
        (answer.GetProperty("error").GetProperty("code").GetInt32(), answer.GetProperty("error").GetProperty("name").GetString());
}
