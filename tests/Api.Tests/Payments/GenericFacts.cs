using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using XthonBot.Api.Tests.Inbound.Vendors;
using XthonBot.Core.Foundation.Protection;
using XthonBot.Core.Modules.Payments;
using XthonBot.TestKit;

namespace XthonBot.Api.Tests.Payments;

/// <summary>An operator's own page as the store asks it.</summary>
public sealed class GenericFacts(VendorPackages packages)
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=";
    private const string Url = "https://pay.example/x";

    [Fact]
    public async Task A_start_says_what_the_page_needs_and_is_signed_so_that_a_package_of_others_takes_it()
    {
        await using var page = await PageAsync(_ => new ProviderAnswer(
            200,
            $$"""{"url":"{{Url}}","expires_at":"2026-11-22T12:30:00+02:00"}"""
        ));
        await using var rig = Rig(page);
        var payment = rig.Payment(returnUrl: "https://t.me/store_bot");
        Assert.Equal(new Invoice($"{payment.Id}", Url, PaymentRig.Start.AddMinutes(30)), await rig.StartAsync(payment));

        var request = page.Requests.Single();
        var body = JsonNode.Parse(request.Body)!.AsObject();
        var customer = (string?)body["customer"];
        Assert.Matches("^[0-9a-f]{32}$", customer);
        Assert.Equal(
            $$"""{"type":"payment.start","id":"{{payment.Id}}","amount":"10.00","currency":"USD","description":"Top-up of 10.00","language":"en","customer":"{{customer}}","expires_at":"2026-11-22T11:00:00Z","hook_url":"https://store.example/hooks/pay/way","return_url":"https://t.me/store_bot"}""",
            body.ToJsonString()
        );
        Assert.Contains("payment.start", await VerifyAsync(Secret, request), StringComparison.Ordinal);
        Assert.Equal("WebhookVerificationError", await VerifyAsync(ApiHost.Secret, request));

        // The same customer is the same word, and another one another.
        await rig.StartAsync(rig.Payment());
        await rig.StartAsync(rig.Payment() with { Payer = 4243 });
        var customers = page.Requests.Select(r => (string?)JsonNode.Parse(r.Body)!["customer"]).ToList();
        Assert.Equal(customer, customers[1]);
        Assert.NotEqual(customer, customers[2]);
    }

    [Theory]
    [InlineData("\"state\":\"open\"", ProviderState.Open, null)]
    [InlineData("\"state\":\"open\",\"received\":\"2.50\",\"currency\":\"usd\"", ProviderState.Open, "2.50 USD")]
    [InlineData("\"state\":\"paid\"", ProviderState.Settled, null)]
    [InlineData("\"state\":\"paid\",\"received\":10.50,\"currency\":\"USD\",\"more\":[1]", ProviderState.Settled, "10.50 USD")]
    [InlineData("\"state\":\"expired\",\"received\":null", ProviderState.Expired, null)]
    [InlineData("\"state\":\"canceled\"", ProviderState.Canceled, null)]
    [InlineData("\"state\":\"refunded\",\"received\":\"10\",\"currency\":\"EUR\"", ProviderState.Refunded, "10 EUR")]
    [InlineData("\"state\":\"charged_back\"", ProviderState.ChargedBack, null)]
    [InlineData("\"state\":\"review\"", ProviderState.Unclear, null)]
    public async Task A_payment_is_the_same_read_listed_and_posted(string fields, ProviderState state, string? received)
    {
        var told = "";
        await using var page = await PageAsync(request => new ProviderAnswer(
            200,
            request.Action == "payment.list" ? $$"""{"payments":[{{told}}]}""" : told
        ));
        await using var rig = Rig(page);
        var payment = rig.Payment();
        told = $$"""{"id":"{{payment.Id}}",{{fields}},"url":"{{Url}}","at":"2026-11-22T09:00:00Z","remark":"held\u0007 by the bank"}""";

        var found = (await rig.FindAsync(payment))!;
        Assert.Equal((Url, state), (found.Url, found.News.State));
        Assert.Equal(received, found.News.Received is { } charge ? $"{charge.Text} {charge.Currency}" : null);
        Assert.Equal(($"{payment.Id}", payment.Id), (found.News.ExternalId, found.News.Payment));
        Assert.Equal((PaymentRig.Start.AddHours(-1), "held by the bank"), (found.News.At!.Value, found.News.Remark));
        Assert.Equal([found.News], await rig.ListAsync(PaymentRig.Start.AddDays(-1)));
        Assert.Contains("\"since\":\"2026-11-21T10:00:00Z\"", Encoding.UTF8.GetString(page.Requests[^1].Body), StringComparison.Ordinal);
        Assert.Equal([found.News], Assert.IsType<HookReading.Verified>(Post(rig, told)).News);
    }

    [Theory]
    [InlineData("\"state\":\"done\"")]
    [InlineData("\"state\":\"PAID\"")]
    [InlineData("\"state\":null")]
    [InlineData("\"received\":\"10.00\",\"currency\":\"USD\"")]
    [InlineData("\"state\":\"paid\",\"received\":\"10.00\"")]
    [InlineData("\"state\":\"paid\",\"received\":\"10,00\",\"currency\":\"USD\"")]
    [InlineData("\"state\":\"paid\",\"received\":\"-10.00\",\"currency\":\"USD\"")]
    [InlineData("\"state\":\"paid\",\"received\":{},\"currency\":\"USD\"")]
    [InlineData("\"state\":\"paid\",\"received\":\"\",\"currency\":\"USD\"")]
    public async Task Of_what_is_not_wholly_in_the_words_nothing_is_believed(string fields)
    {
        var told = "";
        await using var page = await PageAsync(_ => new ProviderAnswer(200, told));
        await using var rig = Rig(page);
        var payment = rig.Payment();
        told = $$"""{"id":"{{payment.Id}}",{{fields}}}""";
        await Assert.ThrowsAsync<PaymentLostException>(() => rig.FindAsync(payment));
        Assert.IsType<HookReading.Malformed>(Post(rig, told));
        told = $"[{told}]";
        await Assert.ThrowsAsync<PaymentLostException>(() => rig.ListAsync(PaymentRig.Start));
        told = $$"""{"id":"{{rig.NewId()}}","state":"paid"}""";
        await Assert.ThrowsAsync<PaymentLostException>(() => rig.FindAsync(payment));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("paid")]
    [InlineData("""{"id":"pay_1","state":"paid"}""")]
    [InlineData("""{"state":"paid"}""")]
    public async Task A_body_that_names_no_payment_is_malformed(string body)
    {
        await using var rig = new PaymentRig(Options("https://pay.example"));
        Assert.IsType<HookReading.Malformed>(Post(rig, body));
    }

    [Fact]
    public async Task What_the_store_itself_signed_is_no_news_when_it_comes_back()
    {
        await using var page = await PageAsync(_ => new ProviderAnswer(200, "{}"));
        await using var rig = Rig(page);
        var payment = rig.Payment();
        await Assert.ThrowsAsync<PaymentLostException>(() => rig.StartAsync(payment));
        await Assert.ThrowsAsync<PaymentLostException>(() => rig.FindAsync(payment));
        await Assert.ThrowsAsync<PaymentLostException>(() => rig.RefundAsync(payment, $"{payment.Id}"));
        foreach (var request in page.Requests)
            Assert.IsType<HookReading.Malformed>(rig.Understand(request.Body, Signed(request)));
    }

    [Fact]
    public async Task News_that_was_altered_or_is_of_another_time_is_forged()
    {
        await using var rig = new PaymentRig(Options("https://pay.example"));
        var body = Encoding.UTF8.GetBytes($$"""{"id":"{{rig.NewId()}}","state":"paid"}""");
        var headers = Sign(body, PaymentRig.Start);
        Assert.IsType<HookReading.Verified>(rig.Understand(body, headers));
        // The same again says the same.
        Assert.IsType<HookReading.Verified>(rig.Understand(body, headers));
        for (var at = 0; at < body.Length; at++)
        {
            var altered = body.ToArray();
            altered[at] ^= 1;
            Assert.IsType<HookReading.Forged>(rig.Understand(altered, headers));
        }

        for (var i = 0; i < headers.Length; i++)
        {
            Assert.IsType<HookReading.Forged>(rig.Understand(body, [.. headers[..i], .. headers[(i + 1)..]]));
            var (name, value) = headers[i];
            for (var at = 0; at < value.Length; at++)
            {
                var other = value[..at] + (value[at] == '1' ? '2' : '1') + value[(at + 1)..];
                // Bits of the last letter of base64 that mean nothing may differ.
                if (name != "webhook-signature" || at < value.Length - 2)
                    Assert.IsType<HookReading.Forged>(rig.Understand(body, [.. headers[..i], (name, other), .. headers[(i + 1)..]]));
            }
        }

        foreach (var seconds in (int[])[-301, 301, 86_400, -86_400])
            Assert.IsType<HookReading.Forged>(rig.Understand(body, Sign(body, PaymentRig.Start.AddSeconds(seconds))));
        foreach (var seconds in (int[])[-300, 300])
            Assert.IsType<HookReading.Verified>(rig.Understand(body, Sign(body, PaymentRig.Start.AddSeconds(seconds))));
        foreach (var time in (string[])["", "-5", "now", "99999999999999999999", "1e9"])
            Assert.IsType<HookReading.Forged>(rig.Understand(body, Sign(body, time, Secret)));
        Assert.IsType<HookReading.Forged>(rig.Understand(body, Sign(body, "1795687200", ApiHost.Secret)));
        rig.Way.Options.Secret = "none";
        Assert.IsType<HookReading.Forged>(rig.Understand(body, headers));
    }

    [Theory]
    [InlineData(404)]
    [InlineData(501)]
    public async Task A_page_need_not_offer_more_than_the_start(int status)
    {
        await using var page = await PageAsync(_ => new ProviderAnswer(status, "<html>"));
        await using var rig = Rig(page);
        var payment = rig.Payment();
        Assert.Null(await rig.FindAsync(payment));
        Assert.Empty(await rig.ListAsync(PaymentRig.Start));
        Assert.Equal(RefundAnswer.ByHand, await rig.RefundAsync(payment, $"{payment.Id}"));
        await rig.CheckAsync();
        Assert.Equal("Url", (await Assert.ThrowsAsync<PaymentRefusedException>(() => rig.StartAsync(payment))).Setting);
    }

    [Fact]
    public async Task Money_is_given_back_where_the_page_says_so()
    {
        await using var page = await PageAsync(_ => new ProviderAnswer(200, """{"state":"refunded"}"""));
        await using var rig = Rig(page);
        var payment = rig.Payment();
        Assert.Equal(RefundAnswer.Done, await rig.RefundAsync(payment, $"{payment.Id}"));
        Assert.Equal(
            $$"""{"type":"payment.refund","id":"{{payment.Id}}","amount":"10.00","currency":"USD"}""",
            Encoding.UTF8.GetString(page.Requests.Single().Body)
        );
        foreach (var said in (string[])["", "{}", "[]", "OK", """{"state":"paid"}"""])
        {
            page.Refuse("payment.refund", 200, said);
            await Assert.ThrowsAsync<PaymentLostException>(() => rig.RefundAsync(payment, $"{payment.Id}"));
        }

        page.Refuse("payment.refund", 409, """{"error":"too old"}""");
        var refused = await Assert.ThrowsAsync<PaymentRefusedException>(() => rig.RefundAsync(payment, $"{payment.Id}"));
        Assert.Equal((null, "payment.refund: too old"), (refused.Setting, refused.Message));
    }

    [Theory]
    [InlineData(UpstreamTrouble.RequestLost)]
    [InlineData(UpstreamTrouble.AnswerLost)]
    [InlineData(UpstreamTrouble.Broken)]
    [InlineData(UpstreamTrouble.Garbage)]
    [InlineData(UpstreamTrouble.Stalled)]
    public async Task What_was_not_answered_clearly_is_lost_and_not_asked_again(UpstreamTrouble trouble)
    {
        await using var page = await PageAsync(_ => new ProviderAnswer(200, $$"""{"url":"{{Url}}"}"""));
        await using var rig = Rig(page);
        if (trouble == UpstreamTrouble.Stalled)
            rig.Way.Options.Timeout = TimeSpan.FromMilliseconds(300);
        var payment = rig.Payment();
        string[] types = ["payment.start", "payment.read", "payment.read", "payment.list"];
        foreach (var (type, call) in types.Zip(rig.Calls(payment)))
        {
            page.Trouble(type, trouble);
            await Assert.ThrowsAsync<PaymentLostException>(call);
        }

        page.Trouble("payment.refund", trouble);
        await Assert.ThrowsAsync<PaymentLostException>(() => rig.RefundAsync(payment, $"{payment.Id}"));
        Assert.Equal([.. types, "payment.refund"], page.Requests.Select(request => request.Action));
    }

    [Fact]
    public async Task A_secret_that_is_not_the_pages_is_told_from_all_else()
    {
        await using var page = await PageAsync(_ => new ProviderAnswer(401, """{"error":"signature"}"""));
        await using var rig = Rig(page);
        foreach (var call in rig.Calls(rig.Payment()))
            Assert.Equal("Secret", (await Assert.ThrowsAsync<PaymentRefusedException>(call)).Setting);
        rig.Way.Options.Url = "file:///etc/passwd";
        Assert.Equal("Url", (await Assert.ThrowsAsync<PaymentRefusedException>(rig.CheckAsync)).Setting);
    }

    private static PaymentWayOptions Options(string url) =>
        new()
        {
            Kind = PaymentKind.Generic,
            Secret = Secret,
            Url = url,
            Timeout = Patience.Limit,
        };

    private static PaymentRig Rig(ProviderServer page) => new(Options(page.Url));

    private static Task<ProviderServer> PageAsync(Func<ProviderRequest, ProviderAnswer> answer) =>
        ProviderServer.StartAsync((_, body) => (string)JsonNode.Parse(body)!["type"]!, answer);

    private static (string, string)[] Sign(byte[] body, DateTime at) =>
        Sign(body, new DateTimeOffset(at).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), Secret);

    private static (string, string)[] Sign(byte[] body, string timestamp, string secret)
    {
        Assert.True(StandardWebhookSignature.TryReadSecret(secret, out var key));
        return
        [
            ("webhook-id", "msg_1"),
            ("webhook-timestamp", timestamp),
            ("webhook-signature", StandardWebhookSignature.Sign(key, "msg_1", timestamp, body)),
        ];
    }

    private static (string, string)[] Signed(ProviderRequest request) =>
        [.. ((string[])["webhook-id", "webhook-timestamp", "webhook-signature"]).Select(name => (name, request.Headers[name]))];

    private static HookReading Post(PaymentRig rig, string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        return rig.Understand(bytes, Sign(bytes, PaymentRig.Start));
    }

    private Task<string> VerifyAsync(string secret, ProviderRequest request) =>
        packages.AskAsync<string>(
            "webhook.verify",
            new JsonObject
            {
                ["secret"] = secret,
                ["headers"] = new JsonObject(Signed(request).Select(h => KeyValuePair.Create(h.Item1, (JsonNode?)h.Item2))),
                ["body"] = Convert.ToBase64String(request.Body),
                ["now"] = new DateTimeOffset(PaymentRig.Start).ToUnixTimeSeconds(),
            }
        );
}
