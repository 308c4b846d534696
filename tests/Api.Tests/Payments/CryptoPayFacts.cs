using System.Text.Json.Nodes;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Payments;
using XthonBot.TestKit;

namespace XthonBot.Api.Tests.Payments;

/// <summary>Crypto Pay as the store asks it.</summary>
public sealed class CryptoPayFacts
{
    public static TheoryData<bool, bool, bool, int> Dialects =>
        new()
        {
            { false, false, false, 1000 },
            { true, false, false, 1000 },
            { false, true, false, 3 },
            { false, false, true, 3 },
            { true, true, true, 1000 },
        };

    [Theory]
    [InlineData("", "fiat", "USD", "10.00")]
    [InlineData("eur", "fiat", "EUR", "10.00")]
    [InlineData("usdt", "crypto", "USDT", "10.00")]
    [InlineData("TON", "crypto", "TON", "10.00")]
    public async Task A_payment_is_asked_for_in_the_currency_of_the_way(string currency, string type, string code, string amount)
    {
        await using var crypto = await CryptoPayServer.StartAsync();
        await using var rig = new PaymentRig(crypto.Options(currency));
        var payment = rig.Payment();
        var invoice = await rig.StartAsync(payment);

        var asked = JsonNode.Parse(crypto.Server.Requests.Single().Body)!.AsObject();
        Assert.Equal(
            $$"""{"currency_type":"{{type}}","{{(type == "fiat" ? "fiat" : "asset")}}":"{{code}}","amount":"{{amount}}","payload":"{{payment.Id}}","expires_in":3600,"allow_comments":false,"description":"Top-up of 10.00"}""",
            asked.ToJsonString()
        );
        Assert.Equal(new Invoice("32245580", "https://t.me/CryptoBot?start=IV32245580", PaymentRig.Start.AddHours(1)), invoice);

        crypto.Pay("32245580");
        var found = await rig.FindAsync(payment, invoice.ExternalId);
        Assert.Equal(
            new PaymentNews("32245580", payment.Id, ProviderState.Settled, new Charge(10.00m, code, amount)) { At = PaymentRig.Start },
            found!.News
        );
    }

