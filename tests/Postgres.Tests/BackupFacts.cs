using System.Diagnostics;
using Npgsql;
using XthonBot.TestKit;

namespace XthonBot.Postgres.Tests;

/// <summary>The manual's copy of a store on PostgreSQL, made by its own tools while the store is used.</summary>
public sealed class BackupFacts
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_copy_made_by_pg_dump_under_load_is_whole_and_its_books_agree()
    {
        await using var api = await ApiHost.StartAsync(("Orders:MaxOpenPerCustomer", "0"));
        var service = await api.Store.ServiceAsync(numbers: 2_000, price: "0.01");
        var ann = await api.Store.CustomerAsync("20.00");
        var key = await api.KeyAsync(ann);
        var folder = Directory.CreateTempSubdirectory("xthon-dump-");
        var dump = Path.Combine(folder.FullName, "store.dump");
        var original = new NpgsqlConnectionStringBuilder(api.Store.Database.ConnectionString);
        await using var restored = await TestDatabase.MakeEmptyAsync();
        var copy = new NpgsqlConnectionStringBuilder(restored.ConnectionString);

        var bought = 0;
        using var enough = new CancellationTokenSource();
        var buying = Task.Run(
            async () =>
            {
                while (!enough.IsCancellationRequested && bought < 1_900)
                {
                    Assert.Equal(200, (int)(await api.PostAsync($"services/{service.Id}/buy", key)).Status);
                    bought++;
                }
            },
            Ct
        );
        while (bought < 20)
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Ct);
        await RunAsync("pg_dump", original, "--format=custom", $"--file={dump}");
        await enough.CancelAsync();
        await buying;
        await RunAsync("pg_restore", copy, "--no-owner", $"--dbname={copy.Database}", dump);

        var (exitCode, output) = await StoreProcess.RunAsync(
            folder.FullName,
            [],
            "check",
            "--environment=Production",
            "--Database:Provider=Postgres",
            $"--ConnectionStrings:Store={copy}"
        );
        Assert.True(exitCode == 0, output);
        await using var connection = new NpgsqlConnection(copy.ConnectionString + ";Pooling=false");
        await connection.OpenAsync(Ct);
        await using var count = new NpgsqlCommand("select count(*) from orders", connection);
        var kept = Convert.ToInt32(await count.ExecuteScalarAsync(Ct), null);
        Assert.InRange(kept, 20, bought);
        folder.Delete(recursive: true);
    }

    private static async Task RunAsync(string tool, NpgsqlConnectionStringBuilder database, params string[] arguments)
    {
        var start = new ProcessStartInfo(tool, arguments) { RedirectStandardError = true };
        foreach (
            var (name, value) in new[]
            {
                ("PGHOST", database.Host),
                ("PGPORT", $"{database.Port}"),
                ("PGUSER", database.Username),
                ("PGPASSWORD", database.Password),
                ("PGDATABASE", database.Database),
            }
        )
        {
            start.Environment[name] = value ?? "";
        }

        using var process = Process.Start(start)!;
        var said = await process.StandardError.ReadToEndAsync(Ct);
        await process.WaitForExitAsync(Ct);
        Assert.True(process.ExitCode == 0, said);
    }
}
