using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;

namespace XthonBot.Core.Foundation.Persistence;

/// <summary>
/// All writes go through here. SQLite has one worker: it commits whatever waits in one transaction, so that many writes share one sync
/// to disk. PostgreSQL has several, which run side by side: those for batch writes take whatever waits, the others one write at a time.
/// A write that comes alone goes alone, at once. See docs/writes.md.
/// </summary>
public sealed class WriteQueue : IAsyncDisposable
{
    private const int MaxBatch = 128;

    // More would take the processors from the server, which is often on the same machine.
    private const int SideBySide = 8;

    private readonly Channel<Write> batches = NewChannel();
    private readonly Channel<Write> singles;
    private readonly Task workers;

    public WriteQueue(IDbContextFactory<StoreDbContext> contexts, DomainEventDispatcher dispatcher)
    {
        bool hasManyWriters;
        using (var db = contexts.CreateDbContext())
            hasManyWriters = db.Dialect.HasManyWriters;
        singles = hasManyWriters ? NewChannel() : batches;
        List<WriteWorker> all = [new WriteWorker(contexts, dispatcher, batches.Reader, MaxBatch)];
        if (hasManyWriters)
            all.AddRange(Enumerable.Range(0, SideBySide).Select(_ => new WriteWorker(contexts, dispatcher, singles.Reader, 1)));
        workers = Task.WhenAll(all.Select(worker => Task.Run(worker.RunAsync)));
    }

    internal Task<T> RunAsync<T>(Func<StoreDbContext, CancellationToken, Task<T>> command, CancellationToken ct)
    {
        var write = new SingleWrite<T>(command, ct);
        Accept(singles, write);
        return write.Completion;
    }

    internal Task<TResult> RunAsync<TCommand, TResult>(IBatchWrite<TCommand, TResult> batch, TCommand command, CancellationToken ct)
    {
        var write = new BatchWrite<TCommand, TResult>(batch, command, ct);
        Accept(batches, write);
        return write.Completion;
    }

    /// <summary>Finishes what was accepted.</summary>
    public async ValueTask DisposeAsync()
    {
        batches.Writer.TryComplete();
        singles.Writer.TryComplete();
        await workers;
    }

    private static void Accept(Channel<Write> waiting, Write write)
    {
        if (!waiting.Writer.TryWrite(write))
            throw new ObjectDisposedException(nameof(WriteQueue), "The store is closing.");
    }

    private static Channel<Write> NewChannel() => Channel.CreateUnbounded<Write>();
}
