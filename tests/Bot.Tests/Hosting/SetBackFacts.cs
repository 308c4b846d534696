using System.Net.Http.Json;
using System.Text.Json;
using XthonBot.Core.Modules.ApiKeys;
using XthonBot.TestKit;

namespace XthonBot.Bot.Tests.Hosting;

public sealed class SetBackFacts
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Bug_A_clock_that_was_set_back_stopped_the_sweeps()
    {
        await using var store = await StoreHost.StartAsync(("Orders:Lifetime", "00:00:05"));
        var olga = await store.OperatorAsync();
        await store.StockAsync(olga, "tg", "1.20", "USA Telegram", 2);
        var ann = await store.CustomerAsync("5.00");
        var key = (await store.Get<IssueApiKeyHandler>().HandleAsync(new IssueApiKey((await store.ProfileAsync(ann)).Id, "test"), Ct))
            .Value
            .Key;
        await store.StopAsync();

        await using var process = StoreProcess.LaunchWithClock(TimeSpan.Zero, [.. store.Arguments, "--Logging:Level=Information"]);
        await process.UntilItListensAsync();
        using var http = new HttpClient { BaseAddress = process.Url };
        http.DefaultRequestHeaders.Add("X-API-Key", key);
        var service = (await DataAsync(http.GetAsync("api/v2/services", Ct)))[0].GetProperty("id").GetString();
        var id = (await DataAsync(http.PostAsync($"api/v2/services/{service}/buy", null, Ct))).GetProperty("id").GetString();
        await process.MoveClockAsync(TimeSpan.FromMinutes(-10));

        await Patience.UntilAsync(
            async () => (await DataAsync(http.GetAsync($"api/v2/transactions/{id}", Ct))).GetProperty("status").GetString(),
            status => status == "EXPIRED"
        );
        Assert.Contains("was set back by 600 s", process.Output, StringComparison.Ordinal);

        // And so on, by the clock as it is now.
        id = (await DataAsync(http.PostAsync($"api/v2/services/{service}/buy", null, Ct))).GetProperty("id").GetString();
        await Patience.UntilAsync(
            async () => (await DataAsync(http.GetAsync($"api/v2/transactions/{id}", Ct))).GetProperty("status").GetString(),
            status => status == "EXPIRED"
        );
    }

    private static async Task<JsonElement> DataAsync(Task<HttpResponseMessage> asked)
    {
        using var response = await asked;
        return (await response.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("data");
    }
}
