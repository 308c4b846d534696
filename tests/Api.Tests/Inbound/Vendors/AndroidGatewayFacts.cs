using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using XthonBot.Api.Inbound;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.TestKit;

namespace XthonBot.Api.Tests.Inbound.Vendors;

/// <summary>The app has no package that signs: this is the formula of its documentation.</summary>
public sealed class AndroidGatewayFacts
{
    private const string Path = "/hooks/sms/phone";

    private const string Message = """
        {"deviceId":"ffffffffceb0b1db0000018e937c815b","event":"sms:received","id":"Ey6ECgOkVVFjz3CL48B8C","payload":{"messageId":"abc123","message":"Your code is 54321, ünï ❤","sender":"+12025550143","recipient":"+15550001","simNumber":1,"phoneNumber":"+12025550143","receivedAt":"2026-11-22T17:00:00.000+07:00"},"webhookId":"wh"}
        """;

    [Fact]
    public Task What_the_app_signs_is_stored_once_and_nothing_else_is() =>
        SignedSourceLaws.HoldAsync(
            api => Task.FromResult(Sign(api, Message)),
            "/hooks/sms/phone2",
            reply => reply.Status == System.Net.HttpStatusCode.OK,
            hasTime: true
        );

    /// <summary>Made by <c>openssl dgst -sha256 -hmac</c>.</summary>
    [Fact]
    public void A_known_request_is_signed_in_lower_case_only()
    {
        const string signature = "faea6fc00357196d6ad449be93db8f9a9ef84fdeec986d5a7bef031aecad7564";
        Assert.IsType<InboundResult.Messages>(Read(signature));
        Assert.IsType<InboundResult.Unauthorized>(Read(signature.ToUpperInvariant()));

        static InboundResult Read(string signature) =>
            new AndroidGatewaySource().Read(
                new InboundRequest(
                    new HeaderDictionary { ["X-Timestamp"] = "1795341600", ["X-Signature"] = signature },
                    Encoding.UTF8.GetBytes("""{"event":"system:ping"}"""),
                    ""
                ),
                new SourceSettings("phone", "signing-key"),
                DateTimeOffset.FromUnixTimeSeconds(1_795_341_600).UtcDateTime
            );
    }

    [Fact]
    public async Task The_same_text_at_another_time_or_to_another_number_is_another_message()
    {
        await using var api = await Gateways.StartAsync();
        foreach (
            var body in new[]
            {
                Message,
                Message.Replace("17:00:00.000", "17:00:00.001", StringComparison.Ordinal),
                Message.Replace("+15550001", "+15550002", StringComparison.Ordinal),
            }
        )
        {
            EnvelopeAssert.Ok(await Sign(api, body).SendAsync(api));
        }

        // The same instant, after the phone was taken to another country; the event's own id is another with each webhook.
        EnvelopeAssert.Ok(await Sign(api, Message.Replace("17:00:00.000+07:00", "10:00:00.000Z", StringComparison.Ordinal)).SendAsync(api));
        EnvelopeAssert.Ok(await Sign(api, Message.Replace("Ey6ECgOkVVFjz3CL48B8C", "another", StringComparison.Ordinal)).SendAsync(api));

        // Nor does another id make one of what is the same in number, sender, text and time.
        EnvelopeAssert.Ok(await Sign(api, Message.Replace("abc123", "abc124", StringComparison.Ordinal)).SendAsync(api));

        Assert.Equal(3, await api.Store.ScalarAsync<int>("select count(*) as value from messages"));
    }

    [Fact]
    public async Task A_phone_that_does_not_know_its_number_is_told_it_by_its_source()
    {
        const string unknown = "\"recipient\":null,\"simNumber\":2";
        var body = Message.Replace("\"recipient\":\"+15550001\",\"simNumber\":1", unknown, StringComparison.Ordinal);
        await using var without = await Gateways.StartAsync();
        EnvelopeAssert.Ok(await Sign(without, body).SendAsync(without));
        Assert.Equal("", await without.Store.ScalarAsync<string>("select phone as value from messages where order_id is null"));
        Assert.Contains(
            without.Logs.Lines,
            line =>
                line.StartsWith("Warning", StringComparison.Ordinal)
                && line.Contains("Inbound:Sources:phone:Numbers", StringComparison.Ordinal)
        );

        await using var with = await Gateways.StartAsync(
            ("Inbound:Sources:phone:Numbers:1", "+15550001"),
            ("Inbound:Sources:phone:Numbers:2", "+1 555 0002")
        );
        EnvelopeAssert.Ok(await Sign(with, body).SendAsync(with));
        Assert.Equal("+15550002", await with.Store.ScalarAsync<string>("select phone as value from messages"));
        EnvelopeAssert.Ok(
            await Sign(with, body.Replace(unknown, "\"recipient\":\" \",\"simNumber\":null", StringComparison.Ordinal)).SendAsync(with)
        );
        Assert.Equal(1, await with.Store.ScalarAsync<int>("select count(*) as value from messages where phone = ''"));

        // One number leaves no question; what the operator says goes before what the SIM believes.
        await using var single = await Gateways.StartAsync(("Inbound:Sources:phone:Numbers:1", "+15550003"));
        EnvelopeAssert.Ok(await Sign(single, body.Replace(unknown, "\"simNumber\":null", StringComparison.Ordinal)).SendAsync(single));
        EnvelopeAssert.Ok(await Sign(single, Message).SendAsync(single));
        Assert.Equal(
            "+15550003",
            await single.Store.ScalarAsync<string>("select max(phone) as value from messages having min(phone) = max(phone)")
        );
    }

    [Fact]
    public async Task Older_versions_of_the_app_and_other_news_are_understood()
    {
        await using var api = await Gateways.StartAsync();
        var old = Message.Replace("\"sender\":\"+12025550143\",", "", StringComparison.Ordinal);
        Assert.Equal(1, EnvelopeAssert.Ok(await Sign(api, old).SendAsync(api)).GetProperty("stored").GetInt32());
        Assert.Equal("+12025550143", await api.Store.ScalarAsync<string>("select sender as value from messages"));

        foreach (
            var body in new[]
            {
                Message.Replace("sms:received", "sms:delivered", StringComparison.Ordinal),
                """{"event":"system:ping","payload":{"health":{}}}""",
                """{"event":"x","payload":null}""",
            }
        )
            Assert.Equal(0, EnvelopeAssert.Ok(await Sign(api, body).SendAsync(api)).GetProperty("stored").GetInt32());
    }

    [Fact]
    public async Task A_signed_body_that_is_no_message_is_400()
    {
        await using var api = await Gateways.StartAsync();
        foreach (
            var body in new[]
            {
                "",
                "null",
                "{}",
                """{"event":"sms:received"}""",
                """{"event":"sms:received","payload":{}}""",
                Message.Replace("\"message\"", "\"massage\"", StringComparison.Ordinal),
                Message[..^20],
            }
        )
        {
            var reply = await Sign(api, body).SendAsync(api);
            Assert.Equal((400, body), ((int)reply.Status, body));
        }
    }

    private static SignedRequest Sign(ApiHost api, string body)
    {
        var timestamp = Gateways.Stamp(api);
        var signature = Convert.ToHexStringLower(
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(Gateways.AndroidKey), Encoding.UTF8.GetBytes(body + timestamp))
        );
        return new SignedRequest(
            Path,
            SignedRequest.Json,
            Encoding.UTF8.GetBytes(body),
            ("X-Timestamp", timestamp),
            ("X-Signature", signature)
        );
    }
}
