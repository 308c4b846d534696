using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Durability;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Customers;

namespace XthonBot.Core.Reactions.Webhooks;

/// <summary>Deliveries that ran out of tries.</summary>
/// <remarks>Those of a webhook that was switched off are none: its customer is told, and may send them again.</remarks>
internal sealed class GivenUpDeliveries(OutboxSignal signal, TimeProvider time) : IGivenUpWork, IReaction<WorkRetried>
{
    public DeadLetterKind Kind => DeadLetterKind.Delivery;

    public async Task<Result<Done>> RetryAsync(StoreDbContext db, long subject, CancellationToken ct)
    {
        var given = db.WebhookDeliveries.Where(d => d.Id == subject && d.GivenUpAt != null);
        var on = db.Webhooks.Where(w => w.DisabledAt == null && w.RemovedAt == null);
        var isOn = await given.Select(d => (bool?)on.Any(w => w.Id == d.WebhookId)).SingleOrDefaultAsync(ct);
        if (isOn == false)
            return new Error.Invalid("webhook", "webhook-off");
        return await given.SendAgainAsync(time.UtcNow(), ct) == 1 ? default(Done) : new Error.NotFound("delivery");
    }

    public void Committed(IReadOnlyList<WorkRetried> events)
    {
        if (events.Any(e => e.Kind == Kind))
            signal.Notify();
    }

    /// <summary>The notice to the operators about one that was just given up.</summary>
    public static async Task<WorkGivenUp> OfAsync(
        StoreDbContext db,
        long delivery,
        WebhookAnswer answer,
        DateTime now,
        CancellationToken ct
    )
    {
        var found = await (
            from d in db.WebhookDeliveries
            join w in db.Webhooks on d.WebhookId equals w.Id
            join c in db.Customers on w.CustomerId equals c.Id
            where d.Id == delivery
            select new { d.Event, c.TelegramId }
        ).SingleAsync(ct);
        return new WorkGivenUp(DeadLetterKind.Delivery, delivery, found.TelegramId, found.Event.ToString(), answer.Error ?? "unknown", now);
    }
}
