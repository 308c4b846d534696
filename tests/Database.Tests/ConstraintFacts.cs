using System.Data.Common;
using Npgsql;
using XthonBot.Core.Modules.Ledger;

namespace XthonBot.Database.Tests;

public sealed class ConstraintFacts
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

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
    [InlineData(
        "insert into postings (kind, source, destination, amount_minor, order_id, reverses_id, actor, at) select kind, source, destination, amount_minor, order_id, null, actor, at from postings where kind = {Refund}",
        "UNIQUE"
    )]
    [InlineData(
        "insert into postings (kind, source, destination, amount_minor, order_id, reverses_id, actor, at) select kind, source, destination, amount_minor, null, reverses_id, actor, at from postings where kind = {Refund}",
        "UNIQUE"
    )]
    [InlineData(
        "insert into postings (kind, source, destination, amount_minor, order_id, actor, at) select kind, source, destination, amount_minor, order_id, actor, at from postings where kind = {Purchase}",
        "UNIQUE"
    )]
    [InlineData(
        "insert into postings (kind, source, destination, amount_minor, reference, actor, at) select kind, source, destination, amount_minor, reference, actor, at from postings where kind = {Deposit}",
        "UNIQUE"
    )]
    [InlineData("update customers set telegram_id = 1", "UNIQUE")]
    [InlineData("delete from customers", "FOREIGN KEY")]
    [InlineData("delete from orders", "FOREIGN KEY")]
    [InlineData("delete from numbers where id = 1", "FOREIGN KEY")]
    [InlineData("delete from postings where id = (select reverses_id from postings where kind = {Refund})", "FOREIGN KEY")]
    public async Task The_database_itself_refuses_what_must_not_be(string sql, string constraint)
    {
        await using var store = await BusyStoreAsync();

        var refused = await Assert.ThrowsAnyAsync<DbException>(() =>
            store.Get<Store>().WriteAsync((db, token) => db.Database.ExecuteSqlRawAsync(WithKinds(sql), token), Ct)
        );

        Assert.Equal(constraint, Broken(refused));
        Assert.Empty(await store.DifferencesAsync());
    }

    // Attributes hold constants alone, so the statements above name the kinds of postings.
    private static string WithKinds(string sql) =>
        Enum.GetValues<PostingKind>().Aggregate(sql, (text, kind) => text.Replace($"{{{kind}}}", $"{(int)kind}", StringComparison.Ordinal));

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

    private static string Broken(DbException refused) =>
        refused switch
        {
            SqliteException { SqliteExtendedErrorCode: 275 } or PostgresException { SqlState: PostgresErrorCodes.CheckViolation } =>
                "CHECK",
            SqliteException { SqliteExtendedErrorCode: 787 or 1811 }
            or PostgresException { SqlState: PostgresErrorCodes.ForeignKeyViolation } => "FOREIGN KEY",
            SqliteException { SqliteExtendedErrorCode: 2067 } or PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } =>
                "UNIQUE",
            _ => refused.Message,
        };
}
