using Npgsql;
using Quartz;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Bot.Jobs;

internal static class JobServices
{
    /// <summary>When the sweeps run. Work that somebody waits for is woken at once; its sweep picks up the rest after a crash.</summary>
    /// <remarks>
    /// On PostgreSQL the processes with this role share one schedule, whose tables Quartz makes itself; on SQLite there is one process.
    /// </remarks>
    public static IServiceCollection AddJobs(this IServiceCollection services, DatabaseProvider provider, string connectionString)
    {
        // Stopped after the sweeps, whose news it still tells: in the reverse order.
        services.AddHostedService<Deliverer>();
        services.AddQuartz(quartz =>
        {
            // At the end a sweep stops at its next write, rather than go on while what it works with is taken away.
            quartz.ConfigureScheduler(options =>
                (options.ShutdownJobInterruption, options.InstanceName) = (ShutdownJobInterruption.Always, "Sweeps")
            );
            if (provider == DatabaseProvider.Postgres)
                ShareSchedule(quartz, connectionString);
            // A release before this one has jobs of other classes in its schedule, which neither could run for the other.
            foreach (var sweep in Sweep.All)
            {
                // Named, or a shared schedule would get them anew with every start.
                quartz.ScheduleJob<SweepJob>(
                    trigger =>
                    {
                        trigger.WithIdentity(sweep.Name);
                        sweep.When(trigger);
                    },
                    job => job.WithIdentity(sweep.Name)
                );
            }
        });
        services.AddHostedService<Schedule>();
        services.AddHostedService<ClockWatch>();
        return services;
    }

    /// <summary>Added to every process that writes: it wakes the process that delivers.</summary>
    public static IServiceCollection AddOutboxWakeup(this IServiceCollection services, DatabaseProvider provider, string connectionString)
    {
        if (provider == DatabaseProvider.Sqlite)
            return services.AddSingleton<IOutboxWakeup, LocalWakeup>();
        return services
            .AddSingleton(built => ActivatorUtilities.CreateInstance<PostgresWakeup>(built, connectionString))
            .AddSingleton<IOutboxWakeup>(built => built.GetRequiredService<PostgresWakeup>())
            .AddHostedService(built => built.GetRequiredService<PostgresWakeup>());
    }

    private static void ShareSchedule(IQuartzBuilder quartz, string connectionString) =>
        quartz.UsePersistentStore(store =>
        {
            store.UsePostgres(NpgsqlFactory.Instance, PostgresStoreDbContext.Complete(connectionString));
            store.ProvisionSchema();
            // Runs that were missed while the database or the machine was away are made up within seconds; the default is a minute.
            store.ConfigureStore(options =>
            {
                (options.MisfireThreshold, options.DbRetryInterval) = (TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(2));
                // While the database is away they wait for it, and would keep a process that has ended.
                options.UseBackgroundThreads = true;
            });
            // A process that died is noticed, and its sweeps go on elsewhere, within ten seconds.
            store.UseClustering(cluster =>
            {
                cluster.CheckinInterval = TimeSpan.FromSeconds(3);
                cluster.CheckinMisfireThreshold = TimeSpan.FromSeconds(5);
            });
        });
}
