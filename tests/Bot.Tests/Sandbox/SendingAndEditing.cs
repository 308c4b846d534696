using System.Net;
using System.Text;
using System.Text.Json;
using Telegram.Bot;
using Telegram.Bot.Exceptions;
using Telegram.Bot.Types;
using Telegram.Bot.Types.Enums;
using Telegram.Bot.Types.ReplyMarkups;

namespace XthonBot.Bot.Tests.Sandbox;

public sealed class SendingAndEditing
{
    private static async Task RefusesAsync(string description, Func<Task> call, int code = 400)
    {
        var error = await Assert.ThrowsAsync<ApiRequestException>(call);
        Assert.Equal((code, description), (error.ErrorCode, error.Message));
    }

    [Fact]
    public async Task Html_becomes_text_and_entities_and_back()
    {
        await using var room = await Room.OpenAsync();
        const string Html =
            "🔔 <b>Code <i>now</i></b>: <code>54321</code> &lt;&amp;&gt; <a href=\"https://example.com/?a=1&amp;b=2\">docs</a> "
            + "<u>u</u><s>s</s><tg-spoiler>x</tg-spoiler><blockquote>q</blockquote><pre><code class=\"language-json\">{}</code></pre>";

        var sent = await room.Bot.SendMessage(Room.Ann, Html, ParseMode.Html, cancellationToken: Room.Ct);
        var seen = await room.People.ChatAsync(Room.Ann, Room.Ct);

        Assert.Equal("🔔 Code now: 54321 <&> docs usxq{}", sent.Text);
        Assert.Equal(
            [
                MessageEntityType.Bold,
                MessageEntityType.Italic,
                MessageEntityType.Code,
                MessageEntityType.TextLink,
                MessageEntityType.Underline,
                MessageEntityType.Strikethrough,
                MessageEntityType.Spoiler,
                MessageEntityType.Blockquote,
                MessageEntityType.Pre,
            ],
            sent.Entities!.Select(entity => entity.Type)
        );
        Assert.Equal((3, 8), (sent.Entities![0].Offset, sent.Entities[0].Length));
        Assert.Equal("https://example.com/?a=1&b=2", sent.Entities[3].Url);
        Assert.Equal("json", sent.Entities[8].Language);
        Assert.Equal(Html, seen.Last!.Html);
    }

    [Theory]
    [InlineData("<b>bold", "Can't find end tag corresponding to start tag \"b\"")]
    [InlineData("é<x>y</x>", "Unsupported start tag \"x\" at byte offset 2")]
    [InlineData("a</b>", "Unexpected end tag at byte offset 1")]
    [InlineData("<b>a</i>", "Unmatched end tag at byte offset 4, expected \"</b>\", found \"</i>\"")]
    [InlineData("price <5", "Unclosed start tag at byte offset 6")]
    [InlineData("<a href=\"x", "Unclosed start tag at byte offset 0")]
    public async Task Bad_html_is_refused_with_telegrams_words(string html, string why)
    {
        await using var room = await Room.OpenAsync();
        await RefusesAsync(
            $"Bad Request: can't parse entities: {why}",
            () => room.Bot.SendMessage(Room.Ann, html, ParseMode.Html, cancellationToken: Room.Ct)
        );
    }

    [Fact]
    public async Task Text_has_its_limits_after_the_markup_is_taken_out()
    {
        await using var room = await Room.OpenAsync();
        await room.Bot.SendMessage(Room.Ann, "<b>" + new string('x', 4096) + "</b>", ParseMode.Html, cancellationToken: Room.Ct);
        await RefusesAsync(
            "Bad Request: message is too long",
            () => room.Bot.SendMessage(Room.Ann, new string('x', 4097), cancellationToken: Room.Ct)
        );
        await RefusesAsync(
            "Bad Request: message text is empty",
            () => room.Bot.SendMessage(Room.Ann, "<b> </b>", ParseMode.Html, cancellationToken: Room.Ct)
        );
    }

    [Fact]
    public async Task Buttons_have_their_limits()
    {
        await using var room = await Room.OpenAsync();
        Task Send(InlineKeyboardButton button) =>
            room.Bot.SendMessage(Room.Ann, "pick", replyMarkup: new InlineKeyboardMarkup(button), cancellationToken: Room.Ct);

        await Send(InlineKeyboardButton.WithCallbackData("fits", new string('я', 32)));
        await Send(InlineKeyboardButton.WithCopyText("fits", new string('x', 256)));
        await RefusesAsync(
            "Bad Request: BUTTON_DATA_INVALID",
            () => Send(InlineKeyboardButton.WithCallbackData("long", new string('я', 32) + "x"))
        );
        await RefusesAsync(
            "Bad Request: BUTTON_COPY_TEXT_INVALID",
            () => Send(InlineKeyboardButton.WithCopyText("long", new string('x', 257)))
        );
        await RefusesAsync(
            "Bad Request: inline keyboard button URL 'http://localhost:5080/docs' is invalid: Wrong HTTP URL",
            () => Send(InlineKeyboardButton.WithUrl("docs", "http://localhost:5080/docs"))
        );
    }

