using Microsoft.Extensions.Time.Testing;
using Telegram.Bot;
using Telegram.Bot.Exceptions;
using Telegram.Bot.Types.ReplyMarkups;
using XthonBot.TestKit;

namespace XthonBot.Bot.Tests.Sandbox;

public sealed class TapsAndTrouble
{
    private const string TooOld = "Bad Request: query is too old and response timeout expired or query ID is invalid";

    [Fact]
    public async Task A_tap_by_label_reaches_the_bot_and_its_answer_comes_back()
    {
        await using var room = await Room.OpenAsync();
        var sent = await room.Bot.SendMessage(
            Room.Ann,
            "buy?",
            replyMarkup: new InlineKeyboardMarkup(InlineKeyboardButton.WithCallbackData("✅ Buy", "buy:1")),
            cancellationToken: Room.Ct
        );
        var tap = await room.People.TapAsync(Room.Ann, "✅ Buy", ct: Room.Ct);

        var query = (await room.Bot.GetUpdates(cancellationToken: Room.Ct)).Single().CallbackQuery!;
        var answer = room.People.TapAnswerAsync(tap.QueryId, ct: Room.Ct);
        await room.Bot.AnswerCallbackQuery(query.Id, "Bought", showAlert: true, cancellationToken: Room.Ct);

        Assert.Equal(("buy:1", sent.Id, "buy?"), (query.Data, query.Message!.Id, query.Message.Text));
        Assert.Equal(("Bought", true), ((await answer)!.Text, (await answer)!.ShowAlert));
    }

    [Fact]
    public async Task A_forged_tap_carries_data_that_no_button_has_also_on_a_message_that_is_gone()
    {
        await using var room = await Room.OpenAsync();
        await room.People.TapDataAsync(Room.Ann, 42, "admin:credit", Room.Ct);
        var query = (await room.Bot.GetUpdates(cancellationToken: Room.Ct)).Single().CallbackQuery!;

        Assert.Equal(("admin:credit", 42), (query.Data, query.Message!.Id));
        await Assert.ThrowsAsync<HttpRequestException>(() => room.People.TapAsync(Room.Ann, "No such button", ct: Room.Ct));
    }

    [Fact]
    public async Task A_query_can_be_answered_for_15_seconds()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero));
        await using var room = await Room.OpenAsync(new() { Time = clock });
        var young = await room.People.TapDataAsync(Room.Ann, 1, "a", Room.Ct);
        clock.Advance(TimeSpan.FromSeconds(15));
        await room.Bot.AnswerCallbackQuery(young.QueryId, cancellationToken: Room.Ct);
        clock.Advance(TimeSpan.FromMilliseconds(1));

        var old = await Assert.ThrowsAsync<ApiRequestException>(() =>
            room.Bot.AnswerCallbackQuery(young.QueryId, cancellationToken: Room.Ct)
        );
        var unknown = await Assert.ThrowsAsync<ApiRequestException>(() => room.Bot.AnswerCallbackQuery("1", cancellationToken: Room.Ct));
        var wordy = await Assert.ThrowsAsync<ApiRequestException>(() =>
            room.Bot.AnswerCallbackQuery("1", new string('x', 201), cancellationToken: Room.Ct)
        );

        Assert.Equal((TooOld, TooOld), (old.Message, unknown.Message));
        Assert.Equal("Bad Request: MESSAGE_TOO_LONG", wordy.Message);
    }

    [Fact]
    public async Task Too_many_requests_say_how_long_to_wait()
    {
        await using var room = await Room.OpenAsync();
        await room.People.FaultAsync(
            new SandboxFault
            {
                Method = "sendMessage",
                ChatId = Room.Ann,
                Times = 1,
                RetryAfter = 7,
            },
            Room.Ct
        );

        var error = await Assert.ThrowsAsync<ApiRequestException>(() => room.Bot.SendMessage(Room.Ann, "hi", cancellationToken: Room.Ct));
        await room.Bot.SendMessage(Room.Ann, "hi", cancellationToken: Room.Ct);

        Assert.Equal((429, "Too Many Requests: retry after 7", 7), (error.ErrorCode, error.Message, error.Parameters!.RetryAfter));
    }

    [Fact]
    public async Task A_lost_answer_has_done_the_work_and_a_lost_request_has_not()
    {
        await using var room = await Room.OpenAsync();
        await room.People.FaultAsync(
            new SandboxFault
            {
                Method = "sendMessage",
                Times = 1,
                Drop = "after",
            },
            Room.Ct
        );
        await Assert.ThrowsAsync<RequestException>(() => room.Bot.SendMessage(Room.Ann, "done", cancellationToken: Room.Ct));
        await room.People.FaultAsync(
            new SandboxFault
            {
                Method = "sendMessage",
                Times = 1,
                Drop = "before",
            },
            Room.Ct
        );
        await Assert.ThrowsAsync<RequestException>(() => room.Bot.SendMessage(Room.Ann, "undone", cancellationToken: Room.Ct));

        Assert.Equal(["done"], (await room.People.ChatAsync(Room.Ann, Room.Ct)).Messages.Select(message => message.Text));
        Assert.Equal(
            [(null, true), (null, false)],
            (await room.People.CallsAsync("sendMessage", Room.Ann, Room.Ct)).Select(call => (call.Status, call.Done))
        );
    }

    [Fact]
    public async Task Errors_and_garbage_last_until_they_are_cleared()
    {
        await using var room = await Room.OpenAsync();
        await room.People.FaultAsync(
            new SandboxFault
            {
                Method = "getMe",
                ErrorCode = 500,
                Description = "Internal Server Error",
            },
            Room.Ct
        );
        for (var i = 0; i < 3; i++)
            Assert.Equal(500, (await Assert.ThrowsAsync<ApiRequestException>(() => room.Bot.GetMe(Room.Ct))).ErrorCode);
        await room.People.ClearFaultsAsync(Room.Ct);
        await room.Bot.GetMe(Room.Ct);
        await room.People.FaultAsync(new SandboxFault { Garbage = true }, Room.Ct);
        await Assert.ThrowsAnyAsync<RequestException>(() => room.Bot.GetMe(Room.Ct));
    }

    [Fact]
    public async Task The_log_of_calls_tells_what_was_asked_and_answered()
    {
        await using var room = await Room.OpenAsync();
        await room.Bot.SendMessage(Room.Ann, "hi", cancellationToken: Room.Ct);
        await Assert.ThrowsAsync<ApiRequestException>(() => room.Bot.SendMessage(777, "hi", cancellationToken: Room.Ct));

        var call = Assert.Single(await room.People.CallsAsync("sendMessage", Room.Ann, Room.Ct));
        Assert.Equal((200, "hi"), (call.Status, call.Arguments!.Value.GetProperty("text").GetString()));
        Assert.Equal([200, 400], (await room.People.CallsAsync("sendMessage", ct: Room.Ct)).Select(one => one.Status!.Value));
    }
}
