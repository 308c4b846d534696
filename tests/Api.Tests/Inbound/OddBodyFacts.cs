using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CsCheck;
using XthonBot.Api.Tests.Inbound.Vendors;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.TestKit;
using static XthonBot.Api.Tests.V2.ReferenceFacts;

namespace XthonBot.Api.Tests.Inbound;

/// <summary>If a text can be read it is stored, whatever else is odd; if its number can be read too, it reaches the order.</summary>
public sealed class OddBodyFacts
{
    private const string Phone = "+15550001";

    public static TheoryData<string, string> Bodies =>
        new()
        {
            // In the text and in the sender: half an emoji.
            { "gateway", """{"from":"Telegram","to":"+15550001","text":"Your code is 54321 \ud83d"}""" },
            { "gateway", """{"from":"Tele\ud83dgram","to":"+15550001","text":"Your code is 54321"}""" },
            { "gateway", """{"from":"Telegram\ude00","to":"+15550001","text":"\\ \"Your\"\n code \u0069s 54321\u0000"}""" },
            { "gateway", """{"to":"+15550001","text":"Your code is 54321"}""" },
            { "gateway", """{"from":null,"to":"+15550001","text":"Your code is 54321"}""" },
            { "gateway", """{"from":67890,"to":15550001,"text":"Your code is 54321"}""" },
            { "gateway", """{"from":["x"],"to":"15550001","text":54321}""" },
            { "gateway", """{"From":"Telegram","TO":"+1 555 0001","Text":"Your code is 54321","extra":{"deep":[1,2]}}""" },
            { "gateway", "\uFEFF{\"from\":\"Telegram\",\"to\":\"+15550001\",\"text\":\"Your code is 54321\"}" },
            { "gateway", """/* made by hand */ {"from":"Telegram","to":"+15550001","text":"Your code is 54321",} // end""" },
            { "gateway", """{"to":"+15550009","from":"Telegram","to":"+15550001","text":"Your code is 54321"}""" },
            { "gateway", """[{"from":"Telegram","to":"+15550001","text":"Your code is 54321"}]""" },
            { "gateway", "{\"from\":\"Telegram\",\"to\":\"+15550001\",\"text\":\"Your code\n\tis 54321\"}" },
            { "gateway", """{"from":"Telegram","to":"+15550001","text":"Your code is 54321","received_at":""}""" },
            { "gateway", """{"from":"Telegram","to":"+15550001","text":"Your code is 54321","received_at":"yesterday"}""" },
            { "gateway", """{"from":"Telegram","to":"+15550001","text":"Your code is 54321","received_at":{"at":1}}""" },
            {
                "gateway",
                """{"from":"Telegram","to":"+15550001","text":"Your code is 54321","received_at":"9999-12-31T23:59:59.9999999Z"}"""
            },
            { "gateway", """{"from":"Telegram","to":"+15550001","text":"Your code is 54321","received_at":"0001-01-01T00:00:00Z"}""" },
            { "gateway", """{"from":"Telegram","to":"+15550001","text":"Your code is 54321","part":{"reference":null,"index":"x"}}""" },
            { "bank", Bank("-5") },
            { "bank", Bank("1.0") },
            { "bank", Bank("1e3") },
            { "bank", Bank("1180591620717411303424") },
            { "bank", Bank("null") },
            { "bank", Bank("{}") },
            { "bank", Bank("true") },
            { "bank", Bank("\"\\ud83d\"") },
            { "bank", Bank("1").Replace("\"smsId\":1,", "", StringComparison.Ordinal) },
            { "bank", Bank("1").Replace("\"Telegram\"", "67890", StringComparison.Ordinal) },
            { "bank", Bank("1").Replace("\"Telegram\"", "null", StringComparison.Ordinal) },
            { "bank", Bank("1").Replace("phoneFrom", "unknown", StringComparison.Ordinal) },
            { "bank", Bank("1").Replace("PUSH_SMS", "push_sms", StringComparison.Ordinal) },
            { "bank", Bank("1").Replace("54321", "54321\\ud83d", StringComparison.Ordinal) },
            { "phone", Android("sms:received", "'message':'Your code is 54321 \\ud83d','receivedAt':'2026-11-22T10:00:00.000Z'") },
            { "phone", Android("SMS:Received", "'message':'Your code is 54321'") },
            { "phone", Android("mms:downloaded", "'body':'Your code is 54321','subject':null") },
            { "phone", Android("mms:received", "'message':'Your code is 54321'") },
            { "phone", Android("sms:data-received", $"'data':'{Convert.ToBase64String("Your code is 54321"u8)}'") },
            { "phone", Android("event:of-tomorrow", "'message':'Your code is 54321'") },
            {
                "phone",
                """{"event":"sms:batch:received","payload":{"messages":[{"recipient":"+15550001","message":"Your code is 54321"},{"recipient":"+15550002","message":"Another text"}]}}"""
            },
            { "phone", """{"event":"sms:received","payload":[{"recipient":"+15550001","message":"Your code is 54321"}]}""" },
            {
                "phone",
                Android("sms:received", "'messageId':7,'message':'Your code is 54321','receivedAt':'2026-11-22T10:00:00.000+0000'")
            },
            {
                "phone",
                Android("sms:received", "'messageId':null,'message':'Your code is 54321','receivedAt':'2026-11-22T05:00:00.000+-5:00'")
            },
            { "phone", Android("sms:received", "'message':'Your code is 54321','receivedAt':1795341600000,'simNumber':'2'") },
            { "phone", Android("sms:received", "'message':'Your code is 54321','receivedAt':null,'simNumber':1.5,'sender':5") },
        };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Bug_A_text_was_refused_for_a_flaw_in_a_field_that_does_not_matter(string source, string body)
    {
        await using var api = await Gateways.StartAsync();
        var (key, service) = await ShopAsync(api);
        var id = await BuyAsync(api, key, service);

        Assert.Equal(200, (int)(await Signed(api, source, Encoding.UTF8.GetBytes(body)).SendAsync(api)).Status);

        Assert.Equal("54321", (await api.GetAsync($"transactions/{id}/code", key)).Data.GetProperty("code").GetString());
        Assert.Equal(1, await api.Store.ScalarAsync<int>("select count(*) as value from messages where phone = '+15550001'"));
    }

