using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Orders;

namespace XthonBot.Core.Modules.Suppliers;

/// <summary>
/// The states of a supplier's order. Each row ends at <see cref="Closed"/> or <see cref="Owed"/>, however the order ends.
/// </summary>
public enum SupplierOrderState
{
    /// <summary>The customer is charged; upstream was not asked yet.</summary>
    Wanted = 0,

    /// <summary>
    /// The purchase was sent and its answer is awaited or lost: it is never sent again, but looked for among the active numbers upstream.
    /// </summary>
    Asked = 1,

    /// <summary>There is a number, and its texts are waited for.</summary>
    Active = 2,

    /// <summary>The customer has the money back, and no number was seen; one that appears after all is canceled.</summary>
    Missing = 3,

    /// <summary>Nothing is left to do.</summary>
    Closed = 4,

    /// <summary>Upstream did not take the number back: what it cost is the operator's to ask for.</summary>
    Owed = 5,
}

/// <summary>How the number of an order is bought in, one row for each such order.</summary>
public sealed class SupplierOrder
{
    private SupplierOrder() { }

    public long OrderId { get; private set; }

    /// <summary>The supplier's name in the configuration.</summary>
    public string Supplier { get; private set; } = "";

    /// <summary>Our code of the service.</summary>
    public string ServiceCode { get; private set; } = "";

    public SupplierOrderState State { get; private set; }

    /// <summary>Upstream's price when it was chosen.</summary>
    public long CostMinor { get; private set; }

    /// <summary>More than this is not paid.</summary>
    public long MostMinor { get; private set; }

    /// <summary>The suppliers that had no number, separated by commas.</summary>
    public string Tried { get; private set; } = "";

    /// <summary>Upstream's id of the order.</summary>
    public string? ExternalId { get; private set; }

    /// <summary>The number that came with it.</summary>
    public string? Phone { get; private set; }

    /// <summary>How often texts came; those that came with no wait in between, and name no time, count once.</summary>
    public int Heard { get; private set; }

    /// <summary>Whether upstream accepted that another text is wanted.</summary>
    public bool IsListening { get; private set; }

    /// <summary>Upstream's own time of the text that it shows, empty where it names none; null while it shows none.</summary>
    public string? HeardAt { get; private set; }

    public DateTime? AskedAt { get; private set; }

    /// <summary>When the next step is due, unless an event calls for one before.</summary>
    public DateTime NextAt { get; private set; }

    /// <summary>The end of the claim by which one process works at it.</summary>
    public DateTime? LeaseUntil { get; private set; }

    /// <summary>Requests in a row that were not answered.</summary>
    public int Failures { get; private set; }

    public DateTime CreatedAt { get; private set; }
}

internal sealed class SupplierOrderMap : IEntityTypeConfiguration<SupplierOrder>
{
    public void Configure(EntityTypeBuilder<SupplierOrder> supply)
    {
        supply.ToTable("supplies");
        supply.HasKey(s => s.OrderId);
        supply.Property(s => s.OrderId).ValueGeneratedNever();
        supply.HasOne<Order>().WithOne().HasForeignKey<SupplierOrder>(s => s.OrderId).OnDelete(DeleteBehavior.Restrict);
        supply.Property(s => s.ExternalId).HasColumnName("activation");
        // One id of a supplier's belongs to one order of ours, whichever process writes it.
        supply
            .HasIndex(s => new { s.Supplier, s.ExternalId })
            .IsUnique()
            .HasFilter("activation is not null")
            .HasDatabaseName("ux_supplies_activation");
        supply.HasIndex(s => s.NextAt).HasFilter($"state in ({SupplierOrderQueries.LookedAfter})").HasDatabaseName("ix_supplies_due");
        supply.HasIndex(s => s.Supplier).HasFilter($"state = {(int)SupplierOrderState.Owed}").HasDatabaseName("ix_supplies_owed");
    }
}

/// <summary>A supplier's price and stock of one of our services, as of the last request.</summary>
public sealed class SupplierOffer
{
    private SupplierOffer() { }

    public string Supplier { get; private set; } = "";

    public string ServiceCode { get; private set; } = "";

    public long CostMinor { get; private set; }

    public int Count { get; private set; }

    public DateTime SeenAt { get; private set; }
}

internal sealed class SupplierOfferMap : IEntityTypeConfiguration<SupplierOffer>
{
    public void Configure(EntityTypeBuilder<SupplierOffer> offer)
    {
        offer.ToTable("supplier_offers");
        offer.HasKey(o => new { o.Supplier, o.ServiceCode });
    }
}
