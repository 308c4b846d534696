using XthonBot.Core.Modules.ApiKeys;
using XthonBot.TestKit;

namespace XthonBot.EndToEnd.Tests;

/// <summary>The clients in <c>examples/</c>, run as they are against a store in its sandbox.</summary>
public sealed class ExampleTests(ExampleTests.Counter counter) : IClassFixture<ExampleTests.Counter>
{
    private const string Service = "USA Telegram";

    public static TheoryData<string> Languages => ["csharp", "python", "node"];

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task It_buys_waits_and_prints_the_code(string language)
    {
        var (person, key) = await counter.CustomerAsync();
        using var client = Example.Start(language, counter.Store.Url, key, Service, "1.20");
        await counter.Store.Telegram.SmsAsync("Telegram", await client.NumberAsync(), "Your code is 54321");

        Assert.Equal((0, "54321"), await client.EndAsync());
        Assert.Equal("3.80", await counter.Store.BalanceAsync(person));
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task It_gives_the_number_back_when_it_is_told_to_stop(string language)
    {
        var (person, key) = await counter.CustomerAsync();
        using var client = Example.Start(language, counter.Store.Url, key, Service);
        await client.NumberAsync();
        client.Terminate();

        Assert.Equal((1, ""), await client.EndAsync());
        Assert.Equal("No code: CANCELED, the money is back", client.Said[^1]);
        Assert.Equal("5.00", await counter.Store.BalanceAsync(person));
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task It_says_why_the_store_refused(string language)
    {
        var (person, key) = await counter.CustomerAsync();
        using var client = Example.Start(language, counter.Store.Url, key, "tg", "0.50");

        Assert.Equal((2, ""), await client.EndAsync());
        Assert.Equal(["The price is 1.20, more than the 0.50 of max_price"], client.Said);
        Assert.Equal("5.00", await counter.Store.BalanceAsync(person));
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task It_pays_once_though_the_answer_to_its_purchase_breaks_off(string language)
    {
        var (person, key) = await counter.CustomerAsync();
        await using var line = new BadLine(counter.Store.Url);
        using var client = Example.Start(language, line.Url, key, Service);
        await counter.Store.Telegram.SmsAsync("Telegram", await client.NumberAsync(), "Your code is 54321");

        Assert.Equal((0, "54321"), await client.EndAsync());
        Assert.Equal("No answer yet, asking again in 1 s", client.Said[0]);
        Assert.Equal("3.80", await counter.Store.BalanceAsync(person));
    }

    /// <summary>One store for all of them; each has a customer of its own.</summary>
    public sealed class Counter : IAsyncLifetime
    {
        public StoreHost Store { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Store = await StoreHost.StartAsync();
            await Store.StockAsync(await Store.OperatorAsync(), "tg", "1.20", Service, numbers: 20);
        }

        public async Task<(Person Person, string Key)> CustomerAsync()
        {
            var person = await Store.CustomerAsync("5.00");
            var issued = await Store
                .Get<IssueApiKeyHandler>()
                .HandleAsync(new IssueApiKey((await Store.ProfileAsync(person)).Id, "example"), CancellationToken.None);
            return (person, issued.Value.Key);
        }

        public ValueTask DisposeAsync() => Store.DisposeAsync();
    }
}
