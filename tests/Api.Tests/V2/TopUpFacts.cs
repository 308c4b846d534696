using System.Text;
using System.Text.Json;
using XthonBot.Api.Tests.Keys;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.ApiKeys;
using XthonBot.Core.Modules.Customers;
using XthonBot.Core.Modules.Payments;
using XthonBot.TestKit;

namespace XthonBot.Api.Tests.V2;

/// <summary>Paying in by the API, and the test world's way.</summary>
public sealed class TopUpFacts : IAsyncLifetime
{
    private const string Id = "0193c5a0-7b1e-7c3a-9f52-3d1a6b2c4e5f";
    private ApiHost api = null!;
    private PayDesk desk = null!;
    private CustomerProfile ann = null!;
    private string key = "";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        (api, desk) = await PayDesk.StartAsync();
        ann = await api.Store.CustomerAsync();
        key = await api.KeyAsync(ann);
    }

    public async ValueTask DisposeAsync()
    {
        Assert.Empty(await api.Store.DifferencesAsync());
        await api.DisposeAsync();
    }

    [Fact]
    public async Task The_methods_say_what_they_take_and_ask()
    {
        Assert.Equal(
            """{"name":"crypto","title":"Crypto Pay","kind":"cryptopay","least":"1.00","most":"500.00","daily":"600.00","fee":"2","currency":"USDT","charge":{"amount":"5.10","currency":"USDT"}}""",
            EnvelopeAssert.Ok(await api.GetAsync("topups/methods?amount=5", key))[0].GetRawText()
        );
        var plain = EnvelopeAssert.Ok(await api.GetAsync("topups/methods", key));
        Assert.Equal([("crypto", "Crypto Pay"), ("bank", "Bank")], plain.EnumerateArray().Select(m => (Text(m, "name"), Text(m, "title"))));
        Assert.All(plain.EnumerateArray(), m => Assert.Equal(JsonValueKind.Null, m.GetProperty("charge").ValueKind));
        var much = EnvelopeAssert.Ok(await api.GetAsync("topups/methods?amount=700.00", key));
        Assert.Equal([("bank", true), ("crypto", false)], much.EnumerateArray().Select(m => (Text(m, "name"), HasCharge(m))));
        foreach (var amount in (string[])["0", "-1", "5,00", "", "1e3"])
            EnvelopeAssert.Failed(await api.GetAsync("topups/methods?amount=" + amount, key), 400, "amount must be an amount such as 5.00");

        static bool HasCharge(JsonElement method) => method.GetProperty("charge").ValueKind == JsonValueKind.Object;
    }

    [Fact]
    public async Task A_top_up_is_opened_paid_listed_and_reversed()
    {
        var open = EnvelopeAssert.Ok(await PostAsync("""{"amount":"5.00","method":"crypto"}"""));
        var id = Text(open, "id")!;
        Assert.Matches("^pay_[0-9a-f]{32}$", id);
        Assert.Equal(
            $$"""{"id":"{{id}}","state":"OPEN","amount":"5.00","method":"crypto","charge":{"amount":"5.10","currency":"USDT"},"received":null,"credited":"0.00","reversed":"0.00","url":"https://desk.example.com/{{id}}","reference":null,"instruction":null,"created_at":"2026-11-22T10:00:00Z","expires_at":"2026-11-22T11:00:00Z","paid_at":null}""",
            open.GetRawText()
        );
        Assert.Equal(open.GetRawText(), EnvelopeAssert.Ok(await api.GetAsync($"topups/{id}", key)).GetRawText());

        await ReportAsync(new PaymentNews("inv_1", null, ProviderState.Open, Charge.Read("2.55", "USDT")));
        Assert.Equal("PARTIAL", await StateAsync(id));
        await ReportAsync(new PaymentNews("inv_1", null, ProviderState.Settled, Charge.Read("5.10", "USDT")));
        var paid = EnvelopeAssert.Ok(await api.GetAsync($"topups/{id}", key));
        Assert.Equal(("PAID", "5.00", "2026-11-22T10:00:00Z"), (Text(paid, "state"), Text(paid, "credited"), Text(paid, "paid_at")));
        Assert.Equal("""{"amount":"5.10","currency":"USDT"}""", paid.GetProperty("received").GetRawText());

        await ReportAsync(new PaymentNews("inv_1", null, ProviderState.Refunded));
        Assert.Equal("REFUNDED", await StateAsync(id));
        Assert.Equal(
            ["reversal", "reversal", "deposit", "deposit"],
            EnvelopeAssert
                .Ok(await api.GetAsync("ledger", key))
                .GetProperty("items")
                .EnumerateArray()
                .Select(movement => Text(movement, "type"))
        );
    }

    [Fact]
    public async Task A_repeated_start_opens_one_payment_also_where_the_first_answer_was_lost()
    {
        const string body = """{"amount":"5.00","method":"crypto"}""";
        var first = await PostAsync(body, "order-1");
        Assert.Equal(first.Body, (await PostAsync(body, "order-1")).Body);
        // A killed process has kept no answer.
        await api.Store.SqlAsync("delete from kept_replies");
        Assert.Equal(first.Body, (await PostAsync(body, "order-1")).Body);
        EnvelopeAssert.Failed(
            await PostAsync("""{"amount":"6.00","method":"crypto"}""", "order-1"),
            422,
            "This Idempotency-Key was used for another request"
        );
        await api.Store.SqlAsync("delete from kept_replies");
        EnvelopeAssert.Failed(
            await PostAsync("""{"amount":"6.00","method":"crypto"}""", "order-1"),
            422,
            "This Idempotency-Key was used for another request"
        );
        Assert.Single(desk.Started);
    }

    [Fact]
    public async Task A_method_that_does_not_answer_is_503_and_the_same_request_is_carried_out_later()
    {
        desk.Trouble = () => throw new PaymentLostException("no answer");
        const string body = """{"amount":"5.00","method":"crypto"}""";
        EnvelopeAssert.Failed(await PostAsync(body, "order-1"), 503, "This method is not available now; another one may be");
        desk.Trouble = () => { };
        api.Store.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal("OPEN", Text(EnvelopeAssert.Ok(await PostAsync(body, "order-1")), "state"));
        Assert.Equal(1, await api.Store.ScalarAsync<int>("select cast(count(*) as int) as \"Value\" from payments"));
    }

    [Fact]
    public async Task A_method_whose_key_is_refused_is_off_for_all_and_the_others_stay()
    {
        desk.Trouble = () => throw new PaymentRefusedException("401", "Token");
        const string body = """{"amount":"5.00","method":"crypto"}""";
        EnvelopeAssert.Failed(await PostAsync(body), 503, "This method is not available now; another one may be");
        desk.Trouble = () => { };

        EnvelopeAssert.Failed(await PostAsync(body), 503, "This method is not available now; another one may be");
        Assert.Equal(
            ["bank"],
            EnvelopeAssert.Ok(await api.GetAsync("topups/methods", key)).EnumerateArray().Select(method => Text(method, "name"))
        );
        Assert.Equal("OPEN", Text(EnvelopeAssert.Ok(await PostAsync("""{"amount":"5.00","method":"bank"}""")), "state"));
    }

    [Theory]
    [InlineData("{}", 400, "amount must be an amount such as 5.00")]
    [InlineData("""{"amount":"5.00"}""", 400, "method must be the name of a method as listed")]
    [InlineData("""{"amount":"5,00","method":"crypto"}""", 400, "amount must be an amount such as 5.00")]
    [InlineData("""{"amount":"-5","method":"crypto"}""", 400, "amount must be an amount such as 5.00")]
    [InlineData("""{"amount":"0.99","method":"crypto"}""", 400, "amount: this method takes from 1.00 to 500.00")]
    [InlineData("""{"amount":"500.01","method":"crypto"}""", 400, "amount: this method takes from 1.00 to 500.00")]
    [InlineData("""{"amount":"5.00","method":"cash"}""", 404, "Not found: no such method")]
    [InlineData("""{"amount":"5.00","method":"test"}""", 404, "Not found: no such method")]
    [InlineData("""{"amount":"5.00","method":" crypto"}""", 400, "method must be the name of a method as listed")]
    [InlineData("""{"amount":"5.00","method":"crypto","url":"x"}""", 400, "url is not understood; this request takes amount, method")]
    public async Task What_is_not_understood_is_named_and_opens_nothing(string body, int status, string message)
    {
        EnvelopeAssert.Failed(await PostAsync(body), status, message);
        Assert.Empty(desk.Started);
        Assert.Equal("""{"items":[],"next":null}""", EnvelopeAssert.Ok(await api.GetAsync("topups", key)).GetRawText());
    }

    [Fact]
    public async Task The_days_limit_and_the_open_ones_are_409()
    {
        await PostAsync("""{"amount":"500.00","method":"crypto"}""");
        EnvelopeAssert.Failed(
            await PostAsync("""{"amount":"200.00","method":"crypto"}"""),
            409,
            "This method takes 600.00 a day, 100.00 are left until midnight UTC"
        );
    }

    [Fact]
    public async Task A_transfer_says_where_to_send_the_money_and_one_under_review_stands_in_the_way()
    {
        var transfer = EnvelopeAssert.Ok(await PostAsync("""{"amount":5,"method":"bank"}"""));
        var reference = Text(transfer, "reference");
        Assert.Matches("^[A-Z2-9]{7}$", reference);
        Assert.Equal($"Send 5.00 USD to DE00, reference {reference}", Text(transfer, "instruction"));
        _ = PaymentId.TryParse(Text(transfer, "id"), out var id);
        _ = (await api.Store.Get<SubmitReceiptHandler>().HandleAsync(new SubmitReceipt(id, ann.Id, null, null, false, "sent"), Ct)).Value;

        EnvelopeAssert.Failed(await PostAsync("""{"amount":"7.00","method":"bank"}"""), 409, "The payment is REVIEW");
        Assert.Equal(Text(transfer, "id"), Text(EnvelopeAssert.Ok(await PostAsync("""{"amount":"5.00","method":"bank"}""")), "id"));
    }

    [Fact]
    public async Task A_strangers_top_up_is_not_found_and_no_cursor()
    {
        var id = Text(EnvelopeAssert.Ok(await PostAsync("""{"amount":"5.00","method":"crypto"}""")), "id");
        var other = await api.KeyAsync(await api.Store.CustomerAsync());

        EnvelopeAssert.Failed(await api.GetAsync($"topups/{id}", other), 404, "Not found: no such payment");
        EnvelopeAssert.Failed(await api.GetAsync($"topups?cursor={id}", other), 400, "cursor must be the next of a page of this list");
        foreach (var none in (string[])["pay_1", Id, "tx_" + new string('0', 32)])
            EnvelopeAssert.Failed(await api.GetAsync($"topups/{none}", key), 404, "Not found: no such payment");
        Assert.Empty(EnvelopeAssert.Ok(await api.GetAsync("topups", other)).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task The_list_has_pages_and_a_filter()
    {
        var ids = new List<string?>();
        for (var i = 0; i < 5; i++)
            ids.Insert(0, Text(EnvelopeAssert.Ok(await PostAsync("""{"amount":"5.00","method":"crypto"}""")), "id"));
        await ReportAsync(new PaymentNews("inv_2", null, ProviderState.Settled));

        var first = EnvelopeAssert.Ok(await api.GetAsync("topups?limit=3", key));
        var second = EnvelopeAssert.Ok(await api.GetAsync($"topups?limit=3&cursor={Text(first, "next")}", key));
        Assert.Equal(ids, Ids(first).Concat(Ids(second)));
        Assert.Null(Text(second, "next"));
        Assert.Equal([ids[3]], Ids(EnvelopeAssert.Ok(await api.GetAsync("topups?state=paid", key))));
        Assert.Equal(5, Ids(EnvelopeAssert.Ok(await api.GetAsync("topups?state=PAID,%20open", key))).Count());
        EnvelopeAssert.Failed(
            await api.GetAsync("topups?state=done", key),
            400,
            "state must be OPEN, PAID, PARTIAL, REVIEW, EXPIRED, CANCELED, REFUNDED, CHARGED_BACK, or several with commas between"
        );

        static IEnumerable<string?> Ids(JsonElement page) => page.GetProperty("items").EnumerateArray().Select(item => Text(item, "id"));
    }

    [Fact]
    public async Task A_purchase_that_the_balance_does_not_cover_says_what_is_missing()
    {
        var service = await api.Store.ServiceAsync(numbers: 1);
        await api.Store.CreditAsync(ann.Id, new Money(50));
        var refused = await api.PostAsync($"services/{service.Id}/buy", key);

        Assert.Equal(
            """{"ok":false,"data":{"missing":"0.70","balance":"0.50","price":"1.20"},"message":"Insufficient balance"}""",
            refused.Body
        );
        Assert.Equal(402, (int)refused.Status);
    }

    [Fact]
    public async Task The_test_world_pays_by_the_cents_of_the_amount_and_nothing_real_moves()
    {
        var test = await api.TestKeyAsync(ann);
        var method = Assert.Single(EnvelopeAssert.Ok(await api.GetAsync("topups/methods?amount=5.00", test)).EnumerateArray());
        Assert.Equal(("test", "test", "5.00"), (Text(method, "name"), Text(method, "kind"), Text(method.GetProperty("charge"), "amount")));

        var once = EnvelopeAssert.Ok(await PostAsync("""{"amount":"5.00","method":"test"}""", with: test));
        var slow = EnvelopeAssert.Ok(await PostAsync("""{"amount":"7.05","method":"test"}""", "slow", test));
        var never = EnvelopeAssert.Ok(await PostAsync("""{"amount":"9.01","method":"test"}""", with: test));
        Assert.Equal(("PAID", "OPEN", "OPEN"), (Text(once, "state"), Text(slow, "state"), Text(never, "state")));
        Assert.Equal("105.00", Text(EnvelopeAssert.Ok(await api.GetAsync("balance", test)), "balance"));
        Assert.Equal(
            slow.GetRawText(),
            EnvelopeAssert.Ok(await PostAsync("""{"amount":"7.05","method":"test"}""", "slow", test)).GetRawText()
        );

        api.Store.Time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal("PAID", Text(EnvelopeAssert.Ok(await api.GetAsync($"topups/{Text(slow, "id")}", test)), "state"));
        Assert.Equal("EXPIRED", Text(EnvelopeAssert.Ok(await api.GetAsync($"topups/{Text(never, "id")}", test)), "state"));
        Assert.Equal("112.05", Text(EnvelopeAssert.Ok(await api.GetAsync("balance", test)), "balance"));
        Assert.Equal(2, EnvelopeAssert.Ok(await api.GetAsync("topups?state=PAID", test)).GetProperty("items").GetArrayLength());

        EnvelopeAssert.Failed(await PostAsync("""{"amount":"5.00","method":"crypto"}""", with: test), 404, "Not found: no such method");
        EnvelopeAssert.Failed(await api.GetAsync($"topups/{Text(once, "id")}", key), 404, "Not found: no such payment");
        Assert.Equal("0.00", $"{await api.Store.BalanceAsync(ann.Id)}");
        Assert.Equal(
            0,
            await api.Store.ScalarAsync<int>(
                "select cast((select count(*) from payments) + (select count(*) from postings) as int) as \"Value\""
            )
        );
    }

    [Fact]
    public async Task A_key_that_may_only_read_opens_none()
    {
        var reading = await api.KeyAsync(ann, new KeyChange.SetReadOnly(true));
        EnvelopeAssert.Ok(await api.GetAsync("topups/methods", reading));
        EnvelopeAssert.Failed(await PostAsync("""{"amount":"5.00","method":"crypto"}""", with: reading), 403, "This key may only read");
    }

    private async Task<ApiReply> PostAsync(string body, string? idempotencyKey = null, string? with = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v2/topups")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("X-API-Key", with ?? key);
        if (idempotencyKey is not null)
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        return await api.SendAsync(request);
    }

    private async Task ReportAsync(PaymentNews news) => _ = (await api.Store.Get<ReportPayments>().TellAsync("crypto", news, Ct)).Value;

    private async Task<string?> StateAsync(string id) => Text(EnvelopeAssert.Ok(await api.GetAsync($"topups/{id}", key)), "state");

    private static string? Text(JsonElement json, string field) => json.GetProperty(field).GetString();
}
