using System.Collections.Concurrent;
using XthonBot.Bot.Chat;
using XthonBot.Core.Foundation.Durability;

namespace XthonBot.Bot.Telegram;

/// <summary>Work that goes on after its chat's turn.</summary>
/// <param name="MessageId">The message in which it reports.</param>
internal sealed record LongTask(ChatContext ChatContext, Func<LongWorkContext, CancellationToken, Task> Work, int? MessageId);

/// <summary>
/// Work that outlasts its chat's turn, such as an import. Its update stays open until it ends, on a partition of its own, so that a restart
/// or another process takes it up again; meanwhile the chat goes on, and a button stops it, whichever process gets the tap.
/// </summary>
internal sealed partial class LongWork(
    Inbox inbox,
    InboxAcknowledger finishing,
    ScreenSender screens,
    TimeProvider time,
    ILogger<LongWork> log
) : IAsyncDisposable
{
    private static readonly TimeSpan LookForStop = TimeSpan.FromSeconds(2);
    private readonly InFlight<long> inFlight = new(time);
    private readonly ConcurrentDictionary<(string Source, long Turn, long Owner), CancellationTokenSource> stops = new();

    public void Start(PendingItem item, LongTask task)
    {
        // Never disposed: whoever taps may just have found it.
        var stop = new CancellationTokenSource();
        var name = (item.Source, task.ChatContext.Turn, task.ChatContext.Customer.TelegramId);
        stops[name] = stop;
        _ = inFlight.RunAsync(item.Id, RunAsync);

        async Task RunAsync()
        {
            using var ended = new CancellationTokenSource();
            var watching = WatchAsync(item.Id, stop, ended.Token);
            try
            {
                var context = new LongWorkContext(
                    (screen, ct) => screens.ShowAsync(task.ChatContext, screen, screen.AsNew ? null : task.MessageId, ct),
                    stop.Token
                );
                await task.Work(context, inFlight.Ended);
                await finishing.CompleteAsync(item, inFlight.Ended);
            }
            catch (OperationCanceledException) when (inFlight.Ended.IsCancellationRequested)
            {
                // The next start goes on with it, or another process.
            }
#pragma warning disable CA1031 // The update stays open: the next start tries again.
            catch (Exception e)
#pragma warning restore CA1031
            {
                LogFailed(log, e, item.ExternalId);
            }
            finally
            {
                stops.TryRemove(name, out _);
                await ended.CancelAsync();
                await watching;
            }
        }
    }

    /// <summary>Whether this process is at it.</summary>
    public bool Knows(long itemId) => inFlight.Contains(itemId);

    /// <param name="turn">Of the update that led to it.</param>
    /// <returns>False where it has ended already, or is somebody else's.</returns>
    public async Task<bool> StopAsync(string source, long turn, long owner, CancellationToken ct)
    {
        if (stops.TryGetValue((source, turn, owner), out var here))
        {
            await here.CancelAsync();
            return true;
        }

        // Another process is at it, and looks for the request. Whose work it is need not be asked: the button is sealed to its owner.
        return await inbox.RequestStopAsync(source, turn, ct);
    }

    /// <summary>The process ends: what is under way is left to others.</summary>
    public ValueTask DisposeAsync() => inFlight.DisposeAsync();

    private async Task WatchAsync(long itemId, CancellationTokenSource stop, CancellationToken ended)
    {
        while (!ended.IsCancellationRequested)
        {
            await Task.Delay(LookForStop, time, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                if (!ended.IsCancellationRequested && await inbox.IsStopRequestedAsync(itemId, ended))
                    await stop.CancelAsync();
            }
#pragma warning disable CA1031 // It is asked again.
            catch (Exception)
#pragma warning restore CA1031
            { }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The long work of update {Id} failed")]
    private static partial void LogFailed(ILogger log, Exception e, long id);
}
