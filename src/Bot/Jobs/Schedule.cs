using Quartz;

namespace XthonBot.Bot.Jobs;

/// <summary>
/// Runs the schedule. Its end has a limit of its own: while the database is away Quartz asks it again and again, and knows no limit,
/// and what is stopped after it would have no time left.
/// </summary>
internal sealed partial class Schedule(ISchedulerFactory factory, TimeProvider time, ILogger<Schedule> log) : BackgroundService
{
    private static readonly TimeSpan LimitOfItsJobs = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LimitOfItsEnd = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private IScheduler? scheduler;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (scheduler is null)
            return;
        try
        {
            using var limit = new CancellationTokenSource(LimitOfItsJobs, time);
            await scheduler
                .Shutdown(waitForJobsToComplete: true, limit.Token)
                .AsTask()
                .WaitAsync(LimitOfItsEnd, time, CancellationToken.None);
        }
#pragma warning disable CA1031 // Every sweep is one that may be broken off, and whoever is there sees to the rest.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogNotEnded(log, e.GetType().Name, e.Message);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                scheduler = await factory.GetScheduler(stoppingToken);
                await scheduler.Start(stoppingToken);
                return;
            }
            // A server that is away at this very moment comes back; Quartz wraps the end of the process in errors of its own.
#pragma warning disable CA1031
            catch (Exception e)
#pragma warning restore CA1031
            {
                if (!stoppingToken.IsCancellationRequested)
                    LogNotStarted(log, e.GetType().Name, e.Message);
            }

            await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The schedule did not end in time ({Kind}: {Reason})")]
    private static partial void LogNotEnded(ILogger log, string kind, string reason);

    [LoggerMessage(LogLevel.Warning, "The schedule did not start ({Kind}: {Reason}); trying again")]
    private static partial void LogNotStarted(ILogger log, string kind, string reason);
}
