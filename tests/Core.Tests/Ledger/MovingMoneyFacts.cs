using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Reactions.Audit;
using XthonBot.Core.Reactions.Notifications;

namespace XthonBot.Core.Tests.Ledger;

public sealed class MovingMoneyFacts
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_credit_and_a_debit_move_the_balance_and_say_from_where_to_where()
    {
        await using var store = await TestStore.StartAsync();
        var ann = await store.CustomerAsync();

        Assert.Equal(
            new MoneyMoved(Money.Zero, new Money(1000), Replayed: false),
            (await MoveAsync(store, ann.Id, Direction.Credit, 1000, "a")).Value
        );
        Assert.Equal(
            new MoneyMoved(new Money(1000), new Money(700), Replayed: false),
            (await MoveAsync(store, ann.Id, Direction.Debit, 300, "b")).Value
        );

        Assert.Equal("7.00", $"{await store.BalanceAsync(ann.Id)}");
        Assert.Empty(await store.DifferencesAsync());
    }

    [Theory]
    [InlineData(Direction.Credit)]
    [InlineData(Direction.Debit)]
    public async Task The_same_reference_moves_money_once_and_answers_the_same(Direction direction)
    {
        await using var store = await TestStore.StartAsync();
        var ann = await store.CustomerAsync("5.00");

        var first = (await MoveAsync(store, ann.Id, direction, 500, "update:1")).Value;
        var again = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => MoveAsync(store, ann.Id, direction, 500, "update:1")));

        Assert.All(again, replay => Assert.Equal(first with { Replayed = true }, replay.Value));
        Assert.Equal(first.After, await store.BalanceAsync(ann.Id));
        Assert.Single(
            await AuditAsync(store),
            entry => entry.Action == (direction == Direction.Credit ? "credit" : "debit") && entry.Reason == "why"
        );
        Assert.Empty(await store.DifferencesAsync());
    }

    [Fact]
    public async Task Bug_A_replayed_credit_showed_a_negative_balance_once_the_money_was_spent()
    {
        await using var store = await TestStore.StartAsync();
        var ann = await store.CustomerAsync();
        var first = (await MoveAsync(store, ann.Id, Direction.Credit, 1000, "update:1")).Value;
        await MoveAsync(store, ann.Id, Direction.Debit, 1000, "update:2");

        var replay = (await MoveAsync(store, ann.Id, Direction.Credit, 1000, "update:1")).Value;

        Assert.Equal(first with { Replayed = true }, replay);
        Assert.Equal(Money.Zero, await store.BalanceAsync(ann.Id));
    }

    [Fact]
    public async Task A_debit_below_zero_is_refused_and_leaves_nothing()
    {
        await using var store = await TestStore.StartAsync();
        var ann = await store.CustomerAsync("5.00");

        var refused = await MoveAsync(store, ann.Id, Direction.Debit, 501, "a");

        Assert.Equal(new Error.InsufficientFunds(new Money(501), new Money(500)), refused.Error);
        Assert.Equal("5.00", $"{await store.BalanceAsync(ann.Id)}");
        Assert.DoesNotContain(await AuditAsync(store), entry => entry.Action == "debit");
        Assert.Single(await store.Get<ListLedgerEntriesHandler>().HandleAsync(ann.Id, 10, Ct));
        // What was refused is not a replay: with money there, the same cause goes through.
        await store.CreditAsync(ann.Id, new Money(1));
        Assert.False((await MoveAsync(store, ann.Id, Direction.Debit, 501, "a")).Value.Replayed);
    }

    [Fact]
    public async Task Of_fifty_debits_at_once_on_a_balance_for_ten_exactly_ten_pass()
    {
        await using var store = await TestStore.StartAsync();
        var ann = await store.CustomerAsync("1.00");

        var results = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => MoveAsync(store, ann.Id, Direction.Debit, 10, $"d{i}")));

        Assert.Equal(10, results.Count(r => r.IsOk));
        Assert.All(results.Where(r => !r.IsOk), r => Assert.Equal(new Error.InsufficientFunds(new Money(10), Money.Zero), r.Error));
        Assert.Equal(Money.Zero, await store.BalanceAsync(ann.Id));
        Assert.Empty(await store.DifferencesAsync());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-100)]
    public async Task Nothing_or_less_is_not_moved(long minor)
    {
        await using var store = await TestStore.StartAsync();
        var ann = await store.CustomerAsync("5.00");

        Assert.IsType<Error.Invalid>((await MoveAsync(store, ann.Id, Direction.Credit, minor, "a")).Error);
        Assert.IsType<Error.Invalid>((await MoveAsync(store, ann.Id, Direction.Debit, minor, "b")).Error);
        Assert.Equal("5.00", $"{await store.BalanceAsync(ann.Id)}");
    }

    [Fact]
    public async Task Nobody_is_not_credited()
    {
        await using var store = await TestStore.StartAsync();

        Assert.Equal(new Error.NotFound("customer"), (await MoveAsync(store, new CustomerId(404), Direction.Credit, 100, "a")).Error);
        Assert.Equal(0, await store.ScalarAsync<long>("select count(*) as value from postings"));
    }

    [Fact]
    public async Task The_audit_entry_is_written_in_the_same_transaction_as_the_money()
    {
        await using var store = await TestStore.StartAsync();
        var ann = await store.CustomerAsync("5.00");
        await store.SqlAsync("alter table audit_log rename to audit_log_gone");

        await Assert.ThrowsAnyAsync<DbException>(() => MoveAsync(store, ann.Id, Direction.Credit, 100, "a"));
        Assert.Equal("5.00", $"{await store.BalanceAsync(ann.Id)}");

        await store.SqlAsync("alter table audit_log_gone rename to audit_log");
        await MoveAsync(store, ann.Id, Direction.Credit, 100, "a");
        var entry = (await AuditAsync(store))[^1];
        Assert.Equal(
            ("operator:1003", "credit", $"customer:{ann.Id.Value}", "5.00", "6.00", "why"),
            (entry.Actor, entry.Action, entry.Subject, entry.Before, entry.After, entry.Reason)
        );
    }

    [Fact]
    public async Task The_customer_is_told_of_what_an_operator_moves_but_not_of_what_the_system_gives()
    {
        await using var store = await TestStore.StartAsync();
        var ann = await store.CustomerAsync();

        await MoveAsync(store, ann.Id, Direction.Credit, 1000, "a");
        await MoveAsync(store, ann.Id, Direction.Debit, 300, "b");
        await store
            .Get<MoveMoneyHandler>()
            .HandleAsync(new MoveMoney(ann.Id, Direction.Credit, new Money(5), Actor.System, "welcome", "c"), Ct);
        await store.DeliverAsync();

        Assert.Equal(
            [
                (NotificationKind.BalanceCredited, new NotificationDetail.BalanceMoved(1000, 1000, "why")),
                (NotificationKind.BalanceDebited, new NotificationDetail.BalanceMoved(300, 700, "why")),
            ],
            store.Channel.Delivered.Select(d => (d.Kind, d.Detail))
        );
    }

    [Fact]
    public async Task A_statement_shows_the_last_movements_newest_first_and_of_nobody_else()
    {
        await using var store = await TestStore.StartAsync();
        var service = await store.ServiceAsync(numbers: 2);
        var ann = await store.CustomerAsync("5.00");
        var boris = await store.CustomerAsync("9.00");
        await store.BuyAsync(boris, service);
        var order = (await store.BuyAsync(ann, service)).Value;
        await store.CancelAsync(order);
        await MoveAsync(store, ann.Id, Direction.Debit, 50, "fee");

        var all = await store.Get<ListLedgerEntriesHandler>().HandleAsync(ann.Id, 10, Ct);
        var last = await store.Get<ListLedgerEntriesHandler>().HandleAsync(ann.Id, 2, Ct);

        Assert.Equal(
            [
                (PostingKind.Adjustment, "-0.50", null),
                (PostingKind.Refund, "1.20", "USA Telegram"),
                (PostingKind.Purchase, "-1.20", "USA Telegram"),
                (PostingKind.Deposit, "5.00", null),
            ],
            all.Select(m => (m.Kind, $"{m.Amount}", m.ServiceName))
        );
        Assert.Equal(all.Take(2), last);
    }

    private static Task<Result<MoneyMoved>> MoveAsync(
        TestStore store,
        CustomerId customer,
        Direction direction,
        long minor,
        string reference
    ) =>
        store
            .Get<MoveMoneyHandler>()
            .HandleAsync(new MoveMoney(customer, direction, new Money(minor), TestStore.Operator, "why", reference), Ct);

    private static Task<List<Core.Reactions.Audit.AuditEntry>> AuditAsync(TestStore store) =>
        store.Get<Store>().ReadAsync((db, token) => db.AuditLog.OrderBy(e => e.Id).ToListAsync(token), Ct);
}
