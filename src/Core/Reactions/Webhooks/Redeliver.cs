using Microsoft.EntityFrameworkCore;
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
                var webhook = await db.WebhooksOf(customer).Where(w => w.PublicId == id.Value).Select(w => new { w.Id, w.DisabledAt }).SingleOrDefaultAsync(token);
                if (webhook is null)
                    return (Result<DeliveryView>)new Error.NotFound("webhook");
                if (webhook.DisabledAt is not null)
                    return new Error.Invalid("webhook", "webhook-off");
                var one = db.WebhookDeliveries.Where(d => d.WebhookId == webhook.Id && d.PublicId == delivery.Value);
                var rows = await one.ExecuteUpdateAsync(
                    set => set.SetProperty(d => d.DueAt, now).SetProperty(d => d.Attempts, 0)
                        .SetProperty(d => d.DeliveredAt, (DateTime?)null).SetProperty(d => d.GivenUpAt, (DateTime?)null),
                    token);
                db.Publish(default(DeliveryDue));
                return rows == 0 ? new Error.NotFound("delivery") : await one.Select(DeliveryView.Projection(db)).SingleAsync(token);
            },
            ct);
    }
}
