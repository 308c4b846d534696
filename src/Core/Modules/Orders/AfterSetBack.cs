using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Modules.Orders;

/// <summary>
/// After the host's clock was set back, or at a start that follows: what is due by the clock as it was is due by the clock as it is. Not
/// done, orders would live longer, texts would look older than their orders, and whatever waits would wait that much longer. Of
/// orders that lie in the future it is the future that is wrong. May be run twice, and by several processes.
/// </summary>
public sealed class AfterSetBackHandler(Store store, TimeProvider time)
{
    /// <summary>The clocks of hosts differ by up to this much without having been set back.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(2);

    private const string CloseSql = "update orders set closed_at = @now where closed_at > @latest and created_at > @since";
    private const string BeganSql = "update orders set created_at = @now where created_at > @latest and closed_at is not null";

    private static readonly RowStatement<(long Id, DateTime CreatedAt, DateTime ExpiresAt)> BeginSql = new(
        "update orders set created_at = r.created_at, expires_at = r.expires_at from {rows} where orders.id = r.id and closed_at is null",
        RowStatement<(long Id, DateTime CreatedAt, DateTime ExpiresAt)>.Of("id", o => o.Id),
        RowStatement<(long Id, DateTime CreatedAt, DateTime ExpiresAt)>.Of("created_at", o => o.CreatedAt),
        RowStatement<(long Id, DateTime CreatedAt, DateTime ExpiresAt)>.Of("expires_at", o => o.ExpiresAt)
    );

    /// <returns>How many open orders had begun in what is the future now.</returns>
    public Task<int> HandleAsync(CancellationToken ct)
    {
        var now = time.UtcNow();
        var latest = now + Slack;
        return store.WriteAsync(
            async (db, token) =>
            {
                var ahead = await db
                    .Orders.Where(o => o.CreatedAt > latest && o.ClosedAt == null)
                    .Select(o => new
                    {
                        o.Id,
                        o.CreatedAt,
                        o.ExpiresAt,
                    })
                    .ToListAsync(token);
                await BeginSql.RunAsync(db, ahead.ConvertAll(o => (o.Id, now, now + (o.ExpiresAt - o.CreatedAt))), null, token);
                await db
                    .Statements.Get(CloseSql)
                    .With("now", now)
                    .With("latest", latest)
                    .With("since", now - TimeSpan.FromDays(8))
                    .RunAsync(null, token);
                await db.Statements.Get(BeganSql).With("now", now).With("latest", latest).RunAsync(null, token);
                db.Publish(new ClockSetBack(now, latest));
                return ahead.Count;
            },
            ct
        );
    }
}
