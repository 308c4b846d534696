using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace XthonBot.Core.Reactions.Notifications;

/// <summary>A message in an operator's chat that shows a notification; one of a payment is edited when
/// one of them has decided.</summary>
public sealed class OperatorCard
{
    private OperatorCard() { }

    internal OperatorCard(long notification, Guid payment, long chat, int messageId, bool hasFile, DateTime now) =>
        (NotificationId, PaymentId, Chat, MessageId, HasFile, At) = (notification, payment, chat, messageId, hasFile, now);

    public long Id { get; private set; }

    /// <summary>The notification that it shows; one that is delivered once more is shown to nobody twice.</summary>
    public long NotificationId { get; private set; }

    /// <summary>The public id; all zeros where it is about no payment.</summary>
    public Guid PaymentId { get; private set; }

    public long Chat { get; private set; }

    public int MessageId { get; private set; }

    /// <summary>Whether it is a picture or a file with the text under it.</summary>
    public bool HasFile { get; private set; }

    public DateTime At { get; private set; }
}

internal sealed class OperatorCardMap : IEntityTypeConfiguration<OperatorCard>
{
    public void Configure(EntityTypeBuilder<OperatorCard> card)
    {
        card.ToTable("operator_cards");
        card.HasIndex(c => new { c.NotificationId, c.Chat }).IsUnique();
        card.HasIndex(c => c.PaymentId);
        card.HasIndex(c => c.At);
    }
}
