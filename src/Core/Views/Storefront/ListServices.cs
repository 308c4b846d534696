using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Catalog;
using XthonBot.Core.Modules.Orders;
using XthonBot.Core.Modules.Suppliers;

namespace XthonBot.Core.Views.Storefront;

/// <summary>A service as one customer sees it.</summary>
/// <param name="ListPrice">Of the next number: the service's own, or a supplier's where the next one comes from there.</param>
/// <param name="Price">The price for this customer: the list price less their bonus.</param>
/// <param name="Stock">Numbers to be had at this price a moment ago, see <see cref="ServiceListCache"/>; a purchase never relies on
/// it.</param>
/// <param name="Senders">For operators: see <see cref="Service.SenderPattern"/>.</param>
/// <param name="Pattern">For operators: see <see cref="Service.CodePattern"/>.</param>
/// <param name="Texts">Which texts without a code complete an order that is placed now.</param>
/// <param name="OwnTexts">For operators: see <see cref="Service.TextCompletes"/>.</param>
public sealed record ServiceView(
    ServiceId Id,
    string Code,
    string Name,
    Money ListPrice,
    Money Price,
    int Stock,
    bool IsPaused,
    string? Senders = null,
    string? Pattern = null,
    TextCompletes Texts = TextCompletes.Never,
    TextCompletes? OwnTexts = null
)
{
    internal static ServiceView Of(StockedService shelf, int bonusPercent)
    {
        var next = NumberChoice.Of(shelf.ListPrice, bonusPercent, shelf.Stock > 0, shelf.Offers);
        return new(
            shelf.Id,
            shelf.Code,
            shelf.Name,
            next?.ListPrice ?? shelf.ListPrice,
            next?.Price ?? shelf.ListPrice.LessPercent(bonusPercent),
            NumberChoice.Count(next, shelf.ListPrice, bonusPercent, shelf.Stock, shelf.Offers),
            shelf.IsPaused,
            Texts: shelf.Texts
        );
    }

    /// <summary>As the operator keeps it: its own price, and the own shelf alone.</summary>
    internal static ServiceView ForOperators(StockedService shelf) =>
        new(
            shelf.Id,
            shelf.Code,
            shelf.Name,
            shelf.ListPrice,
            shelf.ListPrice,
            shelf.Stock,
            shelf.IsPaused,
            shelf.Senders,
            shelf.Pattern,
            shelf.Texts,
            shelf.OwnTexts
        );
}

public sealed class ListServicesHandler(Store store, ServiceListCache shelves)
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

    /// <summary>Every service, also the paused, at its own price and with its own shelf: the operator's view.</summary>
    public async Task<List<ServiceView>> AllAsync(CancellationToken ct) =>
        [.. (await shelves.ListAsync(ct)).All.Select(ServiceView.ForOperators)];

    private Task<int> BonusAsync(CustomerId customer, CancellationToken ct) =>
        store.ReadAsync(
            async (db, token) =>
            {
                await using var reader = await db.Statements.Get(BonusSql).With("id", customer.Value).ExecuteReaderAsync(token);
                return await reader.ReadAsync(token)
                    ? reader.GetInt32(0)
                    : throw new InvalidOperationException("There is no such customer.");
            },
            ct
        );
}
