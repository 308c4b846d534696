using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.ApiKeys;

namespace XthonBot.Core.Modules.Orders;

/// <summary>
/// The spending today of the limited API keys of a batch of purchases: the charges of their orders, less those whose money went back.
/// Exact also between processes, since a key's purchases all wait for the lock on its owner's balance. Costs nothing where no key is
/// limited.
/// </summary>
internal sealed class KeySpending
{
    private static readonly DialectText SpentSql = new(dialect =>
        $"""
            select o.api_key_id, cast(sum(o.price_minor) as bigint) from orders o
            where o.api_key_id in (select id from {dialect.Each("@ids", "id")}) and o.created_at >= @day
                and o.status in ({(int)OrderStatus.Pending}, {(int)OrderStatus.Succeeded})
            group by o.api_key_id
            """
    );

    private readonly Dictionary<ApiKeyId, Money> spent = [];

    /// <summary>Runs after the step that locks the buyers' balances.</summary>
    public static KeySpending Load(StoreDbContext db, StatementBatch batch, IReadOnlyList<Purchase> purchases)
    {
        var spending = new KeySpending();
        var keys = purchases.Select(p => p.Command.Buyer.Limit?.Key.Value).OfType<long>().Distinct().ToList();
        if (keys.Count > 0)
        {
            batch.Add(
                SpentSql.For(db.Dialect),
                row => spending.spent[new ApiKeyId(row.GetInt64(0))] = new Money(row.GetInt64(1)),
                ("ids", db.Dialect.List(keys)),
                ("day", purchases[0].Now.Date)
            );
        }

        return spending;
    }

    /// <summary>Counts one more purchase.</summary>
    /// <returns>The error where it exceeds the limit; null where it does not, or there is none.</returns>
    public Error? Take(SpendingLimit? limit, Money price)
    {
        if (limit is null)
            return null;
        var before = spent.GetValueOrDefault(limit.Key);
        var left = limit.PerDay - before;
        if (price > left)
            return new Error.DailyLimitReached(limit.PerDay, left.IsNegative ? Money.Zero : left);
        spent[limit.Key] = before + price;
        return null;
    }
}
