using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Foundation.Protection;

namespace XthonBot.Core.Reactions.Webhooks;

public sealed class RotateSecretHandler(Store store, TextProtector protector, TimeProvider time)
{
    /// <summary>So long the secret before signs as well.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromHours(24);

    /// <summary>A new secret, shown this once. Of three the oldest signs no more.</summary>
    /// <param name="request">Where the request may be handled again: the same one makes one secret.</param>
    /// <returns><see cref="Error.NotFound"/>; <see cref="Error.AlreadyDone"/>.</returns>
    public Task<Result<MadeWebhook>> HandleAsync(CustomerId customer, WebhookId id, string? request, CancellationToken ct)
    {
        var until = time.UtcNow() + Overlap;
        var secret = StandardWebhookSignature.CreateSecret();
        var protectedSecret = protector.Protect(secret);
        return store.WriteAsync(
            async (db, token) =>
            {
                if (await db.WebhooksOf(customer).SingleOrDefaultAsync(w => w.PublicId == id.Value, token) is not { } webhook)
                    return (Result<MadeWebhook>)new Error.NotFound("webhook");
                if (request is not null && webhook.Request == request)
                    return new Error.AlreadyDone("webhook");
                webhook.Rotate(protectedSecret, until, request);
                await db.SaveChangesAsync(token);
                return new MadeWebhook(WebhookView.Of(webhook), secret);
            },
            ct
        );
    }
}
