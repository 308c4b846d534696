using System.Text.Json;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Catalog;
using XthonBot.Core.Views.Storefront;
using XthonBot.TestKit;

namespace XthonBot.Api.Tests.V2;

/// <summary>The examples of the reference, field by field.</summary>
public sealed class ReferenceFacts
{
    [Fact]
    public async Task Balance_is_the_example()
    {
        await using var api = await ApiHost.StartAsync();
        var key = await api.KeyAsync(await api.Store.CustomerAsync("12.50", bonus: 10));

        var reply = await api.GetAsync("balance", key);

        EnvelopeAssert.Ok(reply);
        Assert.Equal("""{"ok":true,"data":{"balance":"12.50","bonus":10},"message":null}""", reply.Body);
    }

    [Fact]
    public async Task Services_are_the_example_and_then_what_the_store_adds()
    {
        await using var api = await ApiHost.StartAsync();
        var key = await api.KeyAsync(await api.Store.CustomerAsync(bonus: 10));
        var service = await api.Store.ServiceAsync(price: "1.33", numbers: 42);

        var reply = await api.GetAsync("services", key);

        EnvelopeAssert.Ok(reply);
        Assert.Equal(
            $$"""{"ok":true,"data":[{"id":"{{service.Id}}","name":"USA Telegram","price":"1.20","stock":42,"list_price":"1.33","code":"tg"}],"message":null}""",
            reply.Body
        );
        Assert.Matches("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", $"{service.Id}");
    }

    [Fact]
    public async Task No_services_are_an_empty_list_and_a_paused_one_is_not_listed()
    {
        await using var api = await ApiHost.StartAsync();
        var key = await api.KeyAsync(await api.Store.CustomerAsync());
        Assert.Equal(0, EnvelopeAssert.Ok(await api.GetAsync("services", key)).GetArrayLength());

        var service = await api.Store.ServiceAsync();
        await api
            .Store.Get<EditCatalogHandler>()
            .HandleAsync(service.Code, new CatalogEdit.Pause(), TestStore.Operator, CancellationToken.None);

        Assert.Equal(0, EnvelopeAssert.Ok(await api.GetAsync("services", key)).GetArrayLength());
    }

    [Fact]
    public async Task Buy_is_the_example_and_then_what_the_store_adds()
    {
        await using var api = await ApiHost.StartAsync();
        var (key, service) = await ShopAsync(api);

        var data = EnvelopeAssert.Ok(await api.PostAsync($"services/{service.Id}/buy", key));

        Assert.Equal(
            ["id", "status", "price", "number", "service", "code", "list_price", "service_id", "created_at", "expires_at", "cancelable"],
            EnvelopeAssert.Fields(data)
        );
        Assert.Matches("^tx_[0-9a-f]{32}$", data.GetProperty("id").GetString());
        Assert.Equal(
            $$"""{"id":"{{data.GetProperty("id")}}","status":"PENDING","price":"1.20","number":"+15550001","service":"USA Telegram","code":null"""
                + $$""","list_price":"1.33","service_id":"{{service.Id}}","created_at":"2026-11-22T10:00:00Z","expires_at":"2026-11-22T10:20:00Z","cancelable":true}""",
            data.GetRawText()
        );
        Assert.Equal("""{"balance":"8.80","bonus":10}""", (await api.GetAsync("balance", key)).Data.GetRawText());
    }

    [Fact]
    public async Task A_transaction_is_the_example_and_then_what_the_store_adds()
    {
        await using var api = await ApiHost.StartAsync();
        var (key, service) = await ShopAsync(api);
        var id = await BuyAsync(api, key, service);

        var data = EnvelopeAssert.Ok(await api.GetAsync($"transactions/{id}", key));

        Assert.Equal(
            $$"""{"id":"{{id}}","status":"PENDING","number":"+15550001","code":null"""
                + $$""","price":"1.20","service":"USA Telegram","service_id":"{{service.Id}}","list_price":"1.33","created_at":"2026-11-22T10:00:00Z","expires_at":"2026-11-22T10:20:00Z","cancelable":true}""",
            data.GetRawText()
        );
    }

    [Fact]
    public async Task A_code_is_waited_for_with_a_message_and_then_is_the_example()
    {
        await using var api = await ApiHost.StartAsync();
        var (key, service) = await ShopAsync(api);
        var id = await BuyAsync(api, key, service);

        var waiting = EnvelopeAssert.Ok(
            await api.GetAsync($"transactions/{id}/code", key),
            "Waiting for the code until 2026-11-22T10:20:00Z"
        );
        await api.MessageAsync("+15550001", "Your code is 54321", "m1");
        var arrived = EnvelopeAssert.Ok(await api.GetAsync($"transactions/{id}/code", key));

        Assert.Equal(
            $$"""{"id":"{{id}}","status":"PENDING","code":null,"expires_at":"2026-11-22T10:20:00Z","cancelable":true}""",
            waiting.GetRawText()
        );
        Assert.Equal(
            $$"""{"id":"{{id}}","status":"SUCCEEDED","code":"54321","expires_at":"2026-11-22T10:20:00Z","cancelable":false}""",
            arrived.GetRawText()
        );
    }

    [Fact]
    public async Task Cancel_is_the_example_and_gives_the_money_back()
    {
        await using var api = await ApiHost.StartAsync();
        var (key, service) = await ShopAsync(api);
        var id = await BuyAsync(api, key, service);

        var reply = await api.PostAsync($"transactions/{id}/cancel", key);

        EnvelopeAssert.Ok(reply);
        Assert.Equal("""{"ok":true,"data":{"refunded":"1.20"},"message":null}""", reply.Body);
        Assert.Equal("10.00", (await api.GetAsync("balance", key)).Data.GetProperty("balance").GetString());
        var code = EnvelopeAssert.Ok(
            await api.GetAsync($"transactions/{id}/code", key),
            "The transaction is CANCELED, no code will arrive"
        );
        Assert.Equal(JsonValueKind.Null, code.GetProperty("code").ValueKind);
    }

    [Fact]
    public async Task Times_are_whole_seconds_whenever_it_was()
    {
        await using var api = await ApiHost.StartAsync();
        var (key, service) = await ShopAsync(api);
        api.Store.Time.Advance(TimeSpan.FromMilliseconds(120));

        var bought = EnvelopeAssert.Ok(await api.PostAsync($"services/{service.Id}/buy", key));

        Assert.Equal("2026-11-22T10:00:00Z", bought.GetProperty("created_at").GetString());
        Assert.Equal("2026-11-22T10:20:00Z", bought.GetProperty("expires_at").GetString());
    }

    internal static async Task<(string Key, ServiceView Service)> ShopAsync(ApiHost api)
    {
        var service = await api.Store.ServiceAsync(price: "1.33");
        await api.Store.StockAsync(service.Code, ["+15550001"]);
        return (await api.KeyAsync(await api.Store.CustomerAsync("10.00", bonus: 10)), service);
    }

    internal static async Task<string> BuyAsync(ApiHost api, string key, ServiceView service) =>
        EnvelopeAssert.Ok(await api.PostAsync($"services/{service.Id}/buy", key)).GetProperty("id").GetString()!;
}
