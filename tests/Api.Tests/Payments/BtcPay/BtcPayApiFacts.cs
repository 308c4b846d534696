using System.Globalization;
using Microsoft.AspNetCore.Http;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Payments;

namespace XthonBot.Api.Tests.Payments.BtcPay;

/// <summary>Asking a BTCPay Server, and what becomes of no answer.</summary>
public sealed class BtcPayApiFacts
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_invoice_carries_our_id_and_lives_as_long_as_the_payment()
    {
        await using var rig = await BtcPayRig.StartAsync();

        var invoice = await rig.StartPaymentAsync(returnUrl: "https://t.me/store_bot");

        Assert.Equal(new Invoice("inv0", $"{rig.Server.Url}/i/inv0", BtcPayRig.Now.AddHours(1)), invoice);
        var (method, path, body) = Assert.Single(rig.Server.Asked);
        Assert.Equal(("POST", $"/api/v1/stores/{BtcPayServer.Store}/invoices"), (method, path));
        Assert.Equal(
            $$$"""
            {"amount":"5.00","currency":"USD","metadata":{"orderId":"{{{BtcPayRig.Id}}}","itemDesc":"Top-up «5.00»"},"checkout":{"expirationMinutes":60,"redirectURL":"https://t.me/store_bot"}}
            """,
            body!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping })
        );
    }

    [Fact]
    public async Task An_invoice_whose_creation_was_not_answered_is_found_by_our_id()
    {
        await using var rig = await BtcPayRig.StartAsync();
        rig.Server.Instead = Break;
        await Assert.ThrowsAsync<PaymentLostException>(() => rig.StartPaymentAsync());
        Assert.Single(rig.Server.Asked);

        rig.Server.Instead = null;
        var found = await rig.FindAsync();
        Assert.Equal(new FoundPayment(new PaymentNews("inv0", BtcPayRig.Id, ProviderState.Open), $"{rig.Server.Url}/i/inv0"), found);
    }

    [Fact]
    public async Task Of_two_invoices_for_one_payment_the_one_with_money_is_found_though_it_was_archived()
    {
        await using var rig = await BtcPayRig.StartAsync();
        var paid = rig.Server.Add("first", $"{BtcPayRig.Id}", created: 1_794_999_000);
        rig.Server.Add("second", $"{BtcPayRig.Id}");
        Assert.Equal("second", (await rig.FindAsync())!.News.ExternalId);

        BtcPayServer.Pay(paid, "0.00005", "Settled");
        BtcPayServer.Set(paid, "Settled");
        paid["archived"] = true;
        Assert.Equal("first", (await rig.FindAsync())!.News.ExternalId);
    }

    [Fact]
    public async Task A_payment_that_the_server_does_not_have_is_not_found()
    {
        await using var rig = await BtcPayRig.StartAsync();
        rig.Server.Add("elsewhere", $"{BtcPayRig.Id}")["storeId"] = "another";

        Assert.Null(await rig.FindAsync("nothing"));
        Assert.Null(await rig.FindAsync("elsewhere"));
        await using var empty = await BtcPayRig.StartAsync();
        Assert.Null(await empty.FindAsync());
    }

    [Fact]
    public async Task A_page_without_an_address_of_its_own_is_below_the_servers()
    {
        await using var rig = await BtcPayRig.StartAsync();
        rig.Server.Add("inv1", $"{BtcPayRig.Id}")["checkoutLink"] = "javascript:alert(1)";

        Assert.Equal($"{rig.Server.Url}/i/inv1", (await rig.FindAsync("inv1"))!.Url);
    }

    [Theory]
    [InlineData(BtcPayAge.Old)]
    [InlineData(BtcPayAge.New)]
    public async Task The_list_has_every_invoice_of_ours_with_money_once_from_two_days_before(BtcPayAge age)
    {
        await using var rig = await BtcPayRig.StartAsync();
        rig.Server.Age = age;
        for (var i = 0; i < 120; i++)
        {
            var order = i % 10 == 0 ? "coffee-7" : $"{new PaymentId(new Guid(i, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]))}";
            Paid(rig.Server.Add($"inv{i.ToString(CultureInfo.InvariantCulture)}", order, created: 1_795_000_000 + i));
        }

        Paid(rig.Server.Add("older", $"{BtcPayRig.Id}", created: 1_794_827_199));
        Paid(rig.Server.Add("late", $"{BtcPayRig.Id}", created: 1_794_827_200));
        rig.Server.Add("unpaid", $"{BtcPayRig.Id}");
        var news = await rig.Provider.ListAsync(rig.Way, BtcPayRig.Now, Ct);

        var expected = Enumerable.Range(0, 120).Where(i => i % 10 != 0).Select(i => $"inv{i.ToString(CultureInfo.InvariantCulture)}");
        Assert.Equal(
            [.. expected.Append("late").Order(StringComparer.Ordinal)],
            news.Select(n => n.ExternalId).Order(StringComparer.Ordinal)
        );
        Assert.All(news, n => Assert.Equal((ProviderState.Settled, 5m), (n.State, n.Received!.Value)));

        static void Paid(System.Text.Json.Nodes.JsonObject invoice)
        {
            BtcPayServer.Pay(invoice, "0.00005", "Settled");
            BtcPayServer.Set(invoice, "Settled");
        }
    }

    [Theory]
    [InlineData(500, "<html>oops</html>")]
    [InlineData(502, "<html><h1>Bad Gateway</h1></html>")]
    [InlineData(503, """{"code":"starting"}""")]
    [InlineData(429, "")]
    [InlineData(403, "<html>Just a moment...</html>")]
    [InlineData(200, "<html>hello</html>")]
    [InlineData(200, """{"id":"inv1","status":"Settled","amount":"5.0""")]
    [InlineData(200, """{"id":"inv1"}""")]
    [InlineData(200, """{"id":"other","status":"Settled","amount":"5.00","currency":"USD"}""")]
    [InlineData(200, "[]")]
    [InlineData(200, "null")]
    [InlineData(200, "")]
    public async Task An_answer_that_is_none_of_the_protocol_is_lost(int status, string body)
    {
        await using var rig = await BtcPayRig.StartAsync();
        rig.Server.Instead = context => WriteAsync(context, status, body);

        await Assert.ThrowsAsync<PaymentLostException>(() => rig.StartPaymentAsync());
        await Assert.ThrowsAsync<PaymentLostException>(() => rig.FindAsync("inv1"));
        if (body is not "[]")
            await Assert.ThrowsAsync<PaymentLostException>(() => rig.Provider.CheckAsync(rig.Way, Ct));
    }

    [Fact]
    public async Task An_invoice_in_the_list_that_cannot_be_read_may_be_the_one()
    {
        await using var rig = await BtcPayRig.StartAsync();
        rig.Server.Instead = context => WriteAsync(context, 200, """[{"id":"inv1"}]""");

        await Assert.ThrowsAsync<PaymentLostException>(() => rig.FindAsync());
    }

    [Fact]
    public async Task No_answer_in_time_and_no_answer_at_all_are_lost()
    {
        await using var rig = await BtcPayRig.StartAsync();
        rig.Server.Instead = context => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        var hasty = BtcPayRig.WayOf(rig.Server.Url, o => o.Timeout = TimeSpan.FromMilliseconds(50));
        await Assert.ThrowsAsync<PaymentLostException>(() => rig.FindAsync("inv1", hasty));

        rig.Server.Instead = Break;
        await Assert.ThrowsAsync<PaymentLostException>(() => rig.FindAsync("inv1"));
        await Assert.ThrowsAsync<PaymentLostException>(() => rig.FindAsync("inv1", BtcPayRig.WayOf("http://127.0.0.1:1")));
    }

    [Fact]
    public async Task A_wrong_key_or_store_is_refused_by_its_name()
    {
        await using var rig = await BtcPayRig.StartAsync();
        await rig.Provider.CheckAsync(rig.Way, Ct);

        foreach (var wrong in (Action<PaymentWayOptions>[])[o => o.ApiKey = "not-the-key", o => o.StoreId = "another/../store"])
        {
            var way = BtcPayRig.WayOf(rig.Server.Url, wrong);
            var check = await Assert.ThrowsAsync<PaymentRefusedException>(() => rig.Provider.CheckAsync(way, Ct));
            var start = await Assert.ThrowsAsync<PaymentRefusedException>(() => rig.StartPaymentAsync(way));
            Assert.Equal(("ApiKey", "ApiKey"), (check.Setting, start.Setting));
            Assert.DoesNotContain("not-the-key", $"{check}{start}", StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(301, "")]
    [InlineData(404, "<html>nginx</html>")]
    public async Task An_address_where_no_server_is_is_refused(int status, string body)
    {
        await using var rig = await BtcPayRig.StartAsync();
        rig.Server.Instead = context =>
        {
            context.Response.Headers.Location = "/elsewhere";
            return WriteAsync(context, status, body);
        };

        Assert.Equal("Url", (await Assert.ThrowsAsync<PaymentRefusedException>(() => rig.FindAsync("inv1"))).Setting);
        Assert.Equal("Url", (await Assert.ThrowsAsync<PaymentRefusedException>(() => rig.StartPaymentAsync())).Setting);
        Assert.Equal(2, rig.Server.Asked.Count);
        Assert.Equal("Url", (await Assert.ThrowsAsync<PaymentRefusedException>(() => rig.StartPaymentAsync(BtcPayRig.WayOf("")))).Setting);
    }

    [Fact]
    public async Task A_refused_request_names_the_field()
    {
        await using var rig = await BtcPayRig.StartAsync();

        var refused = await Assert.ThrowsAsync<PaymentRefusedException>(() => rig.StartPaymentAsync(currency: "XXX"));
        Assert.Equal((null, "POST invoices: HTTP 422 currency"), (refused.Setting, refused.Message));
    }

    [Fact]
    public async Task Money_goes_back_by_hand()
    {
        await using var rig = await BtcPayRig.StartAsync();

        var refund = new PaymentToRefund(BtcPayRig.Id, "inv1", null, BtcPayRig.Dollars("5.00"));
        Assert.Equal(RefundAnswer.ByHand, await rig.Provider.RefundAsync(rig.Way, refund, Ct));
        Assert.Empty(rig.Server.Asked);
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
