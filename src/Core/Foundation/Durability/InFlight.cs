using System.Collections.Concurrent;

namespace XthonBot.Core.Foundation.Durability;

/// <summary>
/// The work of this process, each key once at a time. Its owner ends it: then all that is in flight is canceled and waited
/// for, so that nothing goes on behind a store that is gone.
/// </summary>
/// <typeparam name="TKey">Identifies a piece of work.</typeparam>
public sealed class InFlight<TKey> : IAsyncDisposable
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, TaskCompletionSource> works = new();
    private readonly TimeProvider time;
    private readonly CancellationTokenSource ended = new();
    private CancellationTokenSource current = new();

    public InFlight(TimeProvider time) => (this.time, Ended) = (time, ended.Token);

    /// <summary>Canceled by <see cref="CancelAsync"/> and by the end, for what begins before.</summary>
    public CancellationToken Cancellation => current.Token;

    /// <summary>Canceled by the end alone.</summary>
    public CancellationToken Ended { get; }

    public int Count => works.Count;

    public IReadOnlyCollection<TKey> Keys => [.. works.Keys];

    public bool Contains(TKey key) => works.ContainsKey(key);

    /// <summary>Begins a piece of work; <see cref="Settle"/> says that it is over.</summary>
    /// <returns>False where it is in flight already.</returns>
    public bool TryRegister(TKey key) => works.TryAdd(key, New());

    public void Settle(TKey key)
    {
        if (works.TryRemove(key, out var done))
            done.TrySetResult();
    }

    /// <summary>Runs a piece of work beside the caller, unless it is in flight already.</summary>
    /// <returns>It, or the one that is in flight; with what became of it.</returns>
    public Task RunAsync(TKey key, Func<Task> work)
    {
        var mine = New();
        var first = works.GetOrAdd(key, mine);
        if (ReferenceEquals(first, mine))
            _ = RunAsync(key, mine, work);
        return first.Task;
    }

    /// <summary>Waits for all that is in flight now, however it ends.</summary>
    public async Task DrainAsync() =>
        await Task.WhenAll(works.Values.Select(done => done.Task)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>As the other, but not longer than a moment.</summary>
    public Task DrainAsync(TimeSpan moment) => Task.WhenAny(DrainAsync(), Task.Delay(moment, time, CancellationToken.None));

    /// <summary>Cancels what is in flight. Work that begins from now on is not canceled: the owner may go on later.</summary>
    public async Task CancelAsync()
    {
        // Not disposed: somebody may just be asking it for its token.
        var canceled = Interlocked.Exchange(ref current, new CancellationTokenSource());
        await canceled.CancelAsync();
    }

    /// <summary>Cancels all, also what begins from now on, and waits for it. A second time does nothing.</summary>
    public async ValueTask DisposeAsync()
    {
        // The container disposes its owner once for each service that it is.
        if (ended.IsCancellationRequested)
            return;
        await current.CancelAsync();
        await ended.CancelAsync();
        await DrainAsync();
        current.Dispose();
        ended.Dispose();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task RunAsync(TKey key, TaskCompletionSource done, Func<Task> work)
    {
        var task = Task.Run(work, CancellationToken.None);
        await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        works.TryRemove(key, out _);
        done.TrySetFromTask(task);
    }
}
