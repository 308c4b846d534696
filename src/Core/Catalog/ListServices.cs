using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Data;
using XthonBot.Core.Primitives;
using XthonBot.Core.Stock;

namespace XthonBot.Core.Catalog;

/// <summary>A service as one customer sees it.</summary>
/// <param name="Price">What this customer pays: the list price less their bonus.</param>
/// <param name="Stock">Free numbers at the time of the look; a purchase never relies on it.</param>
public sealed record ServiceView(
    ServiceId Id, string Code, string Name, Money ListPrice, Money Price, int Stock, bool IsPaused)
{
    internal static IQueryable<ServiceView> From(StoreDbContext db, Expression<Func<Service, bool>> which, int bonusPercent) =>
        db.Services.Where(which).OrderBy(s => s.Name).ThenBy(s => s.Id).Select(s => new ServiceView(
            new ServiceId(s.PublicId), s.Code, s.Name, new Money(s.PriceMinor), new Money(s.PriceMinor).LessPercent(bonusPercent),
            db.Numbers.Count(n => n.ServiceId == s.Id && n.Status == NumberStatus.Free), s.IsPaused));
}

public sealed class ListServicesHandler(Store store)
{
    /// <summary>The services on sale at this customer's prices, by name.</summary>
    public Task<List<ServiceView>> HandleAsync(CustomerId customer, CancellationToken ct) => store.ReadAsync(
        async (db, token) =>
        {
            var bonus = await db.Customers.Where(c => c.Id == customer.Value).Select(c => c.BonusPercent).SingleAsync(token);
            return await ServiceView.From(db, s => !s.IsPaused, bonus).ToListAsync(token);
        },
        ct);

    /// <summary>One service at this customer's price; a paused one is not on sale and not found.</summary>
    public Task<Result<ServiceView>> FindAsync(CustomerId customer, ServiceId id, CancellationToken ct) => store.ReadAsync(
        async (db, token) =>
        {
            var bonus = await db.Customers.Where(c => c.Id == customer.Value).Select(c => c.BonusPercent).SingleAsync(token);
            var found = await ServiceView.From(db, s => s.PublicId == id.Value && !s.IsPaused, bonus).SingleOrDefaultAsync(token);
            return found is null ? (Result<ServiceView>)new Error.NotFound("service") : found;
        },
        ct);

    /// <summary>Every service, also the paused, at list prices: the operator's view.</summary>
    public Task<List<ServiceView>> AllAsync(CancellationToken ct) => store.ReadAsync(
        (db, token) => ServiceView.From(db, _ => true, 0).ToListAsync(token), ct);
}
