using System.Text;
using Telegram.Bot;
using Telegram.Bot.Exceptions;
using Telegram.Bot.Types;
using Telegram.Bot.Types.Enums;
using XthonBot.TestKit;

namespace XthonBot.Bot.Tests.Sandbox;

/// <summary>What a person can send, as a client of the Bot API reads it.</summary>
public sealed class WhatPeopleSend
{
    private static readonly byte[] Dot = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    );

    [Theory]
    [InlineData("user", MessageOriginType.User)]
    [InlineData("hidden_user", MessageOriginType.HiddenUser)]
    [InlineData("chat", MessageOriginType.Chat)]
    [InlineData("channel", MessageOriginType.Channel)]
    public async Task A_forwarded_message_says_where_it_is_from(string origin, MessageOriginType type)
    {
        await using var room = await Room.OpenAsync();
        await room.People.PostAsync(Room.Ann, new SandboxSaid("/start") { Forwarded = origin }, Room.Ct);
        var message = await LastAsync(room);
        Assert.Equal((type, "/start"), (message.ForwardOrigin!.Type, message.Text));
        Assert.NotNull((await room.People.ChatAsync(Room.Ann, Room.Ct)).Last!.Forwarded);
    }

    [Fact]
    public async Task What_the_bot_wrote_can_be_forwarded_to_it()
    {
        await using var room = await Room.OpenAsync();
        var sent = await room.Bot.SendMessage(Room.Ann, "hello", cancellationToken: Room.Ct);
        await room.People.ForwardAsync(Room.Ann, sent.Id, Room.Ct);
        var message = await LastAsync(room);
        Assert.Equal(
            ("hello", Room.Ann, true),
            (message.Text, message.From!.Id, Assert.IsType<MessageOriginUser>(message.ForwardOrigin).SenderUser.IsBot)
        );
    }

    [Fact]
    public async Task Messages_come_through_other_bots_answer_quote_and_are_part_of_topics_and_albums()
    {
        await using var room = await Room.OpenAsync();
        var sent = await room.Bot.SendMessage(Room.Ann, "Which one?\nThis or that", cancellationToken: Room.Ct);
        await room.People.PostAsync(Room.Ann, new SandboxSaid("a") { ViaBot = "gif" }, Room.Ct);
        Assert.Equal("gif", (await LastAsync(room)).ViaBot!.Username);
        await room.People.PostAsync(Room.Ann, new SandboxSaid("a") { BusinessBot = "helper" }, Room.Ct);
        Assert.Equal("helper", (await LastAsync(room)).SenderBusinessBot!.Username);

        await room.People.PostAsync(Room.Ann, new SandboxSaid("b") { ReplyToMessageId = sent.Id, Quote = "This" }, Room.Ct);
        var answer = await LastAsync(room);
        Assert.Equal(
            (sent.Id, sent.Text, "This", 11),
            (answer.ReplyToMessage!.Id, answer.ReplyToMessage.Text, answer.Quote!.Text, answer.Quote.Position)
        );
        await Assert.ThrowsAsync<HttpRequestException>(() =>
            room.People.PostAsync(Room.Ann, new SandboxSaid("b") { ReplyToMessageId = sent.Id, Quote = "else" }, Room.Ct)
        );
        await room.People.PostAsync(Room.Ann, new SandboxSaid("c") { ExternalReply = true }, Room.Ct);
        Assert.NotNull((await LastAsync(room)).ExternalReply);

        await room.People.PostAsync(Room.Ann, new SandboxSaid("d") { MessageThreadId = 17 }, Room.Ct);
        var inTopic = await LastAsync(room);
        Assert.Equal((17, true), (inTopic.MessageThreadId, inTopic.IsTopicMessage));
        Assert.Equal(17, (await room.Bot.SendMessage(Room.Ann, "there", messageThreadId: 17, cancellationToken: Room.Ct)).MessageThreadId);
        var error = await Assert.ThrowsAsync<ApiRequestException>(() =>
            room.Bot.SendMessage(Room.Ann, "nowhere", messageThreadId: 18, cancellationToken: Room.Ct)
        );
        Assert.Equal("Bad Request: message thread not found", error.Message);

        for (var i = 0; i < 2; i++)
        {
            await room.People.SendFileAsync(
                Room.Ann,
                $"{i}.txt",
                Encoding.UTF8.GetBytes("x"),
                new SandboxSaid(i == 0 ? "both" : null) { MediaGroupId = "g1" },
                Room.Ct
            );
            var part = await LastAsync(room);
            Assert.Equal(("g1", i == 0 ? "both" : null), (part.MediaGroupId, part.Caption));
        }
    }

    [Theory]
    [InlineData("sticker", MessageType.Sticker)]
    [InlineData("voice", MessageType.Voice)]
    [InlineData("video_note", MessageType.VideoNote)]
    [InlineData("contact", MessageType.Contact)]
    [InlineData("location", MessageType.Location)]
    [InlineData("dice", MessageType.Dice)]
    public async Task There_is_more_than_words(string kind, MessageType type)
    {
        await using var room = await Room.OpenAsync();
        await room.People.PostAsync(Room.Ann, new SandboxSaid(null) { Kind = kind }, Room.Ct);
        Assert.Equal(type, (await LastAsync(room)).Type);
        Assert.Equal(kind, (await room.People.ChatAsync(Room.Ann, Room.Ct)).Last!.Kind);
    }

    [Fact]
    public async Task A_photo_has_its_caption_and_what_was_sent_can_be_edited()
    {
        await using var room = await Room.OpenAsync();
        var photo = await room.People.SendFileAsync(Room.Ann, "dot.png", Dot, new SandboxSaid("/credit") { Kind = "photo" }, Room.Ct);
        var message = await LastAsync(room);
        Assert.Equal((MessageType.Photo, "/credit"), (message.Type, message.Caption));
        await Assert.ThrowsAsync<HttpRequestException>(() =>
            room.People.SendFileAsync(Room.Ann, "no.png", [1], new SandboxSaid(null) { Kind = "photo" }, Room.Ct)
        );

        await room.People.EditAsync(Room.Ann, photo.MessageId, "paid", Room.Ct);
        var edited = (await room.Bot.GetUpdates(-1, cancellationToken: Room.Ct)).Single().EditedMessage!;
        Assert.Equal((photo.MessageId, "paid"), (edited.Id, edited.Caption));
        Assert.NotNull(edited.EditDate);
        var sent = await room.Bot.SendMessage(Room.Ann, "mine", cancellationToken: Room.Ct);
        await Assert.ThrowsAsync<HttpRequestException>(() => room.People.EditAsync(Room.Ann, sent.Id, "yours", Room.Ct));
    }

    private static async Task<Message> LastAsync(Room room) =>
        (await room.Bot.GetUpdates(-1, cancellationToken: Room.Ct)).Single().Message!;
}
