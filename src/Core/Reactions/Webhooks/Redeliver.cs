using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Durability;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Reactions.Webhooks;

public sealed class RedeliverHandler(Store store, TimeProvider time)
{
    /// <summary>Sends a delivery again, now, and with all its tries; also one that arrived.</summary>
    /// <returns><see cref="Error.NotFound"/>; <see cref="Error.Invalid"/> for a webhook that is off.</returns>
    public async Task<Result<DeliveryView>> HandleAsync(CustomerId customer, WebhookId id, WebhookMessageId delivery, CancellationToken ct)
    {
        var now = time.UtcNow();
        return await store.WriteAsync(
            async (db, token) =>
            {
                var webhook = await db.WebhooksOf(customer)
                    .Where(w => w.PublicId == id.Value)
                    .Select(w => new { w.Id, w.DisabledAt })
                    .SingleOrDefaultAsync(token);
                if (webhook is null)
                    return (Result<DeliveryView>)new Error.NotFound("webhook");
                if (webhook.DisabledAt is not null)
                    return new Error.Invalid("webhook", "webhook-off");
                var one = db.WebhookDeliveries.Where(d => d.WebhookId == webhook.Id && d.PublicId == delivery.Value);
                if (await one.SendAgainAsync(now, token) == 0)
                    return new Error.NotFound("delivery");
                var key = await one.Select(d => d.Id).SingleAsync(token);
                await DeadLetters.DropAsync(db, DeadLetterKind.Delivery, key, token);
                db.Publish(default(DeliveryDue));
                return await one.Select(DeliveryView.Projection(db)).SingleAsync(token);
            },
            ct
        );
    }
}

internal static class DeliveryRepetition
{
    /// <summary>Makes deliveries due now, with all their tries.</summary>
    public static Task<int> SendAgainAsync(this IQueryable<WebhookDelivery> deliveries, DateTime now, CancellationToken ct) =>
        deliveries.ExecuteUpdateAsync(
            set =>
                set.SetProperty(d => d.DueAt, now)
                    .SetProperty(d => d.Attempts, 0)
                    .SetProperty(d => d.DeliveredAt, (DateTime?)null)
                    .SetProperty(d => d.GivenUpAt, (DateTime?)null),
            ct
        );
}
