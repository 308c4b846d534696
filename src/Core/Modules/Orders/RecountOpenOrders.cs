using Microsoft.Extensions.Logging;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Ledger;

namespace XthonBot.Core.Modules.Orders;

/// <summary>
/// Corrects the counts of open orders. They are right by themselves, but for what an older version did beside this one while a store of
/// several processes was upgraded.
/// </summary>
public sealed partial class RecountOpenOrdersHandler(Store store, ILogger<RecountOpenOrdersHandler> log)
{
    private const int MostAtOnce = 200;

    internal const string WrongSql = """
        from balances b left join (select customer_id, count(*) as n from orders where closed_at is null group by customer_id) o
            on o.customer_id = b.customer_id where b.open_orders <> coalesce(o.n, 0)
        """;

    /// <returns>How many customers' counts were wrong.</returns>
    public async Task<int> HandleAsync(CancellationToken ct)
    {
        var wrong = await store.ReadAsync(WrongAsync, ct);
        foreach (var some in wrong.Chunk(MostAtOnce))
        {
            await store.WriteAsync(
                async (db, token) =>
                {
                    await LedgerWriter.RecountAsync(db, some, token);
                    return some.Length;
                },
                ct
            );
        }

        if (wrong.Count > 0)
            LogCorrected(wrong.Count);
        return wrong.Count;
    }

    private static async Task<List<long>> WrongAsync(StoreDbContext db, CancellationToken ct)
    {
        var wrong = new List<long>();
        await using var reader = await db.Statements.Get($"select b.customer_id {WrongSql} order by b.customer_id").ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            wrong.Add(reader.GetInt64(0));
        return wrong;
    }

    [LoggerMessage(LogLevel.Warning, "Counted the open orders of {Customers} customers anew")]
    private partial void LogCorrected(int customers);
}
