namespace XthonBot.Database.Tests;

/// <summary>What SQLite alone needs: the server of the other database has settings and copies of its own.</summary>
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

    [Fact]
    public async Task The_folder_of_the_file_is_made()
    {
        var database = new SqliteTestDatabase("data/deep/store.db");
        await using var store = TestStore.Open(database);
        await store.Get<DatabaseFile>().MigrateAsync(Ct);
        Assert.True(File.Exists(database.File));
    }

    [Fact]
    public async Task A_backup_of_a_live_store_is_complete_and_its_books_agree()
    {
        await using var store = await TestStore.StartAsync(("Orders:MaxOpenPerCustomer", "0"));
        var service = await store.ServiceAsync(numbers: 300, price: "0.10");
        var ann = await store.CustomerAsync("30.00");
        using var enough = new CancellationTokenSource();
        var bought = 0;
        var buying = Enumerable
            .Range(0, 4)
            .Select(_ =>
                Task.Run(async () =>
                {
                    while (!enough.IsCancellationRequested && Volatile.Read(ref bought) < 250)
                    {
                        var order = (await store.BuyAsync(ann, service)).Value;
                        if (Interlocked.Increment(ref bought) % 3 == 0)
                            await store.CancelAsync(order);
                    }
                })
            )
            .ToList();

        var copies = new List<(TestDatabase Copy, int Before, int After)>();
        for (var i = 0; i < 3; i++)
        {
            var copy = new SqliteTestDatabase();
            var before = await store.ScalarAsync<int>("select count(*) as value from orders");
            await store.Get<DatabaseFile>().BackupAsync(copy.File, Ct);
            copies.Add((copy, before, await store.ScalarAsync<int>("select count(*) as value from orders")));
        }

        await enough.CancelAsync();
        await Task.WhenAll(buying);

        foreach (var (copy, before, after) in copies)
        {
            await using var restored = TestStore.Open(copy);
            Assert.Equal("ok", await restored.Get<Store>().ReadAsync((db, token) => PragmaAsync(db, "integrity_check", token), Ct));
            Assert.Empty(await restored.DifferencesAsync());
            Assert.InRange(await restored.ScalarAsync<int>("select count(*) as value from orders"), before, after);
            // And it is a store that goes on.
            Assert.True((await restored.BuyAsync(ann, service)).IsOk);
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

    [Fact]
    public async Task A_backup_brings_the_keys_along_with_which_its_texts_are_read()
    {
        await using var store = await TestStore.StartAsync();
        var service = await store.ServiceAsync(numbers: 1);
        var order = (await store.BuyAsync(await store.CustomerAsync("5.00"), service)).Value;
        await store.ReceiveAsync(order.Phone, "Your code is 54321");
        var copy = new SqliteTestDatabase();

        var (exitCode, output) = await StoreProcess.RunAsync(
            copy.Folder,
            [],
            "backup",
            copy.File,
            "--environment=Production",
            $"--ConnectionStrings:Store={store.Database.ConnectionString}"
        );
        Assert.True(exitCode == 0, output);
        Assert.True(
            OperatingSystem.IsWindows()
                || File.GetUnixFileMode(copy.File + ".keys") == (UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute)
        );
        Directory.Move(copy.File + ".keys", Path.Combine(copy.Folder, "keys"));

        await using var restored = TestStore.Open(copy);
        Assert.Equal("54321", (await restored.OrderAsync(order)).Code);
    }

    private static async Task<string> PragmaAsync(StoreDbContext db, string name, CancellationToken ct)
    {
        await db.Database.OpenConnectionAsync(ct);
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = db.Database.CurrentTransaction is { } current
            ? (System.Data.Common.DbTransaction)
                Microsoft.EntityFrameworkCore.Storage.DbContextTransactionExtensions.GetDbTransaction(current)
            : null;
#pragma warning disable CA2100 // The names are the test's own.
        command.CommandText = "pragma " + name;
#pragma warning restore CA2100
        return $"{await command.ExecuteScalarAsync(ct)}";
    }
}
