using System.Collections.Concurrent;
using XthonBot.Bot.Chat;
using XthonBot.Core.Inbox;

namespace XthonBot.Bot.Telegram;

/// <summary>
/// Work that outlasts its chat's turn, such as an import. Its update stays open until it ends, so that a restart takes it up again;
/// meanwhile the chat goes on, and a button stops it.
/// </summary>
internal sealed partial class LongWork(InboxHandler inbox, ScreenSender screens, ILogger<LongWork> log) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<long, (CancellationTokenSource Stop, Task Task, long Owner)> underWay = new();
    private readonly CancellationTokenSource closing = new();

    public void Start(PendingItem item, Visit visit, Func<LongWorkContext, CancellationToken, Task> work, int? messageId)
    {
        var stop = new CancellationTokenSource();
        var started = new TaskCompletionSource();
        underWay[visit.UpdateId] = (stop, RunAsync(), visit.Customer.TelegramId);
        started.SetResult();

        async Task RunAsync()
        {
            await started.Task;
            await Task.Yield();
            try
            {
                var context = new LongWorkContext((screen, ct) => screens.ShowAsync(visit, screen, screen.AsNew ? null : messageId, ct), stop.Token);
                await work(context, closing.Token);
                await inbox.CompleteAsync(item.Id, CancellationToken.None);
            }
            catch (OperationCanceledException) when (closing.IsCancellationRequested)
            {
                // The next start goes on with it.
            }
#pragma warning disable CA1031 // The update stays open: the next start tries again.
            catch (Exception e)
#pragma warning restore CA1031
            {
                LogFailed(log, e, visit.UpdateId);
            }
            finally
            {
                underWay.TryRemove(visit.UpdateId, out _);
                stop.Dispose();
            }
        }
    }

    /// <returns>False where it has ended already, or is somebody else's.</returns>
    public bool Stop(long updateId, long owner)
    {
        if (!underWay.TryGetValue(updateId, out var work) || work.Owner != owner)
            return false;
        work.Stop.Cancel();
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        await Task.WhenAll(underWay.Values.Select(work => work.Task));
        closing.Dispose();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The long work of update {Id} failed")]
    private static partial void LogFailed(ILogger log, Exception e, long id);
}
