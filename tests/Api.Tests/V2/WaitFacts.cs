using System.Diagnostics;
using System.Net;
using System.Text.Json;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Customers;
using XthonBot.Core.Modules.Orders;
using XthonBot.Core.Reactions.Waiting;
using XthonBot.TestKit;

namespace XthonBot.Api.Tests.V2;

/// <summary>The clock stands still unless a test moves it: what is answered before that did not wait for time to go by.</summary>
public sealed class WaitFacts : IAsyncLifetime
{
    private ApiHost api = null!;
    private CustomerProfile ann = null!;
    private string key = "";
    private string service = "";

    public async ValueTask InitializeAsync()
    {
        api = await ApiHost.StartAsync(("RateLimit:HeldAnswers", "0"), ("Orders:MaxOpenPerCustomer", "0"));
        service = $"{(await api.Store.ServiceAsync(numbers: 300)).Id}";
        ann = await api.Store.CustomerAsync("1000.00");
        key = await api.KeyAsync(ann);
    }

    public ValueTask DisposeAsync() => api.DisposeAsync();

    [Fact]
    public async Task A_code_that_arrives_is_answered_at_once_to_all_who_wait_for_it()
    {
        var (id, number) = await BuyAsync();
        var waiting = Enumerable.Range(0, 3).Select(_ => CodeAsync(id, 25)).ToList();
        await UntilWaitingAsync(1);
        EnvelopeAssert.Ok(await api.MessageAsync(number, "Your code is 54321", "1"));
        foreach (var reply in await Task.WhenAll(waiting).WaitAsync(Patience.Limit))
            Assert.Equal("54321", reply.Data.GetProperty("code").GetString());
        Assert.Equal(0, Watch.Count);
    }

    [Fact]
    public async Task Without_a_code_it_is_answered_when_the_seconds_are_over()
    {
        var (id, _) = await BuyAsync();
        var waiting = CodeAsync(id, 25);
        await UntilWaitingAsync(1);
        api.Store.Time.Advance(TimeSpan.FromSeconds(24));
        Assert.False(waiting.IsCompleted);
        await UntilAnsweredAsync(waiting);
        var reply = await waiting.WaitAsync(Patience.Limit);
        Assert.Equal(
            (JsonValueKind.Null, "Waiting for the code until 2026-11-22T10:20:00Z"),
            (reply.Data.GetProperty("code").ValueKind, reply.Message)
        );
    }

    [Fact]
    public async Task A_text_without_a_code_does_not_end_it()
    {
        var (id, number) = await BuyAsync();
        var waiting = CodeAsync(id, 25);
        await UntilWaitingAsync(1);
        await api.MessageAsync(number, "Welcome to us", "1");
        await api.MessageAsync(number, "Your code is 54321", "2");
        Assert.Equal("54321", (await waiting.WaitAsync(Patience.Limit)).Data.GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_cancel_ends_it_within_a_second_of_the_clock()
    {
        var (id, _) = await BuyAsync();
        var waiting = CodeAsync(id, 25);
        await UntilWaitingAsync(1);
        await api.PostAsync($"transactions/{id}/cancel", key);
        await UntilAnsweredAsync(waiting);
        Assert.Equal("CANCELED", (await waiting.WaitAsync(Patience.Limit)).Data.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Who_need_not_wait_does_not()
    {
        var (id, number) = await BuyAsync();
        await api.MessageAsync(number, "Your code is 54321", "1");
        Assert.Equal("54321", (await CodeAsync(id, 30)).Data.GetProperty("code").GetString());
        var (other, _) = await BuyAsync();
        Assert.Equal(JsonValueKind.Null, (await CodeAsync(other, 0)).Data.GetProperty("code").ValueKind);
        var bob = await api.KeyAsync(await api.Store.CustomerAsync());
        Assert.Equal(HttpStatusCode.NotFound, (await api.GetAsync($"transactions/{other}/code?wait=30", bob)).Status);
    }

    [Theory]
    [InlineData("31")]
    [InlineData("-1")]
    [InlineData("soon")]
    [InlineData("")]
    [InlineData("1.5")]
    public async Task Seconds_are_a_number_from_0_to_30(string wait)
    {
        var (id, _) = await BuyAsync();
        EnvelopeAssert.Failed(
            await api.GetAsync($"transactions/{id}/code?wait={wait}", key),
            400,
            "wait must be a number of seconds from 0 to 30"
        );
    }

    [Fact]
    public async Task Hundreds_wait_at_once_and_each_gets_its_own_code()
    {
        const int count = 200;
        var orders = new List<(string Id, string Number)>();
        for (var i = 0; i < count; i++)
            orders.Add(await BuyAsync());
        var waiting = orders.ConvertAll(order => CodeAsync(order.Id, 30));
        await UntilWaitingAsync(count);
        await Task.WhenAll(orders.Select((order, i) => api.MessageAsync(order.Number, $"Your code is {100_000 + i}", $"m{i}")));
        var replies = await Task.WhenAll(waiting).WaitAsync(Patience.Limit);
        Assert.Equal(
            Enumerable.Range(100_000, count).Select(i => $"{i}"),
            replies.Select(reply => reply.Data.GetProperty("code").GetString())
        );
        Assert.Equal(0, Watch.Count);
    }

    [Fact]
    public async Task A_process_that_ends_answers_who_waits()
    {
        await using var ending = await ApiHost.StartAsync();
        var bought = await ending.Store.BuyAsync(
            await ending.Store.CustomerAsync("10.00"),
            await ending.Store.ServiceAsync(numbers: 1),
            channel: OrderChannel.Api
        );
        var waiting = ending.GetAsync(
            $"transactions/{bought.Value.Id}/code?wait=30",
            await ending.KeyAsync(await ending.Store.Get<FindCustomerHandler>().HandleAsync(bought.Value.Customer, CancellationToken.None))
        );
        await Patience.UntilAsync(() => ending.Store.Get<OrderChangeNotifier>().Count, count => count >= 1);
        var began = Stopwatch.GetTimestamp();
        await ending.StopAsync();
        Assert.Equal(HttpStatusCode.OK, (await waiting).Status);
        Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(5));
    }

    private OrderChangeNotifier Watch => api.Store.Get<OrderChangeNotifier>();

    private Task<ApiReply> CodeAsync(string id, int wait) => api.GetAsync($"transactions/{id}/code?wait={wait}", key);

    private async Task<(string Id, string Number)> BuyAsync()
    {
        var bought = EnvelopeAssert.Ok(await api.PostAsync($"services/{service}/buy", key));
        return (bought.GetProperty("id").GetString()!, bought.GetProperty("number").GetString()!);
    }

    // Who waits for the clock may not have begun to when it moves.
    private async Task UntilAnsweredAsync(Task waiting)
    {
        for (var i = 0; i < 20 && !waiting.IsCompleted; i++)
        {
            api.Store.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(waiting, Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System));
        }
    }

    private Task UntilWaitingAsync(int orders) => Patience.UntilAsync(() => Watch.Count, count => count >= orders);
}
