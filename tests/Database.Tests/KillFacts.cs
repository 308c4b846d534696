using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using XthonBot.Core.Modules.ApiKeys;
using XthonBot.Core.Modules.Customers;
using XthonBot.Core.Modules.Orders;

namespace XthonBot.Database.Tests;

/// <summary>The real process, killed without a warning while it sells.</summary>
public sealed class KillFacts
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whatever_was_answered_before_a_kill_is_there_after_it_and_the_books_agree()
    {
        await using var database = await TestDatabase.MakeAsync();
        var store = TestStore.Open(database);
        var service = await store.ServiceAsync(price: "0.01");
        await store.StockAsync("tg", Enumerable.Range(0, 20_000).Select(i => $"+44770{i:0000000}"));
        var ann = await store.CustomerAsync("1000.00");
        var key = (await store.Get<IssueApiKeyHandler>().HandleAsync(new IssueApiKey(ann.Id, "k"), Ct)).Value.Key;
        await store.CloseAsync();
        var answered = new ConcurrentBag<string>();

        for (var round = 0; round < 2; round++)
            await SellUntilKilledAsync(database, $"{service.Id}", key, answered, answered.Count + 150);

        var after = TestStore.Open(database);
        try
        {
            if (database.Provider == DatabaseProvider.Sqlite)
                Assert.Equal("ok", await after.ScalarAsync<string>("select integrity_check as value from pragma_integrity_check"));
            Assert.Empty(await after.DifferencesAsync());
            var kept = await after.Get<Store>().ReadAsync((db, token) => db.Orders.Select(o => o.PublicId).ToListAsync(token), Ct);
            var known = kept.Select(id => $"{new Core.Foundation.Kernel.OrderId(id)}").ToHashSet();
            Assert.True(answered.Count >= 300);
            Assert.DoesNotContain(answered, id => !known.Contains(id));
            Assert.Equal(100_000 - kept.Count, (await after.Get<FindCustomerHandler>().HandleAsync(ann.Id, Ct)).Balance.Minor);
        }
        finally
        {
            await after.CloseAsync();
        }
    }

    private static async Task SellUntilKilledAsync(
        TestDatabase database,
        string service,
        string key,
        ConcurrentBag<string> answered,
        int enough
    )
    {
        using var process = Start(database);
        try
        {
            using var http = new HttpClient { BaseAddress = new Uri(await AddressAsync(process).WaitAsync(TimeSpan.FromSeconds(60), Ct)) };
            http.DefaultRequestHeaders.Add("X-API-Key", key);
            await Task.WhenAll(
                Enumerable
                    .Range(0, 8)
                    .Select(_ =>
                        Task.Run(async () =>
                        {
                            try
                            {
                                while (true)
                                {
                                    using var response = await http.PostAsync(
                                        new Uri($"/api/v2/services/{service}/buy", UriKind.Relative),
                                        null,
                                        Ct
                                    );
                                    using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Ct));
                                    answered.Add(body.RootElement.GetProperty("data").GetProperty("id").GetString()!);
                                    if (answered.Count >= enough)
                                        process.Kill();
                                }
                            }
                            catch (Exception e) when (e is HttpRequestException or IOException)
                            {
                                // It is dead.
                            }
                        })
                    )
            );
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(Ct);
        }
    }

    private static Process Start(TestDatabase database) =>
        Process.Start(
            new ProcessStartInfo(Environment.ProcessPath is { } path && path.EndsWith("dotnet", StringComparison.Ordinal) ? path : "dotnet")
            {
                ArgumentList = { "exec", Path.Combine(AppContext.BaseDirectory, "XthonBot.Bot.dll") },
                WorkingDirectory = database.Folder,
                RedirectStandardOutput = true,
                Environment =
                {
                    ["DOTNET_ENVIRONMENT"] = "Production",
                    ["ASPNETCORE_ENVIRONMENT"] = "Production",
                    ["Telegram__Token"] = "1:nobody",
                    ["Roles"] = "Api",
                    ["Orders__MaxOpenPerCustomer"] = "0",
                    ["Urls"] = "http://127.0.0.1:0",
                    ["Database__Provider"] = $"{database.Provider}",
                    ["ConnectionStrings__Store"] = database.ConnectionString,
                },
            }
        )!;

    private static async Task<string> AddressAsync(Process process)
    {
        while (await process.StandardOutput.ReadLineAsync(Ct) is { } line)
        {
            if (!line.Contains("Now listening on", StringComparison.Ordinal))
                continue;
            // Nobody may be left with a full pipe.
            _ = process.StandardOutput.ReadToEndAsync(Ct);
            using var entry = JsonDocument.Parse(line);
            return entry.RootElement.GetProperty("address").GetString()!;
        }

        throw new InvalidOperationException("The store did not start.");
    }
}
