using XthonBot.Core.Foundation.Kernel;

namespace XthonBot.Core.Foundation.Persistence;

/// <summary>
/// The order in which every transaction locks rows that others wait for. One that took a balance and then waited for an order would
/// meet one that took the order and waits for the balance, and the database would undo one of them.
/// </summary>
internal enum LockOrder
{
    /// <summary>The partitions of the inbox.</summary>
    Partitions,

    /// <summary>Orders that are open, in the order of their ids.</summary>
    Orders,

    /// <summary>Balances, in the order of their customers' ids. Numbers are only ever taken where nobody holds them.</summary>
    Balances,

    /// <summary>Rows for which nobody waits who holds one of the others.</summary>
    Rest,
}

/// <summary>
/// A use case that carries out many commands by the statements of one: what they share (a query, a sync, a round trip) is paid once.
/// </summary>
internal interface IBatchWrite<TCommand, TResult>
{
    /// <summary>Its first lock; its other locks come later in the order.</summary>
    LockOrder Locks { get; }

    /// <summary>
    /// Carries them out in their order, in the caller's transaction, as if each had come alone. A command that fails leaves nothing
    /// behind; an exception undoes all of them, and then each is tried alone.
    /// </summary>
    /// <returns>One result for each command, in their order.</returns>
    Task<IReadOnlyList<TResult>> RunAsync(StoreDbContext db, IReadOnlyList<TCommand> commands, CancellationToken ct);
}

/// <summary>A write that waits for its worker, and the caller who waits for the write.</summary>
internal abstract class Write(CancellationToken wanted)
{
    /// <summary>Writes of the same batch write may be carried out together; null for one that may not.</summary>
    public virtual object? Kind => null;

    /// <summary>The first lock of its batch.</summary>
    public virtual LockOrder Locks => LockOrder.Rest;

    /// <summary>Whether what it did is to be committed.</summary>
    public bool IsKept { get; protected set; }

    /// <summary>Why it failed, where that was not expected.</summary>
    public Exception? Fault { get; protected set; }

    /// <summary>Its domain events, whose reactions have written; null where it published nothing.</summary>
    public DomainEvents? Events { get; protected set; }

    protected CancellationToken Wanted => wanted;

    /// <summary>Carries it out alone. Never throws.</summary>
    public async Task RunAsync(StoreDbContext db, DomainEventDispatcher dispatcher)
    {
        (IsKept, Fault, Events) = (false, null, null);
        try
        {
            wanted.ThrowIfCancellationRequested();
            if (await TryAsync(db))
                await ReactAsync(db, dispatcher);
        }
#pragma warning disable CA1031 // Handed to the one who asked.
        catch (Exception e)
#pragma warning restore CA1031
        {
            (IsKept, Fault) = (false, e);
        }
    }

    /// <summary>Carries out this one and others of its kind. Throws where it cannot be done together.</summary>
    public virtual Task RunTogetherAsync(StoreDbContext db, DomainEventDispatcher dispatcher, IReadOnlyList<Write> all) =>
        throw new InvalidOperationException("This write belongs to no batch write.");

    public abstract void Complete();

    /// <summary>The commit broke.</summary>
    public abstract void Fail(Exception e);

    /// <returns>Whether to keep what it did.</returns>
    protected abstract Task<bool> TryAsync(StoreDbContext db);

    /// <summary>Lets reactions write, in the same transaction.</summary>
    protected async Task ReactAsync(StoreDbContext db, DomainEventDispatcher dispatcher)
    {
        if (db.TakeEvents() is not { } events)
            return;
        await events.WriteAsync(db, dispatcher, CancellationToken.None);
        Events = events;
    }
}

internal abstract class Write<T>(CancellationToken wanted) : Write(wanted)
{
    private readonly TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? value;

    public Task<T> Completion => done.Task;

    public override void Complete()
    {
        if (Fault is OperationCanceledException)
            done.TrySetCanceled(Wanted);
        else if (Fault is not null)
            done.TrySetException(Fault);
        else
            done.TrySetResult(value!);
    }

    public override void Fail(Exception e) => done.TrySetException(Fault ?? e);

    protected bool Take(T result)
    {
        value = result;
        return IsKept = result is not IOutcome { IsOk: false };
    }
}

internal sealed class SingleWrite<T>(Func<StoreDbContext, CancellationToken, Task<T>> command, CancellationToken wanted) : Write<T>(wanted)
{
    protected override async Task<bool> TryAsync(StoreDbContext db) => Take(await command(db, Wanted));
}

internal sealed class BatchWrite<TCommand, TResult>(IBatchWrite<TCommand, TResult> batch, TCommand command, CancellationToken wanted)
    : Write<TResult>(wanted)
{
    public override object Kind => batch;

    public override LockOrder Locks => batch.Locks;

    public override async Task RunTogetherAsync(StoreDbContext db, DomainEventDispatcher dispatcher, IReadOnlyList<Write> all)
    {
        // Nobody's impatience may break off the work of the others: who has left meanwhile is left out.
        var mine = new List<BatchWrite<TCommand, TResult>>(all.Count);
        foreach (var write in all.Cast<BatchWrite<TCommand, TResult>>())
        {
            (write.IsKept, write.Fault, write.Events) = (false, null, null);
            if (write.Wanted.IsCancellationRequested)
                write.Fault = new OperationCanceledException(write.Wanted);
            else
                mine.Add(write);
        }

        var results = await batch.RunAsync(db, mine.ConvertAll(write => write.Command), CancellationToken.None);
        for (var i = 0; i < mine.Count; i++)
            mine[i].Take(results[i]);
        if (mine.Count > 0)
            await mine[0].ReactAsync(db, dispatcher);
    }

    protected override async Task<bool> TryAsync(StoreDbContext db) =>
        Take((await batch.RunAsync(db, [Command], CancellationToken.None))[0]);

    private TCommand Command => command;
}
