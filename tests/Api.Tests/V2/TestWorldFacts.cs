using System.Text.Json;
using XthonBot.Api.Tests.Keys;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Customers;
using XthonBot.Core.Modules.Stock;
using XthonBot.TestKit;

namespace XthonBot.Api.Tests.V2;

/// <summary>What a test key shows, by the same endpoints.</summary>
public sealed class TestWorldFacts : IAsyncLifetime
{
    private const string OutOfStock = "7e570000-0000-4000-8000-000000000003";
    private const string Success = "7e570000-0000-4000-8000-000000000001";
    private const string Timeout = "7e570000-0000-4000-8000-000000000002";

    private ApiHost api = null!;
    private CustomerProfile ann = null!;
    private string key = "";

    public async ValueTask InitializeAsync()
    {
        api = await ApiHost.StartAsync();
        ann = await api.Store.CustomerAsync("10.00", bonus: 10);
        key = await api.TestKeyAsync(ann);
    }

    public ValueTask DisposeAsync() => api.DisposeAsync();

    [Fact]
    public async Task It_has_three_services_and_a_hundred_dollars()
    {
        await api.Store.ServiceAsync(numbers: 3);

        Assert.Equal("""{"balance":"100.00","bonus":0}""", EnvelopeAssert.Ok(await api.GetAsync("balance", key)).GetRawText());
        Assert.Equal(
            [(OutOfStock, "test_out_of_stock", "1.00", 0), (Success, "test_success", "1.20", 100), (Timeout, "test_timeout", "0.90", 100)],
            EnvelopeAssert
                .Ok(await api.GetAsync("services", key))
                .EnumerateArray()
                .Select(s => (Text(s, "id"), Text(s, "name"), Text(s, "price"), s.GetProperty("stock").GetInt32()))
        );
    }

    [Fact]
    public async Task A_success_gets_its_code_after_five_seconds()
    {
        var bought = await BuyAsync(Success);
        Assert.Equal(
            ("PENDING", "1.20", "test_success", "2026-11-22T10:20:00Z"),
            (Text(bought, "status"), Text(bought, "price"), Text(bought, "service"), Text(bought, "expires_at"))
        );
        Assert.Matches("^\\+155555501[0-9]{2}$", Text(bought, "number"));
        Assert.Matches("^tx_[0-9a-f]{32}$", Text(bought, "id"));
        Assert.Equal("98.80", await BalanceAsync());
        var path = $"transactions/{Text(bought, "id")}";
        Assert.Equal(
            JsonValueKind.Null,
            EnvelopeAssert
                .Ok(await api.GetAsync($"{path}/code", key), "Waiting for the code until 2026-11-22T10:20:00Z")
                .GetProperty("code")
                .ValueKind
        );

        api.Store.Time.Advance(TimeSpan.FromSeconds(5));

        var code = EnvelopeAssert.Ok(await api.GetAsync($"{path}/code", key));
        Assert.Equal("SUCCEEDED", Text(code, "status"));
        Assert.Matches("^[0-9]{5}$", Text(code, "code"));
        Assert.Equal(Text(code, "code"), Text(EnvelopeAssert.Ok(await api.GetAsync(path, key)), "code"));
        var refused = await api.PostAsync($"{path}/cancel", key);
        Assert.Equal((409, "A code has arrived, the number cannot be canceled"), ((int)refused.Status, refused.Message));
        Assert.Equal("98.80", await BalanceAsync());
    }

    [Fact]
    public async Task Who_waits_for_the_code_gets_it_when_it_comes()
    {
        var path = $"transactions/{Text(await BuyAsync(Success), "id")}/code";
        var waiting = api.GetAsync($"{path}?wait=30", key);

        // However long the request takes to get there, the clock moves on until it is answered.
        for (var i = 0; !waiting.IsCompleted && i < 1000; i++)
        {
            api.Store.Time.Advance(TimeSpan.FromSeconds(i < 5 ? 0 : 1));
            await Task.WhenAny(waiting, Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System));
        }

