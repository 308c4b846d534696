using System.Buffers;

namespace XthonBot.Bot.Chat;

/// <summary>Whose words a message carries. Only what a person wrote themselves, here and now, asks for anything.</summary>
internal enum Authorship
{
    Own,

    /// <summary>Forwarded from elsewhere, whoever wrote it there.</summary>
    Forwarded,

    /// <summary>Made by another bot: chosen in its inline mode, or sent by it in the person's name.</summary>
    OtherBot,

    /// <summary>An edited message, which was handled before.</summary>
    Edited,
}

/// <summary>
/// The part of an update that the chat works with. Nothing of a message that it answers but its id: those words are somebody else's.
/// </summary>
internal abstract record ChatEvent
{
    private ChatEvent() { }

    public Authorship By { get; init; }

    /// <summary>The message that it answers: 0 where that stands in another chat, null where it answers none.</summary>
    public int? ReplyTo { get; init; }

    /// <summary>The topic in which it stands, and in which it is answered.</summary>
    public int? Topic { get; init; }

    /// <summary>The id that pictures or files share that were sent at once.</summary>
    public string? Album { get; init; }

    /// <param name="Command">Lower-case with its slash, without the bot's name; null for other text.</param>
    public sealed record Text(string? Command, string Rest, string Whole) : ChatEvent;

    public sealed record Tapped(string QueryId, int? MessageId, string? Data) : ChatEvent;

    public sealed record Uploaded(string FileId, string Name, long Size, string Caption) : ChatEvent
    {
        /// <summary>The same for the same file, whoever sends it.</summary>
        public string? FileKey { get; init; }
    }

    /// <param name="FileId">Of the largest size.</param>
    /// <param name="FileKey">The same for the same picture, whoever sends it.</param>
    public sealed record Pictured(string FileId, string? FileKey, string Caption) : ChatEvent;

    /// <summary>A voice, a sticker, a place: whatever else a person may send.</summary>
    public sealed record Unread : ChatEvent;

    /// <param name="Blocked">Whether the person blocked the bot, or came back.</param>
    public sealed record Membership(bool Blocked) : ChatEvent;

    /// <summary>Whether it is a picture or a file that was forwarded, as people do with what their bank sent them.</summary>
    public bool IsForwardedFile => By == Authorship.Forwarded && this is Uploaded or Pictured;

    private static readonly SearchValues<char> Blanks = SearchValues.Create([
        .. Enumerable.Range(0, char.MaxValue + 1).Select(c => (char)c).Where(char.IsWhiteSpace),
    ]);

    internal static Text Read(string text)
    {
        if (!text.StartsWith('/'))
            return new Text(null, "", text);
        // Copied text may have any kind of blank.
        var end = text.AsSpan().IndexOfAny(Blanks);
        var word = end < 0 ? text : text[..end];
        var at = word.IndexOf('@');
        return new Text((at < 0 ? word : word[..at]).ToLowerInvariant(), end < 0 ? "" : text[(end + 1)..].Trim(), text);
    }
}
