using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Catalog;
using XthonBot.Core.Modules.Orders;
using XthonBot.Core.Modules.Stock;
using XthonBot.Core.Modules.Suppliers;

namespace XthonBot.Core.Views.Storefront;

/// <summary>A service with what is free of it on the own shelf, and what suppliers offer.</summary>
internal sealed record StockedService(
    ServiceId Id,
    string Code,
    string Name,
    Money ListPrice,
    bool IsPaused,
    int Stock,
    string? Senders,
    string? Pattern,
    TextCompletes Texts,
    TextCompletes? OwnTexts,
    IReadOnlyList<Offer> Offers
);

/// <summary>All services as they were at one moment, and what is on sale of them at the prices of each bonus that was asked for.</summary>
internal sealed class StockedServices(List<StockedService> shelves)
{
    private readonly ConcurrentDictionary<int, IReadOnlyList<ServiceView>> onSale = new();

    public IReadOnlyList<StockedService> All => shelves;

    public IReadOnlyList<ServiceView> OnSale(int bonusPercent) =>
        onSale.GetOrAdd(
            bonusPercent,
            static (bonus, all) => [.. all.Where(s => !s.IsPaused).Select(s => ServiceView.Of(s, bonus))],
            shelves
        );
}

/// <summary>
/// All services with their stock, for lists: looked up when somebody asks, and kept for a second. An operator's change in this
/// process shows at once. A purchase never relies on it.
/// </summary>
public sealed class ServiceListCache(Store store, IOptions<SuppliersOptions> suppliers, IOptions<OrderOptions> orders, TimeProvider time)
    : IReaction<CatalogChanged>,
        IReaction<StockChanged>,
        IReaction<OffersChanged>
{
    /// <summary>How old a list may be.</summary>
    public static readonly TimeSpan Age = TimeSpan.FromSeconds(1);

    // While lists are asked for the next one is looked up before the last is too old, so that nobody waits for it.
    private static readonly TimeSpan Ripe = 0.75 * Age;

    private readonly Lock gate = new();
    private Look? last;
    private Look? next;

    void IReaction<CatalogChanged>.Committed(IReadOnlyList<CatalogChanged> events) => Forget();

    void IReaction<StockChanged>.Committed(IReadOnlyList<StockChanged> events) => Forget();

    void IReaction<OffersChanged>.Committed(IReadOnlyList<OffersChanged> events) => Forget();

    private void Forget()
    {
        lock (gate)
            last = next = null;
    }

    internal Task<StockedServices> ListAsync(CancellationToken ct)
    {
        lock (gate)
        {
            if (next is { List.IsCompleted: true })
                (last, next) = (next, null);
            var age = last is { List.IsCompletedSuccessfully: true } ? time.GetElapsedTime(last.Since) : TimeSpan.MaxValue;
            if (age >= Ripe && next is null)
            {
                var since = time.GetTimestamp();
                next = new Look(Task.Run(LookAsync, CancellationToken.None), since);
            }

            // Callers that come during a query wait for the same one.
            var list = age < Age ? last!.List : next!.List;
            return list.IsCompleted ? list : list.WaitAsync(ct);
        }
    }

    // One count over the index of free numbers for all services, not one for each.
    private Task<StockedServices> LookAsync() =>
        store.ReadAsync(
            async (db, token) =>
            {
                var services = await db.Services.OrderBy(s => s.Name).ThenBy(s => s.Id).ToListAsync(token);
                var free = await db
                    .Numbers.Where(n => n.Status == NumberStatus.Free)
                    .GroupBy(n => n.ServiceId)
                    .Select(g => new { g.Key, Count = g.Count() })
                    .ToDictionaryAsync(g => g.Key, g => g.Count, token);
                var offers = await Offers.AllAsync(db, suppliers.Value, time.UtcNow(), token);
                return new StockedServices(
                    services.ConvertAll(s => new StockedService(
                        new ServiceId(s.PublicId),
                        s.Code,
                        s.Name,
                        new Money(s.PriceMinor),
                        s.IsPaused,
                        free.GetValueOrDefault(s.Id),
                        s.SenderPattern,
                        s.CodePattern,
                        orders.Value.RuleOf(s.TextCompletes, s.SenderPattern is not null),
                        s.TextCompletes,
                        offers.GetValueOrDefault(s.Code, [])
                    ))
                );
            },
            CancellationToken.None
        );

    /// <param name="Since">When it began: all that was committed before is in it.</param>
    private sealed record Look(Task<StockedServices> List, long Since);
}
