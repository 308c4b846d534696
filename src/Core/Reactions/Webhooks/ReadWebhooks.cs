using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Reactions.Webhooks;

public sealed class ReadWebhooksHandler(Store store)
{
    /// <summary>All webhooks of a customer, the oldest first.</summary>
    public Task<List<WebhookView>> HandleAsync(CustomerId customer, CancellationToken ct) =>
        store.ReadAsync((db, token) => db.WebhooksOf(customer).OrderBy(w => w.Id).Select(WebhookView.Projection).ToListAsync(token), ct);

    /// <summary>A webhook of this customer; another customer's is not found.</summary>
    public async Task<Result<WebhookView>> HandleAsync(CustomerId customer, WebhookId id, CancellationToken ct) =>
        await store.ReadAsync(
            (db, token) =>
                db.WebhooksOf(customer).Where(w => w.PublicId == id.Value).Select(WebhookView.Projection).SingleOrDefaultAsync(token),
            ct
        )
            is { } found
            ? found
            : new Error.NotFound("webhook");
}
