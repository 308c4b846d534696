using XthonBot.Core.Modules.Stock;
using XthonBot.Load.Databases;
using XthonBot.Load.Loads;
using XthonBot.Load.Reporting;

namespace XthonBot.Load;

/// <summary>What the rows share: databases to make, a store to start, the table to fill.</summary>
internal sealed class Bench(Settings settings) : IAsyncDisposable
{
    private PostgresServer? postgres;
    private int files;

    public Settings Settings => settings;

    public Report Report { get; } = new();

    public static DateTime Now => TimeProvider.System.GetUtcNow().UtcDateTime;

    /// <summary>A store's database on what was asked for, made by its own verb and filled.</summary>
    public async Task<Database> CreateAsync(Seed seed) => settings.OnPostgres ? await PostgresAsync(seed) : await SqliteAsync(seed);

    public async Task<SqliteDatabase> SqliteAsync(Seed seed)
    {
        var database = new SqliteDatabase(Path.Combine(settings.Folder, $"store{++files}.db"));
        await FillAsync(database, seed);
        return database;
    }

    /// <exception cref="UnavailableException">There is no PostgreSQL here.</exception>
    public async Task<PostgresDatabase> PostgresAsync(Seed seed)
    {
        var database = await (await ServerAsync()).CreateAsync();
        await FillAsync(database, seed);
        return database;
    }

    public async Task<PostgresServer> ServerAsync() => postgres ??= await PostgresServer.StartAsync(settings);

    public async Task<string?> PostgresVersionAsync()
    {
        try
        {
            return await (await ServerAsync()).VersionAsync();
        }
        catch (UnavailableException)
        {
            return null;
        }
    }

    /// <summary>Stops the store and looks whether its books agree.</summary>
    public async Task StopAndCheckAsync(RunningStore store)
    {
        await store.StopAsync();
        await RunningStore.RunVerbAsync(settings, store.Database, "check");
    }

    /// <summary>Sees to it that so many numbers are on the shelves.</summary>
    public static async Task EnsureStockAsync(Database database, Seed seed, int atLeast)
    {
        var missing = atLeast - await database.CountAsync($"select count(*) from numbers where status = {(int)NumberStatus.Free}");
        if (missing <= 0)
            return;
        for (var service = 1; service <= seed.Services; service++)
            await Seed.RestockAsync(database, service, (int)(missing / seed.Services) + 1, Now);
    }

    public async ValueTask DisposeAsync()
    {
        if (postgres is not null)
            await postgres.DisposeAsync();
    }

    private async Task FillAsync(Database database, Seed seed)
    {
        await RunningStore.RunVerbAsync(settings, database, "migrate");
        await seed.WriteAsync(database, Now);
    }
}
