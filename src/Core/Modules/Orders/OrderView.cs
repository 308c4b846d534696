using System.Linq.Expressions;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Foundation.Protection;
using XthonBot.Core.Modules.Catalog;

namespace XthonBot.Core.Modules.Orders;

/// <summary>An order as its owner (or the operator) sees it.</summary>
/// <param name="Phone">Null while its number is being fetched from a supplier, and where none came.</param>
/// <param name="WaitsForAnother">Whether another code than <paramref name="Code"/> was asked for, and none has come since.</param>
public sealed record OrderView(
    OrderId Id,
    CustomerId Customer,
    OrderStatus Status,
    OrderChannel Channel,
    Money Price,
    Money ListPrice,
    string? Phone,
    ServiceId Service,
    string ServiceName,
    string? Code,
    DateTime CreatedAt,
    DateTime ExpiresAt,
    DateTime? EndedAt,
    bool IsOpen,
    bool WaitsForAnother
)
{
    /// <summary>Whether a text without a code completed it, and no code came since.</summary>
    public bool IsByText { get; init; }

    /// <summary>Whether <see cref="CancelOrderHandler"/> would give the money back at this moment.</summary>
    public bool IsCancelable => Status == OrderStatus.Pending;

    internal static Expression<Func<Order, OrderView>> Projection(StoreDbContext db, TextProtector protector) =>
        o => new OrderView(
            new OrderId(o.PublicId),
            new CustomerId(o.CustomerId),
            o.Status,
            o.Channel,
            new Money(o.PriceMinor),
            new Money(o.ListPriceMinor),
            o.Phone,
            new ServiceId(db.Set<Service>().Where(s => s.Id == o.ServiceId).Select(s => s.PublicId).Single()),
            o.ServiceName,
            protector.Unprotect(o.Code),
            o.CreatedAt,
            o.ExpiresAt,
            o.EndedAt,
            o.ClosedAt == null,
            db.Set<OrderRequest>().Any(a => a.OrderId == o.Id && a.Seen >= 0)
        )
        {
            IsByText = o.Status == OrderStatus.Succeeded && o.CodeAt == null,
        };
}
