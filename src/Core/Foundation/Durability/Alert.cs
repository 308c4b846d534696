using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Foundation.Durability;

public enum AlertKind
{
    /// <summary>Customers have no contact of a person.</summary>
    NoContact = 1,

    /// <summary>A provider refuses the key of a way to pay; the subject is the way, the detail the setting.</summary>
    WayRefused = 2,
}

/// <summary>A condition that operators have to know: one row for each, whichever process finds it.</summary>
public sealed class Alert
{
    private Alert() { }

    public AlertKind Kind { get; private set; }

    /// <summary>The thing that it is about, such as the name of a way to pay; empty where there is but one.</summary>
    public string Subject { get; private set; } = "";

    /// <summary>The fault, in a word or a name of the configuration. Never a secret.</summary>
    public string Detail { get; private set; } = "";

    /// <summary>When the operators were told last.</summary>
    public DateTime ToldAt { get; private set; }

    /// <summary>Null while it lasts.</summary>
    public DateTime? EndedAt { get; private set; }
}

internal sealed class AlertMap : IEntityTypeConfiguration<Alert>
{
    public void Configure(EntityTypeBuilder<Alert> alert)
    {
        alert.ToTable("alerts");
        alert.HasKey(a => new { a.Kind, a.Subject });
    }
}

/// <summary>A condition began, or lasts so long that it is time to say so again.</summary>
/// <inheritdoc cref="Alert"/>
internal readonly record struct AlertRaised(AlertKind Kind, string Subject, string Detail, DateTime At) : IDomainEvent;

/// <summary>A condition of which the operators know is over.</summary>
/// <inheritdoc cref="Alert"/>
internal readonly record struct AlertEnded(AlertKind Kind, string Subject, string Detail, DateTime At) : IDomainEvent;