    [Theory]
    [InlineData("https://t.me/store_bot", "openBot")]
    [InlineData("https://store.example/paid", "callback")]
    public async Task A_payer_has_a_button_back_where_there_is_a_place_to_go_to(string url, string button)
    {
        await using var crypto = await CryptoPayServer.StartAsync();
        await using var rig = new PaymentRig(crypto.Options());
        await rig.StartAsync(rig.Payment(returnUrl: url));
        var asked = JsonNode.Parse(crypto.Server.Requests.Single().Body)!;
        Assert.Equal((button, url), ((string?)asked["paid_btn_name"], (string?)asked["paid_btn_url"]));
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task A_payment_whose_start_was_lost_is_found_by_its_own_id(bool bare, bool swapped, bool oldest, int most)
    {
        await using var crypto = await CryptoPayServer.StartAsync();
        crypto.Dialect = new CryptoPayDialect
        {
            ListsBare = bare,
            SwapsTypes = swapped,
            ListsOldestFirst = oldest,
            MostOfAPage = most,
        };
        await using var rig = new PaymentRig(crypto.Options());
        for (var i = 0; i < 5; i++)
            crypto.Add($"other-{i}");
        var payment = rig.Payment();
        Assert.Null(await rig.FindAsync(payment));

        crypto.Server.Trouble("createInvoice", UpstreamTrouble.AnswerLost);
        await Assert.ThrowsAsync<PaymentLostException>(() => rig.StartAsync(payment));
        for (var i = 0; i < 5; i++)
            crypto.Add();

        var found = await rig.FindAsync(payment);
        Assert.Equal(new PaymentNews("32245585", payment.Id, ProviderState.Open), found!.News);
        Assert.Equal("https://t.me/CryptoBot?start=IV32245585", found.Url);
        Assert.Equal(1, crypto.Server.Calls("createInvoice"));

        crypto.Pay("32245585");
        Assert.Equal(10m, (await rig.FindAsync(payment))!.News.Received!.Value);
        Assert.Equal((await rig.FindAsync(payment))!.News, (await rig.FindAsync(payment, "32245585"))!.News);
        Assert.Null(await rig.FindAsync(payment, "32245599"));
    }

    [Fact]
    public async Task Old_invoices_are_not_read_where_the_newest_come_first()
    {
        await using var crypto = await CryptoPayServer.StartAsync();
        crypto.Dialect = new CryptoPayDialect { MostOfAPage = 2 };
        crypto.Now = PaymentRig.Start.AddDays(-3);
        for (var i = 0; i < 50; i++)
            crypto.Add();
        crypto.Now = PaymentRig.Start;
        await using var rig = new PaymentRig(crypto.Options());
        Assert.Null(await rig.FindAsync(rig.Payment()));
        Assert.Equal(1, crypto.Server.Calls("getInvoices"));
    }

    [Fact]
    public async Task Of_two_invoices_for_one_payment_the_paid_one_is_found()
    {
        await using var crypto = await CryptoPayServer.StartAsync();
        await using var rig = new PaymentRig(crypto.Options());
        var payment = rig.Payment();
        var first = (await rig.StartAsync(payment)).ExternalId!;
        var second = (await rig.StartAsync(payment)).ExternalId!;
        crypto.Expire(second);
        Assert.Equal((first, ProviderState.Open), Shown(await rig.FindAsync(payment)));
        crypto.Pay(second);
        Assert.Equal((second, ProviderState.Settled), Shown(await rig.FindAsync(payment)));
    }

    [Theory]
    [InlineData(UpstreamTrouble.RequestLost)]
    [InlineData(UpstreamTrouble.AnswerLost)]
    [InlineData(UpstreamTrouble.Broken)]
    [InlineData(UpstreamTrouble.Garbage)]
    [InlineData(UpstreamTrouble.Stalled)]
    public async Task What_was_not_answered_clearly_is_lost_and_not_asked_again(UpstreamTrouble trouble)
    {
        await using var crypto = await CryptoPayServer.StartAsync();
        await using var rig = new PaymentRig(crypto.Options());
        if (trouble == UpstreamTrouble.Stalled)
            rig.Way.Options.Timeout = TimeSpan.FromMilliseconds(300);
        string[] methods = ["createInvoice", "getInvoices", "getInvoices", "getInvoices", "getMe"];
        foreach (var (method, call) in methods.Zip(rig.Calls(rig.Payment())))
        {
            crypto.Server.Trouble(method, trouble);
            await Assert.ThrowsAsync<PaymentLostException>(call);
        }

        Assert.Equal(methods, crypto.Server.Requests.Select(request => request.Action));
    }

    [Theory]
    [InlineData(200, "")]
    [InlineData(200, "[]")]
    [InlineData(200, "{}")]
    [InlineData(200, """{"ok":true}""")]
    [InlineData(200, """{"ok":true,"result":null}""")]
    [InlineData(200, """{"ok":true,"result":{}}""")]
    [InlineData(200, """{"ok":true,"result":{"invoice_id":5,"status":"active"}}""")]
    [InlineData(200, """{"ok":true,"result":{"items":{}}}""")]
    [InlineData(403, "<html>Attention required</html>")]
    [InlineData(404, "<html>Not found</html>")]
    [InlineData(429, """{"ok":false,"error":{"code":429,"name":"TOO_MANY_REQUESTS"}}""", true)]
    [InlineData(500, """{"ok":false,"error":{"code":500,"name":"APP_ERROR"}}""")]
    [InlineData(502, "<html>Bad Gateway</html>")]
    [InlineData(200, """{"ok":false,"error":{"code":500,"name":"INTERNAL"}}""")]
    public async Task An_answer_that_is_none_is_lost(int status, string body, bool isRefusedAtStart = false)
    {
        await using var crypto = await CryptoPayServer.StartAsync();
        await using var rig = new PaymentRig(crypto.Options());
        crypto.Server.Refuse("createInvoice", status, body);
        crypto.Server.Refuse("getInvoices", status, body);
        crypto.Server.Refuse("getInvoices", status, body);
        crypto.Server.Refuse("getInvoices", status, body);
        var payment = rig.Payment();
        if (isRefusedAtStart)
            Assert.Null((await Assert.ThrowsAsync<PaymentRefusedException>(() => rig.StartAsync(payment))).Setting);
        else
            await Assert.ThrowsAsync<PaymentLostException>(() => rig.StartAsync(payment));
        await Assert.ThrowsAsync<PaymentLostException>(() => rig.FindAsync(payment));
        await Assert.ThrowsAsync<PaymentLostException>(() => rig.FindAsync(payment, "5"));
        await Assert.ThrowsAsync<PaymentLostException>(() => rig.ListAsync(PaymentRig.Start));
    }

    [Fact]
    public async Task A_wrong_token_is_told_from_all_else()
    {
        await using var crypto = await CryptoPayServer.StartAsync();
        await using var rig = new PaymentRig(crypto.Options(token: "12345:AAwrong"));
        foreach (var call in rig.Calls(rig.Payment()))
            Assert.Equal("Token", (await Assert.ThrowsAsync<PaymentRefusedException>(call)).Setting);

        await using var good = new PaymentRig(crypto.Options());
        await good.CheckAsync();
        var refused = await Assert.ThrowsAsync<PaymentRefusedException>(() => good.StartAsync(good.Payment("30000.00")));
        Assert.Equal((null, "createInvoice: AMOUNT_TOO_BIG"), (refused.Setting, refused.Message));
    }

    [Fact]
    public async Task The_list_has_what_was_paid_since_and_nothing_of_others()
    {
        await using var crypto = await CryptoPayServer.StartAsync();
        await using var rig = new PaymentRig(crypto.Options());
        rig.Way.Options.Lifetime = TimeSpan.FromHours(5);
        crypto.Now = PaymentRig.Start.AddHours(-4);
        var (early, late, old) = (rig.Payment(), rig.Payment(), rig.Payment());
        var ids = new[] { await rig.StartAsync(early), await rig.StartAsync(late), await rig.StartAsync(old) };
        crypto.Pay(ids[2].ExternalId!);
        crypto.Pay(crypto.Add("another shop's"));
        crypto.Now = PaymentRig.Start;
        crypto.Pay(crypto.Add());
        crypto.Pay(ids[0].ExternalId!);
        crypto.Expire(ids[1].ExternalId!);
        var made = rig.Payment();
        await rig.StartAsync(made);

        Assert.Equivalent(
            new[] { (early.Id, ProviderState.Settled), (late.Id, ProviderState.Expired), (made.Id, ProviderState.Open) },
            (await rig.ListAsync(PaymentRig.Start)).Select(news => (news.Payment!.Value, news.State)),
            strict: true
        );
        Assert.Equal(4, (await rig.ListAsync(PaymentRig.Start.AddHours(-4))).Count);
        Assert.Equal(4, (await rig.ListAsync(default)).Count);
    }

    private static (string, ProviderState) Shown(FoundPayment? found) => (found!.News.ExternalId, found.News.State);
}
