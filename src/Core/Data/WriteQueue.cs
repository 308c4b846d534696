using Microsoft.EntityFrameworkCore;

namespace XthonBot.Core.Data;

/// <summary>
/// All writes go through here. SQLite has one lane: it commits whatever waits in one transaction, so that many writes share one sync
/// to disk. PostgreSQL has several, which run side by side: the one for sets takes whatever waits, the others one write at a time.
/// A write that comes alone goes alone, at once. See docs/writes.md.
/// </summary>
public sealed class WriteQueue : IAsyncDisposable
{
    private const int MaxBatch = 128;

    // More would take the processors from the server, which is often on the same machine.
    private const int SideBySide = 8;

    private readonly WriteLanes sets;
    private readonly WriteLanes singles;

    public WriteQueue(IDbContextFactory<StoreDbContext> contexts)
    {
        bool hasManyWriters;
        using (var db = contexts.CreateDbContext())
            hasManyWriters = db.Dialect.HasManyWriters;
        sets = new WriteLanes(contexts, count: 1, MaxBatch);
        singles = hasManyWriters ? new WriteLanes(contexts, SideBySide, maxBatch: 1) : sets;
    }

    internal Task<T> RunAsync<T>(Func<StoreDbContext, CancellationToken, Task<T>> command, CancellationToken ct)
    {
        var write = new SingleWrite<T>(command, ct);
        singles.Accept(write);
        return write.Completion;
    }

    internal Task<TResult> RunAsync<TCommand, TResult>(IWriteSet<TCommand, TResult> set, TCommand command, CancellationToken ct)
    {
        var write = new SetWrite<TCommand, TResult>(set, command, ct);
        sets.Accept(write);
        return write.Completion;
    }

    /// <summary>Finishes what was accepted.</summary>
    public async ValueTask DisposeAsync()
    {
        await singles.CloseAsync();
        await sets.CloseAsync();
    }
}