        Assert.Equal("SUCCEEDED", Text(EnvelopeAssert.Ok(await waiting), "status"));
    }

    [Fact]
    public async Task A_timeout_expires_after_a_minute_and_its_money_goes_back()
    {
        var path = $"transactions/{Text(await BuyAsync(Timeout), "id")}";
        Assert.Equal("99.10", await BalanceAsync());
        api.Store.Time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal("PENDING", Text(EnvelopeAssert.Ok(await api.GetAsync(path, key)), "status"));

        api.Store.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("EXPIRED", Text(EnvelopeAssert.Ok(await api.GetAsync(path, key)), "status"));
        Assert.Equal("100.00", await BalanceAsync());
        var refused = await api.PostAsync($"{path}/cancel", key);
        Assert.Equal((409, "The transaction is EXPIRED and cannot be canceled"), ((int)refused.Status, refused.Message));
    }

    [Fact]
    public async Task A_cancel_gives_the_money_back_once()
    {
        var path = $"transactions/{Text(await BuyAsync(Success), "id")}";

        Assert.Equal("1.20", Text(EnvelopeAssert.Ok(await api.PostAsync($"{path}/cancel", key)), "refunded"));
        var again = await api.PostAsync($"{path}/cancel", key);

        Assert.Equal((409, "The transaction is CANCELED and cannot be canceled"), ((int)again.Status, again.Message));
        api.Store.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("CANCELED", Text(EnvelopeAssert.Ok(await api.GetAsync(path, key)), "status"));
        Assert.Equal("100.00", await BalanceAsync());
    }

    [Fact]
    public async Task Each_refusal_can_be_tried()
    {
        EnvelopeAssert.Failed(await api.PostAsync($"services/{OutOfStock}/buy", key), 409, "Out of stock");
        EnvelopeAssert.Failed(
            await api.PostAsync($"services/{Success}/buy?max_price=1.19", key),
            409,
            "The price is 1.20, more than the 1.19 of max_price"
        );
        EnvelopeAssert.Failed(await api.PostAsync($"services/{Success.Replace('1', '9')}/buy", key), 404, "Not found: no such service");
        for (var i = 0; i < 83; i++)
            await BuyAsync(Success);
        EnvelopeAssert.Short(await api.PostAsync($"services/{Success}/buy", key));

        // The next day begins anew.
        api.Store.Time.Advance(TimeSpan.FromHours(25));
        await BuyAsync(Success);
        Assert.Equal("98.80", await BalanceAsync());
    }

    [Fact]
    public async Task Nothing_real_is_touched()
    {
        var service = await api.Store.ServiceAsync(numbers: 3);
        var sql = $"""
            select (select count(*) from orders) + (select count(*) from postings) * 10 + (select count(*) from notifications) * 1000
                + (select count(*) from numbers where status <> {(int)NumberStatus.Free}) * 100000 as "Value"
            """;
        var before = await api.Store.ScalarAsync<long>(sql);

        var id = Text(await BuyAsync(Success), "id");
        await api.PostAsync($"transactions/{id}/cancel", key);
        await BuyAsync(Timeout);
        api.Store.Time.Advance(TimeSpan.FromMinutes(30));
        await api.Store.ExpireAsync();
        await api.Store.DeliverAsync();

        Assert.Equal(before, await api.Store.ScalarAsync<long>(sql));
        Assert.Equal("10.00", $"{await api.Store.BalanceAsync(ann.Id)}");
        Assert.Equal(
            3,
            EnvelopeAssert
                .Ok(await api.GetAsync("services", await api.KeyAsync(ann)))
                .EnumerateArray()
                .Single(s => Text(s, "id") == $"{service.Id}")
                .GetProperty("stock")
                .GetInt32()
        );
        Assert.Empty(await api.Store.DifferencesAsync());
    }

    [Fact]
    public async Task Neither_world_sees_the_other()
    {
        var service = await api.Store.ServiceAsync(numbers: 3);
        var real = await api.KeyAsync(ann);
        var tested = Text(await BuyAsync(Success), "id");
        var bought = Text(EnvelopeAssert.Ok(await api.PostAsync($"services/{service.Id}/buy", real)), "id");

        foreach (
            var (id, with) in new[] { (tested, real), (bought, key), (tested, await api.TestKeyAsync(await api.Store.CustomerAsync())) }
        )
        {
            EnvelopeAssert.Failed(await api.GetAsync($"transactions/{id}", with), 404, "Not found: no such transaction");
            EnvelopeAssert.Failed(await api.GetAsync($"transactions/{id}/code", with), 404, "Not found: no such transaction");
            EnvelopeAssert.Failed(await api.PostAsync($"transactions/{id}/cancel", with), 404, "Not found: no such transaction");
        }

        EnvelopeAssert.Failed(await api.PostAsync($"services/{service.Id}/buy", key), 404, "Not found: no such service");
        EnvelopeAssert.Failed(await api.PostAsync($"services/{Success}/buy", real), 404, "Not found: no such service");
    }

    [Fact]
    public async Task A_repeated_purchase_is_one_and_its_name_is_free_in_the_real_world()
    {
        var service = await api.Store.ServiceAsync(numbers: 3);
        async Task<ApiReply> BuyOnceAsync(string id, string with)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v2/services/{id}/buy");
            request.Headers.Add("X-API-Key", with);
            request.Headers.Add("Idempotency-Key", "mine");
            return await api.SendAsync(request);
        }

        var first = await BuyOnceAsync(Success, key);
        var again = await BuyOnceAsync(Success, key);
        var real = await BuyOnceAsync($"{service.Id}", await api.KeyAsync(ann));

        Assert.Equal(first.Body, again.Body);
        Assert.Equal("98.80", await BalanceAsync());
        Assert.Equal("USA Telegram", Text(EnvelopeAssert.Ok(real), "service"));
    }

    private static string Text(JsonElement json, string field) => json.GetProperty(field).GetString()!;

    private async Task<JsonElement> BuyAsync(string service) => EnvelopeAssert.Ok(await api.PostAsync($"services/{service}/buy", key));

    private async Task<string> BalanceAsync() => Text(EnvelopeAssert.Ok(await api.GetAsync("balance", key)), "balance");
}
