using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using XthonBot.Core.Data;
using XthonBot.Core.Leases;
using XthonBot.Core.Primitives;
using XthonBot.Core.Stock;

namespace XthonBot.Core.Orders;

/// <summary>
/// After the host's clock was set back, or at a start that follows: what is due by the clock as it was is due by the clock as it is. Not
/// done, orders would live longer, texts would look older than their orders, and whatever waits would wait that much longer. Of
/// orders that lie in the future it is the future that is wrong. May be run twice, and by several processes.
/// </summary>
public sealed class AfterSetBackHandler(Store store, IOptions<StockOptions> stock, LeaseTerms terms, TimeProvider time)
{
    /// <summary>Hosts' clocks differ a little without having been set.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(2);

    /// <summary>Of one that is held for a piece of work, not for a life.</summary>
    private static readonly TimeSpan LongestLease = TimeSpan.FromMinutes(3);

    // What is only a time of the next try is brought forward; a try too many costs nothing.
    // A lease and a rest are cut to what they may last from now on; whoever lives renews the lease.
    private static readonly string[] Statements =
    [
        "update orders set closed_at = @now where closed_at > @latest and created_at > @since",
        "update orders set created_at = @now where created_at > @latest and closed_at is not null",
        "update notifications set due_at = @now where done_at is null and due_at > @latest",
        "update webhook_deliveries set due_at = @now where due_at > @latest",
        "update supplies set next_at = @now where state in (0, 1, 2, 3) and next_at > @latest",
        "update supplies set asked_at = @now where state in (0, 1, 2, 3) and asked_at > @latest",
        "update supplies set created_at = @now where state in (0, 1, 2, 3) and created_at > @latest",
        "update supplies set lease_until = @lease where state in (0, 1, 2, 3) and lease_until > @lease",
        "update supplier_offers set seen_at = @now where seen_at > @latest",
        "update kept_replies set lease_until = @lease where status is null and lease_until > @lease",
        "update leases set until = @life where until > @life",
        "update numbers set poll_at = @now where status = 1 and poll_at > @latest",
        "update numbers set free_since = @now where status in (0, 2) and free_since > @latest",
        "update numbers set available_at = @rest where status = 2 and available_at > @rest",
        "update long_messages set started_at = @now where given_at is null and started_at > @latest",
        "update message_parts set stored_at = @now where stored_at > @latest",
    ];

    private static readonly RowStatement<(long Id, DateTime CreatedAt, DateTime ExpiresAt)> BeginSql = new(
        "update orders set created_at = r.created_at, expires_at = r.expires_at from {rows} where orders.id = r.id and closed_at is null",
        RowStatement<(long Id, DateTime CreatedAt, DateTime ExpiresAt)>.Of("id", o => o.Id),
        RowStatement<(long Id, DateTime CreatedAt, DateTime ExpiresAt)>.Of("created_at", o => o.CreatedAt),
        RowStatement<(long Id, DateTime CreatedAt, DateTime ExpiresAt)>.Of("expires_at", o => o.ExpiresAt));

    /// <returns>How many open orders had begun in what is the future now.</returns>
    public Task<int> HandleAsync(CancellationToken ct)
    {
        var now = time.UtcNow();
        var latest = now + Slack;
        (string Name, DateTime Value)[] times =
        [
            ("now", now), ("latest", latest), ("since", now - TimeSpan.FromDays(8)), ("lease", latest + LongestLease), ("life", latest + terms.Duration),
            ("rest", latest + stock.Value.CoolDown),
        ];
        return store.WriteAsync(
            async (db, token) =>
            {
                var ahead = await db.Orders.Where(o => o.CreatedAt > latest && o.ClosedAt == null)
                    .Select(o => new { o.Id, o.CreatedAt, o.ExpiresAt }).ToListAsync(token);
                await BeginSql.RunAsync(db, ahead.ConvertAll(o => (o.Id, now, now + (o.ExpiresAt - o.CreatedAt))), null, token);
                foreach (var sql in Statements)
                {
                    var command = db.Statements.Get(sql);
                    foreach (var (name, value) in times.Where(t => sql.Contains("@" + t.Name, StringComparison.Ordinal)))
                        command.With(name, value);
                    await command.RunAsync(null, token);
                }

                return ahead.Count;
            },
            ct);
    }
}