    [Fact]
    public async Task Somebody_who_never_wrote_is_unknown_to_the_bot()
    {
        await using var room = await Room.OpenAsync();
        await RefusesAsync("Bad Request: chat not found", () => room.Bot.SendMessage(Room.Boris, "hi", cancellationToken: Room.Ct));
        await RefusesAsync("Bad Request: chat not found", () => room.Bot.SendMessage(555, "hi", cancellationToken: Room.Ct));
        await room.People.SayAsync(Room.Boris, "/start", ct: Room.Ct);
        await room.Bot.SendMessage(Room.Boris, "hi", cancellationToken: Room.Ct);
    }

    [Fact]
    public async Task An_edit_shows_in_place_and_the_same_again_is_not_modified()
    {
        await using var room = await Room.OpenAsync();
        InlineKeyboardMarkup Keys(string data) => new(InlineKeyboardButton.WithCallbackData("Buy", data));
        var sent = await room.Bot.SendMessage(Room.Ann, "one", replyMarkup: Keys("a"), cancellationToken: Room.Ct);
        await room.Bot.EditMessageText(Room.Ann, sent.Id, "<b>two</b>", ParseMode.Html, replyMarkup: Keys("a"), cancellationToken: Room.Ct);
        const string Same =
            "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message";

        await RefusesAsync(
            Same,
            () =>
                room.Bot.EditMessageText(
                    Room.Ann,
                    sent.Id,
                    "<b>two</b>",
                    ParseMode.Html,
                    replyMarkup: Keys("a"),
                    cancellationToken: Room.Ct
                )
        );
        await RefusesAsync(Same, () => room.Bot.EditMessageReplyMarkup(Room.Ann, sent.Id, Keys("a"), cancellationToken: Room.Ct));
        await room.Bot.EditMessageReplyMarkup(Room.Ann, sent.Id, Keys("b"), cancellationToken: Room.Ct);

        var seen = Assert.Single((await room.People.ChatAsync(Room.Ann, Room.Ct)).Messages);
        Assert.Equal((true, "<b>two</b>", "b"), (seen.Edited, seen.Html, seen.AllButtons.Single().CallbackData));
    }

    [Fact]
    public async Task A_deleted_message_can_be_neither_edited_nor_answered()
    {
        await using var room = await Room.OpenAsync();
        var sent = await room.Bot.SendMessage(Room.Ann, "one", cancellationToken: Room.Ct);
        await room.Bot.DeleteMessage(Room.Ann, sent.Id, Room.Ct);

        await RefusesAsync(
            "Bad Request: message to edit not found",
            () => room.Bot.EditMessageText(Room.Ann, sent.Id, "two", cancellationToken: Room.Ct)
        );
        await RefusesAsync("Bad Request: message to delete not found", () => room.Bot.DeleteMessage(Room.Ann, sent.Id, Room.Ct));
        await RefusesAsync(
            "Bad Request: message to be replied not found",
            () => room.Bot.SendMessage(Room.Ann, "re", replyParameters: sent.Id, cancellationToken: Room.Ct)
        );
        await room.Bot.SendMessage(
            Room.Ann,
            "re",
            replyParameters: new ReplyParameters { MessageId = sent.Id, AllowSendingWithoutReply = true },
            cancellationToken: Room.Ct
        );
        Assert.Null((await room.People.ChatAsync(Room.Ann, Room.Ct)).Last!.ReplyTo);
    }

    [Fact]
    public async Task Somebody_who_blocked_the_bot_gets_nothing_until_they_unblock_it()
    {
        await using var room = await Room.OpenAsync();
        await room.People.BlockAsync(Room.Ann, Room.Ct);
        await RefusesAsync(
            "Forbidden: bot was blocked by the user",
            () => room.Bot.SendMessage(Room.Ann, "hi", cancellationToken: Room.Ct),
            403
        );
        await room.People.UnblockAsync(Room.Ann, Room.Ct);
        await room.Bot.SendMessage(Room.Ann, "hi", cancellationToken: Room.Ct);

        var changes = await room.Bot.GetUpdates(cancellationToken: Room.Ct);
        Assert.Equal(
            [ChatMemberStatus.Kicked, ChatMemberStatus.Member],
            changes.Select(update => update.MyChatMember!.NewChatMember.Status)
        );
    }

