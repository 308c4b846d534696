using System.Text.Json;
using System.Text.Json.Serialization;

namespace XthonBot.Sandbox.Wire;

// The objects of the Bot API (https://core.telegram.org/bots/api), as far as the sandbox speaks of them.
// They never change once made: an edited message is another record, so a reader needs no lock.

internal sealed record User(long Id, bool IsBot, string FirstName, string? Username, string? LanguageCode = null);

internal sealed record Chat(long Id, string FirstName, string? Username)
{
    public string Type { get; } = "private";
}

internal sealed record Entity(
    string Type,
    int Offset,
    int Length,
    string? Url = null,
    string? Language = null,
    long? UnixTime = null,
    string? DateTimeFormat = null
);

internal sealed record PhotoSize(string FileId, string FileUniqueId, int Width, int Height, long FileSize);

internal sealed record Document(string FileId, string FileUniqueId, string FileName, string MimeType, long FileSize);

internal sealed record Message
{
    public int MessageId { get; init; }
    public required User From { get; init; }
    public required Chat Chat { get; init; }
    public long Date { get; init; }
    public long? EditDate { get; init; }
    public string? Text { get; init; }
    public IReadOnlyList<Entity>? Entities { get; init; }
    public IReadOnlyList<PhotoSize>? Photo { get; init; }
    public Document? Document { get; init; }
    public string? Caption { get; init; }
    public IReadOnlyList<Entity>? CaptionEntities { get; init; }
    public Message? ReplyToMessage { get; init; }
    public TextQuote? Quote { get; init; }

    /// <summary>Where it was first, if it was forwarded: a <c>MessageOrigin</c>.</summary>
    public JsonElement? ForwardOrigin { get; init; }
    public User? ViaBot { get; init; }
    public User? SenderBusinessBot { get; init; }
    public string? MediaGroupId { get; init; }
    public int? MessageThreadId { get; init; }
    public bool? IsTopicMessage { get; init; }

    /// <summary>Its other contents, by the Bot API's names: a sticker, a voice message, a place.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Content { get; init; }

    /// <summary>The inline keyboard. Keyboards under the input are a state of the chat, not of a message.</summary>
    public JsonElement? ReplyMarkup { get; init; }

    /// <summary>To the millisecond, for the control API; Telegram tells whole seconds.</summary>
    [JsonIgnore]
    public DateTimeOffset SentAt { get; init; }

    [JsonIgnore]
    public DateTimeOffset? EditedAt { get; init; }

    /// <summary>The desk's id of the invoice that the message is.</summary>
    [JsonIgnore]
    public string? InvoiceId { get; init; }

    [JsonIgnore]
    public bool IsPaid { get; init; }

    [JsonIgnore]
    public string? Words => Text ?? Caption;

    [JsonIgnore]
    public IReadOnlyList<Entity>? WordEntities => Text is null ? CaptionEntities : Entities;
}

/// <param name="Position">In the message that is answered, in UTF-16 units.</param>
internal sealed record TextQuote(string Text, int Position, bool IsManual);

/// <summary>The message of a tap whose message is gone (<c>InaccessibleMessage</c>): the date is always 0.</summary>
internal sealed record GoneMessage(Chat Chat, int MessageId)
{
    public long Date { get; }
}

/// <param name="Message">A <see cref="Message"/> or a <see cref="GoneMessage"/>.</param>
internal sealed record CallbackQuery(string Id, User From, object Message, string ChatInstance, string Data);

internal sealed record Invoice(string Title, string Description, string StartParameter, string Currency, long TotalAmount);

internal sealed record PreCheckoutQuery(string Id, User From, string Currency, long TotalAmount, string InvoicePayload);

/// <summary>A <c>SuccessfulPayment</c>, or a <c>RefundedPayment</c>, which for Stars has no id of a provider.</summary>
internal sealed record StarPayment(
    string Currency,
    long TotalAmount,
    string InvoicePayload,
    string TelegramPaymentChargeId,
    string? ProviderPaymentChargeId
);

internal sealed record ChatMember(User User, string Status, long? UntilDate = null);

internal sealed record ChatMemberChange(Chat Chat, User From, long Date, ChatMember OldChatMember, ChatMember NewChatMember);

internal sealed record Update
{
    public int UpdateId { get; init; }
    public Message? Message { get; init; }
    public Message? EditedMessage { get; init; }
    public CallbackQuery? CallbackQuery { get; init; }
    public PreCheckoutQuery? PreCheckoutQuery { get; init; }
    public ChatMemberChange? MyChatMember { get; init; }

    [JsonIgnore]
    public long ChatId { get; init; }

    /// <summary>The name that <c>allowed_updates</c> knows it by.</summary>
    [JsonIgnore]
    public string Kind =>
        Message is not null ? "message"
        : EditedMessage is not null ? "edited_message"
        : CallbackQuery is not null ? "callback_query"
        : PreCheckoutQuery is not null ? "pre_checkout_query"
        : "my_chat_member";
}

internal sealed record BotCommand(string Command, string Description);

internal sealed record DownloadInfo(string FileId, string FileUniqueId, long FileSize, string FilePath);

internal sealed record WebhookInfo(
    string Url,
    bool HasCustomCertificate,
    int PendingUpdateCount,
    int? MaxConnections,
    IReadOnlyCollection<string>? AllowedUpdates,
    long? LastErrorDate,
    string? LastErrorMessage
);
