using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Data;
using XthonBot.Core.Primitives;

namespace XthonBot.Core.Catalog;

/// <summary>A service as one customer sees it.</summary>
/// <param name="Price">What this customer pays: the list price less their bonus.</param>
/// <param name="Stock">Free numbers a moment ago, see <see cref="Shelves"/>; a purchase never relies on it.</param>
/// <param name="Senders">For operators: see <see cref="Service.SenderPattern"/>.</param>
/// <param name="Pattern">For operators: see <see cref="Service.CodePattern"/>.</param>
public sealed record ServiceView(
    ServiceId Id, string Code, string Name, Money ListPrice, Money Price, int Stock, bool IsPaused, string? Senders = null, string? Pattern = null)
{
    internal static ServiceView Of(ShelfView shelf, int bonusPercent) =>
        new(shelf.Id, shelf.Code, shelf.Name, shelf.ListPrice, shelf.ListPrice.LessPercent(bonusPercent), shelf.Stock, shelf.IsPaused);

    internal static ServiceView ForOperators(ShelfView shelf) => Of(shelf, 0) with { Senders = shelf.Senders, Pattern = shelf.Pattern };
}

public sealed class ListServicesHandler(Store store, Shelves shelves)
{
    private const string BonusSql = "select bonus_percent from customers where id = @id";

    /// <summary>The services on sale at this customer's prices, by name.</summary>
    public async Task<IReadOnlyList<ServiceView>> HandleAsync(CustomerId customer, CancellationToken ct)
    {
        var bonus = await BonusAsync(customer, ct);
        return (await shelves.ListAsync(ct)).OnSale(bonus);
    }

    /// <summary>One service at this customer's price; a paused one is not on sale and not found.</summary>
    public async Task<Result<ServiceView>> FindAsync(CustomerId customer, ServiceId id, CancellationToken ct)
    {
        var onSale = await HandleAsync(customer, ct);
        return onSale.FirstOrDefault(s => s.Id == id) is { } found ? found : new Error.NotFound("service");
    }

    /// <summary>Every service, also the paused, at list prices: the operator's view.</summary>
    public async Task<List<ServiceView>> AllAsync(CancellationToken ct) => [.. (await shelves.ListAsync(ct)).All.Select(ServiceView.ForOperators)];

    private Task<int> BonusAsync(CustomerId customer, CancellationToken ct) => store.ReadAsync(
        async (db, token) =>
        {
            await using var reader = await db.Statements.Get(BonusSql).With("id", customer.Value).ExecuteReaderAsync(token);
            return await reader.ReadAsync(token) ? reader.GetInt32(0) : throw new InvalidOperationException("There is no such customer.");
        },
        ct);
}
