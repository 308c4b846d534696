using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Modules.Orders;

/// <summary>Assigns a bought-in number to the order that waits for it.</summary>
internal static class AssignNumber
{
    private static readonly string AssignSql = $"""
        update orders set phone = @phone where id = @id and phone is null and status = {(int)OrderStatus.Pending}
            and closed_at is null returning customer_id, channel
        """;

    /// <summary>The order has its number from now on.</summary>
    /// <returns>False where the order ended before.</returns>
    public static async Task<bool> RunAsync(StoreDbContext db, long orderKey, string phone, DateTime now, CancellationToken ct)
    {
        await using var reader = await db.Statements.Get(AssignSql).With("id", orderKey).With("phone", phone).ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct))
            return false;
        var (customer, channel) = (new CustomerId(reader.GetInt64(0)), (OrderChannel)reader.GetInt32(1));
        await reader.DisposeAsync();
        db.Publish(new NumberAssigned(orderKey, customer, channel, now));
        return true;
    }
}
