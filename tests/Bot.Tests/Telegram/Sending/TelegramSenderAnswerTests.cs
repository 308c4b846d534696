using XthonBot.Bot.Telegram.Sending;

namespace XthonBot.Bot.Tests.Telegram.Sending;

public sealed class TelegramSenderAnswerTests
{
    [Theory]
    [InlineData(403, "Forbidden: bot was blocked by the user", true)]
    [InlineData(403, "Forbidden: user is deactivated", true)]
    [InlineData(400, "Bad Request: chat not found", true)]
    [InlineData(400, "Bad Request: message text is empty", false)]
    [InlineData(401, "Unauthorized", false)]
    public async Task Telegrams_refusals_are_told_apart_and_given_in_its_own_words(int code, string description, bool blocked)
    {
        await using var rig = await SenderRig.StartAsync();
        rig.Telegram.Answers(1, TelegramStub.Error(code, description));

        var outcome = await rig.SayAsync(1, "Hello");

        Assert.Equal((blocked ? SendStatus.Blocked : SendStatus.Rejected, description), (outcome.Status, outcome.Reason));
        Assert.Null(outcome.Value);
        Assert.Single(rig.Telegram.Seen);
    }

    [Fact]
    public async Task A_message_that_is_not_modified_counts_as_sent()
    {
        await using var rig = await SenderRig.StartAsync();
        rig.Telegram.Answers(
            1,
            TelegramStub.Error(
                400,
                "Bad Request: message is not modified: specified new message content and reply markup are exactly the same"
            )
        );

        var outcome = await rig.SayAsync(1, "Hello");

        Assert.Equal(SendStatus.Sent, outcome.Status);
        Assert.Null(outcome.Value);
    }

