using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace XthonBot.Core.Foundation.Persistence;

internal static class PersistenceModule
{
    public static IServiceCollection AddPersistence(this IServiceCollection services, DatabaseProvider provider, string connectionString)
    {
        if (provider == DatabaseProvider.Postgres)
            AddContexts<PostgresStoreDbContext>(services, options => PostgresStoreDbContext.Configure(options, connectionString));
        else
            AddContexts<SqliteStoreDbContext>(services, options => SqliteStoreDbContext.Configure(options, connectionString));
        return services
            .AddSingleton<DomainEventDispatcher>()
            .AddSingleton<WriteQueue>()
            .AddSingleton<ReadPool>()
            .AddSingleton<Store>()
            .AddSingleton<DatabaseFile>();
    }

    // Not pooled: write workers and readers keep theirs, and a reused context would hold the statements of a closed connection.
    private static void AddContexts<T>(IServiceCollection services, Action<DbContextOptionsBuilder> configure)
        where T : StoreDbContext =>
        services
            .AddDbContextFactory<T>(configure)
            .AddSingleton<IDbContextFactory<StoreDbContext>>(built => new Contexts<T>(built.GetRequiredService<IDbContextFactory<T>>()));

    private sealed class Contexts<T>(IDbContextFactory<T> factory) : IDbContextFactory<StoreDbContext>
        where T : StoreDbContext
    {
        public StoreDbContext CreateDbContext() => factory.CreateDbContext();

        public async Task<StoreDbContext> CreateDbContextAsync(CancellationToken cancellationToken = default) =>
            await factory.CreateDbContextAsync(cancellationToken);
    }
}
