using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.ApiKeys;
using XthonBot.Core.Modules.Catalog;
using XthonBot.Core.Modules.Customers;
using XthonBot.Core.Modules.Orders;
using XthonBot.TestKit;
using static XthonBot.Api.Tests.V2.ReferenceFacts;

namespace XthonBot.Api.Tests.V2;

/// <summary>The rows of the reference's table of errors, and who gets which.</summary>
public sealed class RefusalFacts
{
    private const string NoKey = "Missing or invalid API key";
    private static readonly CancellationToken Ct = CancellationToken.None;

    [Fact]
    public async Task Without_a_valid_key_every_endpoint_is_401()
    {
        await using var api = await ApiHost.StartAsync();
        var key = await api.KeyAsync(await api.Store.CustomerAsync());
        var tx = new OrderId(Guid.CreateVersion7());
        var wrong = key[..^1] + (key[^1] == 'A' ? 'B' : 'A');

        foreach (var bad in new[] { null, "", "nonsense", wrong, key + "A", $"{key},{key}" })
        {
            EnvelopeAssert.Failed(await api.GetAsync("balance", bad), 401, NoKey);
            EnvelopeAssert.Failed(await api.GetAsync("services", bad), 401, NoKey);
            EnvelopeAssert.Failed(await api.PostAsync($"services/{Guid.CreateVersion7()}/buy", bad), 401, NoKey);
            EnvelopeAssert.Failed(await api.GetAsync($"transactions/{tx}", bad), 401, NoKey);
            EnvelopeAssert.Failed(await api.GetAsync($"transactions/{tx}/code", bad), 401, NoKey);
            EnvelopeAssert.Failed(await api.PostAsync($"transactions/{tx}/cancel", bad), 401, NoKey);
            EnvelopeAssert.Failed(await api.PostAsync($"transactions/{tx}/again", bad), 401, NoKey);
            EnvelopeAssert.Failed(await api.GetAsync($"transactions/{tx}/messages", bad), 401, NoKey);
            EnvelopeAssert.Failed(await api.GetAsync("transactions", bad), 401, NoKey);
            EnvelopeAssert.Failed(await api.GetAsync("ledger", bad), 401, NoKey);
            EnvelopeAssert.Failed(await api.GetAsync("account", bad), 401, NoKey);
        }
    }

    [Fact]
    public async Task A_key_counts_only_in_its_header_and_only_once()
    {
        await using var api = await ApiHost.StartAsync();
        var key = await api.KeyAsync(await api.Store.CustomerAsync());

        EnvelopeAssert.Failed(await api.GetAsync($"balance?X-API-Key={key}&api_key={key}"), 401, NoKey);
        using var bearer = new HttpRequestMessage(HttpMethod.Get, "/api/v2/balance");
        bearer.Headers.Add("Authorization", $"Bearer {key}");
        EnvelopeAssert.Failed(await api.SendAsync(bearer), 401, NoKey);
        var twice = await RawHttp.SendAsync(
            api.Client.BaseAddress!,
            $"GET /api/v2/balance HTTP/1.1\r\nHost: x\r\nX-API-Key: {key}\r\nx-api-key: {key}\r\nConnection: close\r\n\r\n"
        );
        Assert.StartsWith("HTTP/1.1 401 ", twice, StringComparison.Ordinal);
        EnvelopeAssert.Ok(await api.GetAsync("balance", key));
    }

    [Fact]
    public async Task A_revoked_key_and_a_banned_customer_are_401()
    {
        await using var api = await ApiHost.StartAsync();
        var ann = await api.Store.CustomerAsync("5.00");
        var (revoked, kept) = (await api.KeyAsync(ann), await api.KeyAsync(ann));
        var first = (await api.Store.Get<ListApiKeysHandler>().HandleAsync(ann.Id, Ct))[0];
        await api.Store.Get<RevokeApiKeyHandler>().HandleAsync(ann.Id, first.Id, Ct);

        EnvelopeAssert.Failed(await api.GetAsync("balance", revoked), 401, NoKey);
        EnvelopeAssert.Ok(await api.GetAsync("balance", kept));

        await api.Store.Get<ChangeCustomerHandler>().HandleAsync(ann.Id, new CustomerChange.Ban("fraud", TestStore.Operator), Ct);
        var banned = await api.GetAsync("balance", kept);
        EnvelopeAssert.Failed(banned, 401, NoKey);
        Assert.Equal("ApiKey", $"{banned.Headers.WwwAuthenticate}");
    }

    [Fact]
    public async Task A_balance_that_does_not_reach_is_402_and_an_empty_shelf_is_409()
    {
        await using var api = await ApiHost.StartAsync();
        var (rich, service) = await ShopAsync(api);
        var poor = await api.KeyAsync(await api.Store.CustomerAsync("1.32"));

        EnvelopeAssert.Short(await api.PostAsync($"services/{service.Id}/buy", poor));
        await BuyAsync(api, rich, service);
        EnvelopeAssert.Failed(await api.PostAsync($"services/{service.Id}/buy", rich), 409, "Out of stock");
        Assert.Empty(await api.Store.DifferencesAsync());
    }

