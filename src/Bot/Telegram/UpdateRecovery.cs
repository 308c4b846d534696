using Microsoft.Extensions.Options;
using XthonBot.Core.Foundation.Durability;

namespace XthonBot.Bot.Telegram;

/// <summary>
/// Picks up updates that no node is processing: what a crash left, here or in another process, and what was more than its process had room
/// for.
/// Ends the work when the process stops.
/// </summary>
internal sealed partial class UpdateRecovery(
    Inbox inbox,
    UpdateWorkers workers,
    LongWork longWork,
    IOptions<TelegramOptions> options,
    TimeProvider time,
    ILogger<UpdateRecovery> log
) : BackgroundService
{
    private const int MostAtOnce = 100;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    // Longer than it takes from a commit to the worker that begins with what was taken.
    private static readonly TimeSpan Forgotten = TimeSpan.FromSeconds(4);
    private readonly Dictionary<long, long> unknownSince = [];

    /// <summary>Comes after whatever brings updates has stopped.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await Task.WhenAll(workers.StopAsync(), longWork.DisposeAsync().AsTask());
        try
        {
            await inbox.ReleaseAsync(cancellationToken);
        }
#pragma warning disable CA1031 // Then others see it when this process is not heard of any more.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogFailed(log, e.GetType().Name, e.Message);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var more = false;
            try
            {
                await ReleaseForgottenAsync(stoppingToken);
                if (Math.Min(workers.Room, MostAtOnce) is > 0 and var most)
                {
                    var taken = await inbox.SweepAsync(options.Value.Source, most, stoppingToken);
                    workers.Start(taken);
                    more = taken.Count == most;
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // The next one may reach the database again.
            catch (Exception e)
#pragma warning restore CA1031
            {
                LogFailed(log, e.GetType().Name, e.Message);
            }

            if (!more)
                await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // When the answer to a write is lost, the database says that this process holds an item of which it knows nothing.
    private async Task ReleaseForgottenAsync(CancellationToken ct)
    {
        var unknown = (await inbox.ReadHeldAsync(options.Value.Source, ct))
            .Where(id => !workers.Knows(id) && !longWork.Knows(id))
            .ToHashSet();
        foreach (var known in unknownSince.Keys.Where(id => !unknown.Contains(id)).ToList())
            unknownSince.Remove(known);
        foreach (var id in unknown)
            unknownSince.TryAdd(id, time.GetTimestamp());
        var forgotten = unknownSince.Where(item => time.GetElapsedTime(item.Value) >= Forgotten).Select(item => item.Key).ToList();
        if (forgotten.Count > 0)
            await inbox.ReleaseAsync(forgotten, ct);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Recovering unassigned updates failed ({Kind}: {Reason})")]
    private static partial void LogFailed(ILogger log, string kind, string reason);
}
