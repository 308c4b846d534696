using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Orders;
using XthonBot.Core.Modules.Payments;

namespace XthonBot.Core.Reactions.Webhooks;

/// <summary>A delivery as the webhook's owner sees it.</summary>
/// <param name="NextAt">When it is tried next; null once it is over.</param>
/// <param name="LastError">Why the last try failed, as a word; null where it arrived, or was not tried yet.</param>
public sealed record DeliveryView(
    WebhookMessageId Id,
    WebhookEvents Event,
    OrderId? Order,
    DateTime CreatedAt,
    int Attempts,
    DateTime? NextAt,
    DateTime? DeliveredAt,
    DateTime? GivenUpAt,
    DateTime? LastAt,
    int? LastStatus,
    string? LastError,
    PaymentId? Payment = null
)
{
    internal static Expression<Func<WebhookDelivery, DeliveryView>> Projection(StoreDbContext db) =>
        d => new DeliveryView(
            new WebhookMessageId(d.PublicId),
            d.Event,
            db.Set<Order>().Where(o => o.Id == d.OrderId).Select(o => (OrderId?)new OrderId(o.PublicId)).FirstOrDefault(),
            d.CreatedAt,
            d.Attempts,
            d.DueAt,
            d.DeliveredAt,
            d.GivenUpAt,
            d.LastAt,
            d.LastStatus,
            d.LastError,
            WebhookTopUp.IdOf(d.Event, d.Detail)
        );
}

public sealed class ReadDeliveriesHandler(Store store)
{
    /// <summary>The deliveries of a webhook, newest first.</summary>
    /// <param name="after">The last delivery of the part before.</param>
    /// <returns><see cref="Error.NotFound"/> for a <c>webhook</c> that is not this customer's, and for a <c>cursor</c> that is none of its
    /// deliveries.</returns>
    public Task<Result<Slice<DeliveryView, WebhookMessageId>>> HandleAsync(
        CustomerId customer,
        WebhookId id,
        int count,
        WebhookMessageId? after,
        CancellationToken ct
    ) =>
        store.ReadAsync<Result<Slice<DeliveryView, WebhookMessageId>>>(
            async (db, token) =>
            {
                var key = await db.WebhooksOf(customer).Where(w => w.PublicId == id.Value).Select(w => w.Id).SingleOrDefaultAsync(token);
                if (key == 0)
                    return new Error.NotFound("webhook");
                var deliveries = db.WebhookDeliveries.Where(d => d.WebhookId == key);
                if (after is { } cursor)
                {
                    var last = await deliveries.Where(d => d.PublicId == cursor.Value).Select(d => d.Id).SingleOrDefaultAsync(token);
                    if (last == 0)
                        return new Error.NotFound("cursor");
                    deliveries = deliveries.Where(d => d.Id < last);
                }

                return Slice.Of(
                    await deliveries.OrderByDescending(d => d.Id).Take(count + 1).Select(DeliveryView.Projection(db)).ToListAsync(token),
                    count,
                    d => d.Id
                );
            },
            ct
        );
}