    [Fact]
    public async Task What_is_unknown_malformed_paused_or_anothers_is_404()
    {
        await using var api = await ApiHost.StartAsync();
        var (ann, service) = await ShopAsync(api);
        var bob = await api.KeyAsync(await api.Store.CustomerAsync("10.00"));
        var id = await BuyAsync(api, ann, service);
        await api.Store.Get<EditCatalogHandler>().HandleAsync(service.Code, new CatalogEdit.Pause(), TestStore.Operator, Ct);

        foreach (
            var tx in new[]
            {
                $"{new OrderId(Guid.CreateVersion7())}",
                "tx_91a",
                "tx_",
                id.ToUpperInvariant(),
                id[3..],
                "%20",
                "..%2f..",
                "1'%20or%20'1",
            }
        )
        {
            EnvelopeAssert.Failed(await api.GetAsync($"transactions/{tx}", ann), 404, "Not found: no such transaction");
            EnvelopeAssert.Failed(await api.GetAsync($"transactions/{tx}/code", ann), 404, "Not found: no such transaction");
            EnvelopeAssert.Failed(await api.PostAsync($"transactions/{tx}/cancel", ann), 404, "Not found: no such transaction");
            EnvelopeAssert.Failed(await api.PostAsync($"transactions/{tx}/again", ann), 404, "Not found: no such transaction");
            EnvelopeAssert.Failed(await api.GetAsync($"transactions/{tx}/messages", ann), 404, "Not found: no such transaction");
        }

        foreach (
            var other in new[]
            {
                $"{service.Id}",
                $"{Guid.CreateVersion7()}",
                "8f3c",
                "tg",
                "tg2",
                $"{service.Id}".Replace("-", "", StringComparison.Ordinal),
            }
        )
            EnvelopeAssert.Failed(await api.PostAsync($"services/{other}/buy", ann), 404, "Not found: no such service");

        EnvelopeAssert.Failed(await api.GetAsync($"transactions/{id}", bob), 404, "Not found: no such transaction");
        EnvelopeAssert.Failed(await api.GetAsync($"transactions/{id}/code", bob), 404, "Not found: no such transaction");
        EnvelopeAssert.Failed(await api.PostAsync($"transactions/{id}/cancel", bob), 404, "Not found: no such transaction");
        Assert.Equal("PENDING", (await api.GetAsync($"transactions/{id}", ann)).Data.GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_second_cancel_is_409_and_refunds_nothing()
    {
        await using var api = await ApiHost.StartAsync();
        var (key, service) = await ShopAsync(api);
        var id = await BuyAsync(api, key, service);

        var cancels = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => api.PostAsync($"transactions/{id}/cancel", key)));

        Assert.Single(cancels, c => (int)c.Status == 200);
        Assert.All(
            cancels.Where(c => (int)c.Status != 200),
            refused =>
                Refused(
                    refused,
                    "The transaction is CANCELED and cannot be canceled",
                    $$"""{"id":"{{id}}","status":"CANCELED","code":null}"""
                )
        );
        Assert.Equal("10.00", (await api.GetAsync("balance", key)).Data.GetProperty("balance").GetString());
        Assert.Empty(await api.Store.DifferencesAsync());
    }

    [Fact]
    public async Task A_cancel_after_the_code_is_409_and_brings_the_code_along()
    {
        await using var api = await ApiHost.StartAsync();
        var (key, service) = await ShopAsync(api);
        var id = await BuyAsync(api, key, service);
        await api.MessageAsync("+15550001", "Your code is 54321", "m1");

        Refused(
            await api.PostAsync($"transactions/{id}/cancel", key),
            "A code has arrived, the number cannot be canceled",
            $$"""{"id":"{{id}}","status":"SUCCEEDED","code":"54321"}"""
        );

        Assert.True(OrderId.TryParse(id, out var order));
        await api.Store.Get<RefundOrderHandler>().HandleAsync(new RefundOrder(order, TestStore.Operator, null), Ct);
        Refused(
            await api.PostAsync($"transactions/{id}/cancel", key),
            "The transaction is REFUNDED and cannot be canceled",
            $$"""{"id":"{{id}}","status":"REFUNDED","code":"54321"}"""
        );
    }

    [Fact]
    public async Task A_cancel_after_the_end_is_409_and_says_so()
    {
        await using var api = await ApiHost.StartAsync();
        var (key, service) = await ShopAsync(api);
        var id = await BuyAsync(api, key, service);
        api.Store.Time.Advance(TimeSpan.FromMinutes(20));
        await api.Store.Get<ExpireOrdersHandler>().HandleAsync(Ct);

        Refused(
            await api.PostAsync($"transactions/{id}/cancel", key),
            "The transaction is EXPIRED and cannot be canceled",
            $$"""{"id":"{{id}}","status":"EXPIRED","code":null}"""
        );
    }

    private static void Refused(ApiReply reply, string message, string data)
    {
        Assert.Equal(409, (int)reply.Status);
        EnvelopeAssert.Enveloped(reply, ok: false);
        Assert.Equal((message, data), (reply.Message, reply.Data.GetRawText()));
    }
}
