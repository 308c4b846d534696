using Microsoft.Extensions.Logging.Abstractions;

namespace XthonBot.Core.Tests.Durability;

public sealed class LeaseFacts
{
    private static readonly LeaseTimings Terms = LeaseTimings.Cluster;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_twenty_that_ask_at_once_one_gets_it()
    {
        await using var store = await TestStore.StartAsync();
        var leases = store.Get<LeaseStore>();

        var taken = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => leases.TryTakeAsync("poll", $"p{i}", Terms.Duration, true, Ct)));

        Assert.Single(taken, got => got);
        Assert.True(await leases.IsHeldAsync("poll", Ct));
    }

    [Fact]
    public async Task A_lease_is_its_holders_until_it_runs_out_and_renewing_it_starts_anew()
    {
        await using var store = await TestStore.StartAsync();
        var leases = store.Get<LeaseStore>();
        Assert.True(await leases.TryTakeAsync("poll", "a", Terms.Duration, true, Ct));
        store.Time.Advance(TimeSpan.FromSeconds(9));
        Assert.True(await leases.TryTakeAsync("poll", "a", Terms.Duration, true, Ct));

        store.Time.Advance(Terms.Duration - TimeSpan.FromMilliseconds(1));
        Assert.False(await leases.TryTakeAsync("poll", "b", Terms.Duration, true, Ct));
        store.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.False(await leases.TryTakeAsync("poll", "b", Terms.Duration, alsoFromOthers: false, Ct));
        Assert.True(await leases.TryTakeAsync("poll", "b", Terms.Duration, true, Ct));

        Assert.False(await leases.TryTakeAsync("poll", "a", Terms.Duration, true, Ct));
    }

    [Fact]
    public async Task What_is_released_is_free_at_once_and_nobody_releases_for_another()
    {
        await using var store = await TestStore.StartAsync();
        var leases = store.Get<LeaseStore>();
        await leases.TryTakeAsync("poll", "a", Terms.Duration, true, Ct);

        await leases.ReleaseAsync("poll", "b", Ct);
        Assert.True(await leases.IsHeldAsync("poll", Ct));
        await leases.ReleaseAsync("poll", "a", Ct);

        Assert.True(await leases.TryTakeAsync("poll", "b", Terms.Duration, false, Ct));
    }

    [Fact]
    public async Task A_start_lets_go_of_what_a_process_of_this_machine_held_that_is_no_more()
    {
        await using var store = await TestStore.StartAsync();
        var leases = store.Get<LeaseStore>();
        var living = new NodeIdentity().Id;
        var parts = living.Split('.');
        // The same number, given to a process that started at another time; a number that nobody has; another machine.
        var recycled = string.Join('.', parts[0], parts[1], "1", parts[3]);
        var ended = string.Join('.', parts[0], "99999999", parts[2], parts[3]);
        var elsewhere = string.Join('.', "0123456789abcdef", "99999999", parts[2], parts[3]);
        var withoutStart = string.Join('.', parts[0], parts[1], "", parts[3]);
        foreach (var holder in (string[])[living, recycled, ended, elsewhere, withoutStart, "rubbish"])
            await leases.TryTakeAsync($"of {holder}", holder, Terms.Duration, false, Ct);

        Assert.Equal(2, await new RecoverAbandonedWorkHandler(store.Get<Store>(), LeaseTimings.Cluster).HandleAsync(Ct));

        Assert.True(await leases.IsHeldAsync($"of {living}", Ct));
        Assert.False(await leases.IsHeldAsync($"of {recycled}", Ct));
        Assert.False(await leases.IsHeldAsync($"of {ended}", Ct));
        Assert.True(await leases.IsHeldAsync($"of {elsewhere}", Ct));
        Assert.True(await leases.IsHeldAsync($"of {withoutStart}", Ct));
        Assert.True(await leases.IsHeldAsync("of rubbish", Ct));
    }

    [Fact]
    public async Task After_the_database_was_away_nobody_judges_others_for_a_whole_duration()
    {
        await using var store = await TestStore.StartAsync();
        var heart = Process(store).Heart;
        await heart.BeatAsync(Ct);
        Assert.False(heart.CanTakeOver);
        await BeatForAsync(store, heart, Terms.Duration);
        Assert.True(heart.CanTakeOver);

        await store.SqlAsync("alter table leases rename to gone");
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => heart.BeatAsync(Ct));
        await store.SqlAsync("alter table gone rename to leases");

        Assert.False(heart.CanTakeOver);
        await heart.BeatAsync(Ct);
        store.Time.Advance(Terms.Duration - TimeSpan.FromMilliseconds(1));
        Assert.False(heart.CanTakeOver);
        store.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(heart.CanTakeOver);
    }

    [Fact]
    public async Task Bug_A_beat_that_failed_while_the_process_ended_broke_its_end()
    {
        await using var store = await TestStore.StartAsync();
        using var ending = new CancellationTokenSource();
        var heart = new Heartbeat(
            store.Get<LeaseStore>(),
            new NodeIdentity(),
            Terms,
            new TimeThatFailsAtTheEnd(ending),
            NullLogger<Heartbeat>.Instance
        );

        await heart.RunAsync(ending.Token);

        Assert.True(ending.IsCancellationRequested);
    }

    [Fact]
    public async Task One_keeper_works_and_another_goes_on_when_it_dies()
    {
        await using var store = await TestStore.StartAsync();
        var (first, second) = (Process(store), Process(store));
        await BeatForAsync(store, second.Heart, Terms.Duration);
        using var dies = new CancellationTokenSource();
        var one = new Work();
        var keeping = first.Keeper.RunAsync("poll", one.RunAsync, dies.Token);
        await one.BeganAsync();

        var two = new Work();
        using var ends = new CancellationTokenSource();
        var waiting = second.Keeper.RunAsync("poll", two.RunAsync, ends.Token);
        for (var i = 0; i < 40; i++)
            await PassAsync(store, TimeSpan.FromSeconds(1), second.Heart);
        Assert.False(two.Runs);

        // As after a kill: nothing renews it, and nothing releases it.
        await store.SqlAsync("update leases set holder = 'dead' where name = 'poll'");
        var waited = 0;
        for (; !two.Runs && waited < 600; waited++)
            await PassAsync(store, TimeSpan.FromSeconds(1), second.Heart);

        // A server has many writers: on a machine that has much to do, the clock of this test runs ahead of them.
        Assert.InRange(waited, 5, TestDatabase.Chosen == DatabaseProvider.Sqlite ? 15 : 599);
        await Patience.UntilAsync(() => one.Runs, runs => !runs);
        await ends.CancelAsync();
        await dies.CancelAsync();
        await Task.WhenAll(keeping, waiting).WaitAsync(Patience.Limit, Ct);
        Assert.False(await store.Get<LeaseStore>().IsHeldAsync("poll", Ct));
    }

    [Fact]
    public async Task A_keeper_that_ends_in_order_leaves_it_once_its_work_has_returned()
    {
        await using var store = await TestStore.StartAsync();
        using var ends = new CancellationTokenSource();
        var last = new TaskCompletionSource();
        var began = new TaskCompletionSource();
        var keeping = Process(store)
            .Keeper.RunAsync(
                "poll",
                async _ =>
                {
                    began.SetResult();
                    await last.Task;
                },
                ends.Token
            );
        await began.Task.WaitAsync(Patience.Limit, Ct);

        await ends.CancelAsync();
        Assert.True(await store.Get<LeaseStore>().IsHeldAsync("poll", Ct));
        last.SetResult();
        await keeping.WaitAsync(Patience.Limit, Ct);

        Assert.False(await store.Get<LeaseStore>().IsHeldAsync("poll", Ct));
    }

    private static (LeaseKeeper Keeper, Heartbeat Heart) Process(TestStore store)
    {
        var me = new NodeIdentity();
        var heart = new Heartbeat(store.Get<LeaseStore>(), me, Terms, store.Time, NullLogger<Heartbeat>.Instance);
        return (new LeaseKeeper(store.Get<LeaseStore>(), me, heart, Terms, store.Time, NullLogger<LeaseKeeper>.Instance), heart);
    }

    private static async Task BeatForAsync(TestStore store, Heartbeat heart, TimeSpan duration)
    {
        for (var passed = TimeSpan.Zero; passed <= duration; passed += Terms.Renewal)
        {
            await heart.BeatAsync(Ct);
            store.Time.Advance(Terms.Renewal);
        }
    }

    /// <summary>Time passes and everybody does what they do in it.</summary>
    private static async Task PassAsync(TestStore store, TimeSpan time, Heartbeat heart)
    {
        store.Time.Advance(time);
        // There is one writer: a few writes later, whatever was begun before them is done.
        for (var i = 0; i < 5; i++)
            await heart.BeatAsync(Ct);
    }

    private sealed class Work
    {
        private readonly TaskCompletionSource began = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private volatile bool runs;

        public bool Runs => runs;

        public Task BeganAsync() => began.Task.WaitAsync(Patience.Limit, Ct);

        public async Task RunAsync(CancellationToken ct)
        {
            runs = true;
            began.TrySetResult();
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ct);
            }
            finally
            {
                runs = false;
            }
        }
    }

    /// <summary>The first thing that a beat asks: the end comes at this moment, and it fails as a database does that is away.</summary>
    private sealed class TimeThatFailsAtTheEnd(CancellationTokenSource ending) : TimeProvider
    {
        public override long GetTimestamp()
        {
            ending.Cancel();
            throw new InvalidOperationException("planted");
        }
    }
}
