using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Foundation.Protection;
using XthonBot.Core.Modules.Catalog;
using XthonBot.Core.Modules.Messages;
using XthonBot.Core.Modules.Orders;

namespace XthonBot.Core.Views.Accounts;

/// <param name="Text">The whole text; null once purged.</param>
public sealed record ActivationText(string? Code, string? Text, DateTime ReceivedAt);

/// <summary>An order as the activation protocol tells of it.</summary>
/// <param name="PurchaseKey">By which it was bought once.</param>
/// <param name="Last">The last text with a code; the last text at all of an order that a text completed.</param>
public sealed record ActivationView(
    OrderNumber Id,
    OrderView Order,
    string ServiceCode,
    string? PurchaseKey,
    bool IsFinished,
    ActivationText? Last
);

/// <summary>A customer's orders by the numbers that the activation protocol knows them by.</summary>
public sealed class ReadActivationsHandler(Store store, TextProtector protector)
{
    /// <summary>How far back a page of <see cref="HistoryAsync"/> may begin: each order before it is walked over.</summary>
    public const int FurthestOffset = 10_000;

    private const int Most = 100;
    private const string IdSql = "select id from orders where public_id = @id";

    public async Task<Result<ActivationView>> HandleAsync(CustomerId customer, OrderNumber id, CancellationToken ct) =>
        await store.ReadAsync(
            (db, token) => ReadAsync(db, db.Orders.Where(o => o.CustomerId == customer.Value && o.Id == id.Value), token),
            ct
        )
            is [var one]
            ? one
            : new Error.NotFound("transaction");

    /// <summary>By which number the protocol knows an order; every purchase asks for it.</summary>
    public Task<OrderNumber> IdOfAsync(OrderId order, CancellationToken ct) =>
        store.ReadAsync(
            async (db, token) => new OrderNumber((long)(await db.Statements.Get(IdSql).With("id", order.Value).ExecuteScalarAsync(token))!),
            ct
        );

    /// <summary>The newest that are open and not finished.</summary>
    public async Task<IReadOnlyList<ActivationView>> OpenAsync(CustomerId customer, CancellationToken ct) =>
        [
            .. (
                await store.ReadAsync(
                    (db, token) => ReadAsync(db, db.OpenOrdersOf(customer).OrderByDescending(o => o.Id).Take(Most), token),
                    ct
                )
            ).Where(a => !a.IsFinished),
        ];

    /// <summary>The order of a purchase key; null where there is none.</summary>
    public async Task<ActivationView?> OfPurchaseAsync(CustomerId customer, string key, CancellationToken ct) =>
        await store.ReadAsync(
            (db, token) => ReadAsync(db, db.Orders.Where(o => o.CustomerId == customer.Value && o.PurchaseKey == key), token),
            ct
        )
            is [var one]
            ? one
            : null;

    /// <summary>A page of all that was ever bought, the newest first.</summary>
    /// <param name="since">Bought then or later.</param>
    /// <param name="until">Bought before.</param>
    /// <param name="offset">How many are passed over, up to <see cref="FurthestOffset"/>.</param>
    public Task<List<ActivationView>> HistoryAsync(
        CustomerId customer,
        DateTime? since,
        DateTime? until,
        int offset,
        int count,
        CancellationToken ct
    ) =>
        store.ReadAsync(
            async (db, token) =>
            {
                var span = await OrderSpan.OfAsync(db, since, until, token);
                var (from, to) = (since ?? DateTime.MinValue, until ?? DateTime.MaxValue);
                return await ReadAsync(
                    db,
                    db.NewestOrdersOf(
                            customer,
                            orders => orders.Where(o => o.Id > span.After && o.Id < span.Before && o.CreatedAt >= from && o.CreatedAt < to),
                            offset + count
                        )
                        .OrderByDescending(o => o.Id)
                        .Skip(offset),
                    token
                );
            },
            ct
        );

    private async Task<List<ActivationView>> ReadAsync(StoreDbContext db, IQueryable<Order> which, CancellationToken ct)
    {
        var orders = await which.Select(OrderView.Projection(db, protector)).ToDictionaryAsync(o => o.Id.Value, ct);
        var rows = await which
            .Select(o => new
            {
                o.Id,
                o.PublicId,
                o.PurchaseKey,
                Service = db.Set<Service>().Where(s => s.Id == o.ServiceId).Select(s => s.Code).Single(),
                IsFinished = db.Set<OrderRequest>().Any(a => a.OrderId == o.Id && a.IsFinished),
                // The last with a code, or else the last of all: a condition on the order would be a join that SQLite does not have.
                Last = db.Set<InboundMessage>()
                    .Where(m => m.OrderId == o.Id)
                    .OrderByDescending(m => m.Code != null)
                    .ThenByDescending(m => m.Id)
                    .Select(m => new
                    {
                        m.Code,
                        m.Text,
                        m.ReceivedAt,
                    })
                    .FirstOrDefault(),
            })
            .ToListAsync(ct);
        return
        [
            .. rows.Where(row => orders.ContainsKey(row.PublicId))
                .Select(row => new ActivationView(
                    new OrderNumber(row.Id),
                    orders[row.PublicId],
                    row.Service,
                    row.PurchaseKey,
                    row.IsFinished,
                    row.Last is { } last && (last.Code is not null || orders[row.PublicId].IsByText)
                        ? new ActivationText(protector.Unprotect(last.Code), protector.Unprotect(last.Text), last.ReceivedAt)
                        : null
                )),
        ];
    }
}
