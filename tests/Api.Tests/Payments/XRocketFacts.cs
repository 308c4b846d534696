using System.Text;
using System.Text.Json.Nodes;
using XthonBot.Api.Tests.Inbound.Vendors;
using XthonBot.Core.Modules.Payments;
using XthonBot.TestKit;

namespace XthonBot.Api.Tests.Payments;

/// <summary>xRocket Pay as the store asks it, and what it posts.</summary>
public sealed class XRocketFacts(VendorPackages packages)
{
    private const string Header = "rocket-pay-signature";

    [Theory]
    [InlineData("", null, null, "10.00", "USDT")]
    [InlineData("toncoin", "3.2", 4, "3.1250", "TONCOIN")]
    public async Task A_payment_is_asked_for_in_coins_at_the_rate_of_the_way(
        string currency,
        string? rate,
        int? decimals,
        string amount,
        string code
    )
    {
        await using var rocket = await XRocketServer.StartAsync();
        await using var rig = new PaymentRig(rocket.Options(currency: currency, rate: rate, decimals: decimals));
        var payment = rig.Payment(returnUrl: "https://t.me/store_bot");
        Assert.Equal(new Invoice("101", "https://t.me/xRocket?start=inv_101", PaymentRig.Start.AddHours(1)), await rig.StartAsync(payment));
        Assert.Equal(
            $$"""{"amount":{{amount}},"numPayments":1,"currency":"{{code}}","payload":"{{payment.Id}}","expiredIn":3600,"commentsEnabled":false,"description":"Top-up of 10.00","callbackUrl":"https://t.me/store_bot"}""",
            JsonNode.Parse(rocket.Server.Requests.Single().Body)!.ToJsonString()
        );
    }

