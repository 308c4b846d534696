using System.IO.Compression;
using System.Text;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.TestKit;

namespace XthonBot.Api.Tests.Inbound.Vendors;

/// <summary>After the examples of the agents' protocol, of March 6, 2024.</summary>
public sealed class SimBankFacts
{
    private const string Path = "/hooks/sms/bank";
    private const string Success = """{"status":"SUCCESS"}""";
    private const string Message =
        $$"""{"smsId":1,"phoneFrom":"Vk","phone":15550001,"text":"VK: 54321 – your code","action":"PUSH_SMS","key":"{{Gateways.BankKey}}"}""";

    [Fact]
    public Task What_has_the_key_is_stored_once_and_nothing_else_is() =>
        SignedSourceLaws.HoldAsync(
            _ => Task.FromResult(Request(Message)),
            "/hooks/sms/bank2",
            reply => reply is { Status: System.Net.HttpStatusCode.OK, Body: Success },
            hasTime: false,
            isSigned: false
        );

    [Fact]
    public async Task Any_other_key_or_none_is_401()
    {
        await using var api = await Gateways.StartAsync();
        for (var i = 0; i < Gateways.BankKey.Length; i++)
        {
            var other = Gateways.BankKey[..i] + (char)(Gateways.BankKey[i] ^ 1) + Gateways.BankKey[(i + 1)..];
            Refused(await Request(Message.Replace(Gateways.BankKey, other, StringComparison.Ordinal)).SendAsync(api));
        }

        foreach (
            var body in new[]
            {
                "",
                "null",
                "[]",
                "7",
                "{not json",
                "{}",
                Message.Replace("\"key\"", "\"kex\"", StringComparison.Ordinal),
                Message.Replace($"\"{Gateways.BankKey}\"", "null", StringComparison.Ordinal),
                Message.Replace(Gateways.BankKey, "", StringComparison.Ordinal),
                Message.Replace(Gateways.BankKey, Gateways.BankKey + " ", StringComparison.Ordinal),
                Message.Replace(Gateways.BankKey, Gateways.BankKey[..^1], StringComparison.Ordinal),
                Message.Replace(Gateways.BankKey, "\\ud800", StringComparison.Ordinal),
            }
        )
        {
            var reply = await Request(body).SendAsync(api);
            Assert.Equal((401, body), ((int)reply.Status, body));
        }

        Assert.Equal(0, await api.Store.ScalarAsync<int>("select count(*) as value from messages"));
    }

    [Fact]
    public async Task Numbers_may_be_written_as_texts_and_bodies_be_compressed()
    {
        await using var api = await Gateways.StartAsync();
        var texts = Message
            .Replace("\"smsId\":1", "\"smsId\":\"2\"", StringComparison.Ordinal)
            .Replace("15550001", "\"15550001\"", StringComparison.Ordinal);
        Assert.Equal(Success, (await Request(texts).SendAsync(api)).Body);
        api.Store.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(Success, (await Compressed(Message).SendAsync(api)).Body);
        Assert.Equal(Success, (await Request(Message).SendAsync(api)).Body);
        api.Store.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(
            Success,
            (await Request(Message.Replace("\"smsId\":1", "\"smsId\":9223372036854775807", StringComparison.Ordinal)).SendAsync(api)).Body
        );

        Assert.Equal(3, await api.Store.ScalarAsync<int>("select count(*) as value from messages where phone = '+15550001'"));
    }

    [Fact]
    public async Task A_body_that_grows_beyond_the_limit_or_is_broken_is_read_no_further()
    {
        await using var api = await Gateways.StartAsync();
        Refused(await Compressed(Message.Replace("VK", new string('x', 5_000_000), StringComparison.Ordinal)).SendAsync(api));
        Refused(await (Compressed(Message) with { Body = Compressed(Message).Body[..20] }).SendAsync(api));
        Assert.Equal(
            Success,
            (await Compressed(Message.Replace("VK", new string('x', 60_000), StringComparison.Ordinal)).SendAsync(api)).Body
        );
    }

    [Theory]
    [InlineData(true, null)]
    [InlineData(true, "x-gzip")]
    [InlineData(true, "identity")]
    [InlineData(false, "gzip")]
    public async Task Bug_A_compressed_text_that_does_not_say_so_or_one_that_says_so_and_is_not_was_refused_for_ever(
        bool isCompressed,
        string? encoding
    )
    {
        await using var api = await Gateways.StartAsync();
        var request = (isCompressed ? Compressed(Message) : Request(Message)) with
        {
            Headers = encoding is null ? [] : [("Content-Encoding", encoding)],
        };
        Assert.Equal(Success, (await request.SendAsync(api)).Body);
        Assert.Equal(1, await api.Store.ScalarAsync<int>("select count(*) as value from messages where phone = '+15550001'"));
    }

    [Fact]
    public async Task With_the_key_but_without_a_message_it_is_400()
    {
        await using var api = await Gateways.StartAsync();
        foreach (
            var body in new[]
            {
                Message.Replace("\"text\"", "\"words\"", StringComparison.Ordinal),
                Message.Replace("\"text\"", "\"text\":null,\"words\"", StringComparison.Ordinal),
                $$"""{"action":"GET_SERVICES","key":"{{Gateways.BankKey}}"}""",
                $$"""{"key":"{{Gateways.BankKey}}"}""",
            }
        )
        {
            var reply = await Request(body).SendAsync(api);
            Assert.Equal((400, body), ((int)reply.Status, body));
        }
    }

    private static void Refused(ApiReply reply) =>
        Assert.Equal((401, """{"status":"ERROR","error":"Missing or invalid signature"}"""), ((int)reply.Status, reply.Body));

    private static SignedRequest Request(string body) => new(Path, SignedRequest.Json, Encoding.UTF8.GetBytes(body));

    private static SignedRequest Compressed(string body)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes(body));
        return new SignedRequest(Path, SignedRequest.Json, bytes.ToArray(), ("Content-Encoding", "gzip"));
    }
}
