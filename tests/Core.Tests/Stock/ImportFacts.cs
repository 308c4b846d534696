using System.Diagnostics;
using XthonBot.Core.Modules.Stock;

namespace XthonBot.Core.Tests.Stock;

public sealed class ImportFacts
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_hundred_thousand_lines_with_rubbish_and_duplicates_come_in_while_purchases_go_on()
    {
        await using var store = await TestStore.StartAsync();
        var other = await store.ServiceAsync("wa", numbers: 200);
        var ann = await store.CustomerAsync("1000.00");
        await store.ServiceAsync();
        var lines = new List<string>();
        var bad = new List<int>();
        for (var i = 0; i < 100_000; i++)
        {
            // One line in a hundred is rubbish, one in a hundred came 60,000 lines before: far outside of its chunk.
            if (i % 100 == 50)
                bad.Add(i + 1);
            lines.Add(
                i % 100 == 50 ? $"rubbish {i}"
                : i % 100 == 70 && i > 60_000 ? lines[i - 60_001]
                : $"+44770{i:0000000}"
            );
        }

        var duplicates = Enumerable.Range(0, 100_000).Count(i => i % 100 == 70 && i > 60_000);
        var progress = new List<ImportProgress>();
        var import = store
            .Get<ImportNumbersHandler>()
            .HandleAsync(
                new ImportNumbers("tg", "b", StockFile.Read(new StringReader(string.Join('\n', lines))), TestStore.Operator),
                new Recorder(progress),
                CancellationToken.None,
                Ct
            );
        var slowest = TimeSpan.Zero;
        var bought = 0;
        while (!import.IsCompleted && bought < 200)
        {
            var start = Stopwatch.GetTimestamp();
            Assert.True((await store.BuyAsync(ann, other)).IsOk);
            bought++;
            slowest = TimeSpan.FromTicks(Math.Max(slowest.Ticks, Stopwatch.GetElapsedTime(start).Ticks));
        }

        var report = (await import).Value;

        Assert.Equal(new ImportProgress(100_000, 100_000 - 1_000 - duplicates, duplicates, 1_000), report.Total);
        Assert.Equal(bad, report.Problems.Select(p => p.Line));
        Assert.False(report.Stopped);
        Assert.Equal(
            report.Total.Added,
            (await store.Get<Core.Views.Storefront.ListServicesHandler>().AllAsync(Ct)).Single(s => s.Code == "tg").Stock
        );
        Assert.Equal(200, progress.Count);
        Assert.Equal(report.Total, progress[^1]);
        Assert.True(progress.Zip(progress.Skip(1)).All(pair => pair.First.Lines < pair.Second.Lines), "Progress goes forward.");
        Assert.True(bought > 5 && slowest < TimeSpan.FromSeconds(1), $"The slowest of {bought} purchases waited {slowest}.");
    }

    [Fact]
    public async Task Bug_A_number_repeated_in_a_later_chunk_was_counted_as_added_again()
    {
        await using var store = await TestStore.StartAsync();
        await store.ServiceAsync();
        var numbers = Enumerable.Range(0, 600).Select(i => $"+44770{i:0000000}").ToList();

        var report = await store.StockAsync("tg", [.. numbers, .. numbers]);

        Assert.Equal(new ImportProgress(1200, 600, 600, 0), report.Total);
    }

    [Fact]
    public async Task A_number_that_another_shelf_holds_is_a_duplicate()
    {
        await using var store = await TestStore.StartAsync();
        await store.ServiceAsync("tg");
        await store.ServiceAsync("wa");
        await store.StockAsync("tg", ["+15550001234"]);

        Assert.Equal(new ImportProgress(2, 1, 1, 0), (await store.StockAsync("wa", ["+15550001234", "+15550001235"])).Total);
    }

    [Fact]
    public async Task A_number_keeps_the_link_of_the_line_that_brought_it()
    {
        await using var store = await TestStore.StartAsync();
        await store.ServiceAsync();
        await store.StockAsync("tg", ["+15550001230"]);

        var report = await store.StockAsync(
            "tg",
            [
                "+15550001230,https://sms.example/0",
                "+15550001231,https://sms.example/1",
                "+15550001232",
                "+15550001232,https://sms.example/2",
                "+15550001231,https://sms.example/other",
                "+15550001233,ftp://sms.example/",
            ]
        );

        Assert.Equal(new ImportProgress(6, 2, 3, 1), report.Total);
        Assert.Equal(1, await store.ScalarAsync<int>("select count(*) as value from numbers where link is not null"));
        Assert.Equal(
            "https://sms.example/1",
            await store.ScalarAsync<string>("select link as value from numbers where phone = '+15550001231'")
        );
    }

    [Fact]
    public async Task An_import_that_was_interrupted_goes_on_under_its_name_and_reports_the_right_totals()
    {
        await using var store = await TestStore.StartAsync();
        await store.ServiceAsync();
        await store.StockAsync("tg", ["+447700000001"]);
        var lines = Enumerable.Range(0, 1_700).Select(i => i == 3 ? "rubbish" : $"+44770{i:0000000}").ToList();

        await Assert.ThrowsAsync<IOException>(() =>
            store
                .Get<ImportNumbersHandler>()
                .HandleAsync(new ImportNumbers("tg", "b", Breaking(lines, 1_100), TestStore.Operator), null, CancellationToken.None, Ct)
        );
        Assert.Equal(999, await store.ScalarAsync<int>("select count(*) as value from numbers"));
        var report = await store.StockAsync("tg", lines, batch: "b");

        // One is rubbish and one was on the shelf before.
        Assert.Equal(new ImportProgress(1_700, 1_698, 1, 1), report.Total);
        Assert.Equal(1_699, await store.ScalarAsync<int>("select count(*) as value from numbers"));
    }

    [Fact]
    public async Task Bug_Going_on_with_an_import_put_back_what_was_sold_or_withdrawn_meanwhile()
    {
        await using var store = await TestStore.StartAsync();
        var service = await store.ServiceAsync();
        var ann = await store.CustomerAsync("5.00");
        await store.StockAsync("tg", ["+15550001234", "+15550001235"], batch: "b");
        var order = (await store.BuyAsync(ann, service)).Value;
        await store.ReceiveAsync(order.Phone, "Your code is 54321");
        store.Time.Advance(TimeSpan.FromHours(2));
        await store.ExpireAsync();
        await store.Get<WithdrawNumbersHandler>().HandleAsync(new WithdrawNumbers("tg", null, 1, TestStore.Operator), Ct);

        var report = await store.StockAsync("tg", ["+15550001234", "+15550001235", "+15550001236"], batch: "b");

        Assert.Equal(new ImportProgress(3, 3, 0, 0), report.Total);
        Assert.Equal(
            "+15550001236",
            await store.ScalarAsync<string>($"select phone as value from numbers where status = {(int)NumberStatus.Free}")
        );
        Assert.Equal(3, await store.ScalarAsync<int>("select count(*) as value from numbers"));
    }

    [Fact]
    public async Task An_import_can_be_stopped_and_what_is_in_stays_in()
    {
        await using var store = await TestStore.StartAsync();
        await store.ServiceAsync();
        using var stop = new CancellationTokenSource();
        var lines = StockFile.Read(new StringReader(string.Join('\n', Enumerable.Range(0, 5_000).Select(i => $"+44770{i:0000000}"))));

        var report = (
            await store
                .Get<ImportNumbersHandler>()
                .HandleAsync(new ImportNumbers("tg", "b", lines, TestStore.Operator), new Stopper(stop), stop.Token, Ct)
        ).Value;

        Assert.True(report.Stopped);
        Assert.Equal(new ImportProgress(500, 500, 0, 0), report.Total);
        Assert.Equal(500, await store.ScalarAsync<int>($"select count(*) as value from numbers where status = {(int)NumberStatus.Free}"));
        Assert.Equal("added 500", await store.ScalarAsync<string>("select after as value from audit_log where action = 'stock.add'"));
    }

    [Fact]
    public async Task Bug_A_batch_of_another_service_left_out_as_many_lines_as_it_had_had()
    {
        await using var store = await TestStore.StartAsync();
        await store.ServiceAsync("tg");
        await store.ServiceAsync("wa");
        await store.StockAsync("tg", ["+15550001234", "rubbish"], batch: "b");
        await store.StockAsync("tg", ["rubbish"], batch: "none");

        foreach (var batch in new[] { "b", "none" })
        {
            var refused = await store
                .Get<ImportNumbersHandler>()
                .HandleAsync(
                    new ImportNumbers("wa", batch, StockFile.Read(new StringReader("+15550001235\n+15550001236")), TestStore.Operator),
                    null,
                    CancellationToken.None,
                    Ct
                );
            Assert.Equal(new Error.Invalid("batch", "batch-of-another-service"), refused.Error);
        }

        Assert.Equal(new ImportProgress(2, 1, 0, 1), (await store.StockAsync("tg", ["+15550001234", "rubbish"], batch: "b")).Total);
        Assert.Equal(1, await store.ScalarAsync<int>("select count(*) as value from numbers"));
    }

    [Fact]
    public async Task The_report_says_where_duplicates_lie_what_is_unusual_and_what_is_in_stock()
    {
        await using var store = await TestStore.StartAsync();
        await store.ServiceAsync("tg");
        await store.ServiceAsync("wa");
        await store.StockAsync("wa", ["+15550001230"]);
        await store.StockAsync("tg", ["+15550001231"]);

        var report = await store.StockAsync("tg", ["+15550001230", "+15550001231", "+15550001232, +15550001232", "+15550001"]);

        var names = (await store.Get<Core.Views.Storefront.ListServicesHandler>().AllAsync(Ct)).ToDictionary(s => s.Code, s => s.Name);
        Assert.Equal(
            [(1, "+15550001230", names["wa"]), (2, "+15550001231", names["tg"]), (3, "+15550001232", null)],
            report.Duplicates.Select(d => (d.Line, d.Number.E164, d.Service))
        );
        Assert.Equal([(4, "+15550001")], report.Unusual.Select(line => (line.Line, line.Number.Value.E164)));
        Assert.Equal((names["tg"], 3, 0, 1), (report.ServiceName, report.Stock, report.Resting, report.UnusualCount));
        Assert.Equal(new ImportProgress(5, 2, 3, 0), report.Total);
    }

    [Fact]
    public async Task Numbers_that_rest_are_told_apart_from_those_on_sale()
    {
        await using var store = await TestStore.StartAsync();
        await store.ServiceAsync();
        await store.StockAsync("tg", ["+15550001230"]);
        await store.Get<WithdrawNumbersHandler>().HandleAsync(new WithdrawNumbers("tg", null, 1, TestStore.Operator), Ct);

        var report = await store.StockAsync("tg", ["+15550001230", "+15550001231"]);

        Assert.Equal((2, 1, 1), (report.Total.Added, report.Stock, report.Resting));
    }

    [Fact]
    public async Task Numbers_for_an_unknown_service_go_nowhere()
    {
        await using var store = await TestStore.StartAsync();

        var refused = await store
            .Get<ImportNumbersHandler>()
            .HandleAsync(new ImportNumbers("tg", "b", [], TestStore.Operator), null, CancellationToken.None, Ct);

        Assert.Equal(new Error.NotFound("service"), refused.Error);
    }

    private static IEnumerable<StockLine> Breaking(List<string> lines, int at) =>
        StockFile
            .Read(new StringReader(string.Join('\n', lines)))
            .Select(line => line.Line <= at ? line : throw new IOException("The connection broke."));

    private sealed class Recorder(List<ImportProgress> seen) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value) => seen.Add(value);
    }

    private sealed class Stopper(CancellationTokenSource stop) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value) => stop.Cancel();
    }
}
