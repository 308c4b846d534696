namespace XthonBot.Database.Tests;

public sealed class MigrationFacts : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("xthon-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_migrations_make_exactly_the_tables_of_the_model()
    {
        using var db = Context("unused.db");

        Assert.False(db.Database.HasPendingModelChanges());
    }

    [Fact]
    public async Task Migrating_twice_changes_nothing_the_second_time()
    {
        var (first, second) = (TestStore.Open(folder), TestStore.Open(folder));
        await first.Get<DatabaseFile>().MigrateAsync(Ct);
        var schema = await SchemaAsync();
        await second.Get<DatabaseFile>().MigrateAsync(Ct);

        Assert.Equal(schema, await SchemaAsync());
        Assert.Contains("ux_orders_phone_open", schema, StringComparison.Ordinal);
        Assert.True(await second.Get<DatabaseFile>().IsReadyAsync(Ct));
        await first.CloseAsync();
        await second.CloseAsync();
    }

    [Fact]
    public async Task Four_that_migrate_an_empty_file_at_once_all_end_well()
    {
        var stores = Enumerable.Range(0, 4).Select(_ => TestStore.Open(folder)).ToList();

        await Task.WhenAll(stores.Select(s => Task.Run(() => s.Get<DatabaseFile>().MigrateAsync(Ct))));

        foreach (var store in stores)
            Assert.True(await store.Get<DatabaseFile>().IsReadyAsync(Ct));
        Assert.Equal(1, await stores[0].ScalarAsync<int>("select count(*) as value from __EFMigrationsHistory"));
        foreach (var store in stores)
            await store.CloseAsync();
    }

    [Fact]
    public async Task An_empty_file_is_not_ready()
    {
        var store = TestStore.Open(folder);
        Assert.False(await store.Get<DatabaseFile>().IsReadyAsync(Ct));
        await store.CloseAsync();
    }

    [Fact]
    public async Task The_folder_of_the_file_is_made()
    {
        var store = TestStore.Open(Path.Combine(folder, "data", "deep"));
        await store.Get<DatabaseFile>().MigrateAsync(Ct);
        Assert.True(File.Exists(store.File));
        await store.CloseAsync();
    }

    private SqliteStoreDbContext Context(string file)
    {
        var options = new DbContextOptionsBuilder<SqliteStoreDbContext>();
        SqliteStoreDbContext.Configure(options, $"Data Source={Path.Combine(folder, file)};Pooling=False");
        return new SqliteStoreDbContext(options.Options);
    }

    private async Task<string> SchemaAsync()
    {
        await using var db = Context("store.db");
        var parts = await db.Database.SqlQueryRaw<string>("select coalesce(sql, name) as value from sqlite_master order by name").ToListAsync(Ct);
        return string.Join('\n', parts);
    }
}
