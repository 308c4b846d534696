using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Foundation.Protection;
using XthonBot.Core.Modules.Customers;

namespace XthonBot.Core.Reactions.Webhooks;

/// <summary>An address of a customer that is told what happens to their orders.</summary>
public sealed class Webhook
{
    private Webhook() { }

    internal Webhook(
        WebhookId id,
        CustomerId customer,
        string url,
        ProtectedText secret,
        WebhookEvents events,
        Money? balanceBelow,
        string? request,
        DateTime now
    )
    {
        (PublicId, CustomerId, Url, Secret, Events, Request, CreatedAt) = (id.Value, customer.Value, url, secret, events, request, now);
        BalanceBelowMinor = balanceBelow?.Minor;
    }

    public long Id { get; private set; }

    public Guid PublicId { get; private set; }

    public long CustomerId { get; private set; }

    /// <summary>It may carry a secret of its owner, and is never logged.</summary>
    public string Url { get; private set; } = "";

    /// <summary>Signs its messages: <c>whsec_</c> and 32 bytes in base64.</summary>
    public ProtectedText Secret { get; private set; }

    /// <summary>The one before, which signs as well until <see cref="OldSecretUntil"/>.</summary>
    public ProtectedText? OldSecret { get; private set; }

    public DateTime? OldSecretUntil { get; private set; }

    public WebhookEvents Events { get; private set; }

    /// <summary>Told when the balance is below.</summary>
    public long? BalanceBelowMinor { get; private set; }

    /// <summary>When the low-balance event was last sent; cleared when the balance recovers.</summary>
    public DateTime? LowToldAt { get; private set; }

    /// <summary>The last request that showed a secret: handled again it shows none.</summary>
    public string? Request { get; private set; }

    public DateTime CreatedAt { get; private set; }

    /// <summary>The first failure since the last success.</summary>
    public DateTime? FailingSince { get; private set; }

    public DateTime? DisabledAt { get; private set; }

    /// <summary>See <see cref="WebhookOff"/>.</summary>
    public string? DisabledReason { get; private set; }

    /// <summary>Its deliveries stay until they are old; of itself nothing is left but its id.</summary>
    public DateTime? RemovedAt { get; private set; }

    internal void Move(string url) => Url = url;

    internal void Choose(WebhookEvents events) => Events = events;

    internal void Watch(Money? balanceBelow) => (BalanceBelowMinor, LowToldAt) = (balanceBelow?.Minor, null);

    internal void SwitchOn() => (DisabledAt, DisabledReason, FailingSince) = (null, null, null);

    internal void SwitchOff(string reason, DateTime now) => (DisabledAt, DisabledReason) = (now, reason);

    internal void Rotate(ProtectedText secret, DateTime oldUntil, string? request) =>
        (Secret, OldSecret, OldSecretUntil, Request) = (secret, Secret, oldUntil, request);

    internal void Remove(DateTime now) =>
        (RemovedAt, Url, Secret, OldSecret, OldSecretUntil) = (now, "", new ProtectedText(""), null, null);
}

/// <summary>Why a webhook is off, as a word.</summary>
public static class WebhookOff
{
    /// <summary>Its owner wanted it.</summary>
    public const string Owner = "owner";

    /// <summary>It has failed for too long.</summary>
    public const string Failing = "failing";

    /// <summary>It answered that it is gone: HTTP 410.</summary>
    public const string Gone = "gone";
}

/// <summary>A webhook as its owner sees it, without its secret.</summary>
public sealed record WebhookView(
    WebhookId Id,
    string Url,
    WebhookEvents Events,
    Money? BalanceBelow,
    DateTime CreatedAt,
    DateTime? FailingSince,
    DateTime? DisabledAt,
    string? DisabledReason,
    DateTime? OldSecretUntil
)
{
    internal static readonly Expression<Func<Webhook, WebhookView>> Projection = w => new WebhookView(
        new WebhookId(w.PublicId),
        w.Url,
        w.Events,
        w.BalanceBelowMinor == null ? null : new Money(w.BalanceBelowMinor.Value),
        w.CreatedAt,
        w.FailingSince,
        w.DisabledAt,
        w.DisabledReason,
        w.OldSecretUntil
    );

    internal static WebhookView Of(Webhook webhook) => Compiled(webhook);

    private static readonly Func<Webhook, WebhookView> Compiled = Projection.Compile();

    // The path and the query are not to be printed.
    public override string ToString() => $"{Id}";
}

internal static class WebhooksOfCustomer
{
    /// <summary>The webhooks of a customer that were not removed.</summary>
    public static IQueryable<Webhook> WebhooksOf(this StoreDbContext db, CustomerId customer) =>
        db.Webhooks.Where(w => w.CustomerId == customer.Value && w.RemovedAt == null);
}

internal sealed class WebhookMap : IEntityTypeConfiguration<Webhook>
{
    public void Configure(EntityTypeBuilder<Webhook> webhook)
    {
        webhook.ToTable("webhooks");
        webhook.HasOne<Customer>().WithMany().HasForeignKey(w => w.CustomerId).OnDelete(DeleteBehavior.Restrict);
        webhook.HasIndex(w => w.PublicId).IsUnique();
        webhook.HasIndex(w => w.CustomerId).HasFilter("removed_at is null").HasDatabaseName("ix_webhooks_live");
        webhook.HasIndex(w => new { w.CustomerId, w.Request }).IsUnique().HasFilter("request is not null");
    }
}
