using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Ledger;

namespace XthonBot.Core.Modules.Orders;

/// <summary>Closes orders that got their code: they take no more messages, and their numbers are given up by the caller.</summary>
internal static class CloseOrders
{
    private static readonly DialectText CloseSql = new(dialect =>
        $"""
            update orders set closed_at = @now
            where closed_at is null and status = {(int)OrderStatus.Succeeded} and id in (select id from {dialect.Each("@ids", "id")})
            returning customer_id, number_id
            """
    );

    /// <returns>The keys of the numbers of those that were open.</returns>
    public static async Task<List<long>> RunAsync(StoreDbContext db, IReadOnlyCollection<long> orders, DateTime now, CancellationToken ct)
    {
        var customers = new List<CustomerId>(orders.Count);
        var numbers = new List<long>(orders.Count);
        await using (
            var reader = await db
                .Statements.Get(CloseSql.For(db.Dialect))
                .With("ids", db.Dialect.List(orders))
                .With("now", now)
                .ExecuteReaderAsync(ct)
        )
        {
            while (await reader.ReadAsync(ct))
            {
                customers.Add(new CustomerId(reader.GetInt64(0)));
                if (!reader.IsDBNull(1))
                    numbers.Add(reader.GetInt64(1));
            }
        }

        await LedgerWriter.CloseAsync(db, customers, ct);
        return numbers;
    }
}
