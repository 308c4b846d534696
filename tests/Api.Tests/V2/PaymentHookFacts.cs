using System.Net;
using System.Text;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Customers;
using XthonBot.Core.Modules.Payments;
using XthonBot.TestKit;

namespace XthonBot.Api.Tests.V2;

/// <summary>What the providers of payments are answered, and what is in the books then.</summary>
public sealed class PaymentHookFacts : IAsyncLifetime
{
    private ApiHost api = null!;
    private PayDesk desk = null!;
    private CustomerProfile ann = null!;
    private string key = "";

    public async ValueTask InitializeAsync()
    {
        (api, desk) = await PayDesk.StartAsync();
        ann = await api.Store.CustomerAsync();
        key = await api.KeyAsync(ann);
        using var body = new StringContent("""{"amount":"5.00","method":"crypto"}""", Encoding.UTF8, "application/json");
        EnvelopeAssert.Ok(await api.PostAsync("topups", key, body));
    }

    public async ValueTask DisposeAsync()
    {
        Assert.Empty(await api.Store.DifferencesAsync());
        await api.DisposeAsync();
    }

    [Fact]
    public async Task What_is_told_five_times_and_at_once_is_credited_once_and_answered_200()
    {
        var replies = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => HookAsync("inv_1:Settled:5.10")));

        Assert.All(replies, reply => Assert.Equal("""{"ok":true,"data":{"taken":true},"message":null}""", reply.Body));
        Assert.Equal("5.00", await BalanceAsync());
        Assert.Equal(HttpStatusCode.OK, (await HookAsync("ping")).Status);
        Assert.Equal(HttpStatusCode.OK, (await HookAsync("inv_of_somebody_else:Settled:5.10")).Status);
        Assert.Equal("5.00", await BalanceAsync());
    }

    [Fact]
    public async Task A_hint_moves_nothing_by_itself_and_a_provider_that_does_not_answer_is_503()
    {
        desk.Trouble = () => throw new PaymentLostException("no answer");
        var later = await HookAsync("hint:inv_1");
        EnvelopeAssert.Failed(later, 503, "The provider does not answer, send it again");
        Assert.NotNull(later.Headers.RetryAfter);
        Assert.Equal("0.00", await BalanceAsync());

        desk.Trouble = () => { };
        Assert.Equal(HttpStatusCode.OK, (await HookAsync("hint:inv_1")).Status);
        Assert.Equal("5.00", await BalanceAsync());
    }

    [Fact]
    public async Task What_is_forged_unreadable_or_for_nobody_is_refused_and_nothing_is_credited()
    {
        EnvelopeAssert.Failed(await HookAsync("inv_1:Settled:5.10", signature: "forged"), 401, "Missing or invalid signature");
        EnvelopeAssert.Failed(await HookAsync("secret-words"), 400, "Bad request");
        EnvelopeAssert.Failed(await HookAsync("inv_1:Settled:5.10", way: "nobody"), 404, "Not found");
        EnvelopeAssert.Failed(await HookAsync(new string('x', 64 * 1024 + 1)), 413, "Request body too large");
        Assert.Equal("0.00", await BalanceAsync());
        // Nothing of what strangers write is logged.
        Assert.DoesNotContain(api.Logs.Lines, line => line.Contains("secret", StringComparison.Ordinal));
        Assert.Contains(api.Logs.Lines, line => line.Contains("to the hook of the way to pay crypto", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Our_own_trouble_is_503_and_never_4xx()
    {
        EnvelopeAssert.Failed(await HookAsync("trouble"), 503, "The store could not take it, send it again");
        await api.Store.SqlAsync("alter table payments rename to payments_away");
        EnvelopeAssert.Failed(await HookAsync("inv_1:Settled:5.10"), 503, "The store could not take it, send it again");
        await api.Store.SqlAsync("alter table payments_away rename to payments");
        Assert.Equal(HttpStatusCode.OK, (await HookAsync("inv_1:Settled:5.10")).Status);
        Assert.Equal("5.00", await BalanceAsync());
    }

    [Fact]
    public async Task A_refund_that_is_told_before_the_payment_leaves_nothing_credited()
    {
        await HookAsync("inv_1:Refunded:5.10");
        await HookAsync("inv_1:Settled:5.10");

        Assert.Equal("0.00", await BalanceAsync());
    }

    private async Task<ApiReply> HookAsync(string body, string way = "crypto", string signature = PayDesk.Signature)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/hooks/pay/{way}") { Content = new StringContent(body) };
        request.Headers.Add("x-desk", signature);
        return await api.SendAsync(request);
    }

    private async Task<string> BalanceAsync() => $"{await api.Store.BalanceAsync(ann.Id)}";
}
