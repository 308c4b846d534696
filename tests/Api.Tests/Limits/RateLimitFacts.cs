using System.Net;
using XthonBot.Api.Limits;
using XthonBot.TestKit;

namespace XthonBot.Api.Tests.Limits;

public sealed class RateLimitFacts
{
    [Fact]
    public async Task A_key_has_its_requests_a_minute_and_others_have_theirs()
    {
        await using var api = await ApiHost.StartAsync(("RateLimit:PerKey", "3"));
        var ann = await api.KeyAsync(await api.Store.CustomerAsync());
        var bob = await api.KeyAsync(await api.Store.CustomerAsync());

        for (var i = 0; i < 3; i++)
            EnvelopeAssert.Ok(await api.GetAsync("balance", ann));
        var refused = await api.GetAsync("balance", ann);

        EnvelopeAssert.Failed(refused, 429, "Too many requests");
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        EnvelopeAssert.Ok(await api.GetAsync("balance", bob));
        EnvelopeAssert.Failed(await api.GetAsync("balance"), 401, "Missing or invalid API key");
    }

    [Fact]
    public async Task An_address_has_its_requests_a_minute_whatever_it_asks_of_the_api()
    {
        await using var api = await ApiHost.StartAsync(("RateLimit:PerAddress", "2"));
        EnvelopeAssert.Failed(await api.GetAsync("balance"), 401, "Missing or invalid API key");
        EnvelopeAssert.Failed(await api.GetAsync("nothing"), 404, "Not found");

        EnvelopeAssert.Failed(await api.GetAsync("balance"), 429, "Too many requests");
        Assert.Equal(200, (int)(await api.GetAsync("/health/live")).Status);
        EnvelopeAssert.Ok(await api.MessageAsync("+15550001", "Your code is 54321", "m1"));
    }

    [Theory]
    [InlineData("10.0.0.1", "10.0.0.1")]
    [InlineData("::ffff:10.0.0.1", "10.0.0.1")]
    [InlineData("2001:db8:1:2:3:4:5:6", "20010DB800010002")]
    public void The_holder_of_an_address_is_counted_once(string address, string holder) =>
        Assert.Equal(holder, RateLimits.Address(IPAddress.Parse(address)));
}
