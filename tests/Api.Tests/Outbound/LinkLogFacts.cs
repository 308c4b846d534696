using Microsoft.Extensions.DependencyInjection;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Messages;
using XthonBot.TestKit;

namespace XthonBot.Api.Tests.Outbound;

public sealed class LinkLogFacts
{
    private const string Link = "https://sms.example/s3cr3t?token=s3cr3t";

    [Fact]
    public async Task A_link_that_keeps_failing_is_reported_once_and_nothing_of_it_is_ever_logged()
    {
        var links = new FakeLinks();
        await using var api = await ApiHost.StartAsync(services => services.AddSingleton<ILinkReader>(links));
        var store = api.Store;
        var service = await store.ServiceAsync();
        await store.StockAsync("tg", [$"+15550001234,{Link}"]);
        Assert.True((await store.BuyAsync(await store.CustomerAsync("5.00"), service)).IsOk);
        links.Fail(Link);
        await PollAsync(store, 8);

        var warning = Assert.Single(api.Logs.Lines, line => line.StartsWith("Warning The link of", StringComparison.Ordinal));
        Assert.Contains("+…34 has failed 5 times in a row (status-500)", warning, StringComparison.Ordinal);
        links.Show(Link, "");
        await PollAsync(store, 2);
        Assert.Single(api.Logs.Lines, line => line.Contains("answers again", StringComparison.Ordinal));

        links.Show(Link, "Your code is 54321");
        await PollAsync(store, 1);
        links.Answer(Link, () => throw new InvalidOperationException("s3cr3t"));
        await PollAsync(store, 1);
        Assert.Single(api.Logs.Lines, line => line.Contains("+…34 brought a message: CodeDelivered", StringComparison.Ordinal));
        Assert.Single(api.Logs.Lines, line => line.Contains("could not be recorded (InvalidOperationException)", StringComparison.Ordinal));
        Assert.DoesNotContain(
            api.Logs.Lines,
            line =>
                line.Contains("s3cr3t", StringComparison.Ordinal)
                || line.Contains("54321", StringComparison.Ordinal)
                || line.Contains("5550001234", StringComparison.Ordinal)
        );
    }

    private static async Task PollAsync(TestStore store, int times)
    {
        for (var i = 0; i < times; i++)
        {
            store.Time.Advance(TimeSpan.FromMinutes(1));
            Assert.Equal(1, await store.PollAsync());
        }
    }
}
