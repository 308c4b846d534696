using System.Text.Json;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Views.Storefront;
using XthonBot.TestKit;
using static XthonBot.Api.Tests.V2.ReferenceFacts;

namespace XthonBot.Api.Tests.V2;

public sealed class ListFacts : IAsyncLifetime
{
    private ApiHost api = null!;
    private ServiceView service = null!;
    private string ann = "";
    private string bob = "";

    public async ValueTask InitializeAsync()
    {
        api = await ApiHost.StartAsync();
        service = await api.Store.ServiceAsync(numbers: 40);
        ann = await api.KeyAsync(await api.Store.CustomerAsync("100.00"));
        bob = await api.KeyAsync(await api.Store.CustomerAsync("100.00"));
    }

    public ValueTask DisposeAsync() => api.DisposeAsync();

    [Fact]
    public async Task An_item_of_the_list_is_the_transaction()
    {
        var id = await BuyAsync(api, ann, service);
        var one = EnvelopeAssert.Ok(await api.GetAsync($"transactions/{id}", ann));
        var list = await api.GetAsync("transactions", ann);
        EnvelopeAssert.Ok(list);
        Assert.Equal($$"""{"ok":true,"data":{"items":[{{one.GetRawText()}}],"next":null},"message":null}""", list.Body);
        Assert.Equal("""{"items":[],"next":null}""", EnvelopeAssert.Ok(await api.GetAsync("transactions", bob)).GetRawText());
    }

    [Fact]
    public async Task Pages_lose_and_repeat_nothing_while_orders_are_bought_at_the_same_time()
    {
        var before = new List<string>();
        for (var i = 0; i < 11; i++)
            before.Insert(0, await BuyAsync(api, ann, service));
        var buying = Task.WhenAll(Enumerable.Range(0, 8).Select(_ => BuyAsync(api, ann, service)));
        var listed = await AllAsync("transactions?limit=3");
        var meanwhile = await buying;
        Assert.Equal(before, listed.Except(meanwhile));
        Assert.Equal(listed.Distinct(), listed);
        Assert.Equal(19, (await AllAsync("transactions?limit=4")).Count);
    }

    [Fact]
    public async Task Filters_may_be_combined_and_a_status_may_be_written_in_any_case()
    {
        var canceled = await BuyAsync(api, ann, service);
        await api.PostAsync($"transactions/{canceled}/cancel", ann);
        api.Store.Time.Advance(TimeSpan.FromMinutes(5));
        var pending = await BuyAsync(api, ann, service);

        await ListedAsync("status=canceled", canceled);
        await ListedAsync("status=CANCELED,%20Pending", pending, canceled);
        await ListedAsync("status=PENDING&status=EXPIRED", pending);
        await ListedAsync("status=REFUNDED");
        await ListedAsync($"service={service.Id}&status=pending", pending);
        await ListedAsync($"service={Guid.CreateVersion7()}");
        await ListedAsync("since=2026-11-22T10:05:00Z", pending);
        await ListedAsync("until=2026-11-22T10:05:00Z", canceled);
        await ListedAsync("since=2026-11-22T13:05:00%2B03:00", pending);
        await ListedAsync("since=2026-11-22T10:00:00.000&until=2026-11-22T10:00:00.001Z", canceled);
        await ListedAsync("since=2026-11-22&until=2026-11-23", pending, canceled);
        await ListedAsync("since=0001-01-01&until=9999-12-31T23:59:59Z", pending, canceled);

        async Task ListedAsync(string query, params string[] ids)
        {
            var page = EnvelopeAssert.Ok(await api.GetAsync("transactions?" + query, ann));
            Assert.Equal(ids, Ids(page));
            Assert.Equal(JsonValueKind.Null, page.GetProperty("next").ValueKind);
        }
    }

