using System.Text;

namespace XthonBot.Bot.Tests.Telegram.Updates;

/// <summary>Whatever a person sends gets one short answer, where they sent it.</summary>
public sealed class EverythingIsAnsweredFacts
{
    private const long Ann = 600_001;
    private long id = 1_000;

    private static readonly string[] Contents =
    [
        """ "photo":[{"file_id":"x","file_unique_id":"y","width":1,"height":1}] """,
        """ "photo":[{"file_id":"x"}],"caption":"/balance" """,
        """ "voice":{"file_id":"x","duration":1} """,
        """ "video_note":{"file_id":"x"} """,
        """ "video":{"file_id":"x"} """,
        """ "audio":{"file_id":"x"} """,
        """ "animation":{"file_id":"x"},"document":{"file_id":"x"} """,
        """ "sticker":{"file_id":"x"} """,
        """ "contact":{"phone_number":"+12015550100","first_name":"x"} """,
        """ "location":{"latitude":1,"longitude":2} """,
        """ "venue":{"title":"x"},"location":{"latitude":1} """,
        """ "poll":{"id":"1"} """,
        """ "dice":{"emoji":"x","value":1} """,
        """ "game":{"title":"x"} """,
        """ "story":{"id":1} """,
        """ "checklist":{"title":"x"} """,
        """ "paid_media":{"star_count":1} """,
        """ "document":{"file_id":"x","file_name":"passport.pdf"} """,
        """ "document":{"file_id":"x"},"caption":"/stock tg" """,
        """ "hologram":{"depth":1} """,
    ];

    [Fact]
    public async Task Bug_A_photo_a_voice_a_sticker_got_no_answer()
    {
        await using var store = await RawStore.StartAsync();
        foreach (var (nth, content) in Contents.Index())
        {
            var person = Ann + nth;
            await SayAsync(store, person, content);
            await store.Telegram.SeesAsync(person, "Terms of use");
            await AcceptAsync(store, person);

            await SayAsync(store, person, content + ""","is_topic_message":true,"message_thread_id":17""");

            Assert.Equal((content, 17), (content, (await store.Telegram.SeesAsync(person, "I can only read text messages")).Topic));
            await store.UntilAllIsDoneAsync();
            Assert.Equal((content, 1), (content, Answers(store, person)));
        }
    }

    [Fact]
    public async Task Answers_stand_in_the_topic_of_the_question_and_beside_the_topics_where_that_is_gone()
    {
        await using var store = await RawStore.StartAsync();
        await AcceptAsync(store, Ann);
        await SayAsync(store, Ann, """ "text":"/help","is_topic_message":true,"message_thread_id":17""");
        Assert.Equal(17, (await store.Telegram.SeesAsync(Ann, "How it works")).Topic);
        // Credits are news, which nobody asked for there.
        await SayAsync(store, RawStore.OperatorId, $""" "text":"/credit {Ann} 2.00" """);
        Assert.Equal(17, (await store.Telegram.SeesAsync(Ann, "$2.00 added")).Topic);

        store.Telegram.ClosedTopic = 17;
        await SayAsync(store, Ann, """ "text":"/balance","is_topic_message":true,"message_thread_id":17""");
        Assert.Null((await store.Telegram.SeesAsync(Ann, "Balance: $2.00")).Topic);
        await SayAsync(store, Ann, """ "text":"/numbers","message_thread_id":17""");
        Assert.Null((await store.Telegram.SeesAsync(Ann, "You have not bought a number yet")).Topic);
    }

    [Fact]
    public async Task An_album_gets_one_answer()
    {
        await using var store = await RawStore.StartAsync();
        await AcceptAsync(store, Ann);
        foreach (
            var content in new[]
            {
                "\"photo\":[{\"file_id\":\"x\"}]",
                "\"video\":{\"file_id\":\"x\"}",
                "\"photo\":[]",
                "\"document\":{\"file_id\":\"x\"}",
            }
        )
            await SayAsync(store, Ann, $"{content},\"media_group_id\":\"1\"");
        await SayAsync(store, Ann, "\"photo\":[{\"file_id\":\"x\"}],\"media_group_id\":\"2\"");

        await store.Telegram.SeesAsync(Ann, "I can only read text messages");
        await store.UntilAllIsDoneAsync();
        Assert.Equal(2, Answers(store, Ann));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Bug_Of_an_album_only_the_file_with_the_caption_was_read(int captioned)
    {
        await using var store = await RawStore.StartAsync();
        await SayAsync(store, RawStore.OperatorId, """ "text":"/service add tg 1.20 USA Telegram" """);
        await store.Telegram.SeesAsync(RawStore.OperatorId, "On sale");
        for (var i = 0; i < 3; i++)
        {
            store.Telegram.Keep($"file{i}", $"+1201555010{i}\n+1201555011{i}\n");
            await SayAsync(
                store,
                RawStore.OperatorId,
                $$""" "document":{"file_id":"file{{i}}","file_unique_id":"f","file_name":"{{i}}.txt","file_size":30},"media_group_id":"9"{{(i == captioned ? ",\"caption\":\"/stock tg\"" : "")}} """
            );
        }

        await TestKit.Patience.UntilAsync(() => store.NumberAsync("select count(*) from numbers"), count => count == 6);
        await store.UntilAllIsDoneAsync();
        Assert.Equal(
            3,
            store.Telegram.Calls.Count(call => call.Text.Contains("Added 2, duplicates 0, invalid 0", StringComparison.Ordinal))
        );
        Assert.DoesNotContain(store.Telegram.Calls, call => call.Text.Contains("/stock &lt;code&gt;", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_album_without_a_caption_is_asked_for_it_once()
    {
        await using var store = await RawStore.StartAsync();
        for (var i = 0; i < 3; i++)
            await SayAsync(store, RawStore.OperatorId, $$""" "document":{"file_id":"file{{i}}"},"media_group_id":"9" """);

        await store.Telegram.SeesAsync(RawStore.OperatorId, "/stock");
        await store.UntilAllIsDoneAsync();
        Assert.Equal(1, Answers(store, RawStore.OperatorId));
    }

    private static int Answers(RawStore store, long chat) =>
        store.Telegram.Calls.Count(call =>
            call.Chat == chat
            && (call.Text.Contains("I can only read", StringComparison.Ordinal) || call.Text.Contains("/stock", StringComparison.Ordinal))
        );

    private async Task AcceptAsync(RawStore store, long person)
    {
        await SayAsync(store, person, """ "text":"/start" """);
        var asked = await store.Telegram.SeesAsync(person, "Terms of use");
        var accept = asked
            .Arguments.GetProperty("reply_markup")
            .GetProperty("inline_keyboard")[0][0]
            .GetProperty("callback_data")
            .GetString();
        var from = $$""" "from":{"id":{{person}},"first_name":"Ann"} """;
        id++;
        await store.BringAsync(
            id,
            Encoding.UTF8.GetBytes(
                $$"""{"update_id":{{id}},"callback_query":{"id":"1",{{from}},"data":"{{accept}}","message":{"message_id":1,"date":1,"chat":{"id":{{person}},"type":"private"} } } }"""
            )
        );
        await store.Telegram.SeesAsync(person, "Your balance");
    }

    private async Task SayAsync(RawStore store, long person, string content)
    {
        id++;
        await store.BringAsync(
            id,
            Encoding.UTF8.GetBytes(
                $$"""{"update_id":{{id}},"message":{"message_id":{{id}},"date":1764000000,"chat":{"id":{{person}},"type":"private"},"from":{"id":{{person}},"first_name":"Ann"},{{content}} } }"""
            )
        );
    }
}
