using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Foundation.Protection;
using XthonBot.Core.Modules.Customers;

namespace XthonBot.Core.Reactions.Webhooks;

/// <param name="Request">Where the request may be handled again: the same one makes one webhook.</param>
public sealed record MakeWebhook(
    CustomerId Customer,
    string? Url,
    WebhookEvents Events = WebhookEvents.All,
    Money? BalanceBelow = null,
    string? Request = null
);

/// <param name="Secret">In the clear for the only time.</param>
public sealed record MadeWebhook(WebhookView Webhook, string Secret);

public sealed class MakeWebhookHandler(Store store, TextProtector protector, IOptions<WebhookOptions> options, TimeProvider time)
{
    /// <summary>At most this many a customer.</summary>
    public const int Limit = 5;

    /// <returns><see cref="Error.TooManyWebhooks"/>; <see cref="Error.Invalid"/> for the address;
    /// <see cref="Error.AlreadyDone"/>.</returns>
    public async Task<Result<MadeWebhook>> HandleAsync(MakeWebhook command, CancellationToken ct)
    {
        if (!WebhookUrl.Parse(command.Url, options.Value).TryGet(out var url, out var error))
            return error;
        var now = time.UtcNow();
        var secret = StandardWebhookSignature.CreateSecret();
        var webhook = new Webhook(
            new WebhookId(Guid.CreateVersion7(now)),
            command.Customer,
            url,
            protector.Protect(secret),
            command.Events,
            command.BalanceBelow,
            command.Request,
            now
        );
        return await store.WriteAsync(
            async (db, token) =>
            {
                // One after the other for one customer, or two would pass the limit.
                await CustomerLocks.HoldAsync(db, command.Customer, token);
                if (
                    command.Request is not null
                    && await db.Webhooks.AnyAsync(w => w.CustomerId == command.Customer.Value && w.Request == command.Request, token)
                )
                    return new Error.AlreadyDone("webhook");
                if (await db.WebhooksOf(command.Customer).CountAsync(token) >= Limit)
                    return (Result<MadeWebhook>)new Error.TooManyWebhooks(Limit);
                db.Add(webhook);
                await db.SaveChangesAsync(token);
                return new MadeWebhook(WebhookView.Of(webhook), secret);
            },
            ct
        );
    }
}
