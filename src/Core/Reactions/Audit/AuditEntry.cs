using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace XthonBot.Core.Reactions.Audit;

/// <summary>An operator's action: who, when, what, before and after. Written in the transaction of the action.</summary>
public sealed class AuditEntry
{
    private AuditEntry() { }

    public long Id { get; private set; }

    public string Actor { get; private set; } = "";

    public string Action { get; private set; } = "";

    /// <summary>The object of it, such as <c>service:tg</c> or <c>customer:42</c>.</summary>
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
        entry.ToTable("audit_log");
        entry.HasIndex(e => e.At);
        entry.HasIndex(e => e.Reference).IsUnique().HasFilter("reference is not null");
    }
}
