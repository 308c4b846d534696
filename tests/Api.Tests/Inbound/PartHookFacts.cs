using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Messages;
using XthonBot.TestKit;
using static XthonBot.Api.Tests.V2.ReferenceFacts;

namespace XthonBot.Api.Tests.Inbound;

public sealed class PartHookFacts
{
    private static readonly string[] Texts = ["Your Telegram co", "de is 543", "21. Do not share it"];

    [Fact]
    public async Task Parts_deliver_their_code_once_all_are_there()
    {
        await using var api = await ApiHost.StartAsync();
        var (key, service) = await ShopAsync(api);
        var id = await BuyAsync(api, key, service);

        foreach (var index in new[] { 3, 1, 3, 1 })
            EnvelopeAssert.Ok(await PartAsync(api, index));
        Assert.Equal("PENDING", (await api.GetAsync($"transactions/{id}", key)).Data.GetProperty("status").GetString());
        foreach (var index in new[] { 2, 2, 1 })
            EnvelopeAssert.Ok(await PartAsync(api, index));

        Assert.Equal("54321", (await api.GetAsync($"transactions/{id}/code", key)).Data.GetProperty("code").GetString());
        Assert.Equal(1, await api.Store.ScalarAsync<int>("select count(*) as value from messages"));
        foreach (var secret in new[] { "54321", "Your Tele", "15550001" })
            Assert.DoesNotContain(api.Logs.Lines, line => line.Contains(secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Parts_that_stay_away_withhold_no_code()
    {
        await using var api = await ApiHost.StartAsync(("Messages:PartsWait", "00:00:30"));
        var (key, service) = await ShopAsync(api);
        var id = await BuyAsync(api, key, service);
        EnvelopeAssert.Ok(await api.HookAsync(Body(1, 2, "Your code is 54321. ")));
        api.Store.Time.Advance(TimeSpan.FromSeconds(30));

        await api.Store.Get<FlushIncompleteMessagesHandler>().HandleAsync(TestContext.Current.CancellationToken);

        Assert.Equal("54321", (await api.GetAsync($"transactions/{id}/code", key)).Data.GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_part_that_is_none_goes_its_way_alone()
    {
        await using var api = await ApiHost.StartAsync();
        var good = Body(1, 3, "text");
        foreach (
            var body in new[]
            {
                Body(0, 3, "text"),
                Body(4, 3, "text"),
                Body(-1, 3, "text"),
                Body(1, 0, "text"),
                Body(1, 256, "text"),
                Body(1, 3, new string('x', 1001)),
                good.Replace("\"ref\"", "\"\"", StringComparison.Ordinal),
                good.Replace("\"ref\"", "\"a\\u0000\"", StringComparison.Ordinal),
                good.Replace("\"ref\"", $"\"{new string('r', 256)}\"", StringComparison.Ordinal),
                good.Replace("Telegram", "Tele\\u0000gram", StringComparison.Ordinal),
                good.Replace("Telegram", new string('s', 256), StringComparison.Ordinal),
                good.Replace("\"index\":1,", "", StringComparison.Ordinal),
            }
        )
        {
            EnvelopeAssert.Ok(await api.HookAsync(body));
            Assert.Equal((1, body), (await api.Store.ScalarAsync<int>("select count(*) as value from messages"), body));
            await api.Store.SqlAsync("delete from messages");
        }

        EnvelopeAssert.Ok(await api.HookAsync(good.Replace("\"ref\"", "7", StringComparison.Ordinal)));
        EnvelopeAssert.Ok(await api.HookAsync(Body(255, 255, new string('x', 1000))));
        EnvelopeAssert.Ok(await api.HookAsync("""{"from":"Telegram","to":"+15550001","text":"whole","part":null}""", "whole"));
    }

    [Fact]
    public async Task A_sender_that_cannot_be_kept_as_it_is_loses_no_message()
    {
        await using var api = await ApiHost.StartAsync();
        EnvelopeAssert.Ok(await api.HookAsync("""{"from":"Tele\u0000gram\u0007","to":"+15550001","text":"1"}""", "a"));
        EnvelopeAssert.Ok(await api.HookAsync($$"""{"from":"{{new string('s', 254)}}😀","to":"+15550001","text":"1"}""", "b"));

        Assert.Equal("Telegram", await api.Store.ScalarAsync<string>("select sender as value from messages where external_id = 'a'"));
        Assert.Equal(
            new string('s', 254),
            await api.Store.ScalarAsync<string>("select sender as value from messages where external_id = 'b'")
        );
    }

    [Fact]
    public async Task An_id_that_cannot_be_kept_as_it_is_is_told_apart_by_its_digest()
    {
        await using var api = await ApiHost.StartAsync();
        var at = 0;
        foreach (var id in new[] { new string('i', 255), new string('i', 256), new string('i', 257), new string('i', 257) })
            EnvelopeAssert.Ok(
                await api.HookAsync($$"""{"from":"Telegram","to":"+15550001","text":"{{id.Length}}","received_at":{{++at}}}""", id)
            );
        Assert.Equal(3, await api.Store.ScalarAsync<int>("select count(*) as value from messages where length(external_id) <= 255"));
    }

    private static Task<ApiReply> PartAsync(ApiHost api, int index) => api.HookAsync(Body(index, 3, Texts[index - 1]), $"p{index}");

    private static string Body(int index, int count, string text) =>
        $$$"""{"from":"Telegram","to":"+15550001","text":"{{{text}}}","part":{"reference":"ref","index":{{{index}}},"count":{{{count}}}}}""";
}
