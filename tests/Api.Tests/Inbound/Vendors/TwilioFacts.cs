using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using XthonBot.Api.Inbound;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.TestKit;

namespace XthonBot.Api.Tests.Inbound.Vendors;

public sealed class TwilioFacts(VendorPackages vendors)
{
    private const string Path = "/hooks/sms/twilio";
    private const string Empty = """<?xml version="1.0" encoding="UTF-8"?><Response></Response>""";

    private static readonly (string Name, string Value)[] Message =
    [
        ("ToCountry", "US"),
        ("MessageSid", "SM8a2c1f5d3b7e4c0f9a6d2e1b0c3f4a5d"),
        ("Body", "Your code is 54321 & more: ünï ❤"),
        ("From", "+12025550143"),
        ("To", "+15550001"),
    ];

    [Fact]
    public Task What_Twilio_signs_is_stored_once_and_nothing_else_is() =>
        SignedSourceLaws.HoldAsync(
            _ => SignAsync(Path, Gateways.PublicUrl + Path, Message),
            "/hooks/sms/twilio2",
            reply =>
                reply is { Status: System.Net.HttpStatusCode.OK, Body: Empty } && reply.ContentHeaders.ContentType?.MediaType == "text/xml",
            hasTime: false
        );

    [Fact]
    public async Task Whatever_form_Twilios_package_signs_is_known_and_only_under_its_address()
    {
        (string Name, string Value)[][] forms =
        [
            Message,
            [.. Message, ("NewParameter", "of tomorrow"), ("a", "lower case comes last"), ("Z", "")],
            [.. Message, ("body", "the same name in lower case")],
            [.. Message, ("MediaUrl", "https://b"), ("MediaUrl", "https://a"), ("MediaUrl", "https://a")],
            [.. Message.Reverse(), ("Emoji 😀", "+%&=?/ \t\r\n")],
        ];
        string[] urls =
        [
            Gateways.PublicUrl + Path,
            "https://h.example:8443" + Path,
            "http://h.example" + Path,
            "https://h.example:443" + Path,
            "https://h.example" + Path + "?b=2&a=1%20x",
            "https://[2001:db8::1]" + Path,
            "https://[2001:db8::1]:8443" + Path,
        ];
        foreach (var form in forms)
        {
            foreach (var url in urls)
            {
                var signature = await SignatureAsync(url, form);
                Assert.True(await vendors.AskAsync<bool>("twilio.verify", Arguments(url, form, signature)));
                Assert.IsType<InboundResult.Messages>(Read(form, url, signature));
                Assert.IsType<InboundResult.Unauthorized>(Read(form, url + "x", signature));
                Assert.IsType<InboundResult.Unauthorized>(Read(form, url.Replace("twilio", "Twilio", StringComparison.Ordinal), signature));
            }
        }
    }

    [Fact]
    public async Task A_port_that_Twilio_leaves_out_or_adds_is_no_other_address()
    {
        foreach (
            var (signed, told) in new[]
            {
                ("https://h.example:443" + Path, "https://h.example" + Path),
                ("https://h.example" + Path, "https://h.example:443" + Path),
                ("https://h.example" + Path, "https://h.example:8443" + Path),
                ("http://h.example:80" + Path, "http://h.example" + Path),
            }
        )
        {
            var signature = await SignatureAsync(signed, Message);
            Assert.True(await vendors.AskAsync<bool>("twilio.verify", Arguments(told, Message, signature)));
            Assert.IsType<InboundResult.Messages>(Read(Message, told, signature));
        }
    }

    /// <summary>The example of Twilio's documentation.</summary>
    [Fact]
    public void The_published_example_is_signed()
    {
        var form = SignedRequest.Encode(
            ("CallSid", "CA1234567890ABCDE"),
            ("Caller", "+14158675309"),
            ("Digits", "1234"),
            ("From", "+14158675309"),
            ("To", "+18005551212")
        );
        var headers = new HeaderDictionary { ["X-Twilio-Signature"] = "RSOYDt4T1cUTdK1PDd93/VVr8B8=" };

        // Signed, and only then found not to be a message.
        Assert.Empty(
            Assert
                .IsType<InboundResult.Messages>(
                    new TwilioSource().Read(
                        new InboundRequest(headers, form, "https://mycompany.com/myapp.php?foo=1&bar=2"),
                        new SourceSettings("x", "12345"),
                        default
                    )
                )
                .Received
        );
    }

