using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Modules.Messages;

/// <summary>Finds the order for which a number was bought from an agent.</summary>
public interface IAgentOrders
{
    /// <returns>The key of the open order; what stands for no order where there is none.</returns>
    internal Task<long> FindAsync(StoreDbContext db, string agent, PhoneNumber? number, CancellationToken ct);
}
