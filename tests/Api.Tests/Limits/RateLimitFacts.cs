using System.Net;
using XthonBot.Api.Keys;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Orders;
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

    [Fact]
    public async Task Every_answer_tells_what_is_left_and_until_when()
    {
        await using var api = await ApiHost.StartAsync(("RateLimit:PerKey", "2"), ("RateLimit:PerAddress", "10"));
        var key = await api.KeyAsync(await api.Store.CustomerAsync());

        var first = await api.GetAsync("balance", key);
        api.Store.Time.Advance(TimeSpan.FromSeconds(20.5));
        var second = await api.GetAsync("nothing", key);
        var third = await api.GetAsync("services", key);
        var refused = await api.GetAsync("balance", key);

        Assert.Equal(["\"address\";q=10;w=60", "\"key\";q=2;w=60"], first.Headers.GetValues("RateLimit-Policy"));
        Assert.Equal(["\"address\";r=9;t=60", "\"key\";r=1;t=60"], first.Headers.GetValues("RateLimit"));
        // What needs no key counts for none.
        Assert.Equal(["\"address\";r=8;t=40"], second.Headers.GetValues("RateLimit"));
        Assert.Equal(["\"address\";r=7;t=40", "\"key\";r=0;t=40"], third.Headers.GetValues("RateLimit"));
        EnvelopeAssert.Failed(refused, 429, "Too many requests");
        Assert.Equal(["\"address\";r=6;t=40", "\"key\";r=0;t=40"], refused.Headers.GetValues("RateLimit"));
        Assert.Equal(TimeSpan.FromSeconds(40), refused.Headers.RetryAfter!.Delta);

        api.Store.Time.Advance(TimeSpan.FromSeconds(40));
        Assert.Equal(["\"address\";r=9;t=60", "\"key\";r=1;t=60"], (await api.GetAsync("balance", key)).Headers.GetValues("RateLimit"));
    }

    [Fact]
    public async Task Without_limits_nothing_is_told()
    {
        await using var api = await ApiHost.StartAsync();
        var answer = await api.GetAsync("balance", await api.KeyAsync(await api.Store.CustomerAsync()));
        Assert.DoesNotContain(answer.Headers, header => header.Key.StartsWith("RateLimit", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task The_activation_protocol_counts_for_the_same_key()
    {
        await using var client = await Activations.Client.StartAsync(settings: ("RateLimit:PerKey", "2"));
        Assert.Equal("ACCESS_BALANCE:10.00", await client.AskAsync("action=getBalance"));
        EnvelopeAssert.Ok(await client.Api.GetAsync("balance", client.Key));

        var refused = await client.Api.GetAsync($"/stubs/handler_api.php?api_key={client.Key}&action=getBalance");

        Assert.Equal((429, TimeSpan.FromSeconds(60)), ((int)refused.Status, refused.Headers.RetryAfter!.Delta));
        Assert.Equal(["\"key\";r=0;t=60"], refused.Headers.GetValues("RateLimit"));
    }

    [Fact]
    public async Task Fifty_requests_at_once_are_counted_one_by_one()
    {
        await using var api = await ApiHost.StartAsync(("RateLimit:PerKey", "20"));
        var key = await api.KeyAsync(await api.Store.CustomerAsync());

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => api.GetAsync("balance", key)));

        Assert.Equal(20, answers.Count(a => (int)a.Status == 200));
        Assert.Equal(30, answers.Count(a => (int)a.Status == 429));
        Assert.Equal(
            Enumerable.Range(0, 20).Select(left => $"\"key\";r={left};t=60").Order(),
            answers.Where(a => (int)a.Status == 200).Select(a => a.Headers.GetValues("RateLimit").Single()).Order()
        );
    }

    [Theory]
    [InlineData("10.0.0.1", "10.0.0.1")]
    [InlineData("::ffff:10.0.0.1", "10.0.0.1")]
    [InlineData("2001:db8:1:2:3:4:5:6", "20010DB800010002")]
    public void The_holder_of_an_address_is_counted_once(string address, string holder) =>
        Assert.Equal(holder, ClientAddress.Of(IPAddress.Parse(address)));
}
