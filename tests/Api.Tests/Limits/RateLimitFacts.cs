using System.Net;
using System.Text;
using XthonBot.Api.Keys;
using XthonBot.Api.Tests.Webhooks;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Orders;
using XthonBot.Core.Reactions.Waiting;
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
        await using var api = await ApiHost.StartAsync(("RateLimit:PerKey", "0"), ("RateLimit:PerAddress", "0"));
        var answer = await api.GetAsync("balance", await api.KeyAsync(await api.Store.CustomerAsync()));
        Assert.DoesNotContain(answer.Headers, header => header.Key.StartsWith("RateLimit", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Limits_are_on_where_nothing_is_set()
    {
        await using var api = await ApiHost.StartAsync();
        var answer = await api.GetAsync("balance", await api.KeyAsync(await api.Store.CustomerAsync()));
        Assert.Equal(["\"address\";q=6000;w=60", "\"key\";q=2400;w=60"], answer.Headers.GetValues("RateLimit-Policy"));
    }

    [Fact]
    public async Task A_customer_has_five_tests_of_webhooks_a_minute_whatever_their_keys()
    {
        await using var receiver = await HookReceiver.StartAsync();
        await using var api = await ApiHost.StartAsync(HookReceiver.Allowed);
        var (ann, bob) = (await api.Store.CustomerAsync(), await api.Store.CustomerAsync());
        var (first, second, his) = (await api.KeyAsync(ann), await api.KeyAsync(ann), await api.KeyAsync(bob));
        async Task<string> WebhookAsync(string key)
        {
            using var body = new StringContent($$"""{"url":"{{receiver.Url}}"}""", Encoding.UTF8, "application/json");
            var made = (await api.PostAsync("webhooks", key, body)).Data;
            return $"webhooks/{made.GetProperty("webhook").GetProperty("id").GetString()}/test";
        }

        var (hers, bobs) = (await WebhookAsync(first), await WebhookAsync(his));
        for (var i = 0; i < 5; i++)
            EnvelopeAssert.Ok(await api.PostAsync(hers, i % 2 == 0 ? first : second));
        var refused = await api.PostAsync(hers, second);

        EnvelopeAssert.Failed(refused, 429, "Too many requests");
        Assert.Equal(TimeSpan.FromSeconds(60), refused.Headers.RetryAfter!.Delta);
        EnvelopeAssert.Ok(await api.PostAsync(bobs, his));
        EnvelopeAssert.Ok(await api.GetAsync("webhooks", first));
        await api.Store.TellWebhooksAsync();
        Assert.Equal(6, receiver.Received.Count);
        api.Store.Time.Advance(TimeSpan.FromMinutes(1));
        EnvelopeAssert.Ok(await api.PostAsync(hers, first));
    }

    [Fact]
    public async Task A_key_has_so_many_held_answers_and_gets_its_place_back()
    {
        await using var api = await ApiHost.StartAsync(("RateLimit:HeldAnswers", "2"));
        var service = await api.Store.ServiceAsync(numbers: 3);
        var ann = await api.Store.CustomerAsync("10.00");
        var (first, second) = (await api.KeyAsync(ann), await api.KeyAsync(ann));
        var orders = new List<OrderView>();
        for (var i = 0; i < 3; i++)
            orders.Add((await api.Store.BuyAsync(ann, service)).Value);
        Task<ApiReply> HoldAsync(int order, string key) => api.GetAsync($"transactions/{orders[order].Id}/code?wait=30", key);
        Task UntilHeldAsync(int count) => Patience.UntilAsync(() => api.Store.Get<OrderChangeNotifier>().Count, now => now == count);
        Task<ApiReply>[] held = [HoldAsync(0, first), HoldAsync(1, first)];
        await UntilHeldAsync(2);

        var refused = await HoldAsync(2, first);
        var others = HoldAsync(2, second);
        await UntilHeldAsync(3);
        await api.MessageAsync(orders[0].Phone!, "Your code is 54321", "m1");
        EnvelopeAssert.Ok(await held[0].WaitAsync(Patience.Limit));
        var again = HoldAsync(2, first);
        await api.MessageAsync(orders[1].Phone!, "Your code is 54322", "m2");
        EnvelopeAssert.Ok(await held[1].WaitAsync(Patience.Limit));
        await api.MessageAsync(orders[2].Phone!, "Your code is 54323", "m3");

        EnvelopeAssert.Failed(refused, 429, "Too many requests");
        Assert.Equal(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter!.Delta);
        EnvelopeAssert.Ok(await others.WaitAsync(Patience.Limit));
        EnvelopeAssert.Ok(await again.WaitAsync(Patience.Limit));
    }

    [Fact]
    public async Task The_activation_protocol_counts_for_the_same_key()
    {
        await using var client = await HandlerApi.Client.StartAsync(settings: [("RateLimit:PerKey", "2"), ("RateLimit:PerAddress", "0")]);
        Assert.Equal("ACCESS_BALANCE:10.00", await client.AskAsync("action=getBalance"));
        EnvelopeAssert.Ok(await client.Api.GetAsync("balance", client.Key));

        var refused = await client.Api.GetAsync($"/stubs/handler_api.php?api_key={client.Key}&action=getBalance");

        Assert.Equal((429, TimeSpan.FromSeconds(60)), ((int)refused.Status, refused.Headers.RetryAfter!.Delta));
        Assert.Equal(["\"key\";r=0;t=60"], refused.Headers.GetValues("RateLimit"));
    }

    [Fact]
    public async Task Fifty_requests_at_once_are_counted_one_by_one()
    {
        await using var api = await ApiHost.StartAsync(("RateLimit:PerKey", "20"), ("RateLimit:PerAddress", "0"));
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
