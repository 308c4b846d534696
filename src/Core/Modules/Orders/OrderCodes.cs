using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Foundation.Protection;

namespace XthonBot.Core.Modules.Orders;

/// <param name="ReceivedAt">When the gateway had the message.</param>
internal sealed record NewCode(long OrderKey, ProtectedText Code, DateTime ReceivedAt);

/// <summary>Records codes: the conditional updates by which an order succeeds.</summary>
internal static class OrderCodes
{
    private static readonly RowStatement<NewCode> RecordSql = Recording("closed_at is null");

    // A message that waited for the operator may be of an order which is over by now.
    private static readonly RowStatement<NewCode> RecordLateSql = Recording("ended_at is null");

    // The client's request for another code is fulfilled.
    private static readonly RowStatement<NewCode> AnotherCameSql = new(
        $"update activations set seen = {OrderRequest.NoneWanted} from {"{rows}"} where activations.order_id = r.order_id and activations.seen >= 0",
        RowStatement<NewCode>.Of("order_id", c => c.OrderKey)
    );

    private static readonly RowStatement<long> CompleteSql = new(
        $"""
        update orders set status = {(int)OrderStatus.Succeeded}
        from {"{rows}"} where orders.id = r.order_id and closed_at is null
            and status = {(int)OrderTransitions.Into(OrderStatus.Succeeded).From}
        returning orders.id
        """,
        RowStatement<long>.Of("order_id", key => key)
    );

    /// <summary>
    /// Codes arrive, at most one for an order: the first makes it succeed, each that arrives after it replaces it. The time that clocks
    /// elsewhere say of them does not count.
    /// </summary>
    /// <returns>The orders that took theirs; not those for which a cancel or an expiry came first.</returns>
    public static async Task<HashSet<long>> RecordAsync(StoreDbContext db, IReadOnlyList<NewCode> codes, CancellationToken ct)
    {
        var taken = new HashSet<long>(codes.Count);
        await RunAsync(db, RecordSql, codes, taken, ct);
        return taken;
    }

    /// <summary>
    /// A code that waited for the operator arrives: as <see cref="RecordAsync"/>, also where the order takes no more by itself.
    /// </summary>
    /// <returns>Whether the order took it: not where its money went back.</returns>
    public static async Task<bool> RecordLateAsync(StoreDbContext db, NewCode code, CancellationToken ct)
    {
        var taken = new HashSet<long>();
        await RunAsync(db, RecordLateSql, [code], taken, ct);
        return taken.Count == 1;
    }

    /// <summary>Orders succeed by texts without a code, by the rule under which they were bought.</summary>
    /// <returns>Those that waited until now.</returns>
    public static async Task<HashSet<long>> CompleteAsync(StoreDbContext db, IReadOnlyList<long> orders, CancellationToken ct)
    {
        var completed = new HashSet<long>(orders.Count);
        if (orders.Count > 0)
            await CompleteSql.RunAsync(db, orders, row => completed.Add(row.GetInt64(0)), ct);
        return completed;
    }

    /// <summary>Deletes codes that came before a time, from disputes as well; their orders stay.</summary>
    public static async Task PurgeAsync(StoreDbContext db, DateTime before, CancellationToken ct)
    {
        await db
            .Orders.Where(o => o.Code != null && o.CodeAt < before)
            .ExecuteUpdateAsync(set => set.SetProperty(o => o.Code, (ProtectedText?)null), ct);
        await db
            .Disputes.Where(d => d.Code != null && d.CodeAt < before)
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.Code, (ProtectedText?)null), ct);
    }

    private static Task RunAsync(
        StoreDbContext db,
        RowStatement<NewCode> sql,
        IReadOnlyList<NewCode> codes,
        HashSet<long> taken,
        CancellationToken ct
    )
    {
        var batch = new StatementBatch(db);
        batch.Add(sql, codes, row => taken.Add(row.GetInt64(0)));
        batch.Add(AnotherCameSql, codes, row: null);
        return batch.RunAsync(ct);
    }

    private static RowStatement<NewCode> Recording(string whileIt) =>
        new(
            $"""
            update orders set status = {(int)OrderStatus.Succeeded},
                code = r.new_code, code_at = r.received_at
            from {"{rows}"} where orders.id = r.order_id and {whileIt}
                and status in ({(int)OrderTransitions.Into(OrderStatus.Succeeded).From}, {(int)OrderStatus.Succeeded})
            returning orders.id
            """,
            RowStatement<NewCode>.Of("order_id", c => c.OrderKey),
            RowStatement<NewCode>.Of("new_code", c => c.Code.Value),
            RowStatement<NewCode>.Of("received_at", c => c.ReceivedAt)
        );
}
