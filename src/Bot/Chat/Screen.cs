using XthonBot.Bot.Callbacks;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Texts;

namespace XthonBot.Bot.Chat;

/// <summary>A message as it is shown: Telegram's HTML, and the buttons under it by rows.</summary>
internal sealed record Screen(string Html, params IReadOnlyList<Button>[] Rows)
{
    /// <summary>Shows nothing: another message or edit follows.</summary>
    public static readonly Screen Nothing = new("");

    /// <summary>The text is plain, not HTML.</summary>
    public bool IsPlain { get; init; }

    /// <summary>The new state of the message whose button was tapped, where this screen is a new message.</summary>
    public Screen? LeavesBehind { get; init; }

    /// <summary>Shows the reply keyboard of Home as well.</summary>
    public bool WithKeyboard { get; init; }

    /// <summary>Sent as a new message even where a button was tapped: it must not take the place of a receipt or a code.</summary>
    public bool AsNew { get; init; }

    /// <summary>The language of its keyboard, where it is not that of the context.</summary>
    public Words? Speaks { get; init; }

    /// <summary>The question that it asks: the message is noted, so that a reply to it is known.</summary>
    public QuestionId? Asks { get; init; }

    /// <summary>
    /// Set where what was written cannot be taken: what is wrong with it, as Telegram's HTML, or nothing where it could not be read.
    /// </summary>
    public string? Wrong { get; init; }

    /// <summary>The caption that counts for the other files of its album, where this one answered what was asked.</summary>
    public string? AlbumCaption { get; init; }

    /// <summary>A picture (PNG) over the text, in a new message.</summary>
    public byte[]? Picture { get; init; }

    /// <summary>A picture or a file that Telegram has already, over the text; an edit changes the text under it.</summary>
    public StoredFile? Attachment { get; init; }

    /// <summary>A text file sent along, in a new message.</summary>
    public (string Name, string Content)? File { get; init; }

    /// <summary>Sent in place of the text, as a new message with a button that pays it over its rows.</summary>
    public StarInvoice? Invoice { get; init; }

    /// <summary>Work that goes on after the screen is shown; the update counts as done when it ends.</summary>
    public Func<LongWorkContext, CancellationToken, Task>? Work { get; init; }
}

/// <param name="FileId">Telegram's own, by which this bot sends it again.</param>
internal sealed record StoredFile(string FileId, bool IsPhoto);

/// <summary>An invoice in Telegram Stars.</summary>
/// <param name="Payload">Comes back with the money: the payment's id.</param>
internal sealed record StarInvoice(string Title, string Description, string Payload, int Stars);

/// <summary>Where long work reports: one message that is edited.</summary>
internal sealed record LongWorkContext(Func<Screen, CancellationToken, Task> ShowAsync, CancellationToken Stop);

internal abstract record Button(string Label)
{
    public sealed record Tap(string Label, Callback Callback) : Button(Label);

    public sealed record Copy(string Label, string Text) : Button(Label);

    public sealed record Link(string Label, string Url) : Button(Label);
}
