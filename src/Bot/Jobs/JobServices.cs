using Quartz;
using XthonBot.Core.Notifications;

namespace XthonBot.Bot.Jobs;

internal static class JobServices
{
    /// <summary>When the sweeps run. What somebody waits for is woken at once; its sweep is for what a crash left over.</summary>
    public static IServiceCollection AddJobs(this IServiceCollection services)
    {
        services.AddQuartz(quartz =>
        {
            quartz.AddJob<DeliverJob>(job => job.WithIdentity(DeliverJob.Key));
            quartz.AddTrigger<DeliverJob>(trigger => trigger.ForJob(DeliverJob.Key).WithSimpleSchedule(every => every.WithInterval(TimeSpan.FromSeconds(2)).RepeatForever()));
            Every<ExpireJob>(quartz, TimeSpan.FromSeconds(2));
            Every<CoolDownJob>(quartz, TimeSpan.FromSeconds(15));
            Every<KeyUsageJob>(quartz, TimeSpan.FromSeconds(20));
            Every<PurgeTextsJob>(quartz, TimeSpan.FromMinutes(10));
            Every<PurgeInboxJob>(quartz, TimeSpan.FromHours(1));
            quartz.ScheduleJob<CheckBooksJob>(trigger => trigger.WithCronSchedule("0 30 3 * * ?", cron => cron.InTimeZone(TimeZoneInfo.Utc)));
        });
        services.AddQuartzHostedService(options => options.WaitForJobsToComplete = true);
        services.AddHostedService<DeliveryBell>();
        return services;
    }

    private static void Every<TJob>(IQuartzBuilder quartz, TimeSpan interval)
        where TJob : class, IJob => quartz.ScheduleJob<TJob>(trigger => trigger.WithSimpleSchedule(every => every.WithInterval(interval).RepeatForever()));
}

/// <summary>Wakes the delivery the moment something was written for it.</summary>
internal sealed class DeliveryBell(OutboxSignal signal, ISchedulerFactory schedulers) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var scheduler = await schedulers.GetScheduler(stoppingToken);
        try
        {
            while (true)
            {
                await signal.WaitAsync(stoppingToken);
                await scheduler.TriggerJob(DeliverJob.Key, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The sweep after the next start delivers what is left.
        }
    }
}