    [Theory]
    [InlineData("gateway", """{"from":"Telegram","text":"Your code is 54321"}""")]
    [InlineData("gateway", """{"from":"Telegram","to":"unknown","text":"Your code is 54321"}""")]
    [InlineData("gateway", """{"from":"Telegram","to":null,"text":"Your code is 54321","part":{"reference":"r","index":1,"count":2}}""")]
    [InlineData("phone", """{"event":"sms:received","payload":{"recipient":"unknown","simNumber":3,"message":"Your code is 54321"}}""")]
    [InlineData("phone", """{"event":"sms:received","payload":{"recipient":null,"simNumber":null,"message":"Your code is 54321"}}""")]
    public async Task Bug_A_text_whose_number_is_not_known_was_lost(string source, string body)
    {
        await using var api = await Gateways.StartAsync(
            ("Inbound:Sources:phone:Numbers:1", Phone),
            ("Inbound:Sources:phone:Numbers:2", "+15550002")
        );
        var (key, service) = await ShopAsync(api);
        var id = await BuyAsync(api, key, service);

        Assert.Equal(200, (int)(await Signed(api, source, Encoding.UTF8.GetBytes(body)).SendAsync(api)).Status);

        Assert.Equal("PENDING", (await api.GetAsync($"transactions/{id}", key)).Data.GetProperty("status").GetString());
        Assert.Equal(
            1,
            await api.Store.ScalarAsync<int>(
                "select count(*) as value from messages where phone = '' and order_id is null and text is not null"
            )
        );
        Assert.Contains(
            api.Logs.Lines,
            line => line.StartsWith("Warning", StringComparison.Ordinal) && line.Contains("without a number", StringComparison.Ordinal)
        );
        Assert.DoesNotContain(api.Logs.Lines, line => line.Contains("54321", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("phone", """{"event":"system:ping","payload":{"health":{}}}""")]
    [InlineData("phone", """{"event":"sms:sent","payload":{"message":"Our own words","recipient":"+15550001"}}""")]
    [InlineData("phone", """{"event":"mms:received","payload":{"recipient":"+15550001","size":5}}""")]
    [InlineData("phone", """{"event":"sms:data-received","payload":{"recipient":"+15550001","data":"AAEC/w=="}}""")]
    public async Task Bug_News_without_a_text_left_no_line(string source, string body)
    {
        await using var api = await Gateways.StartAsync();
        foreach (var count in new[] { 1, 2 })
        {
            Assert.Equal(
                0,
                EnvelopeAssert.Ok(await Signed(api, source, Encoding.UTF8.GetBytes(body)).SendAsync(api)).GetProperty("stored").GetInt32()
            );
            Assert.Contains(
                api.Logs.Lines,
                line => line.StartsWith("Information", StringComparison.Ordinal) && line.Contains($"{count} such", StringComparison.Ordinal)
            );
        }
    }

    [Theory]
    [InlineData("utf-16", null)]
    [InlineData("utf-16BE", null)]
    [InlineData("utf-16", "application/json")]
    [InlineData("iso-8859-1", "application/json; charset=iso-8859-1")]
    [InlineData("windows-1251", "application/json; charset=\"windows-1251\"")]
    [InlineData("utf-8", "application/json; charset=utf-16")]
    [InlineData("utf-8", "application/json; charset=no-such")]
    [InlineData("utf-8", "application/x-www-form-urlencoded")]
    public async Task A_body_is_read_in_its_own_encoding(string name, string? contentType)
    {
        await using var api = await Gateways.StartAsync();
        var text =
            name == "windows-1251" ? "Код 54321"
            : name == "iso-8859-1" ? "Código 54321"
            : "Код 54321 😀 é";
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        var body = encoding.GetBytes($$"""{"from":"Telegram","to":"+15550001","text":"{{text}}"}""");

        Assert.Equal(
            200,
            (int)(await (Signed(api, "gateway", body) with { ContentType = contentType ?? "text/plain" }).SendAsync(api)).Status
        );

        Assert.Equal(text, api.Store.Opened(await api.Store.ScalarAsync<string>("select text as value from messages")));
    }

    [Fact]
    public async Task Bug_A_wrong_clock_and_a_wrong_signature_read_alike_in_the_log()
    {
        await using var api = await Gateways.StartAsync();
        var body = """{"from":"Telegram","to":"+15550001","text":"Your code is 54321"}""";
        EnvelopeAssert.Failed(await api.HookAsync(body, age: TimeSpan.FromSeconds(360)), 401, "Missing or invalid signature");
        Assert.Contains(api.Logs.Lines, line => line.Contains("its clock is 360 s behind", StringComparison.Ordinal));
        EnvelopeAssert.Failed(await api.HookAsync(body, age: TimeSpan.FromSeconds(-4000)), 401, "Missing or invalid signature");
        Assert.Contains(api.Logs.Lines, line => line.Contains("its clock is 4000 s ahead", StringComparison.Ordinal));
        EnvelopeAssert.Failed(await api.HookAsync(body, signedBody: body + " "), 401, "Missing or invalid signature");
        Assert.Contains(api.Logs.Lines, line => line.Contains("was not signed by its secret", StringComparison.Ordinal));
        Assert.DoesNotContain(api.Logs.Lines, line => line.Contains(ApiHost.Secret[6..], StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(60)]
    [InlineData(5 * 60)]
    [InlineData(3 * 60 * 60)]
    [InlineData(56L * 365 * 24 * 60 * 60)]
    public async Task Bug_The_networks_clock_was_behind_and_the_code_was_nobodys(long seconds)
    {
        await using var api = await ApiHost.StartAsync();
        var (key, service) = await ShopAsync(api);
        api.Store.Time.Advance(TimeSpan.FromSeconds(1));
        var id = await BuyAsync(api, key, service);

        EnvelopeAssert.Ok(
            await api.MessageAsync(
                Phone,
                "Your code is 54321",
                "m1",
                api.Store.Now.AddSeconds(-seconds).ToString("O", CultureInfo.InvariantCulture)
            )
        );

        Assert.Equal("54321", (await api.GetAsync($"transactions/{id}/code", key)).Data.GetProperty("code").GetString());
    }

    [Fact]
    public async Task Bug_After_another_code_was_asked_for_the_same_text_again_was_the_next_one()
    {
        await using var api = await ApiHost.StartAsync();
        var (key, service) = await ShopAsync(api);
        await BuyAsync(api, key, service);
        var at = api.Store.Now.ToString("O", CultureInfo.InvariantCulture);
        await api.MessageAsync(Phone, "Your code is 54321", "a", at);
        Task<ApiReply> AskAsync(string query) => api.GetAsync($"/stubs/handler_api.php?api_key={key}&id=1&action={query}");
        Assert.Equal("STATUS_OK:54321", (await AskAsync("getStatus")).Body);
        Assert.Equal("ACCESS_RETRY_GET", (await AskAsync("setStatus&status=3")).Body);

        EnvelopeAssert.Ok(await api.MessageAsync(Phone, "Your code is 54321", "b", at));
        Assert.Equal("STATUS_WAIT_RETRY:54321", (await AskAsync("getStatus")).Body);
        EnvelopeAssert.Ok(await api.MessageAsync(Phone, "Your code is 65432", "a"));
        Assert.Equal("STATUS_OK:65432", (await AskAsync("getStatus")).Body);
    }

    [Fact]
    public async Task Whatever_is_odd_about_it_a_text_is_one_message_of_the_right_order()
    {
        await using var api = await Gateways.StartAsync();
        var (key, service) = await ShopAsync(api);
        var id = await BuyAsync(api, key, service);
        var next = 0;
        var odd = Gen.OneOf<string?>(
            null,
            "null",
            "\"\"",
            "7",
            "-5",
            "1.0",
            "1e3",
            "[]",
            "{}",
            "true",
            "\"\\ud83d\"",
            "\"x\\u0000\"",
            "\"2026-11-22 10:00:00\"",
            "1795341600",
            "\"Telegram\"",
            "1180591620717411303424"
        );
        await Gen.Select(Gen.OneOf("gateway", "bank", "phone"), odd.Array[4], Gen.Int[0, 3])
            .SampleAsync(
                async (source, fields, form) =>
                {
                    var code = 10_000 + Interlocked.Increment(ref next);
                    var names = source switch
                    {
                        "gateway" => (string[])["from", "received_at", "part", "id"],
                        "bank" => ["phoneFrom", "smsId", "date", "x"],
                        _ => ["sender", "messageId", "receivedAt", "simNumber"],
                    };
                    var pairs = string.Concat(names.Zip(fields).Where(p => p.Second is not null).Select(p => $"\"{p.First}\":{p.Second},"));
                    var body = source switch
                    {
                        "gateway" => $$"""{{{pairs}}"to":"+15550001","text":"Your code is {{code}}"}""",
                        "bank" =>
                            $$"""{{{pairs}}"phone":15550001,"text":"Your code is {{code}}","action":"PUSH_SMS","key":"{{Gateways.BankKey}}"}""",
                        _ =>
                            $$$"""{"event":"sms:received","payload":{{{{pairs}}}"recipient":"+15550001","message":"Your code is {{{code}}}"}}""",
                    };
                    var bytes = form switch
                    {
                        0 => Encoding.Unicode.GetBytes(body),
                        1 => [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(body)],
                        _ => Encoding.UTF8.GetBytes(body),
                    };
                    for (var twice = 0; twice < 2; twice++)
                        Assert.Equal((200, body), ((int)(await Signed(api, source, bytes, $"m{code}").SendAsync(api)).Status, body));
                    Assert.Equal(
                        (code, body),
                        (
                            int.Parse(
                                (await api.GetAsync($"transactions/{id}/code", key)).Data.GetProperty("code").GetString()!,
                                CultureInfo.InvariantCulture
                            ),
                            body
                        )
                    );
                    Assert.Equal(
                        (next, body),
                        (await api.Store.ScalarAsync<int>("select count(*) as value from messages where order_id is not null"), body)
                    );
                },
                iter: 200,
                threads: 1
            );
    }

    private static string Bank(string id) =>
        $$"""{"smsId":{{id}},"phoneFrom":"Telegram","phone":15550001,"text":"Your code is 54321","action":"PUSH_SMS","key":"{{Gateways.BankKey}}"}""";

    private static string Android(string name, string fields) =>
        $$$"""{"event":"{{{name}}}","payload":{"recipient":"+15550001",{{{fields.Replace('\'', '"')}}}}}""";

    private static SignedRequest Signed(ApiHost api, string source, byte[] body, string id = "msg_1")
    {
        var at = Gateways.Stamp(api);
        return new SignedRequest(
            $"/hooks/sms/{source}",
            SignedRequest.Json,
            body,
            source == "phone"
                ?
                [
                    ("X-Timestamp", at),
                    (
                        "X-Signature",
                        Convert.ToHexStringLower(
                            HMACSHA256.HashData(
                                Encoding.UTF8.GetBytes(Gateways.AndroidKey),
                                (byte[])[.. body, .. Encoding.UTF8.GetBytes(at)]
                            )
                        )
                    ),
                ]
                :
                [
                    ("webhook-id", id),
                    ("webhook-timestamp", at),
                    (
                        "webhook-signature",
                        "v1,"
                            + Convert.ToBase64String(
                                HMACSHA256.HashData(
                                    Convert.FromBase64String(ApiHost.Secret["whsec_".Length..]),
                                    (byte[])[.. Encoding.UTF8.GetBytes($"{id}.{at}."), .. body]
                                )
                            )
                    ),
                ]
        );
    }
}
