using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Reactions.Webhooks;

/// <summary>Changes what is given and leaves the rest.</summary>
/// <param name="BalanceBelow">A threshold, or none: <see cref="Money.Zero"/> takes it away.</param>
/// <param name="IsOn">Switched on again it begins with a clean slate.</param>
public sealed record ChangeWebhook(
    CustomerId Customer,
    WebhookId Id,
    string? Url = null,
    WebhookEvents? Events = null,
    Money? BalanceBelow = null,
    bool? IsOn = null
);

public sealed class ChangeWebhookHandler(Store store, IOptions<WebhookOptions> options, TimeProvider time)
{
    /// <returns><see cref="Error.NotFound"/>; <see cref="Error.Invalid"/> for the address.</returns>
    public async Task<Result<WebhookView>> HandleAsync(ChangeWebhook command, CancellationToken ct)
    {
        string? url = null;
        if (command.Url is not null && !WebhookUrl.Parse(command.Url, options.Value).TryGet(out url, out var error))
            return error;
        var now = time.UtcNow();
        return await store.WriteAsync(
            async (db, token) =>
            {
                if (
                    await db.WebhooksOf(command.Customer).SingleOrDefaultAsync(w => w.PublicId == command.Id.Value, token)
                    is not { } webhook
                )
                    return (Result<WebhookView>)new Error.NotFound("webhook");
                if (url is not null)
                    webhook.Move(url);
                if (command.Events is { } events)
                    webhook.Choose(events);
                if (command.BalanceBelow is { } below)
                    webhook.Watch(below == Money.Zero ? null : below);
                if (command.IsOn == true && webhook.DisabledAt is not null)
                    webhook.SwitchOn();
                if (command.IsOn == false && webhook.DisabledAt is null)
                {
                    webhook.SwitchOff(WebhookOff.Owner, now);
                    await OpenDeliveries.GiveUpAsync(db, webhook.Id, now, token);
                }

                await db.SaveChangesAsync(token);
                return WebhookView.Of(webhook);
            },
            ct
        );
    }
}

internal static class OpenDeliveries
{
    /// <summary>Of a webhook that is off nothing stays due.</summary>
    public static Task GiveUpAsync(StoreDbContext db, long webhookKey, DateTime now, CancellationToken ct) =>
        db
            .WebhookDeliveries.Where(d => d.WebhookId == webhookKey && d.DueAt != null)
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.DueAt, (DateTime?)null).SetProperty(d => d.GivenUpAt, now), ct);
}
