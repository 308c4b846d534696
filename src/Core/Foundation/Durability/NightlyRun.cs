using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace XthonBot.Core.Foundation.Durability;

/// <summary>A work of every night, and when it was done last.</summary>
public sealed class NightlyRun
{
    private NightlyRun() { }

    /// <summary>The name of the work.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The end of its last run; at first the moment at which the store met the work.</summary>
    public DateTime DoneAt { get; private set; }
}

internal sealed class NightlyRunMap : IEntityTypeConfiguration<NightlyRun>
{
    public void Configure(EntityTypeBuilder<NightlyRun> run)
    {
        run.ToTable("nightly_runs");
        run.HasKey(r => r.Name);
    }
}
