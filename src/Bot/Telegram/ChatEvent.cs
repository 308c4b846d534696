using Telegram.Bot.Types;

namespace XthonBot.Bot.Telegram;

/// <summary>Whose words a message carries. Only what a person wrote themselves, here and now, asks for anything.</summary>
internal enum Authorship
{
    Own,

    /// <summary>From somewhere else, whoever wrote it there.</summary>
    Forwarded,

    /// <summary>Made by another bot: chosen in its inline mode, or sent by it in the person's name.</summary>
    OtherBot,

    /// <summary>A message that was handled before, in other words now.</summary>
    Edited,
}

/// <summary>The part of an update that the chat works with. Nothing of a message that it answers but its id: those words are somebody else's.</summary>
internal abstract record ChatEvent
{
    private ChatEvent()
    {
    }

    public Authorship By { get; init; }

    /// <summary>The message that it answers: 0 where that stands in another chat, null where it answers none.</summary>
    public int? ReplyTo { get; init; }

    /// <param name="Command">Lower-case with its slash, without the bot's name; null for other text.</param>
    public sealed record Text(string? Command, string Rest, string Whole) : ChatEvent;

    public sealed record Tapped(string QueryId, int? MessageId, string? Data) : ChatEvent;

    public sealed record Uploaded(string FileId, string Name, long Size, string Caption) : ChatEvent;

    /// <param name="Blocked">Whether the person blocked the bot, or came back.</param>
    public sealed record Membership(bool Blocked) : ChatEvent;

    public static ChatEvent? From(Update update) => update switch
    {
        { Message: { } message } => Read(message, AuthorOf(message)),
        { EditedMessage: { } message } => Read(message, Authorship.Edited),
        { CallbackQuery: { } query } => new Tapped(query.Id, query.Message?.Id, query.Data),
        { MyChatMember: { } member } => new Membership(member.NewChatMember.Status is global::Telegram.Bot.Types.Enums.ChatMemberStatus.Kicked),
        _ => null,
    };

    internal static Text Read(string text)
    {
        if (!text.StartsWith('/'))
            return new Text(null, "", text);
        var end = text.AsSpan().IndexOfAny(' ', '\n', '\t');
        var word = end < 0 ? text : text[..end];
        var at = word.IndexOf('@');
        return new Text((at < 0 ? word : word[..at]).ToLowerInvariant(), end < 0 ? "" : text[(end + 1)..].Trim(), text);
    }

    private static ChatEvent? Read(Message message, Authorship by)
    {
        ChatEvent? read = message switch
        {
            { Document: { } document } => new Uploaded(document.FileId, document.FileName ?? "", document.FileSize ?? 0, message.Caption ?? ""),
            { Text: { } text } => Read(text),
            _ => null,
        };
        return read is null ? null : read with { By = by, ReplyTo = ReplyOf(message) };
    }

    private static Authorship AuthorOf(Message message) => message switch
    {
        { ForwardOrigin: not null } => Authorship.Forwarded,
        { ViaBot: not null } or { SenderBusinessBot: not null } => Authorship.OtherBot,
        _ => Authorship.Own,
    };

    private static int? ReplyOf(Message message) => message switch
    {
        { ExternalReply: not null } or { ReplyToStory: not null } => 0,
        // Within a topic every message seems to answer the one that opened it.
        { ReplyToMessage: { ForumTopicCreated: null, Id: var id } } when id != message.MessageThreadId => id,
        _ => null,
    };
}
