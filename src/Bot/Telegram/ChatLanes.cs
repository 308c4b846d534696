using XthonBot.Core.Inbox;

namespace XthonBot.Bot.Telegram;

/// <summary>A queue for every chat: in order within a chat, side by side for many. A quiet chat costs nothing.</summary>
internal sealed class ChatLanes(Func<PendingItem, CancellationToken, Task> handle) : IAsyncDisposable
{
    private const int MaxSideBySide = 64;
    private readonly Dictionary<long, Queue<PendingItem>> lanes = [];
    private readonly SemaphoreSlim places = new(MaxSideBySide);
    private readonly CancellationTokenSource stopping = new();
    private readonly HashSet<Task> running = [];

    public void Enqueue(PendingItem item)
    {
        lock (lanes)
        {
            if (stopping.IsCancellationRequested)
                return;
            if (lanes.TryGetValue(item.Lane, out var waiting))
            {
                waiting.Enqueue(item);
                return;
            }

            lanes[item.Lane] = new Queue<PendingItem>([item]);
            var lane = Task.Run(() => WorkAsync(item.Lane));
            running.Add(lane);
            lane.ContinueWith(Forget, TaskScheduler.Default);
        }
    }

    /// <summary>Lets what is being handled finish; the rest stays stored for the next start.</summary>
    public async ValueTask DisposeAsync()
    {
        Task[] last;
        lock (lanes)
        {
            stopping.Cancel();
            last = [.. running];
        }

        await Task.WhenAll(last);
        stopping.Dispose();
        places.Dispose();
    }

    private void Forget(Task lane)
    {
        lock (lanes)
            running.Remove(lane);
    }

    private async Task WorkAsync(long lane)
    {
        while (Next(lane) is { } item)
        {
            await places.WaitAsync();
            try
            {
                await handle(item, stopping.Token);
            }
            finally
            {
                places.Release();
            }
        }
    }

    private PendingItem? Next(long lane)
    {
        lock (lanes)
        {
            if (!stopping.IsCancellationRequested && lanes[lane].TryDequeue(out var item))
                return item;
            lanes.Remove(lane);
            return null;
        }
    }
}