    [Fact]
    public async Task The_keyboard_under_the_input_and_a_forced_reply_are_a_state_of_the_chat()
    {
        await using var room = await Room.OpenAsync();
        await room.Bot.SendMessage(
            Room.Ann,
            "home",
            replyMarkup: new ReplyKeyboardMarkup([
                ["🛒 Buy a number", "💰 Balance"],
            ])
            {
                ResizeKeyboard = true,
                IsPersistent = true,
            },
            cancellationToken: Room.Ct
        );
        var home = await room.People.ChatAsync(Room.Ann, Room.Ct);
        Assert.Equal(["🛒 Buy a number", "💰 Balance"], home.Keyboard!.Rows[0]);
        Assert.True(home.Keyboard.Persistent);
        await room.Bot.SendMessage(
            Room.Ann,
            "with a button",
            replyMarkup: InlineKeyboardButton.WithCallbackData("A", "a"),
            cancellationToken: Room.Ct
        );
        Assert.NotNull((await room.People.ChatAsync(Room.Ann, Room.Ct)).Keyboard);

        var asked = await room.Bot.SendMessage(
            Room.Ann,
            "how much?",
            replyMarkup: new ForceReplyMarkup { InputFieldPlaceholder = "1.20" },
            cancellationToken: Room.Ct
        );
        var asking = await room.People.ChatAsync(Room.Ann, Room.Ct);
        Assert.Equal((asked.Id, "1.20"), (asking.ForceReply!.MessageId, asking.ForceReply.Placeholder));
        // It is the chat's markup now, and so the keyboard is gone; it does not come back once the reply is used.
        Assert.Null(asking.Keyboard);

        await room.People.SayAsync(Room.Ann, "5", asked.Id, Room.Ct);
        var reply = (await room.Bot.GetUpdates(cancellationToken: Room.Ct))[^1].Message!;
        Assert.Equal("how much?", reply.ReplyToMessage!.Text);
        var after = await room.People.ChatAsync(Room.Ann, Room.Ct);
        Assert.Null(after.ForceReply);
        Assert.Null(after.Keyboard);
    }

    [Fact]
    public async Task The_menu_is_the_narrowest_for_the_chat_and_its_language()
    {
        await using var room = await Room.OpenAsync();
        await room.People.SayAsync(Room.Boris, "/start", ct: Room.Ct);
        BotCommand[] Menu(string word) => [new BotCommand("buy", word)];
        await room.Bot.SetMyCommands(Menu("Buy"), cancellationToken: Room.Ct);
        await room.Bot.SetMyCommands(Menu("Купить"), languageCode: "ru", cancellationToken: Room.Ct);
        await room.Bot.SetMyCommands(Menu("Only for Ann"), new BotCommandScopeChat { ChatId = Room.Ann }, cancellationToken: Room.Ct);
        async Task<string> SeenByAsync(long id) => (await room.People.ChatAsync(id, Room.Ct)).Commands.Single().Description;

        Assert.Equal("Only for Ann", await SeenByAsync(Room.Ann));
        Assert.Equal("Купить", await SeenByAsync(Room.Boris));
        await room.Bot.DeleteMyCommands(new BotCommandScopeChat { ChatId = Room.Ann }, cancellationToken: Room.Ct);
        Assert.Equal("Buy", await SeenByAsync(Room.Ann));
        Assert.Equal("Buy", (await room.Bot.GetMyCommands(cancellationToken: Room.Ct)).Single().Description);
        await RefusesAsync(
            "Bad Request: BOT_COMMAND_INVALID",
            () => room.Bot.SetMyCommands([new BotCommand("Buy!", "x")], cancellationToken: Room.Ct)
        );
    }

    [Fact]
    public async Task A_wrong_token_is_unauthorized_and_a_strange_method_not_found()
    {
        await using var room = await Room.OpenAsync();
        await RefusesAsync("Unauthorized", () => room.NewBot("1000000001:wrong").GetMe(Room.Ct), 401);
        Assert.Equal("xthon_sandbox_bot", (await room.Bot.GetMe(Room.Ct)).Username);
        using var answer = await room.People.Http.GetAsync(new Uri("/bot1000000001:sandbox/sendGold", UriKind.Relative), Room.Ct);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal(
            "Not Found",
            JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Room.Ct)).RootElement.GetProperty("description").GetString()
        );
    }

    [Fact]
    public async Task A_call_may_come_as_query_form_or_json()
    {
        await using var room = await Room.OpenAsync();
        const string Path = "/bot1000000001:sandbox/sendMessage";
        using var query = await room.People.Http.GetAsync(new Uri(Path + "?chat_id=1001&text=query", UriKind.Relative), Room.Ct);
        using var fields = new FormUrlEncodedContent(new Dictionary<string, string> { ["chat_id"] = "1001", ["text"] = "form" });
        using var form = await room.People.Http.PostAsync(new Uri(Path, UriKind.Relative), fields, Room.Ct);
        using var body = new StringContent("""{"chat_id":"1001","text":"json"}""", Encoding.UTF8, "application/json");
        using var json = await room.People.Http.PostAsync(new Uri(Path, UriKind.Relative), body, Room.Ct);

        Assert.Equal(["query", "form", "json"], (await room.People.ChatAsync(Room.Ann, Room.Ct)).Messages.Select(message => message.Text));
    }
}
