using Microsoft.AspNetCore.Http;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Payments;

namespace XthonBot.Api.Tests.Payments.Heleket;

/// <summary>Invoices of Heleket and Cryptomus.</summary>
public sealed class HeleketFacts
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("check", null, ProviderState.Open, null)]
    [InlineData("process", null, ProviderState.Open, null)]
    [InlineData("confirm_check", "0.00005", ProviderState.Open, null)]
    [InlineData("paid", "0.00005", ProviderState.Settled, "5.00")]
    [InlineData("paid", null, ProviderState.Settled, "5.00")]
    // Within the accuracy that the merchant allows.
    [InlineData("paid", "0.000049", ProviderState.Settled, "5.00")]
    [InlineData("paid_over", "0.00006", ProviderState.Settled, "6")]
    [InlineData("paid_over", null, ProviderState.Settled, "5.00")]
    [InlineData("paid_over", "9", ProviderState.Unclear, "5.00")]
    [InlineData("wrong_amount", "0.00002", ProviderState.Settled, "2")]
    [InlineData("wrong_amount", "0.00001333333", ProviderState.Settled, "1.333333")]
    [InlineData("wrong_amount", "0.00006", ProviderState.Unclear, null)]
    [InlineData("wrong_amount", null, ProviderState.Unclear, null)]
    [InlineData("wrong_amount", "79228162514264337593543950335", ProviderState.Unclear, null)]
    [InlineData("wrong_amount_waiting", "0.00002", ProviderState.Open, "2")]
    [InlineData("wrong_amount_waiting", null, ProviderState.Unclear, null)]
    [InlineData("cancel", "0.00000000", ProviderState.Expired, null)]
    [InlineData("cancel", "0.00001", ProviderState.Unclear, null)]
    [InlineData("fail", null, ProviderState.Canceled, null)]
    [InlineData("fail", "0.00005", ProviderState.Unclear, null)]
    [InlineData("system_fail", null, ProviderState.Canceled, null)]
    [InlineData("system_fail", "0.00005", ProviderState.Unclear, null)]
    [InlineData("locked", "0.00005", ProviderState.Unclear, null)]
    [InlineData("locked", null, ProviderState.Unclear, null)]
    [InlineData("refund_process", "0.00005", ProviderState.Open, null)]
    [InlineData("refund_fail", "0.00005", ProviderState.RefundFailed, null)]
    [InlineData("refund_paid", "0.00005", ProviderState.Refunded, null)]
    [InlineData("a_new_word", null, ProviderState.Unclear, null)]
    public async Task A_status_says_what_came_for_certain(string status, string? paid, ProviderState state, string? received)
    {
        await using var server = await HeleketServer.StartAsync();
        server.Add("uuid-1", $"{HeleketServer.Id}", status, paid);

        var byId = (await server.FindAsync("uuid-1"))!;
        Assert.Equal(byId, await server.FindAsync());
        Assert.Equal(("uuid-1", HeleketServer.Id), (byId.News.ExternalId, byId.News.Payment!.Value));
        Assert.Equal((state, received), (byId.News.State, byId.News.Received?.Text));
        Assert.Equal("https://pay.heleket.com/pay/uuid-1", byId.Url);
    }

    [Fact]
    public async Task Without_what_was_due_a_part_has_no_worth()
    {
        await using var server = await HeleketServer.StartAsync();
        server.Add("uuid-1", $"{HeleketServer.Id}", "wrong_amount", "0.00002", due: null);

        Assert.Equal((ProviderState.Unclear, null), ((await server.FindAsync())!.News.State, (await server.FindAsync())!.News.Received));
    }

    [Fact]
    public async Task An_invoice_carries_our_id_its_life_and_where_news_go()
    {
        await using var server = await HeleketServer.StartAsync();

        var invoice = await server.StartPaymentAsync();

        Assert.Equal(new Invoice("uuid-1", "https://pay.heleket.com/pay/uuid-1", HeleketServer.Now.AddHours(1)), invoice);
        var body = $$"""
            {"amount":"5.00","currency":"USD","order_id":"{{HeleketServer.Id}}","lifetime":3600,"is_payment_multiple":true,"url_callback":"https://store.example/hooks/pay/heleket","url_return":"https://t.me/store_bot","url_success":"https://t.me/store_bot"}
            """;
        Assert.Equal(("/v1/payment", body.Replace("/", "\\/", StringComparison.Ordinal)), Assert.Single(server.Asked));
    }

    [Theory]
    [InlineData(0.5, 300)]
    [InlineData(10_000, 43_200)]
    public async Task A_life_is_from_five_minutes_to_twelve_hours_and_a_hook_has_https(double minutes, int seconds)
    {
        await using var server = await HeleketServer.StartAsync();
        await server.StartPaymentAsync(minutes: minutes, hook: "http://127.0.0.1/hooks/pay/heleket");

        var (_, body) = Assert.Single(server.Asked);
        Assert.Contains($"\"lifetime\":{seconds},", body, StringComparison.Ordinal);
        Assert.DoesNotContain("url_callback", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_order_id_that_is_known_there_leads_to_its_invoice(bool refuses)
    {
        await using var server = await HeleketServer.StartAsync();
        server.RefusesDuplicates = refuses;
        server.Instead = Break;
        await Assert.ThrowsAsync<PaymentLostException>(() => server.StartPaymentAsync());
        server.Instead = null;

        Assert.Equal("uuid-1", (await server.FindAsync())!.News.ExternalId);
        Assert.Equal("uuid-1", (await server.StartPaymentAsync()).ExternalId);
        Assert.Single(server.Invoices);
    }

    [Fact]
    public async Task A_payment_that_is_not_known_there_is_not_found()
    {
        await using var server = await HeleketServer.StartAsync();

        Assert.Null(await server.FindAsync());
        Assert.Null(await server.FindAsync("uuid-9"));
    }

    [Fact]
    public async Task A_key_that_is_refused_is_named()
    {
        await using var server = await HeleketServer.StartAsync();
        await server.Provider.CheckAsync(server.Way, Ct);
        foreach (
            var (setting, way) in new[]
            {
                ("ApiKey", server.WayOf(o => o.ApiKey = "not-the-key")),
                ("Merchant", server.WayOf(o => o.Merchant = "not-the-key")),
            }
        )
        {
            var check = await Assert.ThrowsAsync<PaymentRefusedException>(() => server.Provider.CheckAsync(way, Ct));
            var find = await Assert.ThrowsAsync<PaymentRefusedException>(() => server.FindAsync(way: way));
            Assert.Equal((setting, setting), (check.Setting, find.Setting));
            Assert.DoesNotContain("not-the-key", $"{check}{find}", StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(400, """{"state":1,"message":"Wrong key"}""", "ApiKey")]
    [InlineData(403, """{"state":1,"message":"You are forbidden"}""", "ApiKey")]
    [InlineData(400, """{"state":1,"message":"The amount is not significant"}""", null)]
    [InlineData(422, """{"state":1,"errors":{"amount":["validation.required"]}}""", null)]
    [InlineData(200, """{"state":1,"message":"Gateway error"}""", null)]
    public async Task A_refusal_says_what_it_is_about(int status, string body, string? setting)
    {
        await using var server = await HeleketServer.StartAsync();
        server.Instead = context => WriteAsync(context, status, body);

        Assert.Equal(setting, (await Assert.ThrowsAsync<PaymentRefusedException>(() => server.StartPaymentAsync())).Setting);
    }

    [Theory]
    [InlineData(500, """{"state":1,"message":"Server Error"}""")]
    [InlineData(502, "<html>Bad Gateway</html>")]
    [InlineData(403, "<html>Just a moment...</html>")]
    [InlineData(429, """{"message":"Too Many Attempts."}""")]
    [InlineData(301, "")]
    [InlineData(200, "<html>hello</html>")]
    [InlineData(200, """{"state":0}""")]
    [InlineData(200, """{"state":0,"result":[]}""")]
    [InlineData(
        200,
        """{"state":0,"result":{"uuid":"u","order_id":"another","amount":"5.00","currency":"USD","payment_status":"paid","url":"https://x.example/"}}"""
    )]
    [InlineData(200, """{"state":0,"result":{"uuid":"u""")]
    [InlineData(200, "")]
    public async Task An_answer_that_is_none_of_the_protocol_is_lost(int status, string body)
    {
        await using var server = await HeleketServer.StartAsync();
        server.Instead = context => WriteAsync(context, status, body);

        await Assert.ThrowsAsync<PaymentLostException>(() => server.StartPaymentAsync());
        await Assert.ThrowsAsync<PaymentLostException>(() => server.FindAsync());
    }

    [Fact]
    public async Task The_list_is_read_to_its_end_and_has_ours_with_money()
    {
        await using var server = await HeleketServer.StartAsync();
        for (var i = 0; i < 40; i++)
            server.Add(
                $"uuid-{i}",
                i % 2 == 0 ? $"{new PaymentId(new Guid(i, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]))}" : "other",
                "paid",
                "0.00005"
            );
        server.Add("unpaid", $"{HeleketServer.Id}", "cancel", "0.00000000");

        var news = await server.Provider.ListAsync(server.Way, HeleketServer.Now, Ct);
        Assert.Equal(20, news.Select(n => n.ExternalId).Distinct().Count());
        Assert.All(news, n => Assert.Equal(ProviderState.Settled, n.State));
        Assert.Equal(["/v1/payment/list", "/v1/payment/list?cursor=15", "/v1/payment/list?cursor=30"], server.Asked.Select(a => a.Path));
        Assert.All(server.Asked, a => Assert.Equal("""{"date_from":"2026-11-16 11:06:40"}""", a.Body));
    }

    [Fact]
    public async Task Money_goes_back_once_and_by_the_key_of_payouts_alone()
    {
        await using var server = await HeleketServer.StartAsync();
        server.Add("uuid-1", $"{HeleketServer.Id}", "paid", "0.00005");
        var news = (await server.FindAsync())!.News;
        var refund = new PaymentToRefund(HeleketServer.Id, "uuid-1", news.Payer, news.Received!);
        Assert.Equal(RefundAnswer.ByHand, await server.Provider.RefundAsync(server.Way, refund, Ct));

        var way = server.WayOf(o => o.PayoutKey = HeleketServer.PayoutKey);
        Assert.Equal(RefundAnswer.ByHand, await server.Provider.RefundAsync(way, refund with { Payer = null }, Ct));
        Assert.Equal(RefundAnswer.Done, await server.Provider.RefundAsync(way, refund, Ct));
        Assert.Equal(RefundAnswer.Done, await server.Provider.RefundAsync(way, refund, Ct));
        var (_, body) = Assert.Single(server.Asked, a => a.Path == "/v1/payment/refund");
        Assert.Equal("""{"uuid":"uuid-1","address":"bc1qpayer","is_subtract":true}""", body);
    }

    [Fact]
    public async Task Another_key_of_payouts_is_named()
    {
        await using var server = await HeleketServer.StartAsync();
        server.Add("uuid-1", $"{HeleketServer.Id}", "paid", "0.00005");
        var refund = new PaymentToRefund(HeleketServer.Id, "uuid-1", "bc1qpayer", Charge.Read("5.00", "USD")!);

        var way = server.WayOf(o => o.PayoutKey = "wrong");
        Assert.Equal(
            "PayoutKey",
            (await Assert.ThrowsAsync<PaymentRefusedException>(() => server.Provider.RefundAsync(way, refund, Ct))).Setting
        );
    }

    private static async Task WriteAsync(HttpContext context, int status, string body)
    {
        context.Response.StatusCode = status;
        await context.Response.WriteAsync(body);
    }

    private static Task Break(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }
}
