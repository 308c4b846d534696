using XthonBot.Core.Orders;

namespace XthonBot.Database.Tests;

public sealed class DurabilityFacts
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("journal_mode", "wal")]
    [InlineData("synchronous", "2")]
    [InlineData("foreign_keys", "1")]
    [InlineData("busy_timeout", "10000")]
    public async Task The_settings_hold_on_every_connection_of_readers_and_of_the_writer(string pragma, string value)
    {
        await using var store = await TestStore.StartAsync();

        for (var i = 0; i < 3; i++)
            Assert.Equal(value, await store.Get<Store>().ReadAsync((db, token) => PragmaAsync(db, pragma, token), Ct));
        Assert.Equal(value, await store.Get<Store>().WriteAsync((db, token) => PragmaAsync(db, pragma, token), Ct));
    }

    [Theory]
    [InlineData("update balances set amount_minor = -1 where customer_id = 1", "CHECK")]
    [InlineData("update customers set bonus_percent = 91", "CHECK")]
    [InlineData("update customers set bonus_percent = -1", "CHECK")]
    [InlineData("update services set price_minor = 0", "CHECK")]
    [InlineData("update orders set price_minor = -1 where id = 1", "CHECK")]
    [InlineData("update orders set price_minor = list_price_minor + 1 where id = 1", "CHECK")]
    [InlineData("update postings set amount_minor = -1 where id = 1", "CHECK")]
    [InlineData("update postings set destination = source where id = 1", "CHECK")]
    [InlineData("update orders set phone = (select phone from orders where id = 1) where id = 2", "UNIQUE")]
    [InlineData("update orders set public_id = (select public_id from orders where id = 1) where id = 2", "UNIQUE")]
    [InlineData("update orders set purchase_key = 'same'", "UNIQUE")]
    [InlineData("update numbers set phone = (select phone from numbers where id = 1) where id = 2", "UNIQUE")]
    [InlineData("insert into postings (kind, source, destination, amount_minor, order_id, reverses_id, actor, at) select kind, source, destination, amount_minor, order_id, null, actor, at from postings where kind = 2", "UNIQUE")]
    [InlineData("insert into postings (kind, source, destination, amount_minor, order_id, reverses_id, actor, at) select kind, source, destination, amount_minor, null, reverses_id, actor, at from postings where kind = 2", "UNIQUE")]
    [InlineData("insert into postings (kind, source, destination, amount_minor, order_id, actor, at) select kind, source, destination, amount_minor, order_id, actor, at from postings where kind = 1", "UNIQUE")]
    [InlineData("insert into postings (kind, source, destination, amount_minor, reference, actor, at) select kind, source, destination, amount_minor, reference, actor, at from postings where kind = 3", "UNIQUE")]
    [InlineData("update customers set telegram_id = 1", "UNIQUE")]
    [InlineData("delete from customers", "FOREIGN KEY")]
    [InlineData("delete from orders", "FOREIGN KEY")]
    [InlineData("delete from numbers where id = 1", "FOREIGN KEY")]
    [InlineData("delete from postings where id = (select reverses_id from postings where kind = 2)", "FOREIGN KEY")]
    public async Task The_database_itself_refuses_what_must_not_be(string sql, string constraint)
    {
        await using var store = await BusyStoreAsync();

        var refused = await Assert.ThrowsAsync<SqliteException>(() => store.Get<Store>().WriteAsync(
            (db, token) => db.Database.ExecuteSqlRawAsync(sql, token), Ct));

        Assert.Contains($"{constraint} constraint failed", refused.Message, StringComparison.Ordinal);
        Assert.Empty(await store.DifferencesAsync());
    }

    [Fact]
    public async Task A_backup_of_a_live_store_is_complete_and_its_books_agree()
    {
        await using var store = await TestStore.StartAsync();
        var service = await store.ServiceAsync(numbers: 300, price: "0.10");
        var ann = await store.CustomerAsync("30.00");
        using var enough = new CancellationTokenSource();
        var bought = 0;
        var buying = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (!enough.IsCancellationRequested && Volatile.Read(ref bought) < 250)
            {
                var order = (await store.BuyAsync(ann, service)).Value;
                if (Interlocked.Increment(ref bought) % 3 == 0)
                    await store.CancelAsync(order);
            }
        })).ToList();

        var copies = new List<(string Folder, int Before, int After)>();
        for (var i = 0; i < 3; i++)
        {
            var folder = Directory.CreateDirectory(Path.Combine(store.Folder, $"copy{i}")).FullName;
            var before = await store.ScalarAsync<int>("select count(*) as value from orders");
            await store.Get<DatabaseFile>().BackupAsync(Path.Combine(folder, "store.db"), Ct);
            copies.Add((folder, before, await store.ScalarAsync<int>("select count(*) as value from orders")));
        }

        await enough.CancelAsync();
        await Task.WhenAll(buying);

        foreach (var (folder, before, after) in copies)
        {
            var restored = TestStore.Open(folder);
            Assert.Equal("ok", await restored.Get<Store>().ReadAsync((db, token) => PragmaAsync(db, "integrity_check", token), Ct));
            Assert.Empty(await restored.DifferencesAsync());
            Assert.InRange(await restored.ScalarAsync<int>("select count(*) as value from orders"), before, after);
            // And it is a store that goes on.
            Assert.True((await restored.BuyAsync(ann, service)).IsOk);
            await restored.CloseAsync();
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("something")]
    public async Task A_backup_overwrites_nothing(string content)
    {
        await using var store = await TestStore.StartAsync();
        var file = Path.Combine(store.Folder, "it's a backup.db");
        await File.WriteAllTextAsync(file, content, Ct);

        await Assert.ThrowsAsync<IOException>(() => store.Get<DatabaseFile>().BackupAsync(file, Ct));

        Assert.Equal(content, await File.ReadAllTextAsync(file, Ct));
        File.Delete(file);
        await store.Get<DatabaseFile>().BackupAsync(file, Ct);
        Assert.True(new FileInfo(file).Length > 0);
    }

    private static async Task<TestStore> BusyStoreAsync()
    {
        var store = await TestStore.StartAsync();
        var service = await store.ServiceAsync(numbers: 3);
        var ann = await store.CustomerAsync("10.00");
        await store.CustomerAsync();
        Assert.Equal(OrderStatus.Pending, (await store.BuyAsync(ann, service, "a")).Value.Status);
        await store.BuyAsync(ann, service, "b");
        await store.CancelAsync((await store.BuyAsync(ann, service)).Value);
        return store;
    }

    private static async Task<string> PragmaAsync(StoreDbContext db, string name, CancellationToken ct)
    {
        await db.Database.OpenConnectionAsync(ct);
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = db.Database.CurrentTransaction is { } current ? (System.Data.Common.DbTransaction)Microsoft.EntityFrameworkCore.Storage.DbContextTransactionExtensions.GetDbTransaction(current) : null;
#pragma warning disable CA2100 // The names are the test's own.
        command.CommandText = "pragma " + name;
#pragma warning restore CA2100
        return $"{await command.ExecuteScalarAsync(ct)}";
    }
}
