using XthonBot.Core.Modules.Messages;

namespace XthonBot.Core.Tests.Messages;

public sealed class PollPurgeFacts
{
    [Fact]
    public async Task What_is_known_again_by_a_digest_goes_with_the_text_and_the_old_one_still_reaches_nobody()
    {
        const string link = "https://sms.example/a";
        await using var store = await TestStore.StartAsync();
        var (service, ann) = (await store.ServiceAsync(), await store.CustomerAsync("10.00"));
        await store.StockAsync("tg", [$"+15550001000,{link}"]);
        store.Links.Show(link, "");
        var order = (await store.BuyAsync(ann, service)).Value;
        await store.PollAsync();
        store.Links.Show(link, "Your code is 54321");
        store.Time.Advance(TimeSpan.FromSeconds(5));
        await store.PollAsync();
        Assert.Equal("54321", (await store.OrderAsync(order)).Code);

        store.Time.Advance(TimeSpan.FromMinutes(21));
        await store.ExpireAsync();
        store.Time.Advance(TimeSpan.FromHours(73));
        await store.Get<PurgeTextsHandler>().HandleAsync(CancellationToken.None);
        Assert.Equal(0, await store.ScalarAsync<int>("select count(*) as value from messages where external_id not like 'purged:%'"));
        Assert.Equal(0, await store.ScalarAsync<int>("select count(*) as value from numbers where heard is not null"));

        // The number is stocked again, and its page still shows the text.
        await store.StockAsync("tg", [$"+15550001000,{link}"]);
        var next = (await store.BuyAsync(ann, service)).Value;
        await store.PollAsync();
        store.Time.Advance(TimeSpan.FromSeconds(5));
        await store.PollAsync();
        Assert.Null((await store.OrderAsync(next)).Code);
    }
}
