using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Reactions.Webhooks;

/// <summary>Tells webhooks of a balance that fell below their threshold: once, until it was at or above it again.</summary>
public sealed class WatchBalancesHandler(Store store, TimeProvider time)
{
    private const string ForgetSql = """
        update webhooks set low_told_at = null where low_told_at is not null and removed_at is null
            and (select b.amount_minor from balances b where b.customer_id = webhooks.customer_id) >= balance_below_minor
        """;

    private static readonly string TellSql = $"""
        update webhooks set low_told_at = @now
        where balance_below_minor is not null and low_told_at is null and removed_at is null and disabled_at is null
            and (events & {(int)WebhookEvents.BalanceLow}) <> 0
            and (select b.amount_minor from balances b where b.customer_id = webhooks.customer_id) < balance_below_minor
        returning id, balance_below_minor, (select b.amount_minor from balances b where b.customer_id = webhooks.customer_id)
        """;

    /// <returns>How many are told.</returns>
    public async Task<int> HandleAsync(CancellationToken ct)
    {
        // A look costs no write where nobody asked for it.
        if (!await store.ReadAsync((db, token) => db.Webhooks.AnyAsync(w => w.BalanceBelowMinor != null && w.RemovedAt == null, token), ct))
            return 0;
        var now = time.UtcNow();
        return await store.WriteAsync(
            async (db, token) =>
            {
                var low = new List<WebhookDelivery>();
                await db.Statements.Get(ForgetSql).RunAsync(null, token);
                await db
                    .Statements.Get(TellSql)
                    .With("now", now)
                    .RunAsync(
                        row =>
                            low.Add(
                                new WebhookDelivery(
                                    new WebhookMessageId(Guid.CreateVersion7(now)),
                                    row.GetInt64(0),
                                    WebhookEvents.BalanceLow,
                                    new LowBalance(row.GetInt64(2), row.GetInt64(1)).Write(),
                                    now
                                )
                            ),
                        token
                    );
                db.WebhookDeliveries.AddRange(low);
                await db.SaveChangesAsync(token);
                db.Publish(low.ConvertAll(_ => default(DeliveryDue)));
                return low.Count;
            },
            ct
        );
    }
}
