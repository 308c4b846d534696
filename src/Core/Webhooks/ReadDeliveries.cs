using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Data;
using XthonBot.Core.Primitives;

namespace XthonBot.Core.Webhooks;

/// <summary>A delivery as the webhook's owner sees it.</summary>
/// <param name="NextAt">When it is tried next; null once it is over.</param>
/// <param name="LastError">Why the last try failed, as a word; null where it arrived, or was not tried yet.</param>
public sealed record DeliveryView(
    WebhookMessageId Id, WebhookEvents Event, OrderId? Order, DateTime CreatedAt, int Attempts, DateTime? NextAt, DateTime? DeliveredAt, DateTime? GivenUpAt,
    DateTime? LastAt, int? LastStatus, string? LastError)
{
    internal static Expression<Func<WebhookDelivery, DeliveryView>> Projection(StoreDbContext db) => d => new DeliveryView(
        new WebhookMessageId(d.PublicId), d.Event, db.Orders.Where(o => o.Id == d.OrderId).Select(o => (OrderId?)new OrderId(o.PublicId)).FirstOrDefault(),
        d.CreatedAt, d.Attempts, d.DueAt, d.DeliveredAt, d.GivenUpAt, d.LastAt, d.LastStatus, d.LastError);
}

public sealed class ReadDeliveriesHandler(Store store)
{
    /// <summary>The newest deliveries of a webhook, at most <paramref name="most"/>.</summary>
    /// <param name="before">Only those that were written before this one.</param>
    /// <returns><see cref="Error.NotFound"/> for another customer's webhook, and for a cursor that is none of its deliveries.</returns>
    public Task<Result<List<DeliveryView>>> HandleAsync(CustomerId customer, WebhookId id, WebhookMessageId? before, int most, CancellationToken ct) => store.ReadAsync(
        async (db, token) =>
        {
            var key = await db.WebhooksOf(customer).Where(w => w.PublicId == id.Value).Select(w => w.Id).SingleOrDefaultAsync(token);
            if (key == 0)
                return (Result<List<DeliveryView>>)new Error.NotFound("webhook");
            var deliveries = db.WebhookDeliveries.Where(d => d.WebhookId == key);
            if (before is { } cursor)
            {
                var last = await deliveries.Where(d => d.PublicId == cursor.Value).Select(d => d.Id).SingleOrDefaultAsync(token);
                if (last == 0)
                    return new Error.NotFound("delivery");
                deliveries = deliveries.Where(d => d.Id < last);
            }

            return await deliveries.OrderByDescending(d => d.Id).Take(most).Select(DeliveryView.Projection(db)).ToListAsync(token);
        },
        ct);
}
