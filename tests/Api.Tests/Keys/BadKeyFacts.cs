using System.Net;
using Microsoft.Extensions.Time.Testing;
using XthonBot.Api.Keys;
using XthonBot.Api.Tests.HandlerApi;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.TestKit;

namespace XthonBot.Api.Tests.Keys;

/// <summary>Whoever guesses keys is slowed down, and nobody else.</summary>
public sealed class BadKeyFacts
{
    private static readonly IPAddress Home = IPAddress.Parse("203.0.113.7");

    [Fact]
    public async Task After_five_wrong_keys_in_a_row_each_further_one_waits_twice_as_long()
    {
        await using var api = await ApiHost.StartAsync();
        var guess = 0;
        for (; guess < 5; guess++)
            EnvelopeAssert.Failed(await api.GetAsync("balance", KeyMaker.Wrong(guess)), 401, "Missing or invalid API key");

        foreach (var seconds in new[] { 1, 2, 4, 8, 16, 32, 60, 60 })
        {
            var refused = await api.GetAsync("balance", KeyMaker.Wrong(guess++));
            EnvelopeAssert.Failed(refused, 429, "Too many requests");
            Assert.Equal(TimeSpan.FromSeconds(seconds), refused.Headers.RetryAfter!.Delta);
            api.Store.Time.Advance(TimeSpan.FromSeconds(seconds));
            EnvelopeAssert.Failed(await api.GetAsync("balance", KeyMaker.Wrong(guess++)), 401, "Missing or invalid API key");
        }
    }

    [Fact]
    public async Task A_key_that_was_used_here_works_while_its_neighbour_guesses()
    {
        await using var api = await ApiHost.StartAsync();
        var ann = await api.Store.CustomerAsync();
        var known = await api.KeyAsync(ann);
        var unknown = await api.KeyAsync(ann);
        EnvelopeAssert.Ok(await api.GetAsync("balance", known));
        // Long enough for the key to be looked up again.
        api.Store.Time.Advance(TimeSpan.FromMinutes(5));
        await GuessAsync(api, 5);

        // In the pause nothing is looked up, so a good one that was never seen is not told from a guess.
        Assert.Equal(429, (int)(await api.GetAsync("balance", unknown)).Status);
        Assert.Equal(429, (int)(await api.GetAsync("balance", known[..^1] + (known[^1] == 'a' ? 'b' : 'a'))).Status);
        EnvelopeAssert.Failed(await api.GetAsync("balance"), 401, "Missing or invalid API key");
        EnvelopeAssert.Ok(await api.GetAsync("balance", known));
    }

    [Fact]
    public async Task A_good_key_ends_the_row()
    {
        await using var api = await ApiHost.StartAsync();
        var key = await api.KeyAsync(await api.Store.CustomerAsync());
        await GuessAsync(api, 4);
        EnvelopeAssert.Ok(await api.GetAsync("balance", key));

        await GuessAsync(api, 5);

        Assert.Equal(429, (int)(await api.GetAsync("balance", KeyMaker.Wrong(5))).Status);
    }

    [Fact]
    public async Task The_same_wrong_key_again_and_what_is_no_key_are_no_guesses()
    {
        await using var api = await ApiHost.StartAsync();
        for (var i = 0; i < 20; i++)
        {
            EnvelopeAssert.Failed(await api.GetAsync("balance", KeyMaker.Wrong(1)), 401, "Missing or invalid API key");
            EnvelopeAssert.Failed(await api.GetAsync("balance", $"nonsense{i}"), 401, "Missing or invalid API key");
        }
    }

    [Fact]
    public async Task Both_ways_in_count_together()
    {
        await using var client = await Client.StartAsync();
        for (var i = 0; i < 5; i++)
            Assert.Equal("BAD_KEY", await client.AskAsync("action=getBalance", KeyMaker.Wrong(i)));

        EnvelopeAssert.Failed(await client.Api.GetAsync("balance", KeyMaker.Wrong(6)), 429, "Too many requests");
        var refused = await client.Api.GetAsync($"/stubs/handler_api.php?api_key={KeyMaker.Wrong(7)}&action=getBalance");
        Assert.Equal((429, TimeSpan.FromSeconds(1)), ((int)refused.Status, refused.Headers.RetryAfter!.Delta));
    }

    [Fact]
    public void Others_are_not_slowed_down_and_the_holder_of_a_network_is_one()
    {
        var bad = new FailedKeyThrottle(new FakeTimeProvider());
        for (var i = 0; i < FailedKeyThrottle.Free; i++)
            bad.Note(IPAddress.Parse($"2001:db8::{i}"), KeyMaker.Wrong(i));

        Assert.NotNull(bad.PauseOf(IPAddress.Parse("2001:db8::ffff")));
        Assert.Null(bad.PauseOf(IPAddress.Parse("2001:db8:0:1::1")));
        Assert.Null(bad.PauseOf(Home));
    }

    [Fact]
    public void Ten_minutes_without_a_wrong_one_are_forgiven()
    {
        var time = new FakeTimeProvider();
        var bad = new FailedKeyThrottle(time);
        for (var i = 0; i < 20; i++)
            bad.Note(Home, KeyMaker.Wrong(i));
        Assert.Equal(TimeSpan.FromMinutes(1), bad.PauseOf(Home));
        time.Advance(TimeSpan.FromMinutes(11));

        bad.Note(Home, KeyMaker.Wrong(20));

        Assert.Null(bad.PauseOf(Home));
        Assert.Equal(1, bad.Count);
        time.Advance(TimeSpan.FromMinutes(11));
        Assert.Null(bad.PauseOf(Home));
        Assert.Equal(0, bad.Count);
    }

    [Fact]
    public void However_many_addresses_guess_no_more_than_ten_thousand_are_remembered()
    {
        var bad = new FailedKeyThrottle(new FakeTimeProvider());
        for (var i = 0; i < 25_000; i++)
        {
            bad.Note(new IPAddress(i), KeyMaker.Wrong(i));
            Assert.InRange(bad.Count, 1, 10_000);
        }
    }

    private static async Task GuessAsync(ApiHost api, int times)
    {
        for (var i = 0; i < times; i++)
            EnvelopeAssert.Failed(await api.GetAsync("balance", KeyMaker.Wrong(i)), 401, "Missing or invalid API key");
    }
}
