using Telegram.Bot.Types;

namespace XthonBot.Bot.Telegram;

/// <summary>The part of an update that the chat works with.</summary>
internal abstract record ChatEvent
{
    private ChatEvent()
    {
    }

    /// <param name="Command">Lower-case with its slash, without the bot's name; null for other text.</param>
    /// <param name="RepliedTo">The text of our message that it answers.</param>
    public sealed record Text(string? Command, string Rest, string Whole, string? RepliedTo) : ChatEvent;

    public sealed record Tapped(string QueryId, int? MessageId, string? Data) : ChatEvent;

    public sealed record Uploaded(string FileId, string Name, long Size, string Caption, string? RepliedTo) : ChatEvent;

    /// <param name="Blocked">Whether the person blocked the bot, or came back.</param>
    public sealed record Membership(bool Blocked) : ChatEvent;

    public static ChatEvent? From(Update update) => update switch
    {
        { Message: { Document: { } document } message } => new Uploaded(document.FileId, document.FileName ?? "", document.FileSize ?? 0, message.Caption ?? "", Ours(message)),
        { Message: { Text: { } text } message } => Read(text, Ours(message)),
        { CallbackQuery: { } query } => new Tapped(query.Id, query.Message?.Id, query.Data),
        { MyChatMember: { } member } => new Membership(member.NewChatMember.Status is global::Telegram.Bot.Types.Enums.ChatMemberStatus.Kicked),
        _ => null,
    };

    private static string? Ours(Message message) => message.ReplyToMessage is { From.IsBot: true } ours ? ours.Text : null;

    internal static Text Read(string text, string? repliedTo)
    {
        if (!text.StartsWith('/'))
            return new Text(null, "", text, repliedTo);
        var end = text.AsSpan().IndexOfAny(' ', '\n', '\t');
        var word = end < 0 ? text : text[..end];
        var at = word.IndexOf('@');
        return new Text((at < 0 ? word : word[..at]).ToLowerInvariant(), end < 0 ? "" : text[(end + 1)..].Trim(), text, repliedTo);
    }
}
