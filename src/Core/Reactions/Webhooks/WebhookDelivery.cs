using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Messages;
using XthonBot.Core.Modules.Orders;

namespace XthonBot.Core.Reactions.Webhooks;

/// <summary>
/// One event that one webhook has to be told, written in the transaction that made it true. The body is made of these rows at
/// every try: nothing it is made of changes, but for the texts, which are deleted as everywhere.
/// </summary>
public sealed class WebhookDelivery
{
    private WebhookDelivery() { }

    internal WebhookDelivery(WebhookMessageId id, long webhookId, WebhookEvents what, string? detail, DateTime now) =>
        (PublicId, WebhookId, Event, Detail, CreatedAt, DueAt) = (id.Value, webhookId, what, detail, now, now);

    public long Id { get; private set; }

    /// <summary>The same for all webhooks that are told of one event.</summary>
    public Guid PublicId { get; private set; }

    public long WebhookId { get; private set; }

    public WebhookEvents Event { get; private set; }

    public long? OrderId { get; private set; }

    /// <summary>The text of which it tells, or that brought the code.</summary>
    public long? MessageId { get; private set; }

    /// <summary>Of a low balance <see cref="LowBalance"/>, of a payment <see cref="WebhookTopUp"/>, as JSON.</summary>
    public string? Detail { get; private set; }

    public DateTime CreatedAt { get; private set; }

    /// <summary>When it is tried next, or until when one process is at it; null once it is over.</summary>
    public DateTime? DueAt { get; private set; }

    /// <summary>How often it was begun since it was written, or since it was last sent again.</summary>
    public int Attempts { get; private set; }

    public DateTime? DeliveredAt { get; private set; }

    public DateTime? GivenUpAt { get; private set; }

    /// <summary>When it was last tried, and the HTTP status that was answered.</summary>
    public DateTime? LastAt { get; private set; }

    public int? LastStatus { get; private set; }

    /// <summary>Why the last try failed, as a word.</summary>
    public string? LastError { get; private set; }
}

internal sealed class WebhookDeliveryMap : IEntityTypeConfiguration<WebhookDelivery>
{
    public void Configure(EntityTypeBuilder<WebhookDelivery> delivery)
    {
        delivery.ToTable("webhook_deliveries");
        delivery.HasOne<Webhook>().WithMany().HasForeignKey(d => d.WebhookId).OnDelete(DeleteBehavior.Restrict);
        delivery.HasOne<Order>().WithMany().HasForeignKey(d => d.OrderId).OnDelete(DeleteBehavior.Restrict);
        delivery.HasOne<InboundMessage>().WithMany().HasForeignKey(d => d.MessageId).OnDelete(DeleteBehavior.Restrict);
        delivery.HasIndex(d => new { d.WebhookId, d.PublicId }).IsUnique();
        delivery.HasIndex(d => new { d.WebhookId, d.DueAt }).HasFilter("due_at is not null").HasDatabaseName("ix_webhook_deliveries_open");
        delivery.HasIndex(d => d.DueAt).HasFilter("due_at is not null").HasDatabaseName("ix_webhook_deliveries_due");
        delivery.HasIndex(d => new { d.WebhookId, d.Id });
        delivery.HasIndex(d => d.CreatedAt);
    }
}