    [Fact]
    public async Task A_rejection_is_logged_without_Telegrams_words_because_they_quote_the_message()
    {
        await using var rig = await SenderRig.StartAsync();
        rig.Telegram.Answers(1, TelegramStub.Error(400, "Bad Request: can't parse entities: Unsupported start tag \"54321\""));

        await rig.SayAsync(1, "<54321>");

        Assert.DoesNotContain("54321", await rig.Log.ExpectAsync("Rejected"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_many_requests_pause_the_chat_exactly_as_long_as_told_and_lose_nothing()
    {
        await using var rig = await SenderRig.StartAsync();
        rig.Telegram.Answers(1, TelegramStub.TooMany(7));
        var first = rig.SayAsync(1, "first");
        var second = rig.SayAsync(1, "second");
        await rig.Log.ExpectAsync("TooMany");

        await rig.SayAsync(2, "elsewhere");
        rig.Pass(6.999);
        Assert.Equal(2, rig.Sender.Waiting);
        rig.Pass(0.001);

        Assert.Equal(SendStatus.Sent, (await first).Status);
        Assert.Equal(SendStatus.Sent, (await second).Status);
        Assert.Equal(["first", "elsewhere", "first", "second"], rig.Telegram.Seen.Select(call => call.Text));
    }

    [Fact]
    public async Task A_code_that_comes_while_the_chat_pauses_goes_before_the_refused_message()
    {
        await using var rig = await SenderRig.StartAsync();
        rig.Telegram.Answers(1, TelegramStub.TooMany(3));
        var refused = rig.SayAsync(1, "refused");
        await rig.Log.ExpectAsync("TooMany");
        var code = rig.SayAsync(1, "54321", SendPriority.Code);

        rig.Pass(3);
        await Task.WhenAll(code, refused);

        Assert.Equal(["refused", "54321", "refused"], rig.Telegram.Seen.Select(call => call.Text));
    }

    [Fact]
    public async Task Too_many_requests_in_three_chats_at_once_pause_everybody()
    {
        await using var rig = await SenderRig.StartAsync();
        var refused = new List<Task<SendStatus>>();
        for (var chat = 1; chat <= 3; chat++)
        {
            rig.Telegram.Answers(chat, TelegramStub.TooMany(4));
            refused.Add(StatusAsync(rig, chat));
            await rig.Log.ExpectAsync("TooMany");
        }

        var other = StatusAsync(rig, 9);
        rig.Pass(3.999);
        Assert.Equal(4, rig.Sender.Waiting);
        rig.Pass(0.001);

        Assert.All(await Task.WhenAll([.. refused, other]), status => Assert.Equal(SendStatus.Sent, status));
        Assert.Equal(7, rig.Telegram.Seen.Count);
    }

    // After a lost answer the message may be there, and every try is one more of it.
    public static TheoryData<string, int> Mishaps =>
        new()
        {
            { "error 500", 1 },
            { "garbage", 1 },
            { "lost answer", 5 },
        };

    [Theory]
    [MemberData(nameof(Mishaps))]
    public async Task A_call_without_a_usable_answer_is_tried_again_after_a_pause(string mishap, int seconds)
    {
        await using var rig = await SenderRig.StartAsync();
        rig.Telegram.Answers(
            1,
            mishap switch
            {
                "error 500" => TelegramStub.Error(500, "Internal Server Error"),
                "garbage" => TelegramStub.Garbage,
                _ => TelegramStub.HangUp,
            }
        );
        var first = rig.SayAsync(1, "first");
        await rig.Log.ExpectAsync("Retry");

        await rig.SayAsync(2, "elsewhere");
        rig.Pass(seconds - 0.001);
        Assert.Equal(1, rig.Sender.Waiting);
        rig.Pass(0.001);

        Assert.Equal(SendStatus.Sent, (await first).Status);
        Assert.Equal(["first", "elsewhere", "first"], rig.Telegram.Seen.Select(call => call.Text));
    }

    [Fact]
    public async Task A_call_that_is_never_answered_is_given_up_after_its_time_and_tried_again()
    {
        await using var rig = await SenderRig.StartAsync();
        rig.Telegram.Answers(1, TelegramStub.Silence);
        var sent = rig.SayAsync(1, "Hello");
        await rig.Telegram.ArrivalAsync();

        rig.Pass(30);
        await rig.Log.ExpectAsync("Retry");
        rig.Pass(5);

        Assert.Equal(SendStatus.Sent, (await sent).Status);
    }

    [Theory]
    [InlineData("""{"ok":true}""")]
    [InlineData("""{"ok":true,"result":true}""")]
    [InlineData("""{"ok":true,"result":"done"}""")]
    [InlineData("""{"ok":true,"result":{"message_id":9007199254740993,"date":1,"chat":{"id":1,"type":"private"}}}""")]
    [InlineData(
        """{"ok":true,"result":{"message_id":7,"date":99999999999999,"chat":{"id":1,"type":"galaxy"},"entities":[{"type":"sparkle"}],"text":"\ud83d"}}"""
    )]
    [InlineData("""{"result":{"message_id":"7"},"ok":true}""")]
    [InlineData("""{"ok":true,"result":{"date":NaN}}""")]
    public async Task Bug_What_was_sent_was_sent_five_times_where_the_answer_could_not_be_decoded(string answer)
    {
        await using var rig = await SenderRig.StartAsync();
        rig.Telegram.Answers(1, TelegramStub.Says(answer));

        Assert.Equal(SendStatus.Sent, (await rig.SayAsync(1, "Hello")).Status);

        Assert.Single(rig.Telegram.Seen);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>Welcome</html>")]
    [InlineData("""{"ok":"true","result":{}}""")]
    public async Task An_answer_that_does_not_say_so_is_none(string answer)
    {
        await using var rig = await SenderRig.StartAsync();
        rig.Telegram.Answers(1, TelegramStub.Says(answer));
        var sent = rig.SayAsync(1, "Hello");
        await rig.Log.ExpectAsync("Retry");
        rig.Pass(5);

        Assert.Equal(SendStatus.Sent, (await sent).Status);
        Assert.Equal(2, rig.Telegram.Seen.Count);
    }

    [Fact]
    public async Task After_five_tries_with_growing_pauses_the_call_has_failed()
    {
        await using var rig = await SenderRig.StartAsync();
        rig.Telegram.Answers(1, [.. Enumerable.Repeat(TelegramStub.Error(500, "Internal Server Error"), 5)]);
        var failing = rig.SayAsync(1, "Hello");

        foreach (var pause in new[] { 1, 2, 4, 8 })
        {
            await rig.Log.ExpectAsync("Retry");
            rig.Pass(pause - 0.001);
            Assert.Equal(1, rig.Sender.Waiting);
            rig.Pass(0.001);
        }

        var outcome = await failing;
        Assert.Equal((SendStatus.Failed, "Internal Server Error"), (outcome.Status, outcome.Reason));
        Assert.Equal(5, rig.Telegram.Seen.Count);
        Assert.Equal(SendStatus.Sent, (await rig.SayAsync(1, "next")).Status);
    }

    private static async Task<SendStatus> StatusAsync(SenderRig rig, long chatId) => (await rig.SayAsync(chatId, "Hi")).Status;
}
