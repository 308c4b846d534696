using XthonBot.Core.Modules.Ledger;
using XthonBot.Core.Modules.Orders;
using XthonBot.Core.Modules.Stock;
using XthonBot.Core.Reactions.Notifications;

namespace XthonBot.Core.Tests.Ledger;

public sealed class CheckingTheBooksFacts
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>
    /// What is done to the database, and the figure that has to notice it. The ids are those of <see cref="BusyStoreAsync"/>.
    /// </summary>
    public static TheoryData<string, string> Faults =>
        new()
        {
            { "update balances set amount_minor = amount_minor + 1 where customer_id = 1", "balances that equal their postings" },
            { "update balances set amount_minor = amount_minor - 1 where customer_id = 1", "balances that equal their postings" },
            {
                $"update postings set amount_minor = amount_minor + 1 where kind = {(int)PostingKind.Deposit} and destination = 'customer:1'",
                "balances that equal their postings"
            },
            {
                $"delete from postings where kind = {(int)PostingKind.Deposit} and destination = 'customer:1'",
                "balances that equal their postings"
            },
            {
                "insert into postings (kind, source, destination, amount_minor, actor, at) values (3, 'deposits:operator', 'customer:1', 1, 'x', '2026-01-01')",
                "balances that equal their postings"
            },
            { "delete from balances where customer_id = 2", "customers with a balance" },
            { $"delete from postings where kind = {(int)PostingKind.Purchase} and order_id = 1", "orders charged once, at their price" },
            {
                $"update postings set order_id = null where kind = {(int)PostingKind.Purchase} and order_id = 1",
                "orders charged once, at their price"
            },
            { "update orders set price_minor = price_minor - 1 where id = 1", "orders charged once, at their price" },
            { "update orders set customer_id = 2 where id = 1", "orders charged once, at their price" },
            {
                $"update postings set source = 'customer:2' where kind = {(int)PostingKind.Purchase} and order_id = 1",
                "orders charged once, at their price"
            },
            {
                $"delete from postings where kind = {(int)PostingKind.Refund} and order_id = 3",
                "canceled, expired and refunded orders paid back once, in full"
            },
            {
                $"update postings set amount_minor = 119 where kind = {(int)PostingKind.Refund} and order_id = 3",
                "canceled, expired and refunded orders paid back once, in full"
            },
            {
                $"update postings set destination = 'customer:2' where kind = {(int)PostingKind.Refund} and order_id = 3",
                "canceled, expired and refunded orders paid back once, in full"
            },
            {
                $"update postings set reverses_id = null where kind = {(int)PostingKind.Refund} and order_id = 3",
                "canceled, expired and refunded orders paid back once, in full"
            },
            {
                $"update orders set status = {(int)OrderStatus.Expired} where id = 2",
                "canceled, expired and refunded orders paid back once, in full"
            },
            { $"update orders set status = {(int)OrderStatus.Succeeded} where id = 3", "waiting and succeeded orders not paid back" },
            { $"update numbers set status = {(int)NumberStatus.Free} where id = 1", "open orders that hold their number" },
            { "update orders set phone = '+15559999999' where id = 1", "open orders that hold their number" },
            { "update orders set number_id = 3 where id = 1", "open orders that hold their number" },
            { $"update numbers set status = {(int)NumberStatus.Held} where id = 4", "held numbers with an open order" },
            { "update orders set closed_at = '2026-11-22 10:00:00' where id = 2", "held numbers with an open order" },
            { "update orders set closed_at = '2026-11-22 10:00:00' where id = 1", "waiting orders that are open" },
            { "update orders set ended_at = '2026-11-22 10:00:00' where id = 1", "waiting orders that are open" },
        };

    [Fact]
    public async Task The_books_of_a_busy_store_agree_and_nobody_is_told()
    {
        await using var store = await BusyStoreAsync();

        var figures = await store.Get<ReconcileLedgerHandler>().HandleAsync(Ct);

        Assert.All(figures, figure => Assert.Equal(0, figure.Wrong));
        Assert.Equal(3, figures.Single(f => f.Name == "orders charged once, at their price").Counted);
        Assert.Equal(2, figures.Single(f => f.Name == "held numbers with an open order").Counted);
        Assert.True(await store.Get<ReconcileLedgerHandler>().AgreeAsync(Ct));
        Assert.Equal(0, await store.ScalarAsync<long>("select count(*) as value from notifications where customer_id is null"));
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_planted_difference_is_found(string sql, string figure)
    {
        await using var store = await BusyStoreAsync();
        Assert.Equal(1, await store.SqlAsync(sql));

        Assert.Contains(await store.Get<ReconcileLedgerHandler>().HandleAsync(Ct), f => f.Name == figure && f.Wrong > 0);
    }

    [Fact]
    public async Task The_operators_are_told_of_a_difference()
    {
        await using var store = await BusyStoreAsync();
        await store.SqlAsync("update balances set amount_minor = amount_minor + 1 where customer_id = 1");

        Assert.False(await store.Get<ReconcileLedgerHandler>().AgreeAsync(Ct));
        await store.DeliverAsync();

        var told = Assert.Single(store.Channel.Delivered, d => d.Kind == NotificationKind.ReconciliationFailed);
        Assert.Null(told.TelegramId);
        Assert.Equal(new NotificationDetail.WrongFigures("balances that equal their postings: 1 of 2 wrong"), told.Detail);
    }

    [Fact]
    public async Task Bug_The_check_took_the_write_lock_so_that_purchases_waited_for_it()
    {
        await using var store = await BusyStoreAsync();
        await using var writer = store.Database.Connect();
        await writer.OpenAsync(Ct);
        await using var writing = await writer.BeginTransactionAsync(Ct);
        await using var write = writer.CreateCommand();
        write.Transaction = writing;
        write.CommandText = "update balances set amount_minor = amount_minor";
        await write.ExecuteNonQueryAsync(Ct);
        // Somebody writes: one who only reads does not have to wait for them.

        var figures = await store.Get<ReconcileLedgerHandler>().HandleAsync(Ct).WaitAsync(TimeSpan.FromSeconds(8), Ct);

        Assert.All(figures, figure => Assert.Equal(0, figure.Wrong));
    }

    /// <summary>Order 1 waits, order 2 has its code, order 3 was canceled; numbers 4 and 5 are free.</summary>
    private static async Task<TestStore> BusyStoreAsync()
    {
        var store = await TestStore.StartAsync();
        var service = await store.ServiceAsync(numbers: 5);
        var ann = await store.CustomerAsync("10.00");
        await store.CustomerAsync("10.00");
        await store.BuyAsync(ann, service);
        var second = (await store.BuyAsync(ann, service)).Value;
        await store.ReceiveAsync(second.Phone, "Your code is 54321");
        await store.CancelAsync((await store.BuyAsync(ann, service)).Value);
        return store;
    }
}
