using System.Text.Json;

namespace XthonBot.TestKit;

// What the sandbox's control API answers, as far as tests look.

/// <summary>What a person sends, and by which way it came about; members as in the control API.</summary>
public sealed record SandboxSaid(string? Text)
{
    public string? Kind { get; init; }
    public int? ReplyToMessageId { get; init; }
    public string? Quote { get; init; }
    public bool? ExternalReply { get; init; }
    public string? Forwarded { get; init; }
    public string? ViaBot { get; init; }
    public string? BusinessBot { get; init; }
    public string? MediaGroupId { get; init; }
    public int? MessageThreadId { get; init; }
}

public sealed record SandboxPosted(int MessageId, int UpdateId);

public sealed record SandboxTapSent(string QueryId, int MessageId, string Data, int UpdateId);

public sealed record SandboxTap(string QueryId, bool Answered, SandboxTapAnswer? Answer);

public sealed record SandboxTapAnswer(string? Text, bool ShowAlert, string? Url, DateTimeOffset AnsweredAt);

public sealed record SandboxChat(
    long Id,
    long Version,
    bool Started,
    bool Blocked,
    string? Action,
    IReadOnlyList<SandboxMessage> Messages,
    SandboxKeyboard? Keyboard,
    SandboxForceReply? ForceReply,
    IReadOnlyList<SandboxCommand> Commands
)
{
    /// <summary>The bot's messages, oldest first.</summary>
    public IEnumerable<SandboxMessage> FromBot => Messages.Where(message => message.From == "bot");

    public SandboxMessage? Last => Messages.Count == 0 ? null : Messages[^1];
}

/// <param name="From"><c>bot</c> or <c>person</c>.</param>
/// <param name="Text">Text or caption, plain.</param>
/// <param name="Html">The same with its formatting.</param>
public sealed record SandboxMessage(
    int MessageId,
    string From,
    DateTimeOffset SentAt,
    bool Edited,
    DateTimeOffset? EditedAt,
    string? Text,
    string? Html,
    IReadOnlyList<IReadOnlyList<SandboxButton>>? Buttons,
    SandboxFile? Photo,
    SandboxFile? Document,
    SandboxReply? ReplyTo,
    string? Forwarded,
    string? ViaBot,
    string? Kind,
    int? MessageThreadId,
    SandboxInvoiceMessage? Invoice = null
)
{
    public IEnumerable<SandboxButton> AllButtons => (Buttons ?? []).SelectMany(row => row);

    /// <summary>The labels row by row, <c>a | b</c>.</summary>
    public string Labels => string.Join('\n', (Buttons ?? []).Select(row => string.Join(" | ", row.Select(button => button.Text))));
}

public sealed record SandboxButton(string Text, string? CallbackData, string? Url, string? CopyText, string? Style, bool? Pay = null);

/// <param name="Id">The desk's id of it; null where it cannot be paid, as a forwarded copy.</param>
public sealed record SandboxInvoiceMessage(string? Id, string Title, string Description, long Amount, string Currency, bool Paid);

public sealed record SandboxFile(string FileId, string Url, string? Name, string? MimeType, long? Size, int? Width, int? Height);

public sealed record SandboxReply(int MessageId, string From, string? Text);

public sealed record SandboxKeyboard(
    IReadOnlyList<IReadOnlyList<string>> Rows,
    bool Resize,
    bool Persistent,
    bool OneTime,
    string? Placeholder
);

public sealed record SandboxForceReply(int MessageId, string? Placeholder);

public sealed record SandboxCommand(string Command, string Description);

/// <param name="Done">Whether the work was done, whatever became of the answer.</param>
/// <param name="Status">Null while it is under way, and for ever where the answer was dropped.</param>
public sealed record SandboxCall(
    long Number,
    string Method,
    long? ChatId,
    JsonElement? Arguments,
    DateTimeOffset At,
    bool Done,
    int? Status,
    string? Description,
    double? DurationMs
);

public sealed record SandboxSmsResult(string WebhookId, int? Status, string Body, string? Error);

/// <summary>See <c>POST /sandbox/api/faults</c>: who it meets, how often, and what happens.</summary>
public sealed record SandboxFault
{
    public string? Method { get; init; }
    public long? ChatId { get; init; }

    /// <summary>How many calls; null until cleared.</summary>
    public int? Times { get; init; }
    public int? ErrorCode { get; init; }
    public string? Description { get; init; }
    public int? RetryAfter { get; init; }
    public int? DelayMs { get; init; }

    /// <summary><c>before</c> or <c>after</c> the work.</summary>
    public string? Drop { get; init; }
    public bool Garbage { get; init; }
}
