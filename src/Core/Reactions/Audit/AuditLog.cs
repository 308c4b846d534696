using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Reactions.Audit;

/// <summary>Writes down what operators do.</summary>
internal sealed class AuditLog : IReaction<Audited>
{
    private static readonly RowInsert<Audited> AddSql = new(
        "audit_log",
        null,
        null,
        RowStatement<Audited>.Of("actor", e => e.Actor.Name),
        RowStatement<Audited>.Of("action", e => e.Action),
        RowStatement<Audited>.Of("subject", e => e.Subject),
        RowStatement<Audited>.Of("before", e => e.Before),
        RowStatement<Audited>.Of("after", e => e.After),
        RowStatement<Audited>.Of("reason", e => e.Reason),
        RowStatement<Audited>.Of("reference", e => e.Reference),
        RowStatement<Audited>.Of("at", e => e.At)
    );

    public void Write(StatementBatch batch, IReadOnlyList<Audited> events) => batch.Add(AddSql.Statement, events, row: null);
}
