using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Reactions.Webhooks;

public sealed class TestWebhookHandler(Store store, TimeProvider time)
{
    /// <summary>Sends an event that says nothing, on its way like any other.</summary>
    /// <returns><see cref="Error.NotFound"/>; <see cref="Error.Invalid"/> for a webhook that is off.</returns>
    public async Task<Result<DeliveryView>> HandleAsync(CustomerId customer, WebhookId id, CancellationToken ct)
    {
        var now = time.UtcNow();
        var test = new WebhookMessageId(Guid.CreateVersion7(now));
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
                db.Add(new WebhookDelivery(test, webhook.Id, WebhookEvents.Test, null, now));
                await db.SaveChangesAsync(token);
                db.Publish(default(DeliveryDue));
                return await db
                    .WebhookDeliveries.Where(d => d.WebhookId == webhook.Id && d.PublicId == test.Value)
                    .Select(DeliveryView.Projection(db))
                    .SingleAsync(token);
            },
            ct
        );
    }
}
