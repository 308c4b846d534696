namespace XthonBot.Core.Tests.Durability;

public sealed class NightlyWorkFacts
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_done_once_a_night_by_whoever_comes_first()
    {
        await using var store = await TestStore.StartAsync();
        At(store, new TimeSpan(12, 0, 0));
        Assert.Equal(0, await RunsAsync(store));

        At(store, new TimeSpan(3, 29, 59));
        Assert.Equal(0, await RunsAsync(store));
        store.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, await RunsAsync(store));
        Assert.Equal(0, await RunsAsync(store));
        store.Time.Advance(TimeSpan.FromHours(23));
        Assert.Equal(0, await RunsAsync(store));
        store.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(1, await RunsAsync(store));
    }

    [Fact]
    public async Task Bug_A_night_during_which_the_store_was_down_was_left_out()
    {
        await using var store = await TestStore.StartAsync();
        At(store, new TimeSpan(23, 0, 0));
        await RunsAsync(store);

        store.Time.Advance(TimeSpan.FromHours(9));

        Assert.Equal(1, await RunsAsync(store));
        Assert.Equal(0, await RunsAsync(store));
    }

    [Fact]
    public async Task A_run_that_fails_waits_for_the_next_night_and_one_that_is_broken_off_is_repeated()
    {
        await using var store = await TestStore.StartAsync();
        At(store, new TimeSpan(12, 0, 0));
        await RunsAsync(store);
        var work = store.Get<NightlyWork>();

        At(store, new TimeSpan(4, 0, 0));
        using var end = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await work.RunAsync(
                "count",
                async token =>
                {
                    await end.CancelAsync();
                    token.ThrowIfCancellationRequested();
                },
                end.Token
            )
        );
        Assert.True(await work.RunAsync("count", _ => throw new InvalidOperationException("no such table"), Ct));
        Assert.Equal(0, await RunsAsync(store));
    }

    [Fact]
    public async Task A_clock_that_was_years_ahead_keeps_no_night_from_its_work()
    {
        await using var store = await TestStore.StartAsync();
        var now = store.Time.GetUtcNow();
        store.Time.Advance(TimeSpan.FromDays(900));
        await RunsAsync(store);

        store.Time.AdjustTime(now);

        Assert.Equal(1, await RunsAsync(store));
        Assert.Equal(0, await RunsAsync(store));
    }

    private static async Task<int> RunsAsync(TestStore store)
    {
        var runs = 0;
        await store
            .Get<NightlyWork>()
            .RunAsync(
                "count",
                _ =>
                {
                    runs++;
                    return Task.CompletedTask;
                },
                Ct
            );
        return runs;
    }

    /// <summary>The next time it is so late.</summary>
    private static void At(TestStore store, TimeSpan timeOfDay)
    {
        var now = store.Time.GetUtcNow();
        var at = now.Date + timeOfDay;
        store.Time.Advance((at > now.UtcDateTime ? at : at.AddDays(1)) - now.UtcDateTime);
    }
}
