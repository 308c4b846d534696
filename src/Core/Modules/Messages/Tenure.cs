using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Orders;

namespace XthonBot.Core.Modules.Messages;

/// <summary>The time for which a number was an order's.</summary>
/// <param name="Until">Null while it is open.</param>
internal sealed record Tenure(long OrderKey, DateTime Since, DateTime? Until)
{
    /// <summary>How far a gateway's stamp may be off and still tell one holder's message from another's.</summary>
    public static readonly TimeSpan Doubt = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Finds the order of a message that arrived at one moment and is stamped with an earlier one. A stamp is a clock of somebody else, or
    /// of the network: it makes a message old only where another had the number at that time, shortly before or since. Otherwise arrival
    /// decides.
    /// </summary>
    /// <param name="ofNumber">In the order in which they began.</param>
    /// <returns>Null for nobody's.</returns>
    public static Tenure? HolderOf(IReadOnlyList<Tenure> ofNumber, DateTime stamp, DateTime arrivedAt)
    {
        var begun = ofNumber.Where(t => t.Since <= arrivedAt).ToList();
        if (begun is not [.. var before, var last])
            return null;
        return last.Since <= stamp || before.All(t => t.Until <= stamp - Doubt) ? last : before.FindLast(t => t.Since <= stamp);
    }

    /// <summary>All tenures of these numbers, in the order in which they began.</summary>
    public static async Task<ILookup<string, Tenure>> OfAsync(
        StoreDbContext db,
        IReadOnlyCollection<string> phones,
        CancellationToken ct
    ) =>
        (
            await db
                .Orders.Where(o => o.Phone != null && phones.Contains(o.Phone))
                .OrderBy(o => o.CreatedAt)
                .ThenBy(o => o.Id)
                .Select(o => new
                {
                    o.Phone,
                    o.Id,
                    o.CreatedAt,
                    o.ClosedAt,
                })
                .ToListAsync(ct)
        ).ToLookup(o => o.Phone!, o => new Tenure(o.Id, o.CreatedAt, o.ClosedAt));
}
