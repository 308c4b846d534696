using Quartz;
using XthonBot.Core.Modules.Orders;

namespace XthonBot.Bot.Jobs;

/// <summary>
/// Sees that the host's clock was set back, by what went by meanwhile, and has all that waits for a time wait for the right one: the
/// schedule, which sleeps until its next times by the clock, and the store's rows. The operator reads a warning.
/// </summary>
internal sealed partial class ClockWatch(ISchedulerFactory factory, AfterSetBackHandler store, TimeProvider time, ILogger<ClockWatch> log)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Less is how clocks are kept right all the time.</summary>
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // It may have been set back while the store did not run.
        var isAmiss = true;
        var (wall, ticks) = (time.GetUtcNow(), time.GetTimestamp());
        while (true)
        {
            var back = wall + time.GetElapsedTime(ticks) - time.GetUtcNow();
            (wall, ticks) = (time.GetUtcNow(), time.GetTimestamp());
            if (back > Step)
            {
                LogSetBack(log, back.TotalSeconds);
                isAmiss = true;
            }

            if (isAmiss)
                isAmiss = !await MendAsync(stoppingToken);
            try
            {
                await Task.Delay(Interval, time, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task<bool> MendAsync(CancellationToken ct)
    {
        try
        {
            await store.HandleAsync(ct);
            var scheduler = await factory.GetScheduler(ct);
            var now = time.GetUtcNow();
            foreach (var header in (await scheduler.QueryTriggers(new TriggerQuery(), ct)).Items)
            {
                // One that is named from now on has the same name, so that of several processes it stays one.
                if (
                    await scheduler.GetTrigger(header.Key, ct) is ISimpleTrigger trigger
                    && trigger.NextFireTimeUtc > now + trigger.RepeatInterval + Step
                )
                {
                    await scheduler.RescheduleJob(
                        trigger.Key,
                        TriggerBuilder
                            .Create()
                            .WithIdentity(trigger.Key)
                            .ForJob(trigger.JobKey)
                            .StartAt(now)
                            .WithSimpleSchedule(every => every.WithInterval(trigger.RepeatInterval).RepeatForever())
                            .Build(),
                        ct
                    );
                }
            }

            return true;
        }
#pragma warning disable CA1031 // A server that is away at this very moment comes back; it is tried again.
        catch (Exception e)
#pragma warning restore CA1031
        {
            if (!ct.IsCancellationRequested)
                LogNotMended(log, e.GetType().Name, e.Message);
            return false;
        }
    }

    [LoggerMessage(
        LogLevel.Warning,
        "The clock of this host was set back by {Seconds:0} s; what waits for a time goes on by the clock as it is now"
    )]
    private static partial void LogSetBack(ILogger log, double seconds);

    [LoggerMessage(LogLevel.Warning, "After the clock was set back not everything could be put right ({Kind}: {Reason}); trying again")]
    private static partial void LogNotMended(ILogger log, string kind, string reason);
}
