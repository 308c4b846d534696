using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using XthonBot.Api.Tests.Inbound.Vendors;
using XthonBot.Core.Modules.Payments;

namespace XthonBot.Api.Tests.Payments;

/// <summary>Updates of Crypto Pay, by two packages that others wrote as well.</summary>
public sealed class CryptoPayHookFacts(VendorPackages packages)
{
    private const string Header = "crypto-pay-api-signature";

    [Fact]
    public async Task Both_packages_take_what_the_server_of_these_tests_signs_and_the_store_what_they_sign()
    {
        await using var crypto = await CryptoPayServer.StartAsync();
        await using var rig = new PaymentRig(crypto.Options());
        var payment = rig.Payment();
        var id = (await rig.StartAsync(payment)).ExternalId!;
        crypto.Pay(id);
        var (body, signature) = crypto.Update(id);
        var text = Encoding.UTF8.GetString(body);

        Assert.DoesNotContain(false, await VerifyAsync(text, signature));
        Assert.DoesNotContain(true, await VerifyAsync(text, CryptoPayServer.Sign(body, "1:other")));
        var theirs = await packages.AskAsync<string>(
            "cryptopay.sign",
            new JsonObject { ["token"] = CryptoPayServer.Token, ["body"] = text }
        );
        var news = Assert.Single(Assert.IsType<HookReading.Verified>(rig.Understand(body, (Header, theirs))).News);
        Assert.Equal(
            new PaymentNews(id, payment.Id, ProviderState.Settled, new Charge(10m, "USD", "10.00")) { At = PaymentRig.Start },
            news
        );
        // A word of the update is the same whenever it comes, and from wherever.
        rig.Clock.Advance(TimeSpan.FromDays(3));
        Assert.Equal([news], Assert.IsType<HookReading.Verified>(rig.Understand(body, (Header.ToUpperInvariant(), theirs))).News);
        Assert.Equal(news, (await rig.FindAsync(payment, id))!.News);
    }

