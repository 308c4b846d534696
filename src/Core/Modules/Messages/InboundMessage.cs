using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Foundation.Protection;
using XthonBot.Core.Modules.Orders;

namespace XthonBot.Core.Modules.Messages;

/// <summary>A text message that arrived, once for each (source, external id, digest).</summary>
public sealed class InboundMessage
{
    private InboundMessage() { }

    public long Id { get; private set; }

    public string Source { get; private set; } = "";

    public string ExternalId { get; private set; } = "";

    /// <summary>
    /// A digest of number, sender and text, where a gateway gave the id, since gateways may begin to count anew. Empty where the id alone
    /// decides.
    /// </summary>
    public string Digest { get; private set; } = "";

    /// <summary>
    /// Identifies the content of a message, whatever its id: a digest of number, sender, text and the gateway's own time, or of a signature
    /// without a time. Null where there is neither.
    /// </summary>
    public string? Twin { get; private set; }

    public string Sender { get; private set; } = "";

    /// <summary>The number it was sent to; empty where the gateway did not say so that it can be read.</summary>
    public string Phone { get; private set; } = "";

    /// <summary>Null once purged.</summary>
    public ProtectedText? Text { get; private set; }

    public ProtectedText? Code { get; private set; }

    /// <summary>When the gateway had it, or when it reached us where the gateway does not say.</summary>
    public DateTime ReceivedAt { get; private set; }

    public DateTime StoredAt { get; private set; }

    /// <summary>The order it belongs to; null for a message that belongs to nobody.</summary>
    public long? OrderId { get; private set; }

    /// <summary>When an operator said that it belongs to nobody and need not wait.</summary>
    public DateTime? DismissedAt { get; private set; }
}

internal static class WaitingForOperators
{
    /// <summary>The messages of nobody on which no operator has decided yet; without its text there is nothing to decide.</summary>
    public static IQueryable<InboundMessage> WaitingMessages(this StoreDbContext db) =>
        db.Messages.Where(m => m.OrderId == null && m.DismissedAt == null && m.Text != null);
}

internal sealed class InboundMessageMap : IEntityTypeConfiguration<InboundMessage>
{
    public void Configure(EntityTypeBuilder<InboundMessage> message)
    {
        message.ToTable("messages");
        message.HasOne<Order>().WithMany().HasForeignKey(m => m.OrderId).OnDelete(DeleteBehavior.Restrict);
        message.Property(m => m.Digest).HasDefaultValue("");
        message
            .HasIndex(m => new
            {
                m.Source,
                m.ExternalId,
                m.Digest,
            })
            .IsUnique();
        message.HasIndex(m => m.Twin).IsUnique().HasFilter("twin is not null");
        message.HasIndex(m => new { m.Phone, m.Digest });
        message.HasIndex(m => m.OrderId).HasFilter("order_id is not null");
        message.HasIndex(m => m.StoredAt).HasFilter("text is not null").HasDatabaseName("ix_messages_kept");
        message
            .HasIndex(m => new { m.StoredAt, m.Id })
            .HasFilter("order_id is null and dismissed_at is null and text is not null")
            .HasDatabaseName("ix_messages_waiting");
    }
}
