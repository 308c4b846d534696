using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace XthonBot.Core.Modules.Stock;

/// <summary>
/// How far a top-up has come, written with each of its chunks: after an interruption it goes on from there and counts right.
/// </summary>
public sealed class StockImport
{
    private StockImport() { }

    internal StockImport(string batch, long service, DateTime now) => (Batch, ServiceId, StartedAt) = (batch, service, now);

    /// <summary>Names the top-up.</summary>
    public string Batch { get; private set; } = "";

    /// <summary>The service whose numbers they are; null where an earlier release began it.</summary>
    public long? ServiceId { get; private set; }

    /// <summary>Lines that are done, without the empty ones.</summary>
    public int Lines { get; private set; }

    public int Added { get; private set; }

    public int Duplicates { get; private set; }

    public int Invalid { get; private set; }

    public DateTime StartedAt { get; private set; }

    public DateTime? FinishedAt { get; private set; }

    internal ImportProgress Progress => new(Lines, Added, Duplicates, Invalid);

    internal void Count(int lines, int valid, int added)
    {
        Lines += lines;
        Added += added;
        Duplicates += valid - added;
        Invalid += lines - valid;
    }

    internal void Finish(DateTime now) => FinishedAt = now;
}

internal sealed class StockImportMap : IEntityTypeConfiguration<StockImport>
{
    public void Configure(EntityTypeBuilder<StockImport> import)
    {
        import.ToTable("imports");
        import.HasKey(i => i.Batch);
    }
}
