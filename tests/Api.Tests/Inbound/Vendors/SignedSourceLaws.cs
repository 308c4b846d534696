using System.Net;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.TestKit;
using static XthonBot.Api.Tests.V2.ReferenceFacts;

namespace XthonBot.Api.Tests.Inbound.Vendors;

/// <summary>What holds for every kind of source.</summary>
internal static class SignedSourceLaws
{
    /// <param name="sign">A text with the code 54321 for +15550001, signed now.</param>
    /// <param name="other">The path of another source, to which it was not signed.</param>
    /// <param name="isStored">The answer that this kind's servers take for a success.</param>
    /// <param name="hasTime">Whether a time is signed; without one a replay is known by the message's id.</param>
    /// <param name="isSigned">Whether the body is signed; where only a key stands in it, another body is not refused.</param>
    public static async Task HoldAsync(
        Func<ApiHost, Task<SignedRequest>> sign,
        string other,
        Func<ApiReply, bool> isStored,
        bool hasTime,
        bool isSigned = true
    )
    {
        await using var api = await Gateways.StartAsync();
        var (key, service) = await ShopAsync(api);
        var id = await BuyAsync(api, key, service);
        var request = await sign(api);

        if (isSigned)
        {
            for (var i = 0; i < request.Body.Length; i++)
            {
                var altered = request.Body.ToArray();
                altered[i] ^= 1;
                await IsRefusedAsync(api, request with { Body = altered });
            }

            await IsRefusedAsync(api, request with { Body = [.. request.Body, (byte)'1'] });
            await IsRefusedAsync(api, request with { Body = [] });
        }

        for (var header = 0; header < request.Headers.Length; header++)
        {
            var (name, value) = request.Headers[header];
            for (var i = 0; i < value.Length; i++)
                await IsRefusedAsync(api, With(request, header, (name, value[..i] + (char)(value[i] ^ 1) + value[(i + 1)..])));
            await IsRefusedAsync(api, With(request, header, (name, "")));
            await IsRefusedAsync(api, request with { Headers = [.. request.Headers.Where((_, i) => i != header)] });
        }

        await IsRefusedAsync(api, request with { Path = other });
        Assert.Equal(0, await api.Store.ScalarAsync<int>("select count(*) as value from messages"));

        // Ten times at once, as after a time-out, and later again.
        var replies = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => request.SendAsync(api)));
        Assert.All(replies, reply => Assert.True(isStored(reply), $"{reply.Status} {reply.Body}"));
        Assert.Equal("54321", (await api.GetAsync($"transactions/{id}/code", key)).Data.GetProperty("code").GetString());
        api.Store.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.True(isStored(await request.SendAsync(api)));
        api.Store.Time.Advance(TimeSpan.FromSeconds(1));
        if (hasTime)
            await IsRefusedAsync(api, request);
        else
            Assert.True(isStored(await request.SendAsync(api)));

        Assert.Equal(1, await api.Store.ScalarAsync<int>("select count(*) as value from messages"));
        Assert.Single(api.Logs.Lines, line => line.Contains("CodeDelivered", StringComparison.Ordinal));
        foreach (
            var secret in new[] { "54321", "15550001", Gateways.TwilioToken, Gateways.PlivoToken, Gateways.AndroidKey, Gateways.BankKey }
        )
            Assert.DoesNotContain(api.Logs.Lines, line => line.Contains(secret, StringComparison.Ordinal));
    }

    private static async Task IsRefusedAsync(ApiHost api, SignedRequest request)
    {
        var reply = await request.SendAsync(api);
        Assert.True(
            reply.Status == HttpStatusCode.Unauthorized,
            $"{reply.Status} {reply.Body} for {System.Text.Encoding.UTF8.GetString(request.Body)} {string.Join(' ', request.Headers)}"
        );
    }

    private static SignedRequest With(SignedRequest request, int index, (string Name, string Value) header)
    {
        var headers = request.Headers.ToArray();
        headers[index] = header;
        return request with { Headers = headers };
    }
}
