using System.Globalization;
using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Durability;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Orders;

namespace XthonBot.Core.Modules.Suppliers;

/// <summary>A supplier's order as a step reads it, with the state of our order.</summary>
internal sealed record SupplierOrderSnapshot(
    long OrderKey,
    OrderId Order,
    string Supplier,
    string ServiceCode,
    SupplierOrderState State,
    Money Cost,
    Money Most,
    string Tried,
    string? ExternalId,
    string? Phone,
    int Heard,
    bool IsListening,
    string? HeardAt,
    DateTime? AskedAt,
    int Failures,
    DateTime CreatedAt,
    OrderStatus Status,
    string? OrderPhone,
    bool IsOpen,
    string ServiceName,
    Money Price
)
{
    /// <summary>The name of the purchase upstream.</summary>
    public string Reference => Order.ToString();

    public bool IsWaitedFor => Status == OrderStatus.Pending && IsOpen;
}

/// <summary>The changes of a step; a null field stays as it is.</summary>
/// <param name="From">The expected current state; if it differs, another worker has already moved it.</param>
internal sealed record SupplierOrderChange(SupplierOrderState From, SupplierOrderState To, DateTime NextAt)
{
    public int Failures { get; init; }

    public DateTime? AskedAt { get; init; }

    public (string ExternalId, string? Phone)? Came { get; init; }

    public (int Count, string? At, bool IsListening)? Heard { get; init; }

    public (string Supplier, Money Cost, Money Most, string Tried)? Next { get; init; }

    /// <summary>Whether this process keeps its claim.</summary>
    public bool KeepsLease { get; init; }
}

/// <summary>
/// The statements over supplier orders. One process at a time claims an order, and every change names the state that it expects.
/// </summary>
internal static class SupplierOrderQueries
{
    /// <summary>The states in which something is still to be done.</summary>
    public static readonly string LookedAfter = SqlEnum.Of(
        SupplierOrderState.Wanted,
        SupplierOrderState.Asked,
        SupplierOrderState.Active,
        SupplierOrderState.Missing
    );

    private static readonly WorkClaim Due = new(
        "supplies",
        "order_id",
        due: $"work.state in ({LookedAfter}) and work.next_at <= @now and (work.lease_until is null or work.lease_until <= @now)",
        order: "work.next_at",
        set: "lease_until = @until",
        returning: "order_id"
    );

    // No WorkClaim: the order is known, and the statement waits for a transaction that changes the row, since a buyer waits.
    private static readonly string TakeSql = $"""
        update supplies set lease_until = @until
        where order_id = (select id from orders where public_id = @order)
            and state in ({SqlEnum.Of(SupplierOrderState.Wanted, SupplierOrderState.Asked)})
            and (lease_until is null or lease_until <= @now)
        returning order_id
        """;

    /// <summary>Claims the orders that are due.</summary>
    public static Task<List<long>> TakeDueAsync(Store store, int most, DateTime now, DateTime until, CancellationToken ct) =>
        Due.TakeDueAsync(store, most, [("now", now)], [("until", until)], row => row.GetInt64(0), ct);

    /// <summary>Claims an order that was just placed, unless another process has claimed it.</summary>
    public static async Task<long?> TakeAsync(StoreDbContext db, OrderId order, DateTime now, DateTime until, CancellationToken ct)
    {
        long? taken = null;
        await db
            .Statements.Get(TakeSql)
            .With("order", order.Value)
            .With("now", now)
            .With("until", until)
            .RunAsync(row => taken = row.GetInt64(0), ct);
        return taken;
    }

    public static Task<SupplierOrderSnapshot> ReadAsync(StoreDbContext db, long orderKey, CancellationToken ct) =>
        (
            from s in db.Supplies
            join o in db.Orders on s.OrderId equals o.Id
            where s.OrderId == orderKey
            select new SupplierOrderSnapshot(
                s.OrderId,
                new OrderId(o.PublicId),
                s.Supplier,
                s.ServiceCode,
                s.State,
                new Money(s.CostMinor),
                new Money(s.MostMinor),
                s.Tried,
                s.ExternalId,
                s.Phone,
                s.Heard,
                s.IsListening,
                s.HeardAt,
                s.AskedAt,
                s.Failures,
                s.CreatedAt,
                o.Status,
                o.Phone,
                o.ClosedAt == null,
                o.ServiceName,
                new Money(o.PriceMinor)
            )
        ).SingleAsync(ct);

    /// <summary>Frees an external id for this order, where it belongs to a closed order with another number.</summary>
    /// <returns>False where it belongs to an order with this number, or to one that is not closed.</returns>
    public static async Task<bool> FreeIdAsync(
        StoreDbContext db,
        SupplierOrderSnapshot row,
        string externalId,
        PhoneNumber phone,
        CancellationToken ct
    )
    {
        var (number, former) = (phone.E164, string.Create(CultureInfo.InvariantCulture, $"{externalId}#before:{row.OrderKey}"));
        return await db
                .Supplies.Where(s =>
                    s.Supplier == row.Supplier
                    && s.ExternalId == externalId
                    && s.OrderId != row.OrderKey
                    && s.Phone != number
                    && (s.State == SupplierOrderState.Closed || s.State == SupplierOrderState.Owed)
                )
                .ExecuteUpdateAsync(set => set.SetProperty(s => s.ExternalId, former), ct) == 1;
    }

    /// <returns>False where another process has changed the state before.</returns>
    public static async Task<bool> ChangeAsync(StoreDbContext db, long orderKey, SupplierOrderChange change, CancellationToken ct) =>
        await db
            .Supplies.Where(s => s.OrderId == orderKey && s.State == change.From)
            .ExecuteUpdateAsync(
                set =>
                {
                    set.SetProperty(s => s.State, change.To)
                        .SetProperty(s => s.NextAt, change.NextAt)
                        .SetProperty(s => s.Failures, change.Failures);
                    if (!change.KeepsLease)
                        set.SetProperty(s => s.LeaseUntil, (DateTime?)null);
                    if (change.AskedAt is { } at)
                        set.SetProperty(s => s.AskedAt, at);
                    if (change.Came is { } came)
                        set.SetProperty(s => s.ExternalId, came.ExternalId)
                            .SetProperty(s => s.Phone, came.Phone)
                            .SetProperty(s => s.IsListening, true);
                    if (change.Heard is { } heard)
                        set.SetProperty(s => s.Heard, heard.Count)
                            .SetProperty(s => s.HeardAt, heard.At)
                            .SetProperty(s => s.IsListening, heard.IsListening);
                    if (change.Next is { } next)
                        set.SetProperty(s => s.ExternalId, (string?)null)
                            .SetProperty(s => s.Phone, (string?)null)
                            .SetProperty(s => s.Supplier, next.Supplier)
                            .SetProperty(s => s.CostMinor, next.Cost.Minor)
                            .SetProperty(s => s.MostMinor, next.Most.Minor)
                            .SetProperty(s => s.Tried, next.Tried);
                },
                ct
            ) == 1;
}
