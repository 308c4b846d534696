using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Protection;
using XthonBot.Core.Modules.Customers;
using XthonBot.Core.Modules.Orders;

namespace XthonBot.Core.Modules.Payments;

/// <summary>Where the purchase stands that waits for a payment.</summary>
public enum WaitingPurchase
{
    None = 0,

    /// <summary>It is tried as soon as money comes.</summary>
    Waiting = 1,

    Bought = 2,

    /// <summary>The price rose, or there is no number: the money stays on the balance.</summary>
    GivenUp = 3,
}

/// <summary>One payment of a customer into the store.</summary>
public sealed class Payment
{
    // Also of an invoice that its provider lets live for ever.
    private static readonly TimeSpan LongestLife = TimeSpan.FromDays(90);

    private Payment() { }

    internal Payment(PaymentId id, CustomerId customer, PaymentWay way, Money amount, OrderChannel channel, DateTime now)
    {
        PublicId = id.Value;
        CustomerId = customer.Value;
        Way = way.Name;
        Kind = way.Options.Kind;
        Reference = Kind == PaymentKind.Transfer ? PaymentReference.Of(id) : null;
        AmountMinor = amount.Minor;
        Channel = channel;
        CreatedAt = now;
        var charge = way.Options.ChargeOf(amount);
        (ChargeText, ChargeCurrency) = (charge.Text, charge.Currency);
        ExpiresAt = now + way.Options.Lifetime;
    }

    public long Id { get; private set; }

    public Guid PublicId { get; private set; }

    public long CustomerId { get; private set; }

    /// <summary>The way's name in the configuration.</summary>
    public string Way { get; private set; } = "";

    public PaymentKind Kind { get; private set; }

    public OrderChannel Channel { get; private set; }

    public PaymentState State { get; internal set; }

    /// <summary>The amount that the customer wants on the balance.</summary>
    public long AmountMinor { get; private set; }

    /// <summary>The sum that is asked for it, with the fee, as the provider is told: <c>770</c>, <c>10.00</c>.</summary>
    public string ChargeText { get; private set; } = "";

    public string ChargeCurrency { get; private set; } = "";

    /// <summary>All that came, as the provider wrote it last; null while nothing did.</summary>
    public string? ReceivedText { get; internal set; }

    public string? ReceivedCurrency { get; internal set; }

    /// <summary>The worth of all that came, in cents: it never falls.</summary>
    public long ReceivedMinor { get; internal set; }

    /// <summary>All that was ever credited for it, in cents, reversals not taken off.</summary>
    public long CreditedMinor { get; internal set; }

    /// <summary>The part of the credit that was reversed.</summary>
    public long ReversedMinor { get; internal set; }

    /// <summary>Whether the payer has the money back; what comes after that is credited by hand alone.</summary>
    public bool IsReversed { get; internal set; }

    /// <summary>The provider's id, unique with the way; null until it gave one.</summary>
    public string? ExternalId { get; internal set; }

    /// <summary>The provider's id of who paid.</summary>
    public string? Payer { get; internal set; }

    /// <summary>Of a transfer, by which payers and operators name it: see <see cref="PaymentReference"/>.</summary>
    public string? Reference { get; private set; }

    /// <summary>The address that the payer opens.</summary>
    public string? Url { get; internal set; }

    /// <summary>Of whoever asked for it, such as a tap: the same one opens one payment.</summary>
    public string? StartKey { get; internal set; }

    /// <summary>Why an operator is to look at it; a word of <see cref="PaymentRemarks"/>, or the provider's own.</summary>
    public string? Remark { get; internal set; }

    /// <summary>The last remark that an operator judged: the same one is not raised again.</summary>
    public string? JudgedRemark { get; internal set; }

    public WaitingPurchase Waiting { get; internal set; }

    public Guid? WaitingService { get; internal set; }

    public long? WaitingPriceMinor { get; internal set; }

    /// <summary>The purchase's one-use nonce.</summary>
    public string? WaitingKey { get; internal set; }

    public DateTime CreatedAt { get; private set; }

    public DateTime ExpiresAt { get; internal set; }

    /// <summary>When money came first.</summary>
    public DateTime? PaidAt { get; internal set; }

    /// <summary>When the provider is asked next; null where it need not be.</summary>
    public DateTime? LookAt { get; internal set; }

    public int Looks { get; internal set; }

    public PaymentId PaymentId => new(PublicId);

    public Money Amount => new(AmountMinor);

    public Charge Charge => new(decimal.Parse(ChargeText, CultureInfo.InvariantCulture), ChargeCurrency, ChargeText);

    internal void Attach(Invoice invoice)
    {
        ExternalId ??= invoice.ExternalId;
        Url ??= invoice.Url;
        var latest = CreatedAt + LongestLife;
        ExpiresAt =
            invoice.ExpiresAt is not { } end ? ExpiresAt
            : end < latest ? end
            : latest;
    }

