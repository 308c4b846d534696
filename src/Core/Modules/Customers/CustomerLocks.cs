using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Modules.Customers;

/// <summary>
/// Makes those wait for each other who count what a customer has before they add one more: two at once would both pass the limit.
/// Purchases do not wait.
/// </summary>
internal static class CustomerLocks
{
    private static readonly DialectText HoldSql = new(dialect =>
        $"select c.id from customers c where c.id = @id {dialect.ForNoKeyUpdateOf("c")}"
    );

    public static Task HoldAsync(StoreDbContext db, CustomerId customer, CancellationToken ct) =>
        db.Statements.Get(HoldSql.For(db.Dialect)).With("id", customer.Value).ExecuteScalarAsync(ct);
}
