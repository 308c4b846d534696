namespace XthonBot.Database.Tests;

public sealed class MigrationFacts
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_migrations_make_exactly_the_tables_of_the_model()
    {
        await using var store = TestStore.Open(await TestDatabase.MakeEmptyAsync());

        Assert.False(await store.Get<Store>().ReadAsync((db, _) => Task.FromResult(db.Database.HasPendingModelChanges()), Ct));
    }

    [Fact]
    public async Task Migrating_twice_changes_nothing_the_second_time()
    {
        await using var first = TestStore.Open(await TestDatabase.MakeEmptyAsync());
        await first.Get<DatabaseFile>().MigrateAsync(Ct);
        var schema = await SchemaAsync(first);

        var second = TestStore.Open(first.Database);
        await second.Get<DatabaseFile>().MigrateAsync(Ct);

        Assert.Equal(schema, await SchemaAsync(second));
        Assert.Contains("ux_orders_phone_open", schema, StringComparison.Ordinal);
        Assert.True(await second.Get<DatabaseFile>().IsReadyAsync(Ct));
        await second.CloseAsync();
    }

    [Fact]
    public async Task Four_that_migrate_an_empty_database_at_once_all_end_well()
    {
        await using var database = await TestDatabase.MakeEmptyAsync();
        var stores = Enumerable.Range(0, 4).Select(_ => TestStore.Open(database)).ToList();

        await Task.WhenAll(stores.Select(s => Task.Run(() => s.Get<DatabaseFile>().MigrateAsync(Ct))));

        foreach (var store in stores)
            Assert.True(await store.Get<DatabaseFile>().IsReadyAsync(Ct));
        var migrations = await stores[0].Get<Store>().ReadAsync((db, _) => Task.FromResult(db.Database.GetMigrations().Count()), Ct);
        Assert.Equal(migrations, await stores[0].ScalarAsync<int>("select count(*) as value from \"__EFMigrationsHistory\""));
        foreach (var store in stores)
            await store.CloseAsync();
    }

    [Fact]
    public async Task An_empty_database_is_not_ready()
    {
        await using var store = TestStore.Open(await TestDatabase.MakeEmptyAsync());

        Assert.False(await store.Get<DatabaseFile>().IsReadyAsync(Ct));
        await store.Get<DatabaseFile>().MigrateAsync(Ct);
        Assert.True(await store.Get<DatabaseFile>().IsReadyAsync(Ct));
    }

    /// <summary>Tables, columns and indexes, in words.</summary>
    private static async Task<string> SchemaAsync(TestStore store)
    {
        var sql = store.Database.Provider == DatabaseProvider.Sqlite
            ? "select coalesce(sql, name) as value from sqlite_master order by name"
            : """
              select table_name || ' ' || column_name || ' ' || data_type as value from information_schema.columns where table_schema = 'public'
              union all select indexdef from pg_indexes where schemaname = 'public' order by value
              """;
        return string.Join('\n', await store.Get<Store>().ReadAsync((db, token) => db.Database.SqlQueryRaw<string>(sql).ToListAsync(token), Ct));
    }
}