    [Fact]
    public async Task A_client_that_others_wrote_reads_the_server_of_these_tests()
    {
        await using var crypto = await CryptoPayServer.StartAsync();
        await using var rig = new PaymentRig(crypto.Options());
        var payment = rig.Payment();
        var id = (await rig.StartAsync(payment)).ExternalId!;
        crypto.Pay(id);
        var listed = JsonNode.Parse(await CallAsync(crypto, CryptoPayServer.Token, "getInvoices", new JsonObject()))![0]!;
        Assert.Equal(
            (id, "paid", "fiat", "USD", "10.00", $"{payment.Id}"),
            (
                listed["id"]!.ToString(),
                (string?)listed["status"],
                (string?)listed["currencyType"],
                (string?)listed["currency"],
                (string?)listed["amount"],
                (string?)listed["payload"]
            )
        );

        // An invoice that the client asked for is found by the store, in coins as well.
        var other = rig.Payment();
        var made = JsonNode.Parse(
            await CallAsync(
                crypto,
                CryptoPayServer.Token,
                "createInvoice",
                new JsonObject
                {
                    ["amount"] = 2.5,
                    ["asset"] = "TON",
                    ["payload"] = $"{other.Id}",
                }
            )
        )!["id"]!.ToString();
        crypto.Pay(made);
        var received = (await rig.FindAsync(other))!.News.Received;
        Assert.Equal((2.5m, "TON"), (received!.Value, received.Currency));

        Assert.Contains(
            "UNAUTHORIZED",
            await CallAsync(crypto, CryptoPayServer.Token[..^1] + "D", "getInvoices", new JsonObject()),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_body_or_a_signature_that_was_altered_anywhere_is_forged()
    {
        await using var crypto = await CryptoPayServer.StartAsync();
        await using var rig = new PaymentRig(crypto.Options());
        var id = (await rig.StartAsync(rig.Payment())).ExternalId!;
        crypto.Pay(id);
        var (body, signature) = crypto.Update(id);
        Assert.IsType<HookReading.Verified>(rig.Understand(body, (Header, signature)));

        for (var at = 0; at < body.Length; at++)
        {
            var altered = body.ToArray();
            altered[at] ^= 1;
            Assert.IsType<HookReading.Forged>(rig.Understand(altered, (Header, signature)));
            Assert.IsType<HookReading.Forged>(rig.Understand(body[..at], (Header, signature)));
        }

        for (var at = 0; at < signature.Length; at++)
        {
            var other = signature[at] == '0' ? '1' : '0';
            Assert.IsType<HookReading.Forged>(rig.Understand(body, (Header, signature[..at] + other + signature[(at + 1)..])));
            Assert.IsType<HookReading.Forged>(rig.Understand(body, (Header, signature[..at])));
        }

        foreach (
            var wrong in (string[])
                [
                    "",
                    signature.ToUpperInvariant(),
                    " " + signature,
                    signature + " ",
                    "sha256=" + signature,
                    CryptoPayServer.Sign(body, "1:other"),
                    new string('\uff10', 64),
                ]
        )
            Assert.IsType<HookReading.Forged>(rig.Understand(body, (Header, wrong)));
        Assert.IsType<HookReading.Forged>(rig.Understand(body));
        Assert.IsType<HookReading.Forged>(rig.Understand(body, ("rocket-pay-signature", signature)));
    }

    [Theory]
    [InlineData(
        """{"update_type":"invoice_paid","payload":{"invoice_id":"7","status":"PAID","currency_type":"fiat","fiat":"usd","amount":10.0}}""",
        "10 USD"
    )]
    [InlineData(
        """{"update_type":"invoice_paid","payload":{"invoice_id":7,"status":"paid","currency_type":"crypto","asset":"TON","amount":"1e1"}}""",
        "1e1 TON"
    )]
    [InlineData(
        """{"update_type":"invoice_paid","payload":{"invoice_id":7,"status":"paid","asset":"TON","amount":"0.000000001"}}""",
        "0.000000001 TON"
    )]
    public async Task What_was_asked_is_what_was_paid(string body, string received)
    {
        var reading = Assert.IsType<HookReading.Verified>(await SignedAsync(body));
        var news = Assert.Single(reading.News);
        Assert.Equal(
            ("7", ProviderState.Settled, received),
            (news.ExternalId, news.State, $"{news.Received!.Text} {news.Received.Currency}")
        );
    }

    [Theory]
    [InlineData("\"amount\":\"ten\"")]
    [InlineData("\"amount\":-10")]
    [InlineData("\"amount\":\"10,00\"")]
    [InlineData("\"amount\":1e99")]
    [InlineData("\"amount\":null")]
    [InlineData("\"fiat\":\"USD\"")]
    public async Task An_amount_that_cannot_be_read_is_asked_for(string amount) =>
        Assert.Equal(
            "7",
            Assert
                .IsType<HookReading.Hint>(
                    await SignedAsync(
                        $$$"""{"update_type":"invoice_paid","payload":{"invoice_id":7,"status":"paid","asset":"TON",{{{amount}}}}}"""
                    )
                )
                .ExternalId
        );

    [Theory]
    [InlineData("""{"update_type":"invoice_paid","payload":{"invoice_id":7,"status":"paid","payload":"order 5"}}""")]
    [InlineData("""{"update_type":"invoice_paid","payload":{"invoice_id":7,"status":"paid","payload":{"x":1}}}""")]
    [InlineData("""{"update_type":"check_activated","payload":{}}""")]
    public async Task What_concerns_no_payment_of_the_store_is_nothing(string body) =>
        Assert.IsType<HookReading.Nothing>(await SignedAsync(body));

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("\"invoice_paid\"")]
    [InlineData("""{"update_type":"invoice_paid"}""")]
    [InlineData("""{"update_type":"invoice_paid","payload":[]}""")]
    [InlineData("""{"update_type":"invoice_paid","payload":{"status":"paid"}}""")]
    public async Task What_is_signed_and_no_update_is_malformed(string body) =>
        Assert.IsType<HookReading.Malformed>(await SignedAsync(body));

    [Fact]
    public async Task A_status_that_nobody_knows_is_for_a_person()
    {
        var news = Assert
            .IsType<HookReading.Verified>(
                await SignedAsync("""{"update_type":"invoice_paid","payload":{"invoice_id":7,"status":"on_hold<b>"}}""")
            )
            .News;
        Assert.Equal((ProviderState.Unclear, "on_holdb"), (news[0].State, news[0].Remark));
    }

    // No text of its own; it is read as the sign for what cannot be read.
    private const string HalfCharacter = "\"\\ud83d\"";

    [Fact]
    public async Task Whatever_is_signed_is_read_without_an_exception_and_credits_only_what_it_says()
    {
        await using var rig = new PaymentRig(new PaymentWayOptions { Kind = PaymentKind.CryptoPay, Token = CryptoPayServer.Token });
        var id = rig.NewId();
        string[] values =
        [
            "null",
            "true",
            "7",
            "-7",
            "1e400",
            "0.1",
            "\"\"",
            "\"paid\"",
            "\"7\"",
            HalfCharacter,
            "{}",
            "[]",
            "[1]",
            "{\"a\":1}",
        ];
        var value = Gen.Int[0, values.Length - 1].Select(at => values[at]);
        Gen.Select(value, value, value, value, value)
            .Sample(
                (type, number, status, amount, asset) =>
                {
                    var named = type == "7" ? type : "\"invoice_paid\"";
                    var invoice =
                        $$$"""{"payload":"{{{id}}}","invoice_id":{{{number}}},"status":{{{status}}},"amount":{{{amount}}},"asset":{{{asset}}}}""";
                    var body = Encoding.UTF8.GetBytes($$$"""{"update_type":{{{named}}},"payload":{{{invoice}}}}""");
                    var reading = rig.Understand(body, (Header, CryptoPayServer.Sign(body)));
                    return reading is not HookReading.Verified { News: [{ State: ProviderState.Settled } news] }
                        || (
                            status == "\"paid\""
                            && news.Payment == id
                            && news.Received!.Text == amount.Trim('"')
                            && news.Received.Currency.Equals(
                                asset == HalfCharacter ? "\ufffd" : asset.Trim('"'),
                                StringComparison.OrdinalIgnoreCase
                            )
                        );
                }
            );
    }

    private static async Task<HookReading> SignedAsync(string body)
    {
        await using var rig = new PaymentRig(new PaymentWayOptions { Kind = PaymentKind.CryptoPay, Token = CryptoPayServer.Token });
        // The payload is that of a payment, unless the body says another.
        var bytes = Encoding.UTF8.GetBytes(
            body.Contains("\"payload\":\"", StringComparison.Ordinal) || body.Contains("\"payload\":{\"x\"", StringComparison.Ordinal)
                ? body
                : body.Replace("\"invoice_id\"", $"\"payload\":\"{rig.NewId()}\",\"invoice_id\"", StringComparison.Ordinal)
        );
        return rig.Understand(bytes, (Header, CryptoPayServer.Sign(bytes)));
    }

    private Task<bool[]> VerifyAsync(string body, string signature) =>
        packages.AskAsync<bool[]>(
            "cryptopay.verify",
            new JsonObject
            {
                ["token"] = CryptoPayServer.Token,
                ["body"] = body,
                ["signature"] = signature,
            }
        );

    private Task<string> CallAsync(CryptoPayServer crypto, string token, string method, JsonObject argument) =>
        packages.AskAsync<string>(
            "cryptopay.call",
            new JsonObject
            {
                ["url"] = crypto.Server.Url + "/api",
                ["token"] = token,
                ["method"] = method,
                ["args"] = new JsonArray(argument),
            }
        );
}
