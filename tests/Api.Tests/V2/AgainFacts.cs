using System.Net;
using System.Text.Json;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Reactions.Waiting;
using XthonBot.Core.Views.Storefront;
using XthonBot.TestKit;

namespace XthonBot.Api.Tests.V2;

public sealed class AgainFacts : IAsyncLifetime
{
    private const string Waiting = "Waiting for another code until 2026-11-22T10:20:00Z";
    private ApiHost api = null!;
    private ServiceView service = null!;
    private string key = "";

    public async ValueTask InitializeAsync()
    {
        api = await ApiHost.StartAsync();
        service = await api.Store.ServiceAsync(numbers: 5);
        key = await api.KeyAsync(await api.Store.CustomerAsync("100.00"));
    }

    public ValueTask DisposeAsync() => api.DisposeAsync();

    [Fact]
    public async Task From_then_on_the_code_is_null_until_another_arrives_and_nothing_is_charged()
    {
        var (id, number) = await SucceededAsync();

        var asked = EnvelopeAssert.Ok(await api.PostAsync($"transactions/{id}/again", key), Waiting);

        var body = $$"""{"id":"{{id}}","status":"SUCCEEDED","code":null,"expires_at":"2026-11-22T10:20:00Z","cancelable":false}""";
        Assert.Equal(body, asked.GetRawText());
        Assert.Equal(body, EnvelopeAssert.Ok(await api.GetAsync($"transactions/{id}/code", key), Waiting).GetRawText());
        Assert.Equal("11111", EnvelopeAssert.Ok(await api.GetAsync($"transactions/{id}", key)).GetProperty("code").GetString());
        EnvelopeAssert.Ok(await api.PostAsync($"transactions/{id}/again", key), Waiting);
        await api.MessageAsync(number, "Welcome to us", "m2");
        EnvelopeAssert.Ok(await api.GetAsync($"transactions/{id}/code", key), Waiting);

        await api.MessageAsync(number, "Your code is 22222", "m3");
        Assert.Equal("22222", await CodeAsync(id));
        EnvelopeAssert.Ok(await api.PostAsync($"transactions/{id}/again", key), Waiting);
        await api.MessageAsync(number, "Your code is 33333", "m4");
        Assert.Equal("33333", await CodeAsync(id));
        Assert.Equal("98.80", (await api.GetAsync("balance", key)).Data.GetProperty("balance").GetString());
    }

    [Fact]
    public async Task Without_a_code_or_after_the_end_it_is_409_and_names_the_status()
    {
        var pending = EnvelopeAssert.Ok(await api.PostAsync($"services/{service.Id}/buy", key)).GetProperty("id").GetString();
        EnvelopeAssert.Failed(
            await api.PostAsync($"transactions/{pending}/again", key),
            409,
            "The transaction is PENDING, its first code has not arrived"
        );
        await api.PostAsync($"transactions/{pending}/cancel", key);
        EnvelopeAssert.Failed(
            await api.PostAsync($"transactions/{pending}/again", key),
            409,
            "The transaction is CANCELED and takes no more codes"
        );

        var (id, _) = await SucceededAsync();
        EnvelopeAssert.Ok(await api.PostAsync($"transactions/{id}/again", key), Waiting);
        api.Store.Time.Advance(TimeSpan.FromMinutes(20));
        await api.Store.ExpireAsync();
        EnvelopeAssert.Failed(
            await api.PostAsync($"transactions/{id}/again", key),
            409,
            "The transaction is SUCCEEDED and takes no more codes"
        );
        var over = EnvelopeAssert.Ok(
            await api.GetAsync($"transactions/{id}/code", key),
            "The transaction is over, no other code has arrived"
        );
        Assert.Equal(JsonValueKind.Null, over.GetProperty("code").ValueKind);
    }

    [Fact]
    public async Task Strangers_and_made_up_ids_are_404()
    {
        var (id, _) = await SucceededAsync();
        var bob = await api.KeyAsync(await api.Store.CustomerAsync("10.00"));
        EnvelopeAssert.Failed(await api.PostAsync($"transactions/{id}/again", bob), 404, "Not found: no such transaction");
        EnvelopeAssert.Failed(await api.PostAsync("transactions/tx_1/again", key), 404, "Not found: no such transaction");
        Assert.Equal("11111", await CodeAsync(id));
    }

