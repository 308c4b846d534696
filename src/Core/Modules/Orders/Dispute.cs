using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Foundation.Protection;

namespace XthonBot.Core.Modules.Orders;

/// <summary>The numbers stand in rows.</summary>
public enum DisputeState
{
    /// <summary>It waits for an operator.</summary>
    Open = 0,

    /// <summary>The order was refunded, by the decision or beside it.</summary>
    Accepted = 1,

    /// <summary>The code stands, and the money is kept.</summary>
    Rejected = 2,
}

/// <summary>A customer says that the code which was charged is none; an operator decides. Once for an order.</summary>
public sealed class Dispute
{
    private Dispute() { }

    internal Dispute(long orderKey, ProtectedText code, DateTime codeAt, DateTime now) =>
        (OrderId, Code, CodeAt, OpenedAt) = (orderKey, code, codeAt, now);

    public long Id { get; private set; }

    public long OrderId { get; private set; }

    /// <summary>The code that the customer saw; purged with the texts.</summary>
    public ProtectedText? Code { get; private set; }

    /// <summary>When the gateway had it.</summary>
    public DateTime CodeAt { get; private set; }

    public DisputeState State { get; private set; }

    public DateTime OpenedAt { get; private set; }

    public DateTime? DecidedAt { get; private set; }

    /// <summary>The name of the actor who decided.</summary>
    public string? DecidedBy { get; private set; }
}

/// <summary>An order whose status stays as it is until the end of the transaction.</summary>
internal sealed record DisputedOrder(
    long Key,
    CustomerId Customer,
    OrderChannel Channel,
    OrderStatus Status,
    ProtectedText? Code,
    DateTime? CodeAt
);

internal static class Disputes
{
    private static readonly DialectText LockSql = new(dialect =>
        $"""
            select o.id, o.customer_id, o.channel, o.status, o.code, o.code_at from orders o where o.public_id = @id
            {dialect.ForUpdateOf("o")}
            """
    );

    /// <summary>Locks the order: a dispute, a decision and a refund of it wait for each other.</summary>
    /// <returns>Null where there is none.</returns>
    public static async Task<DisputedOrder?> LockAsync(StoreDbContext db, OrderId order, CancellationToken ct)
    {
        await using var row = await db.Statements.Get(LockSql.For(db.Dialect)).With("id", order.Value).ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct)
            ? new DisputedOrder(
                row.GetInt64(0),
                new CustomerId(row.GetInt64(1)),
                (OrderChannel)row.GetInt32(2),
                (OrderStatus)row.GetInt32(3),
                row.GetTextOrNull(4) is { } code ? new ProtectedText(code) : null,
                row.IsDBNull(5) ? null : row.GetUtc(5)
            )
            : null;
    }

    /// <summary>Decides those that are open.</summary>
    /// <returns>How many were.</returns>
    public static Task<int> DecideAsync(
        StoreDbContext db,
        IReadOnlyCollection<long> orders,
        DisputeState to,
        Actor by,
        DateTime now,
        CancellationToken ct
    ) =>
        db
            .Disputes.Where(d => orders.Contains(d.OrderId) && d.State == DisputeState.Open)
            .ExecuteUpdateAsync(
                set => set.SetProperty(d => d.State, to).SetProperty(d => d.DecidedAt, now).SetProperty(d => d.DecidedBy, by.Name),
                ct
            );
}

internal sealed class DisputeMap : IEntityTypeConfiguration<Dispute>
{
    public void Configure(EntityTypeBuilder<Dispute> dispute)
    {
        dispute.ToTable("disputes");
        dispute.HasOne<Order>().WithOne().HasForeignKey<Dispute>(d => d.OrderId).OnDelete(DeleteBehavior.Restrict);
        dispute.HasIndex(d => d.OrderId).IsUnique();
        dispute.HasIndex(d => d.Id).HasFilter("decided_at is null").HasDatabaseName("ix_disputes_open");
    }
}
