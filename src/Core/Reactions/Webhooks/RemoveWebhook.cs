using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Reactions.Webhooks;

public sealed class RemoveWebhookHandler(Store store, TimeProvider time)
{
    /// <summary>Nothing is sent to it any more, and its secrets are forgotten.</summary>
    public Task<Result<Done>> HandleAsync(CustomerId customer, WebhookId id, CancellationToken ct)
    {
        var now = time.UtcNow();
        return store.WriteAsync(
            async (db, token) =>
            {
                if (await db.WebhooksOf(customer).SingleOrDefaultAsync(w => w.PublicId == id.Value, token) is not { } webhook)
                    return (Result<Done>)new Error.NotFound("webhook");
                webhook.Remove(now);
                await OpenDeliveries.GiveUpAsync(db, webhook.Id, now, token);
                await db.SaveChangesAsync(token);
                return default(Done);
            },
            ct
        );
    }
}
