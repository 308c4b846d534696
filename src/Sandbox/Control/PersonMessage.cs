using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using XthonBot.Sandbox.Methods;
using XthonBot.Sandbox.State;
using XthonBot.Sandbox.Wire;

namespace XthonBot.Sandbox.Control;

/// <summary>A person's message, and its origin: the body of <c>POST …/messages</c>, or the form of <c>POST …/files</c>.</summary>
internal sealed record PersonMessage
{
    /// <summary>The text, or the caption of what is not text.</summary>
    public string? Text { get; init; }

    /// <summary>One of <see cref="Contents"/>, or <c>document</c> or <c>photo</c> with a file; text where it is left out.</summary>
    public string? Kind { get; init; }

    public int? ReplyToMessageId { get; init; }

    /// <summary>The part of the answered message that is quoted.</summary>
    public string? Quote { get; init; }

    /// <summary>Answers a message of another chat.</summary>
    public bool ExternalReply { get; init; }

    /// <summary>The kind of its origin: see <see cref="Contents.Origin"/>.</summary>
    public string? Forwarded { get; init; }

    /// <summary>The name of the bot in whose inline mode it was chosen.</summary>
    public string? ViaBot { get; init; }

    /// <summary>The name of the bot that sent it for the person's business account.</summary>
    public string? BusinessBot { get; init; }

    /// <summary>The album that it is part of.</summary>
    public string? MediaGroupId { get; init; }

    /// <summary>The topic that it is in.</summary>
    public int? MessageThreadId { get; init; }

    [JsonIgnore]
    public StoredFile? File { get; init; }

    /// <summary>Reads the form: a file, and the same names as in the body.</summary>
    public static async Task<PersonMessage> ReadAsync(World world, HttpRequest request, CancellationToken ct)
    {
        var form = request.HasFormContentType
            ? await request.ReadFormAsync(ct)
            : throw Refusal.BadRequest("multipart with a file expected");
        var upload = form.Files.GetFile("file") ?? throw Refusal.BadRequest("there is no file in the request");
        if (upload.Length == 0)
            throw Refusal.BadRequest("file must be non-empty");
        var kind = Field("kind") ?? "document";
        return new PersonMessage
        {
            Text = Field("caption"),
            Kind = kind,
            ReplyToMessageId = Number("reply_to_message_id"),
            Forwarded = Field("forwarded"),
            ViaBot = Field("via_bot"),
            BusinessBot = Field("business_bot"),
            MediaGroupId = Field("media_group_id"),
            MessageThreadId = Number("message_thread_id"),
            File = await SendingFiles.KeepAsync(world, upload, kind == "photo" ? "photos" : "documents", ct),
        };

        string? Field(string name) => form[name].ToString() is { Length: > 0 } value ? value : null;

        int? Number(string name) => int.TryParse(Field(name), out var value) ? value : null;
    }

    public (Message, Update) Post(World world, Conversation chat)
    {
        var text = Text?.Trim() ?? "";
        var draft = new Message { From = chat.User, Chat = chat.Chat };
        draft = Kind is null ? Worded(draft, text) : Captioned(WithContent(world, draft, text), text);
        if (ExternalReply)
            draft = draft with
            {
                Content = new(draft.Content ?? [])
                {
                    ["external_reply"] = Json.Element(new { Origin = Contents.Origin("user", world), MessageId = 1 }),
                },
            };
        return chat.PostFromPerson(
            draft with
            {
                Quote = Quote is null ? null : QuoteOf(chat, Quote),
                ForwardOrigin = Forwarded is null ? null : Contents.Origin(Forwarded, world),
                ViaBot = ViaBot is null ? null : Contents.Bot(ViaBot),
                SenderBusinessBot = BusinessBot is null ? null : Contents.Bot(BusinessBot),
                MediaGroupId = MediaGroupId,
                MessageThreadId = MessageThreadId,
                IsTopicMessage = MessageThreadId is null ? null : true,
            },
            ReplyToMessageId
        );
    }

    public static (Message, Update) Edit(Conversation chat, int messageId, string? text) =>
        chat.EditByPerson(
            messageId,
            message => message.Text is null ? Captioned(message, text?.Trim() ?? "") : Worded(message, text?.Trim() ?? "")
        );

    /// <summary>Sends a message of this chat into it once more, as from whoever wrote it.</summary>
    public static (Message, Update) Forward(World world, Conversation chat, int messageId)
    {
        var message = chat.Find(messageId) ?? throw Refusal.BadRequest("message to forward not found");
        var draft = message with
        {
            From = chat.User,
            ForwardOrigin =
                message.ForwardOrigin
                ?? Json.Element(
                    new
                    {
                        Type = "user",
                        message.Date,
                        SenderUser = message.From,
                    }
                ),
            ReplyToMessage = null,
            Quote = null,
            ReplyMarkup = null,
            // A copy of an invoice cannot be paid.
            InvoiceId = null,
            EditDate = null,
            EditedAt = null,
        };
        return chat.PostFromPerson(draft, null);
    }

    private Message WithContent(World world, Message draft, string text) =>
        (Kind, File) switch
        {
            ("document", { } file) => draft with { Document = file.AsDocument() },
            ("photo", { } file) when PictureSize.Read(file.Content) is var (width, height) => draft with
            {
                Photo = [new PhotoSize(file.FileId, file.FileUniqueId, width, height, file.Content.Length)],
            },
            ("photo", not null) => throw Refusal.BadRequest("IMAGE_PROCESS_FAILED"),
            _ => draft with { Content = new() { [Kind!] = Contents.Of(Kind!, text, world) } },
        };

    private TextQuote QuoteOf(Conversation chat, string quote)
    {
        var answered = ReplyToMessageId is { } id ? chat.Find(id)?.Words : null;
        return answered?.IndexOf(quote, StringComparison.Ordinal) is >= 0 and var position
            ? new TextQuote(quote, position, IsManual: true)
            : throw Refusal.BadRequest("QUOTE_TEXT_INVALID");
    }

    private static Message Worded(Message draft, string text) =>
        text.Length is > 0 and <= Sending.LongestText
            ? draft with
            {
                Text = text,
                Entities = Contents.Commands(text),
            }
            : throw Refusal.BadRequest("a message has 1 to 4096 characters");

    private static Message Captioned(Message draft, string text) =>
        text.Length <= Sending.LongestCaption
            ? draft with
            {
                Caption = text.Length == 0 ? null : text,
                CaptionEntities = Contents.Commands(text),
            }
            : throw Refusal.BadRequest("message caption is too long");
}
