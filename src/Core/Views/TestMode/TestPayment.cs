using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Customers;
using XthonBot.Core.Modules.Orders;
using XthonBot.Core.Modules.Payments;

namespace XthonBot.Core.Views.TestMode;

/// <summary>A payment into the test balance. Nothing ever changes it: it is what follows from its amount and the time.</summary>
public sealed class TestPayment
{
    /// <summary>The one way to pay of the test world.</summary>
    public const string Way = "test";

    public const string Currency = "USD";

    public static readonly Money Least = new(100);
    public static readonly Money Most = new(1000_00);
    public static readonly TimeSpan SlowAfter = TimeSpan.FromSeconds(5);
    public static readonly TimeSpan TimeoutAfter = TimeSpan.FromSeconds(60);

    // The cents say how it goes, as the names of the test services do.
    private const int Timeout = 1;
    private const int Slow = 5;

    private TestPayment() { }

    internal TestPayment(CustomerId customer, Money amount, DateTime now) =>
        (PublicId, CustomerId, AmountMinor, CreatedAt) = (Guid.CreateVersion7(now), customer.Value, amount.Minor, now);

    public Guid PublicId { get; private set; }

    public long CustomerId { get; private set; }

    public long AmountMinor { get; private set; }

    public DateTime CreatedAt { get; private set; }

    private DateTime? PaidAt =>
        (AmountMinor % 100) switch
        {
            Timeout => null,
            Slow => CreatedAt + SlowAfter,
            _ => CreatedAt,
        };

    internal PaymentView At(DateTime now)
    {
        var amount = new Money(AmountMinor);
        var expiresAt = CreatedAt + TimeoutAfter;
        var state =
            now >= PaidAt ? PaymentState.Paid
            : now >= expiresAt ? PaymentState.Expired
            : PaymentState.Open;
        var isPaid = state == PaymentState.Paid;
        return new PaymentView(
            new PaymentId(PublicId),
            new CustomerId(CustomerId),
            Way,
            PaymentKind.Generic,
            state,
            OrderChannel.Api,
            amount,
            $"{amount}",
            Currency,
            isPaid ? amount : Money.Zero,
            Money.Zero,
            isPaid ? $"{amount} {Currency}" : null,
            null,
            null,
            null,
            WaitingPurchase.None,
            null,
            CreatedAt,
            expiresAt,
            isPaid ? PaidAt : null,
            0
        );
    }
}

internal sealed class TestPaymentMap : IEntityTypeConfiguration<TestPayment>
{
    public void Configure(EntityTypeBuilder<TestPayment> payment)
    {
        payment.ToTable("test_payments");
        payment.HasKey(p => p.PublicId);
        payment.Property(p => p.PublicId).ValueGeneratedNever();
        payment.HasOne<Customer>().WithMany().HasForeignKey(p => p.CustomerId).OnDelete(DeleteBehavior.Restrict);
        payment.HasIndex(p => new { p.CustomerId, p.CreatedAt });
    }
}
