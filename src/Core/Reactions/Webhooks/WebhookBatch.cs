using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Durability;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Foundation.Protection;
using XthonBot.Core.Modules.Messages;
using XthonBot.Core.Modules.Orders;
using XthonBot.Core.Modules.Payments;

namespace XthonBot.Core.Reactions.Webhooks;

/// <summary>The due deliveries of one webhook, claimed by one process until <paramref name="Until"/>.</summary>
/// <param name="Calls">Without a call where its secret cannot be opened any more.</param>
internal sealed record WebhookBatch(long WebhookKey, DateTime Until, IReadOnlyList<(long Key, int Attempts, WebhookCall? Call)> Calls)
{
    /// <summary>So many are under way to one endpoint at a time.</summary>
    public const int Most = 4;

    private static readonly WorkClaim Due = new(
        "webhook_deliveries",
        "id",
        due: "work.webhook_id = @webhook and work.due_at <= @now",
        order: "work.due_at, work.id",
        set: "due_at = @until, attempts = attempts + 1",
        returning: "id"
    );

    public bool IsFull => Calls.Count == Most;

    /// <returns>Null where nothing is due, or the webhook is off.</returns>
    public static async Task<WebhookBatch?> TakeAsync(
        Store store,
        TextProtector protector,
        long webhookKey,
        DateTime now,
        TimeSpan lease,
        CancellationToken ct
    )
    {
        var until = now + lease;
        var taken = await store.WriteAsync(
            (db, token) =>
                Due.TakeAsync(db, Most, [("webhook", webhookKey), ("now", now), ("until", until)], row => row.GetInt64(0), token),
            ct
        );
        return taken.Count == 0
            ? null
            : await store.ReadAsync((db, token) => ReadAsync(db, protector, webhookKey, taken, now, until, token), ct);
    }

    private static async Task<WebhookBatch?> ReadAsync(
        StoreDbContext db,
        TextProtector protector,
        long webhookKey,
        List<long> ids,
        DateTime now,
        DateTime until,
        CancellationToken ct
    )
    {
        if (
            await db.Webhooks.SingleOrDefaultAsync(w => w.Id == webhookKey && w.DisabledAt == null && w.RemovedAt == null, ct)
            is not { } webhook
        )
            return null;
        var rows = await db.WebhookDeliveries.Where(d => ids.Contains(d.Id)).OrderBy(d => d.Id).ToListAsync(ct);
        var orderKeys = rows.Select(d => d.OrderId).OfType<long>().Distinct().ToList();
        var messageKeys = rows.Select(d => d.MessageId).OfType<long>().Distinct().ToList();
        var publicIds = await db.Orders.Where(o => orderKeys.Contains(o.Id)).ToDictionaryAsync(o => o.Id, o => new OrderId(o.PublicId), ct);
        var orders = await db
            .Orders.Where(o => orderKeys.Contains(o.Id))
            .Select(OrderView.Projection(db, protector))
            .ToDictionaryAsync(o => o.Id, ct);
        var texts = await db
            .Messages.Where(m => messageKeys.Contains(m.Id))
            .ToDictionaryAsync(
                m => m.Id,
                m => new WebhookText(m.Sender, protector.Unprotect(m.Text), protector.Unprotect(m.Code), m.ReceivedAt),
                ct
            );
        var topUps = rows.Select(d => (d.Id, TopUp: WebhookTopUp.Read(d.Event, d.Detail)))
            .Where(d => d.TopUp is not null)
            .ToDictionary(d => d.Id, d => d.TopUp!);
        var paymentIds = topUps.Values.Select(topUp => topUp.Payment).Distinct().ToList();
        var amounts = await db
            .Payments.Where(p => paymentIds.Contains(p.PublicId))
            .ToDictionaryAsync(p => p.PublicId, p => new Money(p.AmountMinor), ct);
        var secrets = new[] { webhook.Secret, webhook.OldSecretUntil > now ? webhook.OldSecret : null }
            .Select(protector.Unprotect)
            .OfType<string>()
            .ToList();
        return new WebhookBatch(webhookKey, until, [.. rows.Select(d => (d.Id, d.Attempts, secrets.Count == 0 ? null : Call(d)))]);

        WebhookCall Call(WebhookDelivery d)
        {
            var text = d.MessageId is { } message ? texts[message] : null;
            var order = d.OrderId is { } key ? AsOf(d.Event, orders[publicIds[key]], text) : null;
            return new WebhookCall(
                new Uri(webhook.Url),
                secrets,
                new WebhookMessageId(d.PublicId),
                d.Event,
                d.CreatedAt,
                order,
                text,
                d.Event == WebhookEvents.BalanceLow ? LowBalance.Read(d.Detail) : null
            )
            {
                TopUp = topUps.TryGetValue(d.Id, out var topUp) ? topUp with { Amount = amounts[topUp.Payment] } : null,
            };
        }
    }

    // Meanwhile the order may have gone on: the event tells what it was then, also at a later try.
    private static OrderView AsOf(WebhookEvents what, OrderView order, WebhookText? text) =>
        what switch
        {
            WebhookEvents.Succeeded => order with { Status = OrderStatus.Succeeded, Code = text?.Code },
            WebhookEvents.Canceled => order with { Status = OrderStatus.Canceled },
            WebhookEvents.Expired => order with { Status = OrderStatus.Expired },
            WebhookEvents.Refunded => order with { Status = OrderStatus.Refunded },
            _ => order,
        };
}
