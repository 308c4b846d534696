using Microsoft.Extensions.Options;
using XthonBot.Core.Inbox;

namespace XthonBot.Bot.Telegram;

/// <summary>
/// Takes what nobody is at: what a crash left, here or in another process, and what was more than its process had room for.
/// Ends the work at the lanes when the process stops.
/// </summary>
internal sealed partial class LaneSweep(
    InboxHandler inbox, ChatLanes lanes, LongWork longWork, IOptions<TelegramOptions> options, TimeProvider time, ILogger<LaneSweep> log) : BackgroundService
{
    private const int MostAtOnce = 100;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Comes after whatever brings updates has stopped.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await Task.WhenAll(lanes.StopAsync(), longWork.StopAsync());
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
                if (Math.Min(lanes.Room, MostAtOnce) is > 0 and var most)
                {
                    var taken = await inbox.SweepAsync(options.Value.Source, most, stoppingToken);
                    lanes.Start(taken);
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

    [LoggerMessage(Level = LogLevel.Warning, Message = "Looking for updates that nobody is at failed ({Kind}: {Reason})")]
    private static partial void LogFailed(ILogger log, string kind, string reason);
}
