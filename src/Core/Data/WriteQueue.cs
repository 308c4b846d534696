using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using XthonBot.Core.Primitives;

namespace XthonBot.Core.Data;

/// <summary>
/// The single writer. It commits whatever waits in one transaction, so that many writes share one sync to disk;
/// a write that comes alone goes alone, at once. A failing one is rolled back to its savepoint and takes nobody along.
/// </summary>
public sealed class WriteQueue : IAsyncDisposable
{
    private const int MaxBatch = 128;
    private readonly IDbContextFactory<StoreDbContext> contexts;
    private readonly Channel<Write> waiting = Channel.CreateUnbounded<Write>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Task loop;
    private StoreDbContext? db;

    public WriteQueue(IDbContextFactory<StoreDbContext> contexts)
    {
        this.contexts = contexts;
        loop = Task.Run(RunAsync);
    }

    internal Task<T> RunAsync<T>(Func<StoreDbContext, CancellationToken, Task<T>> command, CancellationToken ct)
    {
        var write = new Write<T>(command, ct);
        if (!waiting.Writer.TryWrite(write))
            throw new ObjectDisposedException(nameof(WriteQueue), "The store is closing.");
        return write.Completion;
    }

    /// <summary>Finishes what was accepted.</summary>
    public async ValueTask DisposeAsync()
    {
        waiting.Writer.TryComplete();
        await loop;
        if (db is not null)
            await db.DisposeAsync();
    }

    private async Task RunAsync()
    {
        var batch = new List<Write>(MaxBatch);
        while (await waiting.Reader.WaitToReadAsync())
        {
            batch.Clear();
            while (batch.Count < MaxBatch && waiting.Reader.TryRead(out var write))
                batch.Add(write);
            await CommitAsync(batch);
        }
    }

    private async Task CommitAsync(List<Write> batch)
    {
        try
        {
            db ??= Open();
            await using (var transaction = await db.Database.BeginTransactionAsync())
            {
                foreach (var write in batch)
                    await ExecuteAsync(db, transaction, write, alone: batch.Count == 1);
                if (batch.Exists(write => write.IsKept))
                    await transaction.CommitAsync();
            }

            foreach (var write in batch)
                write.Complete();
        }
#pragma warning disable CA1031 // Every caller gets the reason; the queue itself must go on.
        catch (Exception e)
#pragma warning restore CA1031
        {
            foreach (var write in batch)
                write.Fail(e);
            await ForgetAsync();
        }
    }

    private static async Task ExecuteAsync(StoreDbContext db, IDbContextTransaction transaction, Write write, bool alone)
    {
        const string savepoint = "write";
        if (!alone)
            await transaction.CreateSavepointAsync(savepoint);
        await write.ExecuteAsync(db);
        db.ChangeTracker.Clear();
        if (alone)
            return;
        if (!write.IsKept)
            await transaction.RollbackToSavepointAsync(savepoint);
        await transaction.ReleaseSavepointAsync(savepoint);
    }

    private StoreDbContext Open()
    {
        var context = contexts.CreateDbContext();
        context.Database.AutoSavepointsEnabled = false;
        return context;
    }

    // After a broken commit the connection may be in any state.
    private async Task ForgetAsync()
    {
        var broken = db;
        db = null;
        try
        {
            if (broken is not null)
                await broken.DisposeAsync();
        }
#pragma warning disable CA1031 // It is thrown away.
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }

    private abstract class Write
    {
        public bool IsKept { get; protected set; }

        public abstract Task ExecuteAsync(StoreDbContext db);

        public abstract void Complete();

        public abstract void Fail(Exception e);
    }

    private sealed class Write<T>(Func<StoreDbContext, CancellationToken, Task<T>> command, CancellationToken ct) : Write
    {
        private readonly TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? value;
        private Exception? fault;

        public Task<T> Completion => done.Task;

        public override async Task ExecuteAsync(StoreDbContext db)
        {
            try
            {
                ct.ThrowIfCancellationRequested();
                value = await command(db, ct);
                IsKept = value is not IOutcome { IsOk: false };
            }
#pragma warning disable CA1031 // Handed to the one who asked.
            catch (Exception e)
#pragma warning restore CA1031
            {
                fault = e;
            }
        }

        public override void Complete()
        {
            if (fault is OperationCanceledException)
                done.TrySetCanceled(ct);
            else if (fault is not null)
                done.TrySetException(fault);
            else
                done.TrySetResult(value!);
        }

        public override void Fail(Exception e) => done.TrySetException(fault ?? e);
    }
}
