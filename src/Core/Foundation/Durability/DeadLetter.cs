using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Foundation.Durability;

public enum DeadLetterKind
{
    /// <summary>An update that failed at every try.</summary>
    Update = 1,

    /// <summary>A notification that the chat will never take.</summary>
    Notification = 2,

    /// <summary>A delivery to a webhook that ran out of tries.</summary>
    Delivery = 3,
}

/// <summary>Work that was given up, for an operator to look at. The row that it names still has all that another try needs.</summary>
public sealed class DeadLetter
{
    private DeadLetter() { }

    public long Id { get; private set; }

    public DeadLetterKind Kind { get; private set; }

    /// <summary>The row of the inbox, the notification or the delivery.</summary>
    public long SubjectId { get; private set; }

    /// <summary>Whom it concerns; null where that is nobody's chat, as for the operators' notifications.</summary>
    public long? TelegramId { get; private set; }

    /// <summary>A word for what it was, such as <c>CodeArrived</c>.</summary>
    public string What { get; private set; } = "";

    /// <summary>A word for why it was given up. Neither it nor <see cref="What"/> quotes what somebody wrote.</summary>
    public string Reason { get; private set; } = "";

    public DateTime At { get; private set; }
}

internal sealed class DeadLetterMap : IEntityTypeConfiguration<DeadLetter>
{
    public void Configure(EntityTypeBuilder<DeadLetter> letter)
    {
        letter.ToTable("dead_letters");
        letter.HasIndex(l => new { l.Kind, l.SubjectId }).IsUnique();
        letter.HasIndex(l => l.At);
    }
}

/// <summary>Work was given up: nobody tries it again by themselves. Published in the transaction that gives it up.</summary>
/// <inheritdoc cref="DeadLetter"/>
internal readonly record struct WorkGivenUp(DeadLetterKind Kind, long SubjectId, long? TelegramId, string What, string Reason, DateTime At)
    : IDomainEvent;

/// <summary>An operator had work that was given up tried again.</summary>
internal readonly record struct WorkRetried(DeadLetterKind Kind) : IDomainEvent;

/// <summary>Keeps what was given up.</summary>
internal sealed class DeadLetters : IReaction<WorkGivenUp>
{
    private const int LongestWord = 60;

    private static readonly RowInsert<WorkGivenUp> AddSql = new(
        "dead_letters",
        "kind, subject_id",
        null,
        RowStatement<WorkGivenUp>.Of("kind", e => (int)e.Kind),
        RowStatement<WorkGivenUp>.Of("subject_id", e => e.SubjectId),
        RowStatement<WorkGivenUp>.Of("telegram_id", e => e.TelegramId),
        RowStatement<WorkGivenUp>.Of("what", e => StorableText.Of(StorableText.Cut(e.What, LongestWord))),
        RowStatement<WorkGivenUp>.Of("reason", e => StorableText.Of(StorableText.Cut(e.Reason, LongestWord))),
        RowStatement<WorkGivenUp>.Of("at", e => e.At)
    );

    public void Write(StatementBatch batch, IReadOnlyList<WorkGivenUp> events) => batch.Add(AddSql.Statement, events, row: null);

    /// <summary>Forgets one whose work goes on in another way.</summary>
    public static Task<int> DropAsync(StoreDbContext db, DeadLetterKind kind, long subject, CancellationToken ct) =>
        db.DeadLetters.Where(l => l.Kind == kind && l.SubjectId == subject).ExecuteDeleteAsync(ct);
}