    [Theory]
    [InlineData("limit=0", "limit must be a number from 1 to 100")]
    [InlineData("limit=101", "limit must be a number from 1 to 100")]
    [InlineData("limit=-1", "limit must be a number from 1 to 100")]
    [InlineData("limit=", "limit must be a number from 1 to 100")]
    [InlineData("limit=99999999999999999999", "limit must be a number from 1 to 100")]
    [InlineData("limit=%D9%A3", "limit must be a number from 1 to 100")]
    [InlineData("limit=1&limit=2", "limit must be a number from 1 to 100")]
    [InlineData("cursor=", "cursor must be the next of a page of this list")]
    [InlineData("cursor=tx_00000000000000000000000000000000", "cursor must be the next of a page of this list")]
    [InlineData("cursor=%F0%9F%91%8B", "cursor must be the next of a page of this list")]
    [InlineData("since=yesterday", "since must be a time such as 2026-11-22T10:00:00Z")]
    [InlineData("since=1732269600", "since must be a time such as 2026-11-22T10:00:00Z")]
    [InlineData("since=2026-13-01", "since must be a time such as 2026-11-22T10:00:00Z")]
    [InlineData("until=", "until must be a time such as 2026-11-22T10:00:00Z")]
    [InlineData("status=", "status must be PENDING, SUCCEEDED, CANCELED, EXPIRED, REFUNDED, or several with commas between")]
    [InlineData("status=PENDING,DONE", "status must be PENDING, SUCCEEDED, CANCELED, EXPIRED, REFUNDED, or several with commas between")]
    [InlineData("status=1", "status must be PENDING, SUCCEEDED, CANCELED, EXPIRED, REFUNDED, or several with commas between")]
    [InlineData("service=tg", "service must be an id as it is listed")]
    public async Task What_cannot_be_read_is_400_and_named(string query, string message)
    {
        EnvelopeAssert.Failed(await api.GetAsync("transactions?" + query, ann), 400, message);
        if (!query.StartsWith('s') || query.StartsWith("since", StringComparison.Ordinal))
            EnvelopeAssert.Failed(await api.GetAsync("ledger?" + query, ann), 400, message);
    }

    [Fact]
    public async Task A_strangers_transaction_is_no_cursor()
    {
        var id = await BuyAsync(api, ann, service);
        EnvelopeAssert.Failed(await api.GetAsync($"transactions?cursor={id}", bob), 400, "cursor must be the next of a page of this list");
        Assert.Empty(Ids(EnvelopeAssert.Ok(await api.GetAsync($"transactions?cursor={id}", ann))));
    }

    [Fact]
    public async Task The_messages_of_a_transaction_are_listed_in_pages_oldest_first()
    {
        var bought = EnvelopeAssert.Ok(await api.PostAsync($"services/{service.Id}/buy", ann));
        var (id, number) = (bought.GetProperty("id").GetString()!, bought.GetProperty("number").GetString()!);
        Assert.Equal(
            """{"items":[],"next":null}""",
            EnvelopeAssert.Ok(await api.GetAsync($"transactions/{id}/messages", ann)).GetRawText()
        );
        await api.MessageAsync(number, "Добро пожаловать 👋", "m1");
        await api.MessageAsync(number, "Your code is 54321", "m2");

        var first = EnvelopeAssert.Ok(await api.GetAsync($"transactions/{id}/messages?limit=1", ann));
        var next = first.GetProperty("next").GetString();
        var second = EnvelopeAssert.Ok(await api.GetAsync($"transactions/{id}/messages?limit=1&cursor={next}", ann));

        Assert.Equal("Добро пожаловать 👋", Text(first, "text"));
        Assert.Equal(
            $$"""{"items":[{"id":"{{next}}","from":"Telegram","text":{{first.GetProperty("items")[0].GetProperty("text").GetRawText()}},"code":null,"received_at":"2026-11-22T10:00:00Z"}],"next":"{{next}}"}""",
            first.GetRawText()
        );
        Assert.Equal(("Your code is 54321", "54321"), (Text(second, "text"), Text(second, "code")));
        Assert.Equal(JsonValueKind.Null, second.GetProperty("next").ValueKind);
        EnvelopeAssert.Failed(await api.GetAsync($"transactions/{id}/messages", bob), 404, "Not found: no such transaction");
        EnvelopeAssert.Failed(
            await api.GetAsync($"transactions/{id}/messages?cursor=msg_0", ann),
            400,
            "cursor must be the next of a page of this list"
        );
        EnvelopeAssert.Failed(
            await api.GetAsync($"transactions/{id}/messages?cursor={id}", ann),
            400,
            "cursor must be the next of a page of this list"
        );
        EnvelopeAssert.Failed(
            await api.GetAsync($"transactions/{id}/messages?limit=1000", ann),
            400,
            "limit must be a number from 1 to 100"
        );
    }

    private async Task<List<string>> AllAsync(string path)
    {
        var all = new List<string>();
        for (string? next = null; ; )
        {
            var page = EnvelopeAssert.Ok(await api.GetAsync(next is null ? path : $"{path}&cursor={next}", ann));
            all.AddRange(Ids(page));
            next = page.GetProperty("next").GetString();
            if (next is null)
                return all;
        }
    }

    private static IEnumerable<string> Ids(JsonElement page) =>
        page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!);

    private static string? Text(JsonElement page, string field) => page.GetProperty("items")[0].GetProperty(field).GetString();
}
