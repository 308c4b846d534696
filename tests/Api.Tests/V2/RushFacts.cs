using XthonBot.Core.Foundation.Persistence;
using XthonBot.TestKit;

namespace XthonBot.Api.Tests.V2;

public sealed class RushFacts
{
    [Fact]
    public async Task Fifty_purchases_at_once_on_a_balance_for_ten_are_exactly_ten()
    {
        await using var api = await ApiHost.StartAsync();
        var service = await api.Store.ServiceAsync(price: "1.00", numbers: 60);
        var key = await api.KeyAsync(await api.Store.CustomerAsync("10.00"));

        var replies = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => api.PostAsync($"services/{service.Id}/buy", key)));

        Assert.Equal(10, replies.Count(r => (int)r.Status == 200));
        Assert.All(replies.Where(r => (int)r.Status != 200), r => EnvelopeAssert.Short(r));
        Assert.Equal(10, replies.Where(r => (int)r.Status == 200).Select(r => r.Data.GetProperty("number").GetString()).Distinct().Count());
        Assert.Equal("0.00", (await api.GetAsync("balance", key)).Data.GetProperty("balance").GetString());
        Assert.Empty(await api.Store.DifferencesAsync());
    }

    [Fact]
    public async Task Fifty_buyers_at_once_for_the_last_ten_numbers_get_exactly_ten()
    {
        await using var api = await ApiHost.StartAsync();
        var service = await api.Store.ServiceAsync(price: "1.00", numbers: 10);
        var keys = new List<string>();
        for (var i = 0; i < 50; i++)
            keys.Add(await api.KeyAsync(await api.Store.CustomerAsync("1.00")));

        var replies = await Task.WhenAll(keys.Select(key => api.PostAsync($"services/{service.Id}/buy", key)));

        Assert.Equal(10, replies.Where(r => (int)r.Status == 200).Select(r => r.Data.GetProperty("number").GetString()).Distinct().Count());
        Assert.All(replies.Where(r => (int)r.Status != 200), r => EnvelopeAssert.Failed(r, 409, "Out of stock"));
        Assert.Equal(40, replies.Count(r => (int)r.Status == 409));
        Assert.Empty(await api.Store.DifferencesAsync());
    }
}
