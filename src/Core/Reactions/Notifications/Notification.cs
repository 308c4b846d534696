using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Orders;

namespace XthonBot.Core.Reactions.Notifications;

public enum NotificationKind
{
    /// <summary>The receipt: the order's card.</summary>
    OrderPlaced = 1,

    /// <summary>The card shows an old state.</summary>
    OrderChanged = 2,
    CodeArrived = 3,
    TextArrived = 4,
    OrderCanceled = 5,
    OrderExpired = 6,
    OrderRefunded = 7,
    BalanceCredited = 8,
    BalanceDebited = 9,

    /// <summary>A webhook is switched off; its host and the reason, with a bar between.</summary>
    WebhookOff = 10,

    /// <summary>Money of a payment came.</summary>
    PaymentReceived = 11,

    /// <summary>A payment went back, and its credit with it.</summary>
    PaymentReversed = 12,

    /// <summary>An operator refused a payment.</summary>
    PaymentRefused = 13,

    /// <summary>The purchase that waited for money was not made.</summary>
    PurchaseNotContinued = 14,

    /// <summary>An operator decided that a disputed code stands.</summary>
    DisputeRejected = 15,

    /// <summary>To the operators: a number expired too often.</summary>
    NumberWithheld = 20,

    /// <summary>To the operators: the books do not agree.</summary>
    ReconciliationFailed = 21,

    /// <summary>To the operators: a payment that one of them has to decide about.</summary>
    PaymentToDecide = 22,

    /// <summary>To the operators: a payment went back, and maybe left a debt.</summary>
    PaymentWentBack = 23,

    /// <summary>To the operators: one of them decided, and the cards of the others show an old state.</summary>
    PaymentDecided = 24,

    /// <summary>To the operators: a customer disputes a code.</summary>
    DisputeOpened = 25,

    /// <summary>To the operators: something is wrong with the store, and lasts.</summary>
    AlertRaised = 50,

    /// <summary>To the operators: it is over.</summary>
    AlertEnded = 51,

    /// <summary>To the operators: a customer wrote to them.</summary>
    CustomerWrote = 52,

    /// <summary>To the operators: a customer asks for a credit by hand.</summary>
    TopUpAsked = 53,

    /// <summary>An operator answered a customer.</summary>
    OperatorAnswered = 54,
}

/// <summary>Something that still has to be told, written in the transaction that made it true.</summary>
public sealed class Notification
{
    private Notification() { }

    public long Id { get; private set; }

    public NotificationKind Kind { get; private set; }

    /// <summary>0 goes first: codes overtake everything else.</summary>
    public int Priority { get; private set; }

    /// <summary>Null: to the operators.</summary>
    public long? CustomerId { get; private set; }

    public long? OrderId { get; private set; }

    public long? MessageId { get; private set; }

    /// <summary>A <see cref="NotificationDetail"/>, as JSON.</summary>
    public string? Detail { get; private set; }

    /// <summary>Of whatever asked for it, such as an update: the same one is told once. Null where the transaction sees to that.</summary>
    public string? Key { get; private set; }

    public DateTime CreatedAt { get; private set; }

    public DateTime DueAt { get; private set; }

    /// <summary>Until then one process is at it.</summary>
    public DateTime? LeaseUntil { get; private set; }

    public int Attempts { get; private set; }

    public DateTime? DoneAt { get; private set; }

    /// <summary>Why it was given up, if so.</summary>
    public string? Failure { get; private set; }

    /// <summary>The channel's id of what was sent, so that it can be answered and edited.</summary>
    public long? SentMessageId { get; private set; }

    internal static Notification ForOrder(NotificationKind kind, long orderKey, CustomerId customer, DateTime now) =>
        Make(kind, customer.Value, now, orderKey);

    internal static Notification ForMessage(NotificationKind kind, long orderKey, long messageKey, CustomerId customer, DateTime now) =>
        Make(kind, customer.Value, now, orderKey, messageKey);

    internal static Notification ForCustomer(NotificationKind kind, CustomerId customer, DateTime now, NotificationDetail detail) =>
        Make(kind, customer.Value, now, detail: detail);

    internal static Notification ForOperators(
        NotificationKind kind,
        DateTime now,
        long? orderKey = null,
        NotificationDetail? detail = null
    ) => Make(kind, null, now, orderKey, detail: detail);

    /// <summary>The same cause again adds nothing.</summary>
    internal Notification Once(string key)
    {
        Key = key;
        return this;
    }

    private static Notification Make(
        NotificationKind kind,
        long? customer,
        DateTime now,
        long? orderKey = null,
        long? messageKey = null,
        NotificationDetail? detail = null
    ) =>
        new()
        {
            Kind = kind,
            Priority = kind is NotificationKind.CodeArrived or NotificationKind.TextArrived ? 0 : 1,
            CustomerId = customer,
            OrderId = orderKey,
            MessageId = messageKey,
            Detail = detail?.Write(),
            CreatedAt = now,
            DueAt = now,
        };
}

internal sealed class NotificationMap : IEntityTypeConfiguration<Notification>
{
    public void Configure(EntityTypeBuilder<Notification> notification)
    {
        notification.ToTable("notifications");
        notification.HasOne<Order>().WithMany().HasForeignKey(n => n.OrderId).OnDelete(DeleteBehavior.Restrict);
        notification.HasIndex(n => new { n.Priority, n.Id }).HasFilter("done_at is null").HasDatabaseName("ix_notifications_open");
        notification.HasIndex(n => new { n.OrderId, n.Kind });
        notification.HasIndex(n => n.DoneAt);
        notification.HasIndex(n => n.Key).IsUnique().HasFilter("key is not null");
    }
}
