using System.Text;

namespace XthonBot.Bot.Tests.Telegram.Updates;

/// <summary>
/// One update stopped the bot for all: everything went through the client's types, a whole batch at once, before it was stored.
/// </summary>
public sealed class OddUpdateFacts
{
    private const long People = 500_000;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Bug_One_update_that_could_not_be_read_stopped_the_bot_for_all(bool isWebhook)
    {
        await using var store = await RawStore.StartAsync(isWebhook);
        var (id, answered, logged) = (1_000L, new List<long>(), new List<long>());
        var updates = new List<(long? Id, string Json)>();
        foreach (var (list, ids) in new[] { (OddUpdates.Answered, answered), (OddUpdates.PassedOver, logged), (OddUpdates.Quiet, logged) })
        {
            foreach (var odd in list)
            {
                updates.Add((++id, OddUpdates.Fill(odd, id, People + id)));
                ids.Add(id);
            }
        }

        updates.InsertRange(5, OddUpdates.WithoutId.Select(json => ((long?)null, json)));
        updates.Add((++id, OddUpdates.Fill(OddUpdates.Start, id, People + id)));
        answered.Add(id);
        if (isWebhook)
        {
            foreach (var (of, json) in updates)
                Assert.Equal(200, await store.BringAsync(of, Encoding.UTF8.GetBytes(json)));
            Assert.Equal(200, await store.BringAsync(null, "no JSON at all"u8.ToArray()));
            Assert.Equal(200, await store.BringAsync(null, "{\"update_id\":5,\"message\":{"u8.ToArray()));
            Assert.Equal(200, await store.BringAsync(null, new byte[2 * 1024 * 1024]));
        }
        else
            store.Telegram.Bring(updates);

        await store.Telegram.SeesAsync(People + id, "Terms of use");
        await store.UntilAllIsDoneAsync();

        Assert.All(answered, of => Assert.Contains(store.Telegram.Calls, call => call.Chat == People + of && call.Method == "sendMessage"));
        Assert.DoesNotContain(store.Telegram.Calls, call => logged.Contains(call.Chat - People));
        await store.UntilLoggedAsync("asks for nothing");
        Assert.All(logged, of => Assert.Contains(of, store.LoggedIds()));
        var passedOver = OddUpdates.PassedOver.Count + OddUpdates.WithoutId.Count + (isWebhook ? 3 : 0);
        Assert.Equal(passedOver, store.CountLogged("cannot be understood and is passed over"));
        var (status, body) = await store.ReadyAsync();
        Assert.Equal(200, status);
        Assert.Contains($"{passedOver} updates passed over", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"ok":true,"result":[""")]
    [InlineData("""{"ok":true,"result":[{"update_id":12,"message":{"text":"cut he""")]
    [InlineData("""{"result":[{"update_id":12,"message":{"date":NaN}}],"ok":true}""")]
    [InlineData("""{"ok":true}""")]
    [InlineData("<html>502 Bad Gateway</html>")]
    [InlineData("")]
    public async Task A_batch_that_cannot_be_read_is_asked_for_again(string answer)
    {
        await using var store = await RawStore.StartAsync();
        store.Telegram.Answer(200, answer);
        store.Telegram.Bring([
            (11, OddUpdates.Fill(OddUpdates.Start, 11, People)),
            (12, OddUpdates.Fill(OddUpdates.Start, 12, People + 1)),
        ]);

        await store.Telegram.SeesAsync(People, "Terms of use");
        await store.Telegram.SeesAsync(People + 1, "Terms of use");
    }

    [Fact]
    public async Task Of_a_batch_that_breaks_off_everything_before_is_stored_and_the_one_that_stays_broken_is_stepped_over_by_its_id()
    {
        await using var store = await RawStore.StartAsync();
        string Start(long id) => OddUpdates.Fill(OddUpdates.Start, id, People + id);

        store.Telegram.Bring(
            (11, Start(11)),
            (12, """{"update_id": 12, "message":{"date":NaN,"text":"private"}}"""),
            (13, Start(13)),
            (14, """{"update_id":14,"message":{"text":"cut}}"""),
            (15, Start(15))
        );
        foreach (var id in new[] { 11, 13, 15 })
            await store.Telegram.SeesAsync(People + id, "Terms of use");

        await store.UntilLoggedAsync("Update 14");
        Assert.Equal([12L, 14L], store.LoggedIds().Where(id => id is >= 11 and <= 15).Order());
        Assert.Equal(2, store.CountLogged("cannot be understood and is passed over"));
        Assert.Equal(0, store.CountLogged("private"));
    }

    [Fact]
    public async Task Bug_Update_ids_that_begin_again_were_dropped_in_silence()
    {
        await using var store = await RawStore.StartAsync();
        string Say(long id, string text) => OddUpdates.Fill(OddUpdates.Start, id, People).Replace("/start", text, StringComparison.Ordinal);
        store.Telegram.Bring((1_000, Say(1_000, "/start")), (1_001, Say(1_001, "/help")));
        await store.Telegram.SeesAsync(People, "Terms of use");
        await Patience(store, 2);
        // What was answered and not yet noted would be answered again.
        await store.UntilAllIsDoneAsync();

        await store.RestartAsync();
        store.Telegram.Bring((1_000, Say(1_000, "/balance")), (1_001, Say(1_001, "/help")));
        await store.UntilLoggedAsync("the ids have begun again");
        await Patience(store, 3);
        // The same again is a redelivery.
        store.Telegram.Bring((1_000, Say(1_000, "/balance")), (1_002, OddUpdates.Fill(OddUpdates.Start, 1_002, People + 1)));
        await store.Telegram.SeesAsync(People + 1, "Terms of use");
        await store.UntilAllIsDoneAsync();

        Assert.Equal(3, Answers(store));
        Assert.Equal(1, store.CountLogged("the ids have begun again"));

        static int Answers(RawStore store) => store.Telegram.Calls.Count(call => call.Chat == People && call.Method == "sendMessage");

        static Task Patience(RawStore store, int count) => TestKit.Patience.UntilAsync(() => Answers(store), answers => answers >= count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Bug_A_server_that_does_not_wait_was_asked_1800_times_a_second(bool isForgetful)
    {
        await using var store = await RawStore.StartAsync();
        if (isForgetful)
            store.Telegram.Bring((11, OddUpdates.Fill(OddUpdates.Start, 11, People)), (12, OddUpdates.Fill(OddUpdates.Start, 12, People)));
        (store.Telegram.IsForgetful, store.Telegram.IsHasty) = (isForgetful, true);
        var (polls, began) = (store.Telegram.Polls, TimeProvider.System.GetTimestamp());

        await TestKit.Patience.UntilAsync(() => store.Telegram.Polls, seen => seen >= polls + 8);

        Assert.InRange(TimeProvider.System.GetElapsedTime(began).TotalSeconds, 3, 60);
        store.Telegram.Bring((20, OddUpdates.Fill(OddUpdates.Start, 20, People + 1)));
        await store.Telegram.SeesAsync(People + 1, "Terms of use");
    }

    [Fact]
    public async Task A_pause_that_Telegram_asks_for_is_kept()
    {
        await using var store = await RawStore.StartAsync();
        store.Telegram.Answer(
            429,
            """{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 3","parameters":{"retry_after":3}}"""
        );
        var began = TimeProvider.System.GetTimestamp();
        store.Telegram.Bring((11, OddUpdates.Fill(OddUpdates.Start, 11, People)));
        await store.Telegram.SeesAsync(People, "Terms of use");
        store.Telegram.Bring((12, OddUpdates.Fill(OddUpdates.Start, 12, People + 1)));
        await store.Telegram.SeesAsync(People + 1, "Terms of use");
        Assert.True(TimeProvider.System.GetElapsedTime(began) >= TimeSpan.FromSeconds(3));
    }
}