    [Fact]
    public async Task Of_a_form_only_the_text_must_be_there()
    {
        await using var api = await Gateways.StartAsync();
        foreach (var missing in new[] { "MessageSid", "From", "To", "Body" })
        {
            var form = Message.Where(f => f.Name != missing).Append(("SmsStatus", "received")).ToArray();
            Assert.Equal(Empty, (await (await SignAsync(Path, Gateways.PublicUrl + Path, form)).SendAsync(api)).Body);
            api.Store.Time.Advance(TimeSpan.FromMinutes(2));
        }

        Assert.Equal(3, await api.Store.ScalarAsync<int>("select count(*) as value from messages"));
        Assert.Equal(1, await api.Store.ScalarAsync<int>("select count(*) as value from messages where phone = ''"));
        Assert.Contains(
            api.Logs.Lines,
            line =>
                line.StartsWith("Information", StringComparison.Ordinal)
                && line.Contains("without a text, received; 1 such", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("HMAC_SHA256", "key=webhooks_sharedkey_01,algorithm=HMAC_SHA256")]
    [InlineData("HMAC_SHA256", "algorithm = hmac_sha256 , key=")]
    [InlineData("HMAC_SHA1", "key=webhooks_sharedkey_01,algorithm=HMAC_SHA1")]
    [InlineData("HMAC_SHA1", "key=webhooks_sharedkey_01")]
    [InlineData("HMAC_SHA1", "")]
    public async Task Bug_What_was_signed_by_a_SharedKey_was_refused(string algorithm, string settings)
    {
        await using var api = await Gateways.StartAsync(("Inbound:Sources:twilio:MoreSecrets:0", SharedKey));
        var (key, service) = await V2.ReferenceFacts.ShopAsync(api);
        var id = await V2.ReferenceFacts.BuyAsync(api, key, service);
        var url = Gateways.PublicUrl + Path;
        var signature = await vendors.AskAsync<string>("twilio.sign", Arguments(url, Message, null, SharedKey, algorithm));
        Assert.True(await vendors.AskAsync<bool>("twilio.verify", Arguments(url, Message, signature, SharedKey, algorithm)));

        SignedRequest With(string header) =>
            new(
                Path,
                SignedRequest.Form,
                SignedRequest.Encode(Message),
                ("X-Twilio-Signature", signature),
                ("X-Twilio-Webhooks-Signature-Settings", header)
            );
        foreach (
            var other in new[]
            {
                "algorithm=HMAC_MD5",
                "algorithm=none",
                "algorithm=" + (algorithm == "HMAC_SHA1" ? "HMAC_SHA256" : "HMAC_SHA1"),
            }
        )
            Assert.Equal(401, (int)(await With(other).SendAsync(api)).Status);
        Assert.Equal(401, (int)(await (With(settings) with { Path = "/hooks/sms/twilio2" }).SendAsync(api)).Status);

        Assert.Equal(Empty, (await With(settings).SendAsync(api)).Body);
        Assert.Equal("54321", (await api.GetAsync($"transactions/{id}/code", key)).Data.GetProperty("code").GetString());
        // Meanwhile the auth token is as good.
        api.Store.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(
            Empty,
            (
                await (
                    await SignAsync(Path, url, [.. Message.Where(f => f.Name != "MessageSid"), ("MessageSid", "SM" + new string('0', 32))])
                ).SendAsync(api)
            ).Body
        );
        Assert.Equal(2, await api.Store.ScalarAsync<int>("select count(*) as value from messages"));
        Assert.DoesNotContain(api.Logs.Lines, line => line.Contains(SharedKey, StringComparison.Ordinal));
    }

    private const string SharedKey = "c2hhcmVkLWtleS1vZi1vdXJzLTMyLWJ5dGVzLWxvbmc=";

    private static InboundResult Read((string, string)[] form, string url, string signature) =>
        new TwilioSource().Read(
            new InboundRequest(new HeaderDictionary { ["X-Twilio-Signature"] = signature }, SignedRequest.Encode(form), url),
            new SourceSettings("twilio", Gateways.TwilioToken),
            default
        );

    private static JsonObject Arguments(
        string url,
        (string, string)[] form,
        string? signature = null,
        string secret = Gateways.TwilioToken,
        string? algorithm = null
    ) =>
        new()
        {
            ["secret"] = secret,
            ["url"] = url,
            ["form"] = SignedRequest.ToJson(form),
            ["signature"] = signature,
            ["algorithm"] = algorithm,
        };

    private Task<string> SignatureAsync(string url, (string, string)[] form) =>
        vendors.AskAsync<string>("twilio.sign", Arguments(url, form));

    private async Task<SignedRequest> SignAsync(string path, string url, (string, string)[] form) =>
        new(path, SignedRequest.Form, SignedRequest.Encode(form), ("X-Twilio-Signature", await SignatureAsync(url, form)));
}
