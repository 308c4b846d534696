using Npgsql;
using Quartz;
using XthonBot.Core.Data;

namespace XthonBot.Bot.Jobs;

internal static class JobServices
{
    /// <summary>When the sweeps run. What somebody waits for is woken at once; its sweep is for what a crash left over.</summary>
    /// <remarks>On PostgreSQL the processes with this role share one schedule, whose tables Quartz makes itself; on SQLite there is one process.</remarks>
    public static IServiceCollection AddJobs(this IServiceCollection services, DatabaseProvider provider, string connectionString)
    {
        // Stopped after the sweeps, whose news it still tells: in the reverse order.
        services.AddHostedService<Deliverer>();
        services.AddQuartz(quartz =>
        {
            // At the end a sweep stops at its next write, rather than go on while what it works with is taken away.
            quartz.ConfigureScheduler(options => options.ShutdownJobInterruption = ShutdownJobInterruption.Always);
            if (provider == DatabaseProvider.Postgres)
                ShareSchedule(quartz, connectionString);
            Every<DeliverJob>(quartz, TimeSpan.FromSeconds(2));
            Every<ExpireJob>(quartz, TimeSpan.FromSeconds(2));
            Every<SuppliesJob>(quartz, TimeSpan.FromSeconds(1));
            Every<OffersJob>(quartz, TimeSpan.FromSeconds(20));
            Every<PollLinksJob>(quartz, TimeSpan.FromSeconds(1));
            Every<CoolDownJob>(quartz, TimeSpan.FromSeconds(15));
            Every<GiveOutPartsJob>(quartz, TimeSpan.FromSeconds(5));
            Every<PurgeTextsJob>(quartz, TimeSpan.FromMinutes(10));
            Every<SealOldTextsJob>(quartz, TimeSpan.FromHours(1));
            Every<PurgeInboxJob>(quartz, TimeSpan.FromHours(1));
            Every<WatchBalancesJob>(quartz, TimeSpan.FromSeconds(5));
            Every<PurgeDeliveriesJob>(quartz, TimeSpan.FromHours(1));
            Every<PurgeRepliesJob>(quartz, TimeSpan.FromHours(1));
            Every<PurgeQuestionsJob>(quartz, TimeSpan.FromHours(1));
            quartz.ScheduleJob<CheckBooksJob>(
                trigger => trigger.WithIdentity(nameof(CheckBooksJob)).WithCronSchedule("0 30 3 * * ?", cron => cron.InTimeZone(TimeZoneInfo.Utc)),
                job => job.WithIdentity(nameof(CheckBooksJob)));
        });
        services.AddHostedService<Schedule>();
        services.AddHostedService<ClockWatch>();
        return services;
    }

    /// <summary>What every process has that writes: it rings for whoever delivers.</summary>
    public static IServiceCollection AddBell(this IServiceCollection services, DatabaseProvider provider, string connectionString)
    {
        if (provider == DatabaseProvider.Sqlite)
            return services.AddSingleton<IBell, LocalBell>();
        return services
            .AddSingleton(built => ActivatorUtilities.CreateInstance<PostgresBell>(built, connectionString))
            .AddSingleton<IBell>(built => built.GetRequiredService<PostgresBell>())
            .AddHostedService(built => built.GetRequiredService<PostgresBell>());
    }

    private static void Every<TJob>(IQuartzBuilder quartz, TimeSpan interval)
        where TJob : class, IJob => quartz.ScheduleJob<TJob>(
            // Named, or a shared schedule would get them anew with every start.
            trigger => trigger.WithIdentity(typeof(TJob).Name).WithSimpleSchedule(every => every.WithInterval(interval).RepeatForever()),
            job => job.WithIdentity(typeof(TJob).Name));

    private static void ShareSchedule(IQuartzBuilder quartz, string connectionString) => quartz.UsePersistentStore(store =>
    {
        store.UsePostgres(NpgsqlFactory.Instance, PostgresStoreDbContext.Complete(connectionString));
        store.ProvisionSchema();
        // What was missed while the database or the machine was away is seen to within seconds; the default is a minute.
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
