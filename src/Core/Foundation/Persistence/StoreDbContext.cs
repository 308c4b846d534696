using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using XthonBot.Core.Foundation.Protection;

namespace XthonBot.Core.Foundation.Persistence;

/// <summary>The store's tables. Each database has a thin context of its own for its migrations.</summary>
public abstract class StoreDbContext(DbContextOptions options) : DbContext(options)
{
    private Statements? statements;
    private DomainEvents? events;

    public DbSet<ProtectionKey> ProtectionKeys => Set<ProtectionKey>();

    /// <summary>The differences of this database that hand-written statements have to know.</summary>
    internal abstract Dialect Dialect { get; }

    /// <summary>For where speed counts; their connection must be open.</summary>
    internal Statements Statements => statements ??= new Statements(this);

    /// <summary>
    /// Says what happened, in the transaction that makes it true; reactions write in the same one, and hear once more after the commit.
    /// </summary>
    internal void Publish<TEvent>(TEvent happened)
        where TEvent : IDomainEvent => Publish([happened]);

    /// <summary>As the other, for many of one kind.</summary>
    internal void Publish<TEvent>(IReadOnlyCollection<TEvent> happened)
        where TEvent : IDomainEvent
    {
        if (happened.Count > 0)
            (events ??= new DomainEvents()).Add(happened);
    }

    /// <summary>The domain events published since the last call; null where there are none.</summary>
    internal DomainEvents? TakeEvents()
    {
        var taken = events;
        events = null;
        return taken;
    }

    /// <summary>A transaction that sees the database as it is at one moment and holds up nobody. The connection must be open.</summary>
    internal abstract ValueTask<DbTransaction> BeginSnapshotAsync(CancellationToken ct);

    /// <summary>
    /// Has the planner look at tables before they are compared as a whole. A server believes one that has just grown to be still empty,
    /// and would read all of it for each row of another.
    /// </summary>
    internal virtual Task<int> AnalyzeAsync(string tables, CancellationToken ct) => Task.FromResult(0);

    /// <summary>Migrates while no other process does.</summary>
    internal virtual Task MigrateAloneAsync(CancellationToken ct) => Database.MigrateAsync(ct);

    /// <summary>For the connection of a write worker, which stays open.</summary>
    internal virtual Task PrepareToWriteAsync(CancellationToken ct) => Task.CompletedTask;

    /// <summary>After a fault: no connection of the kind that failed is used again.</summary>
    internal abstract void Distrust();

    protected static DbContextOptionsBuilder Quiet(DbContextOptionsBuilder options) =>
        options.ConfigureWarnings(warnings =>
            warnings.Ignore(
                // A refused write is thrown to the one who asked for it; most are expected, such as a second tap.
                RelationalEventId.CommandError,
                RelationalEventId.ConnectionError,
                CoreEventId.SaveChangesFailed,
                // Told by a test and by CI, where it can still be mended.
                RelationalEventId.PendingModelChangesWarning
            )
        );

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(StoreDbContext).Assembly);
        SnakeCase.Apply(modelBuilder);
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateTime>().HaveConversion<UtcConverter>();
        configurationBuilder.Properties<ProtectedText>().HaveConversion<ProtectedTextConverter>();
        // An index is there because something asks it; one more that nobody asks is paid by every purchase.
        configurationBuilder.Conventions.Remove<ForeignKeyIndexConvention>();
    }

    private sealed class UtcConverter()
        : ValueConverter<DateTime, DateTime>(written => written, read => DateTime.SpecifyKind(read, DateTimeKind.Utc));
}
