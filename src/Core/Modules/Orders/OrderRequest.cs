using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace XthonBot.Core.Modules.Orders;

/// <summary>
/// A client's request about an order beyond buying and canceling, by the activation protocol or by REST; no row where there was none.
/// </summary>
public sealed class OrderRequest
{
    /// <summary>For hand-written statements over <c>orders o</c>: whether another code was asked for, and none has come since.</summary>
    internal const string IsAnotherAwaited = "exists (select 1 from activations a where a.order_id = o.id and a.seen >= 0)";

    /// <summary>The value of <see cref="Seen"/> where no other code is wanted.</summary>
    internal const int NoneWanted = -1;

    private OrderRequest() { }

    public long OrderId { get; private set; }

    /// <summary>0 or more from when another code is asked for until one comes; else <see cref="NoneWanted"/>.</summary>
    public int Seen { get; private set; }

    /// <summary>The client needs no more of it; the order itself ends by time.</summary>
    public bool IsFinished { get; private set; }
}

internal sealed class OrderRequestMap : IEntityTypeConfiguration<OrderRequest>
{
    public void Configure(EntityTypeBuilder<OrderRequest> request)
    {
        request.ToTable("activations");
        request.HasKey(r => r.OrderId);
        request.Property(r => r.OrderId).ValueGeneratedNever();
        request.HasOne<Order>().WithOne().HasForeignKey<OrderRequest>(r => r.OrderId).OnDelete(DeleteBehavior.Restrict);
    }
}
