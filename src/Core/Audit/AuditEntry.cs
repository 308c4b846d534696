using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using XthonBot.Core.Primitives;

namespace XthonBot.Core.Audit;

/// <summary>What an operator did: who, when, what, before and after. Written in the transaction that does it.</summary>
public sealed class AuditEntry
{
    private AuditEntry()
    {
    }

    internal AuditEntry(Actor actor, string action, string subject, string? before, string? after, string? reason, DateTime at, string? reference = null)
    {
        Actor = actor.Name;
        Action = action;
        Subject = subject;
        Before = before;
        After = after;
        Reason = reason;
        At = at;
        Reference = reference;
    }

    public long Id { get; private set; }

    public string Actor { get; private set; } = "";

    public string Action { get; private set; } = "";

    /// <summary>What it was done to, such as <c>service:tg</c> or <c>customer:42</c>.</summary>
    public string Subject { get; private set; } = "";

    public string? Before { get; private set; }

    public string? After { get; private set; }

    public string? Reason { get; private set; }

    /// <summary>The cause, where doing it twice would not be the same as once: unique, so that a repeated cause does nothing.</summary>
    public string? Reference { get; private set; }

    public DateTime At { get; private set; }
}

internal sealed class AuditEntryMap : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> entry)
    {
        entry.HasIndex(e => e.At);
        entry.HasIndex(e => e.Reference).IsUnique().HasFilter("reference is not null");
    }
}
