using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Modules.Ledger;

/// <summary>The count of open orders in a balance.</summary>
internal static partial class LedgerWriter
{
    private static readonly RowStatement<Total> CloseSql = new(
        "update balances set open_orders = balances.open_orders - r.orders from {rows} where balances.customer_id = r.customer_id",
        Total.Columns[0],
        Total.Columns[2]
    );

    private static readonly DialectText RecountSql = new(dialect =>
        $"""
            update balances set open_orders =
                (select count(*) from orders o where o.customer_id = balances.customer_id and o.closed_at is null)
            where customer_id in (select id from {dialect.Each("@ids", "id")})
            """
    );

    /// <summary>Notes that orders are no longer open, and keep their charge.</summary>
    /// <param name="customers">The customer of each order.</param>
    public static async Task CloseAsync(StoreDbContext db, IReadOnlyList<CustomerId> customers, CancellationToken ct)
    {
        var totals = Totals(customers.Select(c => (c, 0L, 1)));
        if (totals.Count > 1)
            await LockAsync(db, totals.ConvertAll(t => t.Customer), ct);
        await CloseSql.RunAsync(db, totals, null, ct);
    }

    /// <summary>Counts the open orders of customers anew.</summary>
    public static async Task RecountAsync(StoreDbContext db, IReadOnlyCollection<long> customers, CancellationToken ct)
    {
        // The count is of after the lock: a purchase that had it before is in it.
        await LockAsync(db, customers, ct);
        await db.Statements.Get(RecountSql.For(db.Dialect)).With("ids", db.Dialect.List(customers)).ExecuteNonQueryAsync(ct);
    }
}
