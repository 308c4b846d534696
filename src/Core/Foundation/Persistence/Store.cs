using Microsoft.EntityFrameworkCore;

namespace XthonBot.Core.Foundation.Persistence;

/// <summary>The two ways to the database: reads side by side, writes through the queue.</summary>
public sealed class Store(ReadPool reads, WriteQueue writes)
{
    /// <summary>Runs a query, untracked. It may be run a second time where a connection turns out to be dead.</summary>
    public Task<T> ReadAsync<T>(Func<StoreDbContext, CancellationToken, Task<T>> query, CancellationToken ct) => reads.RunAsync(query, ct);

    /// <summary>
    /// Runs a command in a transaction and returns once it is durable. A failed <see cref="Result{T}"/>
    /// or an exception leaves nothing behind. A command does no network calls and calls no other command; it may be run again
    /// where the database undid it for a transaction that stood in its way.
    /// </summary>
    public Task<T> WriteAsync<T>(Func<StoreDbContext, CancellationToken, Task<T>> command, CancellationToken ct) =>
        writes.RunAsync(command, ct);

    /// <summary>As the other, together with all that waits for the same batch write.</summary>
    internal Task<TResult> WriteAsync<TCommand, TResult>(IBatchWrite<TCommand, TResult> batch, TCommand command, CancellationToken ct) =>
        writes.RunAsync(batch, command, ct);
}
