using System.Collections.Concurrent;
using XthonBot.Core.Foundation.Durability;

namespace XthonBot.Bot.Telegram;

/// <summary>
/// Works at the partitions that this process has taken: in order within a chat, side by side for many. The item behind it comes
/// when it is done, from the database, which knows what other processes have stored meanwhile. A quiet chat costs nothing.
/// </summary>
internal sealed partial class UpdateWorkers(UpdateHandler updates, TimeProvider time, ILogger<UpdateWorkers> log) : IDisposable
{
    private const int MaxSideBySide = 64;

    /// <summary>Above this number, partitions are left to a process that has room for them.</summary>
    private const int MaxTaken = 1000;

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);
    private readonly SemaphoreSlim places = new(MaxSideBySide);
    private readonly CancellationTokenSource breakingOff = new();
    private readonly HashSet<Task> running = [];
    private readonly ConcurrentDictionary<long, bool> atWork = new();
    private volatile bool stopping;

    /// <summary>How many more partitions may be taken.</summary>
    public int Room
    {
        get
        {
            lock (running)
                return stopping ? 0 : Math.Max(0, MaxTaken - running.Count);
        }
    }

    /// <summary>Whether this process is at it, or will be when its turn comes.</summary>
    public bool Knows(long itemId) => atWork.ContainsKey(itemId);

    public void Start(IReadOnlyList<PendingItem> taken)
    {
        lock (running)
        {
            // Items that were taken and not begun are released at the end of the stop.
            if (stopping)
                return;
            foreach (var first in taken)
            {
                var worker = Task.Run(() => WorkAsync(first));
                running.Add(worker);
                worker.ContinueWith(Forget, TaskScheduler.Default);
            }
        }
    }

    /// <summary>Lets what is being handled finish within a moment; the rest stays stored, for others or for the next start.</summary>
    public async Task StopAsync()
    {
        Task[] last;
        lock (running)
        {
            stopping = true;
            last = [.. running];
        }

        var ended = Task.WhenAll(last);
        await Task.WhenAny(ended, Task.Delay(Grace, time, CancellationToken.None));
        await breakingOff.CancelAsync();
        await ended;
    }

    public void Dispose()
    {
        places.Dispose();
        breakingOff.Dispose();
    }

    private void Forget(Task worker)
    {
        lock (running)
            running.Remove(worker);
    }

    private async Task WorkAsync(PendingItem first)
    {
        try
        {
            for (PendingItem? item = first; item is not null && !stopping; )
            {
                var id = item.Id;
                atWork[id] = true;
                await places.WaitAsync(breakingOff.Token);
                try
                {
                    item = await updates.HandleAsync(item, breakingOff.Token);
                }
                finally
                {
                    places.Release();
                    atWork.TryRemove(id, out _);
                }
            }
        }
        catch (OperationCanceledException) when (breakingOff.IsCancellationRequested)
        {
            // It is handled again, from the start.
        }
#pragma warning disable CA1031 // A failure in one partition stops no other; its item stays stored.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogBroken(log, e, first.PartitionKey);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Processing of chat {Chat} failed")]
    private static partial void LogBroken(ILogger log, Exception e, long chat);
}
