using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Modules.Orders;

/// <summary>The source of numbers that are not on the own shelf: they are sold first and bought in after that.</summary>
public interface INumberSource
{
    /// <summary>Whether numbers are bought in at all.</summary>
    bool HasSuppliers { get; }

    /// <summary>Fetches the number of an order that was just placed, at once.</summary>
    /// <returns>A task that ends when it is there, or when it is clear that none comes, or after <paramref name="limit"/>.</returns>
    Task FetchAsync(OrderId order, TimeSpan limit);

    /// <summary>Loads the offers of these services, with the statement batch.</summary>
    /// <returns>The offers by the services' codes, filled when the statement batch has run.</returns>
    internal IReadOnlyDictionary<string, List<Offer>> LoadOffers(
        StoreDbContext db,
        StatementBatch batch,
        IReadOnlyCollection<Guid> services,
        DateTime now
    );
}