    internal void WaitFor(PurchaseToContinue purchase) =>
        (Waiting, WaitingService, WaitingPriceMinor, WaitingKey) = (
            WaitingPurchase.Waiting,
            purchase.Service.Value,
            purchase.AgreedPrice.Minor,
            purchase.Key
        );

    /// <summary>Another row for money that came by an invoice that had been paid already.</summary>
    internal static Payment Again(Payment first, PaymentId id, DateTime now) =>
        new()
        {
            PublicId = id.Value,
            CustomerId = first.CustomerId,
            Way = first.Way,
            Kind = first.Kind,
            Reference = first.Kind == PaymentKind.Transfer ? PaymentReference.Of(id) : null,
            Channel = first.Channel,
            AmountMinor = first.AmountMinor,
            ChargeText = first.ChargeText,
            ChargeCurrency = first.ChargeCurrency,
            Remark = PaymentRemarks.Twice,
            CreatedAt = now,
            ExpiresAt = first.ExpiresAt,
        };

    /// <summary>Money of a customer that names no payment of theirs.</summary>
    internal static Payment Found(PaymentId id, CustomerId customer, PaymentWay way, Money worth, Charge received, DateTime now) =>
        new(id, customer, way, worth, OrderChannel.Chat, now)
        {
            ChargeText = received.Text,
            ChargeCurrency = received.Currency,
            Remark = PaymentRemarks.Unknown,
            ExpiresAt = now,
        };
}

internal sealed class PaymentMap : IEntityTypeConfiguration<Payment>
{
    public void Configure(EntityTypeBuilder<Payment> payment)
    {
        payment.ToTable(
            "payments",
            table =>
            {
                table.HasCheckConstraint("ck_payments_amount", "amount_minor > 0");
                table.HasCheckConstraint("ck_payments_credit", "credited_minor >= 0 and reversed_minor between 0 and credited_minor");
            }
        );
        payment.Ignore(p => p.PaymentId).Ignore(p => p.Amount).Ignore(p => p.Charge);
        payment.HasOne<Customer>().WithMany().HasForeignKey(p => p.CustomerId).OnDelete(DeleteBehavior.Restrict);
        payment.HasIndex(p => p.PublicId).IsUnique();
        payment.HasIndex(p => new { p.Way, p.ExternalId }).IsUnique().HasFilter("external_id is not null");
        payment.HasIndex(p => new { p.CustomerId, p.StartKey }).IsUnique().HasFilter("start_key is not null");
        payment.HasIndex(p => p.Reference).HasFilter("reference is not null");
        payment.HasIndex(p => new { p.CustomerId, p.Id });
        payment.HasIndex(p => p.LookAt).HasFilter("look_at is not null").HasDatabaseName("ix_payments_look");
        payment.HasIndex(p => new { p.State, p.Id });
        payment
            .HasIndex(p => p.Id)
            .HasFilter($"waiting = {(int)WaitingPurchase.Waiting} and credited_minor > 0")
            .HasDatabaseName("ix_payments_purchase");
    }
}

/// <summary>A proof that a customer sent of a transfer: a photo, a file or a text.</summary>
public sealed class PaymentReceipt
{
    private PaymentReceipt() { }

    internal PaymentReceipt(long payment, string? fileId, string? fileKey, bool isPhoto, ProtectedText? text, bool isSeen, DateTime now) =>
        (PaymentId, FileId, FileKey, IsPhoto, Text, IsSeenBefore, At) = (payment, fileId, fileKey, isPhoto, text, isSeen, now);

    public long Id { get; private set; }

    public long PaymentId { get; private set; }

    /// <summary>By which the bot sends the file again.</summary>
    public string? FileId { get; private set; }

    /// <summary>The same for the same file, whoever sends it.</summary>
    public string? FileKey { get; private set; }

    public bool IsPhoto { get; private set; }

    public ProtectedText? Text { get; private set; }

    /// <summary>Whether the same file came before, for another payment.</summary>
    public bool IsSeenBefore { get; private set; }

    public DateTime At { get; private set; }
}

internal sealed class PaymentReceiptMap : IEntityTypeConfiguration<PaymentReceipt>
{
    public void Configure(EntityTypeBuilder<PaymentReceipt> receipt)
    {
        receipt.ToTable("payment_receipts");
        receipt.HasOne<Payment>().WithMany().HasForeignKey(r => r.PaymentId).OnDelete(DeleteBehavior.Restrict);
        receipt.HasIndex(r => r.PaymentId);
        receipt.HasIndex(r => r.FileKey).HasFilter("file_key is not null");
    }
}

public static class PaymentTables
{
    extension(Foundation.Persistence.StoreDbContext db)
    {
        public DbSet<Payment> Payments => db.Set<Payment>();

        public DbSet<PaymentReceipt> PaymentReceipts => db.Set<PaymentReceipt>();
    }
}

/// <summary>The store's own words for why an operator is to look at a payment.</summary>
public static class PaymentRemarks
{
    public const string Currency = "currency";
    public const string Amount = "amount";
    public const string Twice = "twice";
    public const string AfterRefund = "after-refund";
    public const string Receipt = "receipt";
    public const string Unknown = "unknown";
}
