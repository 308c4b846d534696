using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using XthonBot.Api.Inbound;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.TestKit;

namespace XthonBot.Api.Tests.Inbound.Vendors;

public sealed class TelnyxFacts(VendorPackages vendors)
{
    private const string Path = "/hooks/sms/telnyx";

    private const string Message = """
        {"data":{"event_type":"message.received","id":"b301ed3f-1490-491f-995f-6e64e69674d4","occurred_at":"2026-11-22T10:00:00.123+00:00","payload":{"direction":"inbound","from":{"carrier":"T-Mobile","phone_number":"+12025550143"},"id":"84cca175-9755-4859-b67f-4730d7f58aa3","received_at":"2026-11-22T10:00:00.001+00:00","text":"Your code is 54321, ünï ❤","to":[{"phone_number":"+15550001","status":"webhook_delivered"}],"type":"SMS"},"record_type":"event"},"meta":{"attempt":1}}
        """;

    [Fact]
    public Task What_Telnyxs_package_takes_for_signed_is_stored_once_and_nothing_else_is() =>
        SignedSourceLaws.HoldAsync(
            api => SignAsync(Gateways.Stamp(api), Message),
            "/hooks/sms/telnyx2",
            reply => reply.Status == System.Net.HttpStatusCode.OK,
            hasTime: true
        );

    [Fact]
    public async Task The_store_and_Telnyxs_package_agree_on_what_is_signed_and_in_time()
    {
        Assert.Equal(Gateways.TelnyxKey, await vendors.AskAsync<string>("telnyx.key", new JsonObject { ["secret"] = Gateways.TelnyxSeed }));
        var at = 1_795_341_600L;
        var signature = await SignatureAsync($"{at}", Message);
        (string Timestamp, string Body, string Signature, long Age)[] requests =
        [
            ($"{at}", Message, signature, 0),
            ($"{at}", Message, signature, 300),
            ($"{at}", Message, signature, -300),
            ($"{at}", Message, signature, 301),
            ($"{at}", Message, signature, -301),
            ($"{at + 1}", Message, signature, 0),
            ($"{at}", Message + " ", signature, 0),
            ($"{at}", Message, signature[..^3] + (char)(signature[^3] ^ 1) + "==", 0),
            ($"{at}", Message, signature.TrimEnd('='), 0),
            ($"{at}", Message, "", 0),
            ($"{at}", Message, signature + "AAAA", 0),
            ("", Message, await SignatureAsync("", Message), 0),
            ("soon", Message, await SignatureAsync("soon", Message), 0),
            ($"{at}", "", await SignatureAsync($"{at}", ""), 0),
        ];
        foreach (var (timestamp, body, given, age) in requests)
        {
            var ours = new TelnyxSource().Read(
                new InboundRequest(
                    new HeaderDictionary { ["telnyx-timestamp"] = timestamp, ["telnyx-signature-ed25519"] = given },
                    Encoding.UTF8.GetBytes(body),
                    ""
                ),
                new SourceSettings("telnyx", Gateways.TelnyxKey),
                DateTimeOffset.FromUnixTimeSeconds(at + age).UtcDateTime
            );
            var theirs = await vendors.AskAsync<bool>(
                "telnyx.verify",
                new JsonObject
                {
                    ["key"] = Gateways.TelnyxKey,
                    ["timestamp"] = timestamp,
                    ["body"] = body,
                    ["signature"] = given,
                    ["now"] = at + age,
                }
            );

            Assert.Equal((theirs, timestamp, age, given), (ours is not InboundResult.Unauthorized, timestamp, age, given));
        }
    }

    [Fact]
    public async Task News_that_is_no_message_is_taken_and_stored_by_nobody()
    {
        await using var api = await Gateways.StartAsync();
        foreach (
            var body in new[]
            {
                Message.Replace("message.received", "message.finalized", StringComparison.Ordinal),
                """{"data":{"event_type":"call.initiated","payload":{"call_control_id":"x"}}}""",
                """{"data":{"event_type":"anything"}}""",
            }
        )
        {
            Assert.Equal(
                0,
                EnvelopeAssert.Ok(await (await SignAsync(Gateways.Stamp(api), body)).SendAsync(api)).GetProperty("stored").GetInt32()
            );
        }

        Assert.Equal(0, await api.Store.ScalarAsync<int>("select count(*) as value from messages"));
    }

    [Fact]
    public async Task A_message_to_several_numbers_is_one_for_each()
    {
        await using var api = await Gateways.StartAsync();
        var body = Message.Replace("[{", """[{"phone_number":"+15550002"},{""", StringComparison.Ordinal);
        foreach (var _ in new[] { 1, 2 })
            Assert.Equal(
                2,
                EnvelopeAssert.Ok(await (await SignAsync(Gateways.Stamp(api), body)).SendAsync(api)).GetProperty("stored").GetInt32()
            );

        Assert.Equal(2, await api.Store.ScalarAsync<int>("select count(*) as value from messages"));
    }

    [Fact]
    public async Task A_signed_body_that_is_no_message_is_400()
    {
        await using var api = await Gateways.StartAsync();
        foreach (var body in new[] { "", "null", "[]", "{}", """{"data":null}""", """{"data":{"event_type":"message.received"}}""" })
        {
            var reply = await (await SignAsync(Gateways.Stamp(api), body)).SendAsync(api);
            Assert.Equal((400, body), ((int)reply.Status, body));
        }
    }

    private Task<string> SignatureAsync(string timestamp, string body) =>
        vendors.AskAsync<string>(
            "telnyx.sign",
            new JsonObject
            {
                ["secret"] = Gateways.TelnyxSeed,
                ["timestamp"] = timestamp,
                ["body"] = body,
            }
        );

    private async Task<SignedRequest> SignAsync(string timestamp, string body) =>
        new(
            Path,
            SignedRequest.Json,
            Encoding.UTF8.GetBytes(body),
            ("telnyx-timestamp", timestamp),
            ("telnyx-signature-ed25519", await SignatureAsync(timestamp, body))
        );
}
