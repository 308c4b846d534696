using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Modules.Questions;

/// <summary>The questions of the chat. The numbers stand in rows and on buttons: none is ever given a new meaning.</summary>
public enum QuestionKind
{
    Credit = 1,
    Debit = 2,
    Bonus = 3,
    Ban = 4,
    Unban = 5,
    Sms = 6,
    Find = 7,
    Refund = 8,
    NewService = 9,
    Price = 10,
    Rename = 11,
    Senders = 12,
    Pattern = 13,
    Stock = 14,
    Withdraw = 15,
    KeyName = 16,
    KeyAddresses = 17,
    KeyLimit = 18,
    Webhook = 19,

    /// <summary>How much to pay in.</summary>
    TopUp = 20,

    /// <summary>The proof of a transfer; it may be a picture or a file.</summary>
    Receipt = 21,

    /// <summary>A message to the operators.</summary>
    Support = 22,

    /// <summary>An operator's answer to it.</summary>
    SupportAnswer = 23,

    /// <summary>How much of a payment has come.</summary>
    CreditPayment = 24,

    /// <summary>Why a payment is refused.</summary>
    RefusePayment = 25,
}

/// <summary>The subject of a question, where it is known before the question is asked.</summary>
public sealed record Subject(CustomerId? Customer = null, ServiceId? Service = null, ApiKeyId? Key = null, PaymentId? Payment = null)
{
    public static readonly Subject Nothing = new();
}

/// <summary>Something that the bot asked a person. It is answered once; nothing of it is ever read out of a message.</summary>
public sealed class Question
{
    /// <summary>Stands for the update of a question that expired, once the person was told.</summary>
    public const long Forgotten = 0;

    /// <summary>How long an answer is waited for.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    private Question() { }

    internal Question(AskQuestion asked, int turn, DateTime until)
    {
        BotId = asked.BotId;
        Chat = asked.Chat;
        AskedIn = asked.Update;
        Kind = asked.Kind;
        CustomerId = asked.About.Customer?.Value;
        ServiceId = asked.About.Service?.Value;
        ApiKeyId = asked.About.Key?.Value;
        PaymentId = asked.About.Payment?.Value;
        Turn = turn;
        Until = until;
    }

    public long Id { get; private set; }

    /// <summary>The bot that asks: each counts its updates and messages for itself.</summary>
    public long BotId { get; private set; }

    /// <summary>The private chat, which has the id of its person.</summary>
    public long Chat { get; private set; }

    /// <summary>The update that led to it.</summary>
    public long AskedIn { get; private set; }

    public QuestionKind Kind { get; private set; }

    public long? CustomerId { get; private set; }

    public Guid? ServiceId { get; private set; }

    public long? ApiKeyId { get; private set; }

    /// <summary>The public id of the payment that it is about.</summary>
    public Guid? PaymentId { get; private set; }

    /// <summary>The order in which the questions of a chat were asked, or asked anew: the latest has the highest.</summary>
    public int Turn { get; private set; }

    /// <summary>The message that asks it; null until Telegram has taken it.</summary>
    public int? MessageId { get; private set; }

    /// <summary>The message that asks it anew, after the latest wrong answer.</summary>
    public int? AgainMessageId { get; private set; }

    /// <summary>From then on no answer is taken.</summary>
    public DateTime Until { get; private set; }

    /// <summary>
    /// The update that answered or ended it; negative where it turned to something else, and is no answer when it is handled again.
    /// </summary>
    public long? ClosedIn { get; private set; }
}

public enum QuestionState
{
    Open,

    /// <summary>Answered, left, or asked anew since.</summary>
    Over,

    Expired,
}

internal static class QuestionTurns
{
    /// <summary>The turn of what is asked next in a chat. Its updates are handled one after the other.</summary>
    public static async Task<int> NextTurnAsync(this StoreDbContext db, long chat, CancellationToken ct) =>
        (await db.Questions.Where(q => q.Chat == chat).MaxAsync(q => (int?)q.Turn, ct) ?? 0) + 1;
}

/// <summary>A question as the one update sees it that is being handled.</summary>
public sealed record QuestionView(QuestionId Id, QuestionKind Kind, Subject About, QuestionState State);

internal sealed class QuestionMap : IEntityTypeConfiguration<Question>
{
    public void Configure(EntityTypeBuilder<Question> question)
    {
        question.ToTable("questions");
        // An update asks at most one question, however often it is handled.
        question.HasIndex(q => new { q.BotId, q.AskedIn }).IsUnique();
        question.HasIndex(q => new { q.Chat, q.Turn });
        question.HasIndex(q => q.Until);
    }
}
