using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using XthonBot.Core.Foundation.Protection;

namespace XthonBot.Core.Foundation.Durability;

/// <summary>
/// Something that came in from outside and is worked at once it is stored: once for each (source, external id, content), in the order of
/// its arrival within its partition.
/// </summary>
public sealed class InboxItem
{
    private InboxItem() { }

    internal InboxItem(Incoming incoming, DateTime now)
    {
        Source = incoming.Source;
        ExternalId = incoming.ExternalId;
        PartitionKey = incoming.PartitionKey;
        Digest = incoming.Digest;
        Payload = new ProtectedText(incoming.Payload);
        ReceivedAt = now;
    }

    public long Id { get; private set; }

    public string Source { get; private set; } = "";

    public long ExternalId { get; private set; }

    /// <summary>See <see cref="ContentDigest"/>; 0 where the id alone decides, as in an earlier release.</summary>
    public long Digest { get; private set; }

    /// <summary>Items with one key, of one source, are worked one after the other: of Telegram, the chat.</summary>
    public long PartitionKey { get; private set; }

    /// <summary>Emptied once done: what people write to the store is not kept. Of what was given up it stays for another try.</summary>
    public ProtectedText Payload { get; private set; } = new("");

    /// <summary>The process that works at it, or null; see <see cref="Lease"/> for whether that one still lives.</summary>
    public string? Holder { get; private set; }

    public DateTime ReceivedAt { get; private set; }

    public DateTime? DoneAt { get; private set; }

    /// <summary>When somebody asked that its long work stop; whichever process is at it looks for that.</summary>
    public DateTime? StopRequestedAt { get; private set; }
}

internal sealed class InboxItemMap : IEntityTypeConfiguration<InboxItem>
{
    public void Configure(EntityTypeBuilder<InboxItem> item)
    {
        item.ToTable("inbox");
        item.HasIndex(i => new
            {
                i.Source,
                i.ExternalId,
                i.Digest,
            })
            .IsUnique();
        item.HasIndex(i => new
            {
                i.Source,
                i.PartitionKey,
                i.Id,
            })
            .HasFilter("done_at is null")
            .HasDatabaseName("ix_inbox_open");
        item.Property(i => i.PartitionKey).HasColumnName("lane");
        item.HasIndex(i => i.DoneAt);
    }
}
