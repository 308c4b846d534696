using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Data;
using XthonBot.Core.Primitives;

namespace XthonBot.Core.Orders;

/// <summary>
/// After the host's clock was set back, or at a start that follows: what is due by the clock as it was is due by the clock as it is. Not
/// done, orders would live longer, texts would look older than their orders, and whatever waits would wait that much longer. Of
/// orders that lie in the future it is the future that is wrong. May be run twice, and by several processes.
/// </summary>
public sealed class AfterSetBackHandler(Store store, TimeProvider time)
{
    /// <summary>Hosts' clocks differ a little without having been set.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(2);

    // What is only a time of the next try is brought forward; a try too many costs nothing.
    private static readonly string[] Statements =
    [
        "update orders set closed_at = @now where closed_at > @latest and created_at > @since",
        "update orders set created_at = @now where created_at > @latest and closed_at is not null",
        "update notifications set due_at = @now where done_at is null and due_at > @latest",
        "update supplies set next_at = @now where state in (0, 1, 2, 3) and next_at > @latest",
        "update numbers set poll_at = @now where status = 1 and poll_at > @latest",
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
        return store.WriteAsync(
            async (db, token) =>
            {
                var ahead = await db.Orders.Where(o => o.CreatedAt > latest && o.ClosedAt == null)
                    .Select(o => new { o.Id, o.CreatedAt, o.ExpiresAt }).ToListAsync(token);
                await BeginSql.RunAsync(db, ahead.ConvertAll(o => (o.Id, now, now + (o.ExpiresAt - o.CreatedAt))), null, token);
                foreach (var sql in Statements)
                {
                    var command = db.Statements.Get(sql).With("now", now).With("latest", latest);
                    if (sql.Contains("@since", StringComparison.Ordinal))
                        command.With("since", now - TimeSpan.FromDays(8));
                    await command.RunAsync(null, token);
                }

                return ahead.Count;
            },
            ct);
    }
}
