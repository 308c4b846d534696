using Microsoft.EntityFrameworkCore;

namespace XthonBot.Core.Data;

/// <summary>The two ways to the database: reads side by side, writes through the one queue.</summary>
public sealed class Store(IDbContextFactory<StoreDbContext> contexts, WriteQueue writes)
{
    /// <summary>Runs a query on a context of its own, untracked.</summary>
    public async Task<T> ReadAsync<T>(Func<StoreDbContext, CancellationToken, Task<T>> query, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        return await query(db, ct);
    }

    /// <summary>
    /// Runs a command in a transaction and returns once it is durable. A failed <see cref="Primitives.Result{T}"/>
    /// or an exception leaves nothing behind. A command does no network calls and calls no other command.
    /// </summary>
    public Task<T> WriteAsync<T>(Func<StoreDbContext, CancellationToken, Task<T>> command, CancellationToken ct) =>
        writes.RunAsync(command, ct);
}