    [Fact]
    public async Task Repeated_with_its_key_it_does_not_pass_over_the_code_that_came_since()
    {
        var (id, number) = await SucceededAsync();
        var first = await AskAsync(id, "again-1");
        await api.MessageAsync(number, "Your code is 22222", "m2");
        var second = await AskAsync(id, "again-1");
        Assert.Equal(first.Body, second.Body);
        Assert.Equal("22222", await CodeAsync(id));
    }

    [Fact]
    public async Task A_held_answer_waits_for_the_other_code()
    {
        var (id, number) = await SucceededAsync();
        await api.PostAsync($"transactions/{id}/again", key);
        var waiting = api.GetAsync($"transactions/{id}/code?wait=25", key);
        await UntilWaitingAsync();
        // Looks of the clock see nothing new in it.
        for (var i = 0; i < 3; i++)
            api.Store.Time.Advance(TimeSpan.FromSeconds(1));
        await api.MessageAsync(number, "Welcome to us", "m2");
        Assert.False(waiting.IsCompleted);
        await api.MessageAsync(number, "Your code is 22222", "m3");
        Assert.Equal("22222", (await waiting.WaitAsync(Patience.Limit)).Data.GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_held_answer_notices_the_other_code_that_another_process_received()
    {
        var (id, number) = await SucceededAsync();
        await api.PostAsync($"transactions/{id}/again", key);
        var waiting = api.GetAsync($"transactions/{id}/code?wait=25", key);
        await UntilWaitingAsync();
        var other = TestStore.Open(api.Store.Database);
        await other.ReceiveAsync(number, "Your code is 22222");
        await other.CloseAsync();
        for (var i = 0; i < 20 && !waiting.IsCompleted; i++)
        {
            api.Store.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(waiting, Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System));
        }

        Assert.Equal("22222", (await waiting.WaitAsync(Patience.Limit)).Data.GetProperty("code").GetString());
    }

    [Fact]
    public async Task It_is_what_the_activation_protocol_calls_a_retry()
    {
        var (id, number) = await SucceededAsync();
        var active = JsonElement.Parse((await api.GetAsync($"/stubs/handler_api.php?api_key={key}&action=getActiveActivations")).Body);
        var activation = active.GetProperty("activeActivations")[0].GetProperty("activationId").GetString();
        await api.PostAsync($"transactions/{id}/again", key);
        Assert.Equal(
            "STATUS_WAIT_RETRY:11111",
            (await api.GetAsync($"/stubs/handler_api.php?api_key={key}&action=getStatus&id={activation}")).Body
        );
        await api.MessageAsync(number, "Your code is 22222", "m2");
        Assert.Equal(
            "STATUS_OK:22222",
            (await api.GetAsync($"/stubs/handler_api.php?api_key={key}&action=getStatus&id={activation}")).Body
        );
        await api.GetAsync($"/stubs/handler_api.php?api_key={key}&action=setStatus&status=3&id={activation}");
        EnvelopeAssert.Ok(await api.GetAsync($"transactions/{id}/code", key), Waiting);
    }

    private async Task<(string Id, string Number)> SucceededAsync()
    {
        var bought = EnvelopeAssert.Ok(await api.PostAsync($"services/{service.Id}/buy", key));
        var (id, number) = (bought.GetProperty("id").GetString()!, bought.GetProperty("number").GetString()!);
        EnvelopeAssert.Ok(await api.MessageAsync(number, "Your code is 11111", $"first of {number}"));
        return (id, number);
    }

    private async Task<ApiReply> AskAsync(string id, string idempotencyKey)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v2/transactions/{id}/again");
        request.Headers.Add("X-API-Key", key);
        request.Headers.Add("Idempotency-Key", idempotencyKey);
        var reply = await api.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, reply.Status);
        return reply;
    }

    private async Task<string?> CodeAsync(string id) =>
        EnvelopeAssert.Ok(await api.GetAsync($"transactions/{id}/code", key)).GetProperty("code").GetString();

    private Task UntilWaitingAsync() => Patience.UntilAsync(() => api.Store.Get<OrderChangeNotifier>().Count, count => count >= 1);
}
