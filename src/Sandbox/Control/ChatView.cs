using System.Text.Json;
using XthonBot.Sandbox.Formatting;
using XthonBot.Sandbox.State;
using XthonBot.Sandbox.Wire;

namespace XthonBot.Sandbox.Control;

/// <summary>A chat as its person sees it.</summary>
internal sealed record ChatView(
    long Id,
    long Version,
    SandboxPerson Person,
    bool Started,
    bool Blocked,
    string? Action,
    IReadOnlyList<MessageView> Messages,
    KeyboardView? Keyboard,
    ForceReplyView? ForceReply,
    IReadOnlyList<BotCommand> Commands
)
{
    public static ChatView Of(ConversationState state, CommandMenus menus) =>
        new(
            state.Person.Id,
            state.Version,
            state.Person,
            state.Started,
            state.Blocked,
            state.Action,
            [.. state.Messages.Select(MessageView.Of)],
            state.Keyboard is { } keyboard ? KeyboardView.Of(keyboard) : null,
            state.ForceReply is { } force ? new ForceReplyView(state.ForceReplyMessageId, force.Text("input_field_placeholder")) : null,
            menus.For(state.Person)
        );
}

internal sealed record MessageView(
    int MessageId,
    string From,
    DateTimeOffset SentAt,
    bool Edited,
    DateTimeOffset? EditedAt,
    string? Text,
    string? Html,
    IReadOnlyList<Entity>? Entities,
    IReadOnlyList<IReadOnlyList<ButtonView>>? Buttons,
    PhotoView? Photo,
    DocumentView? Document,
    ReplyView? ReplyTo,
    string? Forwarded,
    string? ViaBot,
    string? Kind,
    int? MessageThreadId,
    InvoiceMessageView? Invoice
)
{
    public static MessageView Of(Message message) =>
        new(
            message.MessageId,
            message.From.IsBot ? "bot" : "person",
            message.SentAt,
            message.EditedAt is not null,
            message.EditedAt,
            message.Words,
            message.Words is { } words ? HtmlWriter.Write(words, message.WordEntities) : null,
            message.WordEntities,
            ButtonView.Rows(message.ReplyMarkup),
            message.Photo is [.., var photo] ? new PhotoView(photo.FileId, FileUrl(photo.FileId), photo.Width, photo.Height) : null,
            message.Document is { } file
                ? new DocumentView(file.FileId, FileUrl(file.FileId), file.FileName, file.MimeType, file.FileSize)
                : null,
            message.ReplyToMessage is { } answered
                ? new ReplyView(answered.MessageId, answered.From.IsBot ? "bot" : "person", message.Quote?.Text ?? answered.Words)
                : null,
            message.ForwardOrigin is { } origin ? Contents.NameOf(origin) : null,
            message.ViaBot?.Username,
            message.Content?.Keys.FirstOrDefault(),
            message.MessageThreadId,
            InvoiceMessageView.Of(message)
        );

    private static string FileUrl(string fileId) => $"/sandbox/api/files/{fileId}";
}

/// <param name="Id">The desk's id of it; null where it cannot be paid, as a forwarded copy.</param>
internal sealed record InvoiceMessageView(
    string? Id,
    string Title,
    string Description,
    string StartParameter,
    long Amount,
    string Currency,
    bool Paid
)
{
    public static InvoiceMessageView? Of(Message message) =>
        message.Content?.GetValueOrDefault("invoice") is { ValueKind: JsonValueKind.Object } invoice
            ? new(
                message.InvoiceId,
                invoice.Text("title") ?? "",
                invoice.Text("description") ?? "",
                invoice.Text("start_parameter") ?? "",
                invoice.GetProperty("total_amount").GetInt64(),
                invoice.Text("currency") ?? "",
                message.IsPaid
            )
            : null;
}

/// <summary>Exactly one of the four is set for the buttons that the store uses.</summary>
internal sealed record ButtonView(string Text, string? CallbackData, string? Url, string? CopyText, string? Style, bool? Pay)
{
    public static IReadOnlyList<IReadOnlyList<ButtonView>>? Rows(JsonElement? markup) =>
        markup?.Member("inline_keyboard") is { } rows
            ? [.. rows.EnumerateArray().Select(row => row.EnumerateArray().Select(Of).ToList())]
            : null;

    private static ButtonView Of(JsonElement button) =>
        new(
            button.Text("text") ?? "",
            button.Text("callback_data"),
            button.Text("url"),
            button.Member("copy_text")?.Text("text"),
            button.Text("style"),
            button.Flag("pay") ? true : null
        );
}

internal sealed record KeyboardView(
    IReadOnlyList<IReadOnlyList<string>> Rows,
    bool Resize,
    bool Persistent,
    bool OneTime,
    string? Placeholder
)
{
    public static KeyboardView Of(JsonElement keyboard) =>
        new(
            [.. keyboard.GetProperty("keyboard").EnumerateArray().Select(row => row.EnumerateArray().Select(Label).ToList())],
            keyboard.Flag("resize_keyboard"),
            keyboard.Flag("is_persistent"),
            keyboard.Flag("one_time_keyboard"),
            keyboard.Text("input_field_placeholder")
        );

    private static string Label(JsonElement button) =>
        (button.ValueKind == JsonValueKind.String ? button.GetString() : button.Text("text")) ?? "";
}

internal sealed record ForceReplyView(int MessageId, string? Placeholder);

internal sealed record PhotoView(string FileId, string Url, int Width, int Height);

internal sealed record DocumentView(string FileId, string Url, string Name, string MimeType, long Size);

internal sealed record ReplyView(int MessageId, string From, string? Text);

internal sealed record TapView(
    string QueryId,
    long ChatId,
    int MessageId,
    string Data,
    DateTimeOffset AskedAt,
    bool Answered,
    TapAnswer? Answer
)
{
    public static TapView Of(Tap tap)
    {
        var answer = tap.Answered.Task.IsCompletedSuccessfully ? tap.Answered.Task.Result : null;
        return new TapView(tap.QueryId, tap.ChatId, tap.MessageId, tap.Data, tap.AskedAt, answer is not null, answer);
    }
}
