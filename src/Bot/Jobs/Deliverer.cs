using XthonBot.Core.Leases;
using XthonBot.Core.Notifications;

namespace XthonBot.Bot.Jobs;

/// <summary>
/// Delivers what there is to tell, in one process of all: of two codes for one person the newer has to stand last. Woken by the
/// bell the moment something was written.
/// </summary>
internal sealed partial class Deliverer(
    LeaseKeeper keeper, DeliverNotificationsHandler deliveries, IBell bell, TimeProvider time, ILogger<Deliverer> log) : BackgroundService
{
    private const string Lease = "outbox";
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => keeper.RunAsync(Lease, DeliverAsync, stoppingToken);

    private async Task DeliverAsync(CancellationToken ct)
    {
        // What the one before was at when it died is told again.
        await deliveries.ReleaseLeasesAsync(ct);
        while (true)
        {
            try
            {
                await deliveries.HandleAsync(ct);
                await bell.WaitAsync(ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                // Not before what was handed over is through: the next one would tell it a second time.
                await deliveries.SettleAsync();
                return;
            }
#pragma warning disable CA1031 // The next sweep may reach the database again.
            catch (Exception e)
#pragma warning restore CA1031
            {
                LogFailed(log, e.GetType().Name, e.Message);
                await Task.Delay(Pause, time, ct);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Delivering failed ({Kind}: {Reason}); trying again")]
    private static partial void LogFailed(ILogger log, string kind, string reason);
}
