using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Reactions.Webhooks;

/// <summary>The result of one delivery, and when it is tried again.</summary>
/// <param name="Attempts">With this one.</param>
/// <param name="Until">Until when it was taken: if somebody else has it since, nothing is noted.</param>
internal sealed record WebhookResult(long DeliveryKey, int Attempts, WebhookAnswer Answer, DateTime Until)
{
    /// <summary>After each failure; a little more than a day in all.</summary>
    internal static readonly TimeSpan[] Pauses =
    [
        TimeSpan.FromSeconds(5),
        TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(2),
        TimeSpan.FromHours(5),
        TimeSpan.FromHours(10),
        TimeSpan.FromHours(10),
    ];

    // Up to a tenth longer: an endpoint that is back is not met by everything at once.
    private TimeSpan? Pause => Attempts > Pauses.Length ? null : Pauses[Attempts - 1] * (1 + (DeliveryKey % 11 / 100.0));

    /// <returns>Why the webhook was switched off; null where it was not.</returns>
    public static async Task<string?> NoteAsync(
        StoreDbContext db,
        long webhookKey,
        IReadOnlyList<WebhookResult> results,
        WebhookOptions options,
        DateTime now,
        CancellationToken ct
    )
    {
        foreach (var result in results)
            await result.NoteAsync(db, now, ct);
        var webhook = db.Webhooks.Where(w => w.Id == webhookKey && w.DisabledAt == null && w.RemovedAt == null);
        var isGone = results.Any(r => r.Answer.IsGone);
        if (!isGone && results.Any(r => r.Answer.IsDelivered))
        {
            await webhook
                .Where(w => w.FailingSince != null)
                .ExecuteUpdateAsync(set => set.SetProperty(w => w.FailingSince, (DateTime?)null), ct);
            return null;
        }

        await webhook.Where(w => w.FailingSince == null).ExecuteUpdateAsync(set => set.SetProperty(w => w.FailingSince, now), ct);
        var latest = now - options.DisableAfter;
        var reason = isGone ? WebhookOff.Gone : WebhookOff.Failing;
        var isOff =
            await webhook
                .Where(w => isGone || w.FailingSince <= latest)
                .ExecuteUpdateAsync(set => set.SetProperty(w => w.DisabledAt, now).SetProperty(w => w.DisabledReason, reason), ct) == 1;
        if (!isOff)
            return null;
        await OpenDeliveries.GiveUpAsync(db, webhookKey, now, ct);
        var off = await db.Webhooks.Where(w => w.Id == webhookKey).Select(w => new { w.CustomerId, w.Url }).SingleAsync(ct);
        db.Publish(new WebhookDisabled(new CustomerId(off.CustomerId), new Uri(off.Url).Authority, reason, now));
        return reason;
    }

    private async Task NoteAsync(StoreDbContext db, DateTime now, CancellationToken ct)
    {
        DateTime? delivered = Answer.IsDelivered ? now : null;
        DateTime? due = Answer.IsDelivered ? null : now + Pause;
        DateTime? givenUp = Answer.IsDelivered || due is not null ? null : now;
        var isNoted =
            await db
                .WebhookDeliveries.Where(d => d.Id == DeliveryKey && d.DueAt == Until)
                .ExecuteUpdateAsync(
                    set =>
                        set.SetProperty(d => d.DueAt, due)
                            .SetProperty(d => d.DeliveredAt, delivered)
                            .SetProperty(d => d.GivenUpAt, givenUp)
                            .SetProperty(d => d.LastAt, now)
                            .SetProperty(d => d.LastStatus, Answer.Status)
                            .SetProperty(d => d.LastError, Answer.Error),
                    ct
                ) == 1;
        if (isNoted && givenUp is not null)
            db.Publish(await GivenUpDeliveries.OfAsync(db, DeliveryKey, Answer, now, ct));
    }
}
