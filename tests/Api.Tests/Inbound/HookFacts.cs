using XthonBot.Core.Foundation.Persistence;
using XthonBot.TestKit;
using static XthonBot.Api.Tests.V2.ReferenceFacts;

namespace XthonBot.Api.Tests.Inbound;

public sealed class HookFacts
{
    private const string Body = """{"from":"Telegram","to":"+15550001","text":"Your code is 54321","received_at":"2026-11-22T10:00:00Z"}""";
    private const string Unsigned = "Missing or invalid signature";

    [Fact]
    public async Task A_signed_message_delivers_its_code_once()
    {
        await using var api = await ApiHost.StartAsync();
        var (key, service) = await ShopAsync(api);
        var id = await BuyAsync(api, key, service);

        var first = await api.HookAsync(Body);
        var again = await api.HookAsync(Body);

        Assert.All([first, again], reply => EnvelopeAssert.Ok(reply));
        Assert.Equal(1, await api.Store.ScalarAsync<int>("select count(*) as value from messages"));
        Assert.Equal("54321", (await api.GetAsync($"transactions/{id}/code", key)).Data.GetProperty("code").GetString());
    }

    [Fact]
    public async Task The_same_message_many_times_at_once_is_one()
    {
        await using var api = await ApiHost.StartAsync();
        var (key, service) = await ShopAsync(api);
        var id = await BuyAsync(api, key, service);

        var replies = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => api.HookAsync(Body)));

        Assert.All(replies, reply => EnvelopeAssert.Ok(reply));
        Assert.Equal(1, api.Logs.Lines.Count(line => line.Contains("CodeDelivered", StringComparison.Ordinal)));
        Assert.Equal(19, api.Logs.Lines.Count(line => line.Contains("Duplicate", StringComparison.Ordinal)));
        Assert.Equal("SUCCEEDED", (await api.GetAsync($"transactions/{id}", key)).Data.GetProperty("status").GetString());
    }

    [Fact]
    public async Task What_is_not_signed_by_the_secret_is_401_and_stored_by_nobody()
    {
        await using var api = await ApiHost.StartAsync();
        var altered = Body.Replace("54321", "54322", StringComparison.Ordinal);

        EnvelopeAssert.Failed(await api.HookAsync(altered, signedBody: Body), 401, Unsigned);
        EnvelopeAssert.Failed(await api.HookAsync(Body + " ", signedBody: Body), 401, Unsigned);
        EnvelopeAssert.Failed(await api.HookAsync(Body, secret: "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"), 401, Unsigned);
        EnvelopeAssert.Failed(await api.PostAsync("/hooks/sms/gateway", body: new StringContent(Body)), 401, Unsigned);
        EnvelopeAssert.Ok(await api.HookAsync(Body));

        Assert.Single(api.Logs.Lines, line => line.Contains("Unmatched", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_signature_holds_five_minutes_both_ways()
    {
        await using var api = await ApiHost.StartAsync();
        foreach (var seconds in new[] { 300, -300 })
            EnvelopeAssert.Ok(await api.HookAsync(Body, age: TimeSpan.FromSeconds(seconds)));
        foreach (var seconds in new[] { 301, -301 })
            EnvelopeAssert.Failed(await api.HookAsync(Body, age: TimeSpan.FromSeconds(seconds)), 401, Unsigned);
    }

    [Fact]
    public async Task A_timestamp_that_is_none_is_401()
    {
        await using var api = await ApiHost.StartAsync();
        foreach (var timestamp in new[] { "", "abc", "-1", "99999999999999", "9223372036854775808", "1795341600.0" })
            EnvelopeAssert.Failed(await SignedAsync(api, timestamp, ApiHost.Sign("msg_1", timestamp, Body)), 401, Unsigned);
    }

    [Fact]
    public async Task One_good_signature_among_several_is_enough()
    {
        await using var api = await ApiHost.StartAsync();
        var now = $"{api.Store.Time.GetUtcNow().ToUnixTimeSeconds()}";
        var good = ApiHost.Sign("msg_1", now, Body);

        EnvelopeAssert.Ok(await SignedAsync(api, now, $"v1,bm90IHRoaXMgb25l v1a,whatever {good}"));
        EnvelopeAssert.Failed(await SignedAsync(api, now, good.Replace("v1,", "v2,", StringComparison.Ordinal)), 401, Unsigned);
        EnvelopeAssert.Failed(await SignedAsync(api, now, "v1,"), 401, Unsigned);
        EnvelopeAssert.Failed(await SignedAsync(api, now, "v1,%%%"), 401, Unsigned);
    }

    [Fact]
    public async Task A_bad_body_is_400()
    {
        await using var api = await ApiHost.StartAsync();
        string[] bodies =
        [
            "",
            "null",
            "[]",
            "{not json",
            """{"from":"Telegram","to":"+15550001"}""",
            """{"from":"Telegram","to":"+15550001","text":null}""",
            """{"from":"Telegram","to":"+15550001","text":["1"]}""",
            """{"from":"Telegram","to":"+15550001","text":"1""",
        ];

        foreach (var body in bodies)
        {
            var reply = await api.HookAsync(body);
            Assert.Equal((400, body), ((int)reply.Status, body));
            EnvelopeAssert.Enveloped(reply, ok: false);
        }
    }

    [Fact]
    public async Task A_body_over_the_limit_is_413_and_one_below_it_is_read()
    {
        await using var api = await ApiHost.StartAsync();
        EnvelopeAssert.Ok(await api.MessageAsync("+15550001", new string('x', 60_000), "big"));
        EnvelopeAssert.Failed(await api.MessageAsync("+15550001", new string('x', 70_000), "bigger"), 413, "Request body too large");
    }

    [Fact]
    public async Task An_unknown_source_is_404_and_a_name_is_the_same_in_any_case()
    {
        await using var api = await ApiHost.StartAsync();
        EnvelopeAssert.Failed(await api.HookAsync(Body, source: "other"), 404, "Not found");
        EnvelopeAssert.Failed(await api.PostAsync("/hooks/sms"), 404, "Not found");
        EnvelopeAssert.Failed(await api.GetAsync("/hooks/sms/gateway"), 405, "Method not allowed");

        EnvelopeAssert.Ok(await api.HookAsync(Body, source: "Gateway"));
        EnvelopeAssert.Ok(await api.HookAsync(Body, source: "gateway"));
        Assert.Single(api.Logs.Lines, line => line.Contains("Duplicate", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_message_for_nobody_is_taken_and_shown_to_nobody()
    {
        await using var api = await ApiHost.StartAsync();
        var (key, service) = await ShopAsync(api);
        EnvelopeAssert.Ok(await api.MessageAsync("+15550001", "Your code is 11111", "before"));
        api.Store.Time.Advance(TimeSpan.FromSeconds(2));
        var id = await BuyAsync(api, key, service);

        api.Store.Time.Advance(TimeSpan.FromMinutes(2));
        EnvelopeAssert.Ok(await api.MessageAsync("+15550001", "Your code is 11111", "again"));
        EnvelopeAssert.Ok(await api.MessageAsync("+15559999", "Your code is 33333", "elsewhere"));

        Assert.Equal("PENDING", (await api.GetAsync($"transactions/{id}", key)).Data.GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_stamp_in_whole_seconds_may_be_of_the_second_of_the_purchase()
    {
        await using var api = await ApiHost.StartAsync();
        var (key, service) = await ShopAsync(api);
        api.Store.Time.Advance(TimeSpan.FromMilliseconds(300));
        var id = await BuyAsync(api, key, service);
        api.Store.Time.Advance(TimeSpan.FromMilliseconds(300));

        await api.MessageAsync("+15550001", "Your code is 54321", "m1", receivedAt: "2026-11-22T10:00:00Z");

        Assert.Equal("54321", (await api.GetAsync($"transactions/{id}", key)).Data.GetProperty("code").GetString());
    }

    [Fact]
    public async Task The_number_and_the_time_may_be_written_in_other_ways()
    {
        await using var api = await ApiHost.StartAsync();
        var (key, service) = await ShopAsync(api);
        var id = await BuyAsync(api, key, service);

        foreach (
            var (to, at, code) in new[]
            {
                ("15550001", "2026-11-22T12:00:00+02:00", "54321"),
                ("+1 555 0001", "2026-11-22T10:00:00", "65432"),
                ("+1-555-0001", null, "76543"),
            }
        )
        {
            EnvelopeAssert.Ok(await api.MessageAsync(to, $"Your code is {code}", code, at));
            Assert.Equal(code, (await api.GetAsync($"transactions/{id}", key)).Data.GetProperty("code").GetString());
        }
    }

    [Fact]
    public async Task Logs_keep_texts_codes_numbers_keys_and_secrets_to_themselves()
    {
        await using var api = await ApiHost.StartAsync();
        var (key, service) = await ShopAsync(api);
        var id = await BuyAsync(api, key, service);
        await api.HookAsync(Body);
        await api.HookAsync(Body + " ", signedBody: Body);
        await api.HookAsync("""{"from":"Telegram","to":"+15550001 54321","text":"54321"}""", "bad");
        await api.GetAsync($"transactions/{id}/code", key);

        foreach (var secret in new[] { "54321", "Your code", "15550001", key[14..], ApiHost.Secret[6..] })
            Assert.DoesNotContain(api.Logs.Lines, line => line.Contains(secret, StringComparison.Ordinal));
        Assert.Contains(api.Logs.Lines, line => line.Contains("+…01", StringComparison.Ordinal));
    }

    private static async Task<ApiReply> SignedAsync(ApiHost api, string timestamp, string signature)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/hooks/sms/gateway") { Content = new StringContent(Body) };
        request.Headers.Add("webhook-id", "msg_1");
        request.Headers.TryAddWithoutValidation("webhook-timestamp", timestamp);
        request.Headers.TryAddWithoutValidation("webhook-signature", signature);
        return await api.SendAsync(request);
    }
}
