using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using XthonBot.Core.Orders;

namespace XthonBot.Core.Activations;

/// <summary>What a client of the activation protocol said about an order beyond buying and canceling; no row where it said nothing.</summary>
public sealed class Activation
{
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
