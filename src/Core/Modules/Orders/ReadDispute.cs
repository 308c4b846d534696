using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Modules.Orders;

/// <summary>The dispute of an order, as its customer sees it.</summary>
public enum DisputeChoice
{
    /// <summary>There is none, and there can be none.</summary>
    None,

    /// <summary>The code may be disputed at this moment.</summary>
    Possible,

    /// <summary>An operator has yet to decide.</summary>
    Open,

    /// <summary>An operator decided that the code stands.</summary>
    Rejected,
}

public sealed class ReadDisputeHandler(Store store, IOptions<OrderOptions> options, TimeProvider time)
{
    public Task<DisputeChoice> HandleAsync(OrderId order, CancellationToken ct)
    {
        var now = time.UtcNow();
        return store.ReadAsync(
            async (db, token) =>
            {
                var found = await db
                    .Orders.Where(o => o.PublicId == order.Value && o.Status == OrderStatus.Succeeded && o.Code != null)
                    .Select(o => new
                    {
                        o.CodeAt,
                        Dispute = db.Set<Dispute>().Where(d => d.OrderId == o.Id).Select(d => (DisputeState?)d.State).FirstOrDefault(),
                    })
                    .SingleOrDefaultAsync(token);
                return found switch
                {
                    null => DisputeChoice.None,
                    { Dispute: DisputeState.Open } => DisputeChoice.Open,
                    { Dispute: DisputeState.Rejected } => DisputeChoice.Rejected,
                    { Dispute: null, CodeAt: { } at } when options.Value.IsInTimeToDispute(at, now) => DisputeChoice.Possible,
                    _ => DisputeChoice.None,
                };
            },
            ct
        );
    }
}
