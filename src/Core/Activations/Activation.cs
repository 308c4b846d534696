using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using XthonBot.Core.Orders;

namespace XthonBot.Core.Activations;

/// <summary>What a client said about an order beyond buying and canceling, by the activation protocol or by REST; no row where it said nothing.</summary>
public sealed class Activation
{
    /// <summary>For hand-written statements over <c>orders o</c>: whether another code was asked for, and none has come since.</summary>
    internal const string IsAnotherAwaited = """
        exists (select 1 from activations a
            where a.order_id = o.id and a.seen >= (select count(*) from messages m where m.order_id = o.id and m.code is not null))
        """;

    private Activation()
    {
    }

    public long OrderId { get; private set; }

    /// <summary>How many codes had come when another was last asked for; -1: none is wanted.</summary>
    public int Seen { get; private set; }

    /// <summary>The client needs no more of it; the order itself ends by time.</summary>
    public bool IsFinished { get; private set; }
}

internal sealed class ActivationMap : IEntityTypeConfiguration<Activation>
{
    public void Configure(EntityTypeBuilder<Activation> activation)
    {
        activation.HasKey(a => a.OrderId);
        activation.Property(a => a.OrderId).ValueGeneratedNever();
        activation.HasOne<Order>().WithOne().HasForeignKey<Activation>(a => a.OrderId).OnDelete(DeleteBehavior.Restrict);
    }
}
