using System.Buffers.Binary;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Customers;
using XthonBot.Core.Modules.Orders;

namespace XthonBot.Core.Views.TestMode;

/// <summary>
/// A purchase in the test world. No job and no message ever changes it: but for a cancel, what it is follows from the time alone.
/// </summary>
public sealed class TestOrder
{
    public static readonly TimeSpan CodeAfter = TimeSpan.FromSeconds(5);
    public static readonly TimeSpan TimeoutAfter = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(20);

    private TestOrder() { }

    internal TestOrder(CustomerId customer, TestKind kind, DateTime now)
    {
        PublicId = Guid.CreateVersion7(now);
        CustomerId = customer.Value;
        Kind = kind;
        CreatedAt = now;
    }

    public Guid PublicId { get; private set; }

    public long CustomerId { get; private set; }

    public TestKind Kind { get; private set; }

    public DateTime CreatedAt { get; private set; }

    public DateTime? CanceledAt { get; private set; }

    private DateTime ExpiresAt => CreatedAt + (Kind == TestKind.Success ? Lifetime : TimeoutAfter);

    // Random values of the real world are made of the id here, so that they are the same at each read.
    private uint Chance => BinaryPrimitives.ReadUInt32LittleEndian(PublicId.ToByteArray().AsSpan(12));

    /// <summary>When an order of the test world that waits will be something else.</summary>
    public static DateTime NextChange(OrderView waiting) =>
        waiting.Service == TestServices.IdOf(TestKind.Success) ? waiting.CreatedAt + CodeAfter : waiting.ExpiresAt;

    internal OrderView At(DateTime now)
    {
        var service = TestServices.Of(Kind);
        var (status, endedAt) = this switch
        {
            { CanceledAt: { } at } => (OrderStatus.Canceled, at),
            { Kind: TestKind.Success } when now >= CreatedAt + CodeAfter => (OrderStatus.Succeeded, (DateTime?)null),
            _ when now >= ExpiresAt => (OrderStatus.Expired, ExpiresAt),
            _ => (OrderStatus.Pending, null),
        };
        // Of the numbers that are kept free for fiction: 555-0100 to 555-0199.
        var phone = string.Create(CultureInfo.InvariantCulture, $"+155555501{Chance % 100:00}");
        var code = status == OrderStatus.Succeeded ? (10_000 + (Chance % 90_000)).ToString(CultureInfo.InvariantCulture) : null;
        return new OrderView(
            new OrderId(PublicId),
            new CustomerId(CustomerId),
            status,
            OrderChannel.Api,
            service.Price,
            service.ListPrice,
            phone,
            service.Id,
            service.Name,
            code,
            CreatedAt,
            ExpiresAt,
            endedAt,
            IsOpen: endedAt is null && now < ExpiresAt,
            WaitsForAnother: false
        );
    }
}

internal sealed class TestOrderMap : IEntityTypeConfiguration<TestOrder>
{
    public void Configure(EntityTypeBuilder<TestOrder> order)
    {
        order.ToTable("TestOrders");
        order.HasKey(o => o.PublicId);
        order.Property(o => o.PublicId).ValueGeneratedNever();
        order.HasOne<Customer>().WithMany().HasForeignKey(o => o.CustomerId).OnDelete(DeleteBehavior.Restrict);
        order.HasIndex(o => new { o.CustomerId, o.CreatedAt });
    }
}
