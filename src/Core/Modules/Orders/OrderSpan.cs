using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Modules.Orders;

/// <summary>
/// The keys between which the orders of a time lie. Keys are given in the order of time, so two looks into an index by time spare a walk
/// through all that is newer or older.
/// </summary>
/// <param name="After">The key of an order before that time; 0 where there is none.</param>
/// <param name="Before">The key of an order after that time; the largest number where there is none.</param>
internal sealed record OrderSpan(long After, long Before)
{
    /// <summary>The time by which clocks of several processes may differ, and a purchase may have waited to be written.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(10);

    public static async Task<OrderSpan> OfAsync(StoreDbContext db, DateTime? since, DateTime? until, CancellationToken ct)
    {
        var (after, before) = (0L, long.MaxValue);
        if (since > DateTime.MinValue + Slack)
            after = await db
                .Orders.Where(o => o.CreatedAt < since - Slack)
                .OrderByDescending(o => o.CreatedAt)
                .Select(o => o.Id)
                .FirstOrDefaultAsync(ct);
        if (until < DateTime.MaxValue - Slack)
            before =
                await db
                    .Orders.Where(o => o.CreatedAt >= until + Slack)
                    .OrderBy(o => o.CreatedAt)
                    .Select(o => (long?)o.Id)
                    .FirstOrDefaultAsync(ct)
                ?? before;
        return new OrderSpan(after, before);
    }
}