    [Fact]
    public async Task An_invoice_lives_no_longer_than_a_day_and_says_so()
    {
        await using var rocket = await XRocketServer.StartAsync();
        await using var rig = new PaymentRig(rocket.Options());
        var invoice = await rig.StartAsync(rig.Payment() with { ExpiresAt = PaymentRig.Start.AddDays(3) });
        Assert.Equal(PaymentRig.Start.AddDays(1), invoice.ExpiresAt);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_the_payer_gave_is_what_came_whatever_the_fee(bool writesOddly)
    {
        await using var rocket = await XRocketServer.StartAsync();
        rocket.WritesOddly = writesOddly;
        await using var rig = new PaymentRig(rocket.Options());
        var payment = rig.Payment();
        rocket.Server.Trouble("POST tg-invoices", UpstreamTrouble.AnswerLost);
        await Assert.ThrowsAsync<PaymentLostException>(() => rig.StartAsync(payment));
        for (var i = 0; i < 5; i++)
            await rig.StartAsync(rig.Payment());

        var found = await rig.FindAsync(payment);
        Assert.Equal(new PaymentNews("101", payment.Id, ProviderState.Open), found!.News);
        Assert.Equal("https://t.me/xRocket?start=inv_101", found.Url);

        var (body, signature) = rocket.Pay("101");
        var news = new PaymentNews("101", payment.Id, ProviderState.Settled, new Charge(10m, "USDT", "10"))
        {
            Payer = "14357874663",
            At = PaymentRig.Start,
        };
        Assert.Equal(news, (await rig.FindAsync(payment))!.News);
        Assert.Equal(news, (await rig.FindAsync(payment, "101"))!.News);
        Assert.Equal([news], Assert.IsType<HookReading.Verified>(rig.Understand(body, (Header, signature))).News);
        Assert.Equal(news with { Payer = null }, (await rig.ListAsync(PaymentRig.Start)).Single(n => n.ExternalId == "101"));
        Assert.Equal(6, (await rig.ListAsync(PaymentRig.Start)).Count);
        Assert.Empty(await rig.ListAsync(PaymentRig.Start.AddSeconds(1)));
        Assert.Null(await rig.FindAsync(payment, "9"));
        Assert.Null(await rig.FindAsync(rig.Payment()));
        Assert.Equal(6, rocket.Server.Calls("POST tg-invoices"));
        Assert.Equal(RefundAnswer.ByHand, await rig.RefundAsync(payment, "101"));
    }

    [Fact]
    public async Task A_part_is_what_came_and_never_more()
    {
        await using var rocket = await XRocketServer.StartAsync();
        await using var rig = new PaymentRig(rocket.Options());
        var payment = rig.Payment();
        await rig.StartAsync(payment);
        var (first, signature) = rocket.Pay("101", 2.5m, "active");
        Assert.Equal(("101", payment.Id), Hinted(rig.Understand(first, (Header, signature))));
        rocket.Pay("101", 1.25m, "active");
        var news = (await rig.FindAsync(payment, "101"))!.News;
        Assert.Equal((ProviderState.Open, 3.75m), (news.State, news.Received!.Value));
        rocket.Expire("101");
        news = (await rig.FindAsync(payment, "101"))!.News;
        Assert.Equal((ProviderState.Expired, 3.75m), (news.State, news.Received!.Value));
    }

    [Fact]
    public async Task A_webhook_of_an_invoice_for_many_is_a_hint()
    {
        await using var rocket = await XRocketServer.StartAsync();
        await using var rig = new PaymentRig(rocket.Options());
        await rig.StartAsync(rig.Payment());
        var text = Encoding.UTF8.GetString(rocket.Pay("101").Body);
        Assert.IsType<HookReading.Verified>(Read(text));
        Assert.IsType<HookReading.Hint>(Read(text.Replace("\"totalActivations\":1", "\"totalActivations\":0", StringComparison.Ordinal)));
        Assert.IsType<HookReading.Hint>(Read(text.Replace("\"paymentAmount\":10,", "\"paymentAmount\":\"?\",", StringComparison.Ordinal)));
        Assert.IsType<HookReading.Nothing>(Read(text.Replace("invoicePay", "somethingNew", StringComparison.Ordinal)));
        Assert.IsType<HookReading.Nothing>(Read(text.Replace("\"pay_", "\"order_", StringComparison.Ordinal)));
        Assert.IsType<HookReading.Malformed>(Read("""{"type":"invoicePay"}"""));
        Assert.IsType<HookReading.Malformed>(Read("invoicePay"));

        HookReading Read(string body)
        {
            var bytes = Encoding.UTF8.GetBytes(body);
            return rig.Understand(bytes, (Header, CryptoPayServer.Sign(bytes, XRocketServer.Token)));
        }
    }

    [Fact]
    public async Task A_webhook_that_was_altered_anywhere_is_forged()
    {
        await using var rocket = await XRocketServer.StartAsync();
        await using var rig = new PaymentRig(rocket.Options());
        await rig.StartAsync(rig.Payment());
        var (body, signature) = rocket.Pay("101");
        // The scheme is that of Crypto Pay, and so is the witness.
        Assert.DoesNotContain(
            false,
            await packages.AskAsync<bool[]>(
                "cryptopay.verify",
                new JsonObject
                {
                    ["token"] = XRocketServer.Token,
                    ["body"] = Encoding.UTF8.GetString(body),
                    ["signature"] = signature,
                }
            )
        );
        for (var at = 0; at < body.Length; at++)
        {
            var altered = body.ToArray();
            altered[at] ^= 1;
            Assert.IsType<HookReading.Forged>(rig.Understand(altered, (Header, signature)));
        }

        Assert.IsType<HookReading.Forged>(rig.Understand(body, (Header, signature.ToUpperInvariant())));
        Assert.IsType<HookReading.Forged>(rig.Understand(body, (Header, signature[..^1])));
        Assert.IsType<HookReading.Forged>(rig.Understand(body, ("crypto-pay-api-signature", signature)));
        Assert.IsType<HookReading.Forged>(rig.Understand(body));
    }

    [Theory]
    [InlineData(UpstreamTrouble.RequestLost)]
    [InlineData(UpstreamTrouble.AnswerLost)]
    [InlineData(UpstreamTrouble.Broken)]
    [InlineData(UpstreamTrouble.Garbage)]
    [InlineData(UpstreamTrouble.Stalled)]
    public async Task What_was_not_answered_clearly_is_lost_and_not_asked_again(UpstreamTrouble trouble)
    {
        await using var rocket = await XRocketServer.StartAsync();
        await using var rig = new PaymentRig(rocket.Options());
        if (trouble == UpstreamTrouble.Stalled)
            rig.Way.Options.Timeout = TimeSpan.FromMilliseconds(300);
        string[] methods = ["POST tg-invoices", "GET tg-invoices", "GET tg-invoices", "GET tg-invoices", "GET app"];
        foreach (var (method, call) in methods.Zip(rig.Calls(rig.Payment())))
        {
            rocket.Server.Trouble(method, trouble);
            await Assert.ThrowsAsync<PaymentLostException>(call);
        }

        Assert.Equal(methods, rocket.Server.Requests.Select(request => request.Action));
    }

    [Fact]
    public async Task A_wrong_token_is_told_from_all_else()
    {
        await using var rocket = await XRocketServer.StartAsync();
        await using var wrong = new PaymentRig(rocket.Options(token: "wrong-token"));
        foreach (var call in wrong.Calls(wrong.Payment()))
            Assert.Equal("Token", (await Assert.ThrowsAsync<PaymentRefusedException>(call)).Setting);

        await using var rig = new PaymentRig(rocket.Options(currency: "DOGS"));
        await rig.CheckAsync();
        var refused = await Assert.ThrowsAsync<PaymentRefusedException>(() => rig.StartAsync(rig.Payment()));
        Assert.Equal((null, "createInvoice: Currency is unknown"), (refused.Setting, refused.Message));
        rocket.Server.Refuse("POST tg-invoices", 429, "");
        Assert.Null((await Assert.ThrowsAsync<PaymentRefusedException>(() => rig.StartAsync(rig.Payment()))).Setting);

        await using var fine = new PaymentRig(rocket.Options(rate: "0.7", decimals: 10));
        refused = await Assert.ThrowsAsync<PaymentRefusedException>(() => fine.StartAsync(fine.Payment()));
        Assert.Equal("Decimals", refused.Setting);
    }

    private static (string?, Core.Foundation.Kernel.PaymentId?) Hinted(HookReading reading) =>
        reading is HookReading.Hint hint ? (hint.ExternalId, hint.Payment) : throw new InvalidOperationException($"{reading}");
}
