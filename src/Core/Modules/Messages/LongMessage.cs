using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Foundation.Protection;

namespace XthonBot.Core.Modules.Messages;

/// <summary>
/// A message that comes in several parts, once for each (source, sender, phone, reference). References are counters that begin again:
/// when one comes back with another message, the same row takes a new round.
/// </summary>
public sealed class LongMessage
{
    // After this time a counter may have begun again: a later part belongs to another message.
    private static readonly TimeSpan OneMessage = TimeSpan.FromHours(1);

    private LongMessage() { }

    public long Id { get; private set; }

    public string Source { get; private set; } = "";

    public string Sender { get; private set; } = "";

    /// <summary>The number it was sent to.</summary>
    public string Phone { get; private set; } = "";

    public string Reference { get; private set; } = "";

    /// <summary>How often the reference stood for another message, from 1.</summary>
    public int Round { get; private set; }

    public int PartCount { get; private set; }

    /// <summary>When its first part was stored.</summary>
    public DateTime StartedAt { get; private set; }

    /// <summary>When it was stored as a message, whole or with gaps; null while it waits for parts.</summary>
    public DateTime? GivenAt { get; private set; }

    /// <summary>Whether a part that is not there yet may belong to the message of this round.</summary>
    internal bool Awaits(ReceivePart part, IReadOnlyList<MessagePart> parts, DateTime now) =>
        (parts.Count == 0 && GivenAt is null)
        || (PartCount == part.Count && now - StartedAt < OneMessage && parts.All(p => p.PartIndex != part.Index));

    /// <summary>Whether the part is a stored one, sent once more under another id.</summary>
    internal bool Repeats(ReceivePart part, IReadOnlyList<MessagePart> parts, TextProtector protector, DateTime now) =>
        PartCount == part.Count
        && now - StartedAt < OneMessage
        && parts.Any(p => p.PartIndex == part.Index && protector.Unprotect(p.Text) == StorableText.Of(part.Text));

    internal void BeginAnew(int count, DateTime now) => (Round, PartCount, StartedAt, GivenAt) = (Round + 1, count, now, null);

    internal void Give(DateTime now) => GivenAt = now;
}

/// <summary>A part of a <see cref="LongMessage"/>, once for each (source, external id) and its place.</summary>
public sealed class MessagePart
{
    private MessagePart() { }

    internal MessagePart(LongMessage message, ReceivePart part, ProtectedText text, DateTime receivedAt, DateTime now)
    {
        LongMessageId = message.Id;
        Round = message.Round;
        PartIndex = part.Index;
        Source = part.Source;
        ExternalId = part.ExternalId;
        Text = text;
        ReceivedAt = receivedAt;
        StoredAt = now;
    }

    public long Id { get; private set; }

    public long LongMessageId { get; private set; }

    public int Round { get; private set; }

    /// <summary>From 1.</summary>
    public int PartIndex { get; private set; }

    public string Source { get; private set; } = "";

    public string ExternalId { get; private set; } = "";

    public ProtectedText Text { get; private set; }

    public DateTime ReceivedAt { get; private set; }

    public DateTime StoredAt { get; private set; }
}

internal sealed class LongMessageMap : IEntityTypeConfiguration<LongMessage>
{
    public void Configure(EntityTypeBuilder<LongMessage> message)
    {
        message.ToTable("LongMessages");
        message
            .HasIndex(m => new
            {
                m.Source,
                m.Sender,
                m.Phone,
                m.Reference,
            })
            .IsUnique();
        message.HasIndex(m => m.StartedAt).HasFilter("given_at is null").HasDatabaseName("ix_long_messages_waiting");
        message.HasIndex(m => m.StartedAt).HasFilter("given_at is not null").HasDatabaseName("ix_long_messages_given");
    }
}

internal sealed class MessagePartMap : IEntityTypeConfiguration<MessagePart>
{
    public void Configure(EntityTypeBuilder<MessagePart> part)
    {
        part.ToTable("MessageParts");
        part.HasOne<LongMessage>().WithMany().HasForeignKey(p => p.LongMessageId).OnDelete(DeleteBehavior.Cascade);
        part.HasIndex(p => new
            {
                p.Source,
                p.ExternalId,
                p.PartIndex,
            })
            .IsUnique();
        part.HasIndex(p => new
            {
                p.LongMessageId,
                p.Round,
                p.PartIndex,
            })
            .IsUnique();
        part.HasIndex(p => p.StoredAt);
    }
}
