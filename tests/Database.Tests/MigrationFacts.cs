using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using XthonBot.Core.Foundation.Durability;
using XthonBot.Core.Modules.Customers;
using XthonBot.Core.Modules.Growth;
using XthonBot.Core.Modules.Orders;
using XthonBot.Core.Modules.Payments;
using XthonBot.Core.Views.Operator;

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

    [Fact]
    public async Task A_store_that_the_first_release_filled_keeps_every_row_and_its_books()
    {
        await using var store = await TestStore.StartAsync();
        var migrations = await store.Get<Store>().ReadAsync((db, _) => Task.FromResult(db.Database.GetMigrations().ToList()), Ct);
        Assert.SkipUnless(migrations.Count > 1, "This database has had one migration so far.");
        var service = await store.ServiceAsync(numbers: 6);
        var ann = await store.CustomerAsync("20.00", bonus: 5);
        for (var i = 0; i < 4; i++)
        {
            var order = (await store.BuyAsync(ann, service)).Value;
            if (i % 2 == 0)
                await store.ReceiveAsync(order.Phone, $"Your code is {54_321 + i}");
        }

        await store.DeliverAsync();
        store.Time.Advance(TimeSpan.FromHours(1));
        await store.Get<ExpireOrdersHandler>().HandleAsync(Ct);
        Assert.True((await store.BuyAsync(ann, service)).IsOk);
        await MigrateToAsync(store, migrations[0]);
        // That release did not encrypt.
        await store.SqlAsync("update messages set text = 'Your code is ' || id, code = '' || id");
        await store.SqlAsync("update orders set code = '' || id where code is not null");
        var before = await RowsAsync(store);
        Assert.True(before.Count > 40, $"{before.Count} rows say little.");

        await store.Get<DatabaseFile>().MigrateAsync(Ct);
        await MigrateToAsync(store, migrations[0]);
        Assert.Equal(before, await RowsAsync(store));
        await store.Get<DatabaseFile>().MigrateAsync(Ct);

        Assert.True(await store.Get<DatabaseFile>().IsReadyAsync(Ct));
        Assert.Equal(4, await store.Get<ProtectOldTextsHandler>().HandleAsync(Ct));
        Assert.Equal(
            0,
            await store.ScalarAsync<int>(
                "select count(*) as value from messages where text not like 'sealed:%' or code not like 'sealed:%'"
            )
        );
        Assert.Equal(2, (await store.Get<ReadOrdersHandler>().PageAsync(ann.Id, 0, 10, Ct)).Orders.Count(o => o.Code is { Length: 1 }));
        Assert.Empty(await store.DifferencesAsync());
        Assert.True((await store.BuyAsync(ann, service)).IsOk);
    }

    [Fact]
    public async Task Who_waited_for_another_code_before_the_upgrade_waits_for_it_after()
    {
        await using var store = await TestStore.StartAsync();
        var service = await store.ServiceAsync(numbers: 2);
        var ann = await store.CustomerAsync("20.00");
        var (waiting, served) = ((await store.BuyAsync(ann, service)).Value, (await store.BuyAsync(ann, service)).Value);
        await store.ReceiveAsync(waiting.Phone, "Your code is 11111");
        await store.ReceiveAsync(served.Phone, "Your code is 22222");
        await store.ReceiveAsync(served.Phone, "Your code is 33333");
        foreach (var order in new[] { waiting, served })
            Assert.True((await store.Get<ChangeOrderRequestHandler>().HandleAsync(ann.Id, order.Id, OrderRequestKind.Another, Ct)).IsOk);
        var migrations = await store.Get<Store>().ReadAsync((db, _) => Task.FromResult(db.Database.GetMigrations().ToList()), Ct);
        await MigrateToAsync(store, migrations.Single(name => name.EndsWith("_World", StringComparison.Ordinal)));
        // That release wrote down how many codes had come.
        Assert.Equal(2, await store.SqlAsync("update activations set seen = 1"));

        await store.Get<DatabaseFile>().MigrateAsync(Ct);

        Assert.True((await store.OrderAsync(waiting)).WaitsForAnother);
        Assert.False((await store.OrderAsync(served)).WaitsForAnother);
    }

    [Fact]
    public async Task Open_orders_from_before_the_upgrade_are_counted()
    {
        await using var store = await TestStore.StartAsync();
        var service = await store.ServiceAsync(numbers: 5);
        var ann = await store.CustomerAsync("20.00");
        for (var i = 0; i < 3; i++)
            await store.BuyAsync(ann, service);
        await store.CancelAsync((await store.BuyAsync(await store.CustomerAsync("20.00"), service)).Value);
        var migrations = await store.Get<Store>().ReadAsync((db, _) => Task.FromResult(db.Database.GetMigrations().ToList()), Ct);
        await MigrateToAsync(
            store,
            migrations[migrations.FindIndex(name => name.EndsWith("_OpenOrdersCounted", StringComparison.Ordinal)) - 1]
        );

        await store.Get<DatabaseFile>().MigrateAsync(Ct);

        Assert.Equal(3, await store.ScalarAsync<int>("select sum(open_orders) as value from balances"));
        Assert.Empty(await store.DifferencesAsync());
    }

    [Fact]
    public async Task A_bonus_from_before_the_tiers_was_set_by_hand_and_none_was_never_set()
    {
        await using var store = await TestStore.StartAsync();
        var (ann, bob) = (await store.CustomerAsync("20.00", bonus: 5), await store.CustomerAsync("20.00"));
        var migrations = await store.Get<Store>().ReadAsync((db, _) => Task.FromResult(db.Database.GetMigrations().ToList()), Ct);
        var tiers = migrations.FindIndex(name => name.EndsWith("_BonusTiers", StringComparison.Ordinal));
        await MigrateToAsync(store, migrations[tiers - 1]);

        await store.Get<DatabaseFile>().MigrateAsync(Ct);

        var find = store.Get<FindCustomerHandler>();
        var (before, never) = (await find.HandleAsync(ann.Id, Ct), await find.HandleAsync(bob.Id, Ct));
        Assert.Equal((5, true, 0, false), (before.BonusPercent, before.IsBonusByHand, never.BonusPercent, never.IsBonusByHand));
        // The tiers of the next start reach the other one alone.
        var on = TestStore.Open(store.Database, ("Bonus:Tiers:0:From", "20"), ("Bonus:Tiers:0:Percent", "9"));
        await on.Get<ReviewBonusesHandler>().HandleAsync(Ct);
        Assert.Equal((5, 9), ((await find.HandleAsync(ann.Id, Ct)).BonusPercent, (await find.HandleAsync(bob.Id, Ct)).BonusPercent));
        await on.CloseAsync();
    }

    [Fact]
    public async Task Transfers_from_before_the_upgrade_are_found_by_the_reference_that_their_payers_were_given()
    {
        await using var store = await TestStore.StartAsync([
            ("Payments:Ways:card:Kind", "Transfer"),
            ("Payments:Ways:card:Text:en", "Send {amount} with {reference}"),
            .. TestDesk.Settings(),
        ]);
        var ann = await store.CustomerAsync();
        var transfers = new List<PaymentView>();
        for (var i = 0; i < 20; i++)
            transfers.Add((await StartAsync("card")).Value);
        Assert.True((await StartAsync("desk")).IsOk);
        var migrations = await store.Get<Store>().ReadAsync((db, _) => Task.FromResult(db.Database.GetMigrations().ToList()), Ct);
        await MigrateToAsync(store, migrations[migrations.FindIndex(name => name.EndsWith("_Alerts", StringComparison.Ordinal)) - 1]);

        await store.Get<DatabaseFile>().MigrateAsync(Ct);

        foreach (var transfer in transfers)
        {
            var found = await store.Get<FindAnythingHandler>().HandleAsync(transfer.Reference, TestStore.Operator, Ct);
            Assert.Equal(transfer.Id, Assert.Single(found.Payments).Payment.Id);
        }

        Assert.Equal(1, await store.ScalarAsync<int>("select count(*) as value from payments where reference is null"));

        Task<Result<PaymentView>> StartAsync(string way) =>
            store.Get<StartPaymentHandler>().HandleAsync(new StartPayment(ann.Id, way, new Money(500), OrderChannel.Chat), Ct);
    }

    [Fact]
    public async Task A_process_that_dies_while_it_migrates_leaves_all_of_a_migration_or_nothing()
    {
        await using var store = await TestStore.StartAsync();
        await using var db = await store.Get<IDbContextFactory<StoreDbContext>>().CreateDbContextAsync(Ct);
        var all = db.GetService<IMigrationsAssembly>();
        foreach (var (name, type) in all.Migrations)
        {
            var migration = all.CreateMigration(type, db.Database.ProviderName!);
            var model = db.GetService<IModelRuntimeInitializer>()
                .Initialize(migration.TargetModel, designTime: true, validationLogger: null);
            var outside = db.GetService<IMigrationsSqlGenerator>()
                .Generate(migration.UpOperations, model)
                .Where(command => command.TransactionSuppressed);
            Assert.True(!outside.Any(), $"{name}: {string.Join("; ", outside.Select(command => command.CommandText))}");
        }
    }

    private static async Task MigrateToAsync(TestStore store, string migration)
    {
        await using var db = await store.Get<IDbContextFactory<StoreDbContext>>().CreateDbContextAsync(Ct);
        await db.GetService<IMigrator>().MigrateAsync(migration, Ct);
    }

    /// <summary>Every value of every row of every table.</summary>
    private static async Task<List<string>> RowsAsync(TestStore store)
    {
        await using var connection = store.Database.Connect();
        await connection.OpenAsync(Ct);
        await using var command = connection.CreateCommand();
        command.CommandText =
            store.Database.Provider == DatabaseProvider.Sqlite
                ? "select name from sqlite_master where type = 'table' and name not like 'sqlite%' and name not like '\\_\\_%' escape '\\' order by name"
                : "select table_name from information_schema.tables where table_schema = 'public' and table_name not like '\\_\\_%' escape '\\' order by table_name";
        var tables = new List<string>();
        await using (var names = await command.ExecuteReaderAsync(Ct))
        {
            while (await names.ReadAsync(Ct))
                tables.Add(names.GetString(0));
        }

        var rows = new List<string>();
        foreach (var table in tables)
        {
#pragma warning disable CA2100 // A name from the schema itself.
            command.CommandText = $"select * from \"{table}\" order by 1";
#pragma warning restore CA2100
            await using var row = await command.ExecuteReaderAsync(Ct);
            while (await row.ReadAsync(Ct))
                rows.Add(
                    $"{table}: {string.Join(", ", Enumerable.Range(0, row.FieldCount).Select(i => $"{row.GetName(i)}={(row.GetValue(i) is byte[] bytes ? Convert.ToHexString(bytes) : row.GetValue(i))}").Order())}"
                );
        }

        return rows;
    }

    /// <summary>Tables, columns and indexes, in words.</summary>
    private static async Task<string> SchemaAsync(TestStore store)
    {
        var sql =
            store.Database.Provider == DatabaseProvider.Sqlite
                ? "select coalesce(sql, name) as value from sqlite_master order by name"
                : """
                    select table_name || ' ' || column_name || ' ' || data_type as value from information_schema.columns
                        where table_schema = 'public'
                    union all select indexdef from pg_indexes where schemaname = 'public' order by value
                    """;
        return string.Join(
            '\n',
            await store.Get<Store>().ReadAsync((db, token) => db.Database.SqlQueryRaw<string>(sql).ToListAsync(token), Ct)
        );
    }
}
