using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using XthonBot.Core.Reactions.Notifications;

namespace XthonBot.Core.Tests.Notifications;

public sealed class OutboxFacts
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sweeps_at_once_in_two_processes_tell_each_notification_once()
    {
        await using var store = await TestStore.StartAsync();
        var ann = await store.CustomerAsync();
        for (var i = 1; i <= 250; i++)
            await store.CreditAsync(ann.Id, new Money(i));
        await using var other = Process(store);
        var mine = store.Get<NotificationDispatcher>();

        var counts = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(() => (i % 2 == 0 ? mine : other).HandleAsync(Ct))));
        await mine.DrainAsync();
        await other.DrainAsync();

        Assert.Equal(250, counts.Sum());
        Assert.Equal(250, store.Channel.Delivered.Select(d => d.Id).Distinct().Count());
        Assert.Equal(250, store.Channel.Delivered.Count);
        Assert.Equal(0, await mine.HandleAsync(Ct));
        Assert.Equal(
            250,
            await store.ScalarAsync<int>(
                "select count(*) as value from notifications where done_at is not null and sent_message_id = 1 and attempts = 1"
            )
        );
    }

    [Fact]
    public async Task What_a_process_took_with_it_is_told_again_after_thirty_seconds()
    {
        await using var store = await TestStore.StartAsync();
        await CreditedAsync(store);
        var dead = await DieAsync(store);
        await using var next = Process(store);

        store.Time.Advance(TimeSpan.FromSeconds(30) - TimeSpan.FromMilliseconds(1));
        Assert.Equal(0, await next.HandleAsync(Ct));
        store.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, await next.HandleAsync(Ct));
        await next.DrainAsync();

        Assert.Equal(2, store.Channel.Delivered.Count);
        Assert.Equal(0, await next.HandleAsync(Ct));
        dead.SetResult(new DeliveryOutcome.Sent(1));
    }

    [Fact]
    public async Task A_sweep_renews_the_lease_of_what_its_process_still_works_at()
    {
        await using var store = await TestStore.StartAsync();
        await CreditedAsync(store);
        var slow = new TaskCompletionSource<DeliveryOutcome>();
        store.Channel.Decide = _ => slow.Task;
        var mine = store.Get<NotificationDispatcher>();
        await using var other = Process(store);
        await mine.HandleAsync(Ct);

        for (var i = 0; i < 5; i++)
        {
            store.Time.Advance(TimeSpan.FromSeconds(20));
            Assert.Equal(0, await mine.HandleAsync(Ct));
            Assert.Equal(0, await other.HandleAsync(Ct));
        }

        slow.SetResult(new DeliveryOutcome.Sent(77));
        await mine.DrainAsync();
        Assert.Single(store.Channel.Delivered);
        Assert.Equal(77, await store.ScalarAsync<int>("select sent_message_id as value from notifications"));
    }

    [Fact]
    public async Task After_a_start_nothing_waits_for_the_leases_of_the_run_before()
    {
        await using var store = await TestStore.StartAsync();
        await CreditedAsync(store);
        var dead = await DieAsync(store);
        await using var next = Process(store);

        Assert.Equal(1, await next.ReleaseLeasesAsync(Ct));
        Assert.Equal(1, await next.HandleAsync(Ct));
        await next.DrainAsync();

        Assert.Equal(2, store.Channel.Delivered.Count);
        dead.SetResult(new DeliveryOutcome.Sent(1));
    }

    [Fact]
    public async Task While_the_far_end_cannot_be_reached_the_pauses_grow_to_ten_minutes()
    {
        await using var store = await TestStore.StartAsync();
        await CreditedAsync(store);
        store.Channel.Answer = new DeliveryOutcome.Later();

        var pauses = new List<double>();
        for (var i = 0; i < 12; i++)
        {
            await store.DeliverAsync();
            Assert.Equal(i + 1, store.Channel.Delivered.Count);
            var due = await store.Get<Store>().ReadAsync((db, _) => Task.FromResult(db.Notifications.Single().DueAt), Ct);
            pauses.Add((due - store.Now).TotalSeconds);
            store.Time.Advance(due - store.Now - TimeSpan.FromMilliseconds(1));
            await store.DeliverAsync();
            Assert.Equal(i + 1, store.Channel.Delivered.Count);
            store.Time.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.Equal([2, 4, 8, 16, 32, 64, 128, 256, 512, 600, 600, 600], pauses);
        store.Channel.Answer = new DeliveryOutcome.Sent(5);
        await store.DeliverAsync();
        Assert.Equal(
            1,
            await store.ScalarAsync<int>("select count(*) as value from notifications where done_at is not null and failure is null")
        );
    }

    [Fact]
    public async Task What_is_given_up_is_not_tried_again_and_says_why()
    {
        await using var store = await TestStore.StartAsync();
        await CreditedAsync(store);
        store.Channel.Answer = new DeliveryOutcome.GivenUp("chat not found");

        await store.DeliverAsync();
        store.Time.Advance(TimeSpan.FromDays(1));
        await store.DeliverAsync();

        Assert.Single(store.Channel.Delivered);
        Assert.Equal(
            "chat not found",
            await store.ScalarAsync<string>("select failure as value from notifications where done_at is not null")
        );
    }

    [Fact]
    public async Task One_that_throws_takes_no_neighbour_along_and_comes_again()
    {
        await using var store = await TestStore.StartAsync();
        await CreditedAsync(store);
        await CreditedAsync(store);
        await CreditedAsync(store);
        store.Channel.Decide = d =>
            d.Id == 2 ? throw new InvalidOperationException("planted") : Task.FromResult<DeliveryOutcome>(new DeliveryOutcome.Sent(1));
        await store.DeliverAsync();
        Assert.Equal(2, await store.ScalarAsync<int>("select count(*) as value from notifications where done_at is not null"));

        store.Channel.Decide = null;
        store.Time.Advance(TimeSpan.FromSeconds(30));
        await store.DeliverAsync();

        Assert.Equal(2, store.Channel.Delivered[^1].Id);
        Assert.Equal(3, await store.ScalarAsync<int>("select count(*) as value from notifications where done_at is not null"));
    }

    [Fact]
    public async Task Codes_are_told_before_all_else()
    {
        await using var store = await TestStore.StartAsync();
        var service = await store.ServiceAsync(numbers: 1);
        var ann = await store.CustomerAsync("5.00");
        var order = (await store.BuyAsync(ann, service)).Value;
        for (var i = 0; i < 150; i++)
            await store.CreditAsync(ann.Id, new Money(1));
        await store.ReceiveAsync(order.Phone, "Your code is 54321");

        await store.DeliverAsync();

        // The order in which they are handed over is the order of the claim.
        Assert.Equal(
            NotificationKind.CodeArrived,
            store.Channel.Delivered.Take(100).OrderBy(d => d.Kind == NotificationKind.CodeArrived ? 0 : 1).First().Kind
        );
        Assert.Equal(154, store.Channel.Delivered.Count);
    }

    [Fact]
    public async Task Bug_Two_codes_in_one_sweep_could_reach_their_customer_in_the_wrong_order()
    {
        await using var store = await TestStore.StartAsync();
        var service = await store.ServiceAsync(numbers: 1);
        var ann = await store.CustomerAsync("5.00");
        var order = (await store.BuyAsync(ann, service)).Value;
        for (var i = 0; i < 40; i++)
            await store.ReceiveAsync(order.Phone, $"Your code is {10_000 + i}");
        var underWay = 0;
        store.Channel.Decide = async _ =>
        {
            Assert.Equal(1, Interlocked.Increment(ref underWay));
            await Task.Yield();
            Interlocked.Decrement(ref underWay);
            return new DeliveryOutcome.Sent(1);
        };

        await store.DeliverAsync();

        Assert.Equal(
            Enumerable.Range(10_000, 40).Select(code => $"{code}"),
            store.Channel.Delivered.Where(d => d.Kind == NotificationKind.CodeArrived).Select(d => d.Message!.Code)
        );
    }

    [Fact]
    public async Task Where_very_much_waits_only_codes_are_let_in()
    {
        await using var store = await TestStore.StartAsync();
        var service = await store.ServiceAsync(numbers: 1);
        var ann = await store.CustomerAsync("5.00");
        var order = (await store.BuyAsync(ann, service)).Value;
        await store.SqlAsync(
            """
            with recursive n(i) as (select 1 union all select i + 1 from n where i < 700)
            insert into notifications (kind, priority, customer_id, detail, created_at, due_at, attempts)
            select 8, 1, 1, cast(i as text), '2026-11-22 10:00:00', '2026-11-22 10:00:00', 0 from n
            """
        );
        var stuck = new TaskCompletionSource<DeliveryOutcome>();
        store.Channel.Decide = d =>
            d.Kind == NotificationKind.CodeArrived ? Task.FromResult<DeliveryOutcome>(new DeliveryOutcome.Sent(9)) : stuck.Task;
        var sweep = store.Get<NotificationDispatcher>();
        try
        {
            var before = await sweep.HandleAsync(Ct);
            Assert.True(before is >= 500 and < 700, $"{before} were let in.");

            await store.ReceiveAsync(order.Phone, "Your code is 54321");
            Assert.Equal(1, await sweep.HandleAsync(Ct));
        }
        finally
        {
            stuck.SetResult(new DeliveryOutcome.Sent(1));
        }

        await sweep.DrainAsync();
        await store.DeliverAsync();
        await store.DeliverAsync();
        Assert.Equal(0, await store.ScalarAsync<int>("select count(*) as value from notifications where done_at is null"));
    }

    [Fact]
    public async Task Who_blocked_the_bot_is_skipped_and_their_neighbours_are_told()
    {
        await using var store = await TestStore.StartAsync();
        var ann = await CreditedAsync(store);
        var boris = await CreditedAsync(store);
        await store.Get<MarkBlockedHandler>().HandleAsync(ann.TelegramId, Ct);

        await store.DeliverAsync();

        Assert.Equal(boris.TelegramId, Assert.Single(store.Channel.Delivered).TelegramId);
        Assert.Equal(
            "blocked",
            await store.ScalarAsync<string>("select failure as value from notifications where customer_id = 1 and done_at is not null")
        );
    }

    [Fact]
    public async Task A_delivery_brings_all_its_words_and_the_card_it_belongs_to()
    {
        await using var store = await TestStore.StartAsync();
        var service = await store.ServiceAsync(numbers: 1);
        var ann = await store.CustomerAsync("5.00");
        await store.DeliverAsync();
        var order = (await store.BuyAsync(ann, service)).Value;
        store.Channel.Answer = new DeliveryOutcome.Sent(4711);
        await store.DeliverAsync();
        await store.ReceiveAsync(order.Phone, "Your code is 54321");
        await store.DeliverAsync();

        var code = Assert.Single(store.Channel.Delivered, d => d.Kind == NotificationKind.CodeArrived);
        Assert.Equal((ann.TelegramId, "en", 4711L, "54321"), (code.TelegramId, code.Language, code.CardMessageId, code.Message?.Code));
        Assert.Equal(await store.OrderAsync(order), code.Order);
        Assert.Equal(4711, Assert.Single(store.Channel.Delivered, d => d.Kind == NotificationKind.OrderChanged).CardMessageId);
    }

    [Fact]
    public async Task The_end_of_the_process_waits_a_moment_for_what_is_under_way()
    {
        await using var store = await TestStore.StartAsync();
        await CreditedAsync(store);
        var slow = new TaskCompletionSource<DeliveryOutcome>();
        store.Channel.Decide = _ => slow.Task;
        var process = Process(store);
        await process.HandleAsync(Ct);

        var ending = process.DisposeAsync().AsTask();
        Assert.False(ending.IsCompleted);
        slow.SetResult(new DeliveryOutcome.Sent(1));
        await ending.WaitAsync(Patience.Limit, Ct);

        Assert.Equal(1, await store.ScalarAsync<int>("select count(*) as value from notifications where done_at is not null"));
    }

    [Fact]
    public async Task Bug_What_was_told_while_the_database_was_away_was_told_again_after_a_kill()
    {
        await using var store = await TestStore.StartAsync();
        Assert.SkipUnless(
            store.Database.Provider == DatabaseProvider.Sqlite,
            "Only SQLite has one connection alone that writes, which can be made to fail."
        );
        var (ann, boris) = (await CreditedAsync(store), await CreditedAsync(store));
        await store.DeliverAsync();
        await store.CreditAsync(ann.Id, new Money(1));
        var time = new SleepersTime(store.Time.GetUtcNow());
        await using var process = new NotificationDispatcher(
            store.Get<Store>(),
            store.Get<TextProtector>(),
            store.Channel,
            time,
            NullLogger<NotificationDispatcher>.Instance
        );
        store.Channel.Decide = async _ =>
        {
            // The next write fails as on a read-only disk; the connection after it is a new one.
            await store.Get<Store>().WriteAsync((db, token) => db.Database.ExecuteSqlAsync($"pragma query_only = 1", token), Ct);
            return new DeliveryOutcome.Sent(7);
        };
        await process.HandleAsync(Ct);
        await Patience.UntilAsync(() => time.Sleepers, sleepers => sleepers == 1);
        store.Channel.Decide = null;

        await store.CreditAsync(boris.Id, new Money(1));
        Assert.Equal(1, await process.HandleAsync(Ct));
        await Patience.UntilAsync(() => (time.Sleepers, Told: store.Channel.Delivered.Count), seen => seen.Sleepers == 2 || seen.Told > 3);
        var meanwhile = store.Channel.Delivered.Count;
        await Patience.UntilAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                return process.DrainAsync().IsCompleted;
            },
            isDrained => isDrained
        );
        Assert.Equal(3, meanwhile);
        Assert.Equal(boris.TelegramId, store.Channel.Delivered[^1].TelegramId);
        Assert.Equal(4, store.Channel.Delivered.Count);
        Assert.Equal(0, await store.ScalarAsync<int>("select count(*) as value from notifications where done_at is null"));
    }

    [Fact]
    public async Task Bug_What_was_under_way_while_the_clock_was_set_forward_was_told_twice()
    {
        await using var store = await TestStore.StartAsync();
        await CreditedAsync(store);
        var slow = new TaskCompletionSource<DeliveryOutcome>();
        store.Channel.Decide = _ => slow.Task;
        var time = new JumpingTime(store.Time.GetUtcNow());
        await using var process = new NotificationDispatcher(
            store.Get<Store>(),
            store.Get<TextProtector>(),
            store.Channel,
            time,
            NullLogger<NotificationDispatcher>.Instance
        );
        Assert.Equal(1, await process.HandleAsync(Ct));

        // The leases are renewed, and have run out when it looks what is due.
        time.JumpAtSecondLook();
        Assert.Equal(0, await process.HandleAsync(Ct));

        slow.SetResult(new DeliveryOutcome.Sent(1));
        await process.DrainAsync();
        Assert.Single(store.Channel.Delivered);
    }

    [Fact]
    public async Task News_rings_the_bell_and_many_rings_are_one()
    {
        var signal = new OutboxSignal();
        signal.Notify();
        signal.Notify();
        await signal.WaitAsync(Ct);
        var next = signal.WaitAsync(Ct);
        Assert.False(next.IsCompleted);
        signal.Notify();
        await next.WaitAsync(Patience.Limit, Ct);
    }

    /// <summary>The store's own process takes the one notification and is not heard of again until the test says so.</summary>
    private static async Task<TaskCompletionSource<DeliveryOutcome>> DieAsync(TestStore store)
    {
        var taken = new TaskCompletionSource();
        var dead = new TaskCompletionSource<DeliveryOutcome>();
        store.Channel.Decide = _ =>
        {
            taken.SetResult();
            return dead.Task;
        };
        Assert.Equal(1, await store.Get<NotificationDispatcher>().HandleAsync(Ct));
        await taken.Task.WaitAsync(Patience.Limit, Ct);
        store.Channel.Decide = null;
        return dead;
    }

    private static NotificationDispatcher Process(TestStore store) =>
        new(store.Get<Store>(), store.Get<TextProtector>(), store.Channel, store.Time, NullLogger<NotificationDispatcher>.Instance);

    private static async Task<CustomerProfile> CreditedAsync(TestStore store) => await store.CustomerAsync("5.00");

    /// <summary>Is set forward by ten minutes between the first and the second look at it.</summary>
    private sealed class JumpingTime(DateTimeOffset start) : FakeTimeProvider(start)
    {
        private int looksUntilJump = -1;

        public void JumpAtSecondLook() => Volatile.Write(ref looksUntilJump, 2);

        public override DateTimeOffset GetUtcNow()
        {
            if (Interlocked.Decrement(ref looksUntilJump) == 0)
                Advance(TimeSpan.FromMinutes(10));
            return base.GetUtcNow();
        }
    }

    /// <summary>Knows how often somebody began to wait for it.</summary>
    private sealed class SleepersTime(DateTimeOffset start) : FakeTimeProvider(start)
    {
        private int sleepers;

        public int Sleepers => Volatile.Read(ref sleepers);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            Interlocked.Increment(ref sleepers);
            return timer;
        }
    }
}
