using XthonBot.Core.Foundation.Durability;
using XthonBot.Core.Reactions.Notifications;
using XthonBot.Core.Reactions.Webhooks;

namespace XthonBot.Bot.Jobs;

/// <summary>
/// Delivers what there is to tell, in one process of all: of two codes for one person the newer has to stand last. Woken by the
/// outbox's signal as soon as a notification is committed. The customers' webhooks are sent by the same process.
/// </summary>
internal sealed partial class Deliverer(
    LeaseKeeper keeper,
    NotificationDispatcher deliveries,
    WebhookDispatcher webhooks,
    IOutboxWakeup wakeup,
    TimeProvider time,
    ILogger<Deliverer> log
) : BackgroundService
{
    private const string Lease = "outbox";
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LastSweep = TimeSpan.FromSeconds(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        keeper.RunAsync(Lease, held => WhileHeldAsync(held, stoppingToken), stoppingToken);

    private async Task WhileHeldAsync(CancellationToken held, CancellationToken stopping)
    {
        try
        {
            // Notifications that the last dispatcher was sending when it died are sent again.
            await deliveries.ReleaseLeasesAsync(held);
            await DeliverAsync(held);
        }
        catch (OperationCanceledException) when (held.IsCancellationRequested)
        {
            if (stopping.IsCancellationRequested)
                await SweepOnceMoreAsync();
        }
        finally
        {
            await Task.WhenAll(deliveries.SettleAsync(stopping), webhooks.SettleAsync());
        }
    }

    private async Task DeliverAsync(CancellationToken ct)
    {
        while (true)
        {
            try
            {
                await deliveries.HandleAsync(ct);
                await webhooks.HandleAsync(ct);
                await wakeup.WaitAsync(ct);
            }
#pragma warning disable CA1031 // The next sweep may reach the database again.
            catch (Exception e)
#pragma warning restore CA1031
            {
                ct.ThrowIfCancellationRequested();
                LogFailed(log, e.GetType().Name, e.Message);
                await Task.Delay(Pause, time, ct);
            }
        }
    }

    // Notifications of the last updates and requests of this process need not wait for the next start.
    private async Task SweepOnceMoreAsync()
    {
        using var moment = new CancellationTokenSource(LastSweep, time);
        try
        {
            await deliveries.HandleAsync(moment.Token);
        }
#pragma warning disable CA1031 // It is stored; the next start tells it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogFailed(log, e.GetType().Name, e.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Delivering failed ({Kind}: {Reason}); trying again")]
    private static partial void LogFailed(ILogger log, string kind, string reason);
}
