using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Protection;
using XthonBot.Core.Modules.Catalog;
using XthonBot.Core.Modules.Customers;
using XthonBot.Core.Modules.Ledger;
using XthonBot.Core.Modules.Stock;

namespace XthonBot.Core.Modules.Orders;

/// <summary>
/// One number, bought by one customer for a while. Its status changes by conditional updates alone, see <see cref="OrderCodes"/> and
/// <see cref="EndOrders"/>.
/// </summary>
public sealed class Order
{
    private Order() { }

    public long Id { get; private set; }

    public Guid PublicId { get; private set; }

    public long CustomerId { get; private set; }

    public long ServiceId { get; private set; }

    /// <summary>The service's name at the time of the purchase.</summary>
    public string ServiceName { get; private set; } = "";

    /// <summary>From the own shelf; null for a number that is bought in, see <see cref="SupplierOrder"/>.</summary>
    public long? NumberId { get; private set; }

    /// <summary>Null until a number that is bought in has come.</summary>
    public string? Phone { get; private set; }

    public long ListPriceMinor { get; private set; }

    /// <summary>The price that was charged.</summary>
    public long PriceMinor { get; private set; }

    public OrderStatus Status { get; private set; }

    public OrderChannel Channel { get; private set; }

    /// <summary>The last code that arrived; purged with the texts.</summary>
    public ProtectedText? Code { get; private set; }

    /// <summary>When the gateway had it; null where no code came, also on an order that a text completed.</summary>
    public DateTime? CodeAt { get; private set; }

    /// <summary>The rule that its buyer read: which texts without a code complete it. Null as <see cref="TextCompletes.Never"/>.</summary>
    public TextCompletes? TextCompletes { get; private set; }

    /// <summary>A one-use nonce of the buyer: the same one buys once.</summary>
    public string? PurchaseKey { get; private set; }

    /// <summary>
    /// The API key that bought it, where that key's spending is limited; null otherwise. Not a foreign key: keys are never deleted, and to
    /// add one would write every order anew on SQLite.
    /// </summary>
    public long? ApiKeyId { get; private set; }

    public DateTime CreatedAt { get; private set; }

    /// <summary>The end of life: an order without a code expires, one with a code takes no more messages.</summary>
    public DateTime ExpiresAt { get; private set; }

    /// <summary>When its money and status became final for now: canceled, expired or refunded.</summary>
    public DateTime? EndedAt { get; private set; }

    /// <summary>From here on no message reaches it; null while it is open.</summary>
    public DateTime? ClosedAt { get; private set; }
}

internal sealed class OrderMap : IEntityTypeConfiguration<Order>
{
    public void Configure(EntityTypeBuilder<Order> order)
    {
        order.ToTable(
            "orders",
            table => table.HasCheckConstraint("ck_orders_price", "price_minor >= 0 and price_minor <= list_price_minor")
        );
        order.HasOne<Customer>().WithMany().HasForeignKey(o => o.CustomerId).OnDelete(DeleteBehavior.Restrict);
        order.HasOne<Service>().WithMany().HasForeignKey(o => o.ServiceId).OnDelete(DeleteBehavior.Restrict);
        order.HasOne<StockNumber>().WithMany().HasForeignKey(o => o.NumberId).OnDelete(DeleteBehavior.Restrict);
        order.HasMany<Posting>().WithOne().HasForeignKey(p => p.OrderId).OnDelete(DeleteBehavior.Restrict);
        order.HasIndex(o => o.PublicId).IsUnique();
        order.HasIndex(o => new { o.CustomerId, o.PurchaseKey }).IsUnique().HasFilter("purchase_key is not null");
        order.HasIndex(o => o.Phone).IsUnique().HasFilter("closed_at is null").HasDatabaseName("ux_orders_phone_open");
        order.HasIndex(o => o.ExpiresAt).HasFilter("closed_at is null").HasDatabaseName("ix_orders_open_until");
        // Two, so that a purchase writes to the small one alone.
        order.HasIndex(o => new { o.CustomerId, o.Id }, "ix_orders_open_of").HasFilter("closed_at is null");
        order.HasIndex(o => new { o.CustomerId, o.Id }, "ix_orders_closed_of").HasFilter("closed_at is not null");
        order.HasIndex(o => new { o.Phone, o.Id });
        order.HasIndex(o => o.CodeAt).HasFilter("code is not null").HasDatabaseName("ix_orders_code_at");
        order.HasIndex(o => o.CreatedAt);
        order.HasIndex(o => new { o.ApiKeyId, o.CreatedAt }).HasFilter("api_key_id is not null");
    }
}
