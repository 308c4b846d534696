using XthonBot.TestKit;

namespace XthonBot.Bot.Tests.Telegram.Updates;

/// <summary>Files of an operator: those that were sent at once, those that answer a question, and the work at them.</summary>
public sealed class OperatorFileFacts
{
    [Theory]
    [InlineData(null)]
    [InlineData("these")]
    public async Task Bug_Of_an_album_that_answered_a_question_one_file_was_read_and_nothing_said_of_the_others(string? caption)
    {
        await using var store = await RawStore.StartAsync();
        var olga = await OperatorAsync(store);
        await AskNumbersAsync(olga, "USA Telegram");

        for (var i = 0; i < 3; i++)
            await FileAsync(store, olga, i, i == 1 ? caption : null, $"+1201555010{i}\n+1201555011{i}\n");

        await Patience.UntilAsync(() => store.NumberAsync("select count(*) from numbers"), count => count == 6);
        await store.UntilAllIsDoneAsync();
        Assert.Equal(3, olga.Count("Added 2, duplicates 0, invalid 0"));
        Assert.Equal(0, olga.Count("/stock <code>"));
        Assert.Equal(0, await store.NumberAsync("select count(*) from questions where closed_in is null"));
    }

    [Fact]
    public async Task Of_an_album_that_answers_a_question_the_others_are_read_where_one_is_no_list()
    {
        await using var store = await RawStore.StartAsync();
        var olga = await OperatorAsync(store);
        await AskNumbersAsync(olga, "USA Telegram");

        await FileAsync(store, olga, 0, null, "PK\u0003\u0004\0\0\0\u0008\0", size: 30_000_000);
        await FileAsync(store, olga, 1, null, "+12015550111\n");

        await olga.SeesAsync("20 MB");
        await olga.SeesAsync("Added 1, duplicates 0, invalid 0");
    }

    [Fact]
    public async Task Bug_Files_that_waited_for_a_caption_answered_what_was_asked_after_them()
    {
        await using var store = await RawStore.StartAsync();
        var olga = await OperatorAsync(store);
        // Within the time that an album has for its caption.
        await FileAsync(store, olga, 0, null, "+12015550100\n");
        await FileAsync(store, olga, 1, null, "+12015550101\n");
        await AskNumbersAsync(olga, "USA Telegram");

        await olga.SeesAsync("/stock <code>");
        await store.UntilAllIsDoneAsync();
        Assert.Equal(0, await store.NumberAsync("select count(*) from numbers"));
        Assert.Equal(1, await store.NumberAsync("select count(*) from questions where closed_in is null"));
    }

    [Fact]
    public async Task Bug_Stop_went_by_Telegrams_id_and_stopped_another_import_of_the_same()
    {
        await using var store = await RawStore.StartAsync(isWebhook: true);
        var olga = await OperatorAsync(store);
        store.Telegram.HoldFiles();
        await FileAsync(store, olga, 0, "/stock tg", "+12015550100\n", album: null, updateId: 77);
        var first = await olga.SeesAsync("Importing:");
        // Another server of the Bot API counts its own.
        await FileAsync(store, olga, 1, "/stock wa", "+12015550101\n", album: null, updateId: 77);
        await Patience.UntilAsync(() => olga.Count("Importing:"), count => count == 2);

        await olga.TapsAsync(first, "⏹ Stop");
        await olga.SaysAsync(""" "text":"/admin" """);
        await olga.SeesAsync("Operator menu");
        store.Telegram.LetFilesGo();

        await olga.SeesAsync("Stopped after");
        await olga.SeesAsync("Added 1, duplicates 0, invalid 0");
        Assert.Equal(1, await store.NumberAsync("select count(*) from numbers where phone = '+12015550101'"));
        Assert.Equal(1, await store.NumberAsync("select count(*) from numbers"));
    }

    private static async Task<RawPerson> OperatorAsync(RawStore store)
    {
        var olga = new RawPerson(store, RawStore.OperatorId);
        await olga.SaysAsync(""" "text":"/service add tg 1.20 USA Telegram" """);
        await olga.SeesAsync("USA Telegram");
        await olga.SaysAsync(""" "text":"/service add wa 1.20 USA WhatsApp" """);
        await olga.SeesAsync("USA WhatsApp");
        return olga;
    }

    private static async Task AskNumbersAsync(RawPerson olga, string service)
    {
        await olga.SaysAsync(""" "text":"/service list" """);
        await olga.TapsAsync(await olga.SeesAsync("Services (2)"), service);
        await olga.TapsAsync(await olga.SeesAsync($"{service} ("), "📥 Add numbers");
        await olga.SeesAsync($"Which numbers do you want to add to {service}?");
    }

    private static Task<int> FileAsync(
        RawStore store,
        RawPerson olga,
        int nth,
        string? caption,
        string content,
        string? album = "9",
        long? updateId = null,
        int size = 30
    )
    {
        store.Telegram.Keep($"file{nth}", content);
        return olga.SaysAsync(
            $$""" "document":{"file_id":"file{{nth}}","file_unique_id":"f","file_name":"{{nth}}.txt","file_size":{{size}}}{{(album is null ? "" : $",\"media_group_id\":\"{album}\"")}}{{(caption is null ? "" : $",\"caption\":\"{caption}\"")}} """,
            updateId
        );
    }
}
