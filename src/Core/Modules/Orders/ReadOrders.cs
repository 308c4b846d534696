using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Foundation.Protection;

namespace XthonBot.Core.Modules.Orders;

/// <summary>One page of a customer's orders: open ones first, then the newest.</summary>
public sealed record OrderPage(IReadOnlyList<OrderView> Orders, int Total);

public sealed class ReadOrdersHandler(Store store, TextProtector protector)
{
    // Scripts run this query over and over while they wait for a code.
    private static readonly string FindSql = $"""
        select o.customer_id, o.status, o.channel, o.price_minor, o.list_price_minor, o.phone, s.public_id, o.service_name, o.code,
            o.created_at, o.expires_at, o.ended_at, o.closed_at,
            o.status = {(int)OrderStatus.Succeeded} and {OrderRequest.IsAnotherAwaited},
            o.status = {(int)OrderStatus.Succeeded} and o.code_at is null
        from orders o join services s on s.id = o.service_id where o.public_id = @id
        """;

    /// <summary>An order of this customer; another customer's is not found.</summary>
    public Task<Result<OrderView>> HandleAsync(CustomerId customer, OrderId id, CancellationToken ct) =>
        store.ReadAsync(
            async (db, token) =>
            {
                await using var reader = await db.Statements.Get(FindSql).With("id", id.Value).ExecuteReaderAsync(token);
                return await reader.ReadAsync(token) && reader.GetInt64(0) == customer.Value
                    ? View(id, reader)
                    : (Result<OrderView>)new Error.NotFound("transaction");
            },
            ct
        );

    /// <param name="page">From 0.</param>
    public Task<OrderPage> PageAsync(CustomerId customer, int page, int size, CancellationToken ct) =>
        store.ReadAsync(
            async (db, token) =>
            {
                var (opened, closed) = (db.OpenOrdersOf(customer), db.ClosedOrdersOf(customer));
                var open = await opened.CountAsync(token);
                var skipped = page * size;
                var orders = skipped < open ? await PartAsync(db, opened, skipped, size, token) : [];
                orders.AddRange(await PartAsync(db, closed, Math.Max(0, skipped - open), size - orders.Count, token));
                return new OrderPage(orders, open + await closed.CountAsync(token));
            },
            ct
        );

    private Task<List<OrderView>> PartAsync(StoreDbContext db, IQueryable<Order> of, int skipped, int count, CancellationToken ct) =>
        of.OrderByDescending(o => o.Id).Skip(skipped).Take(count).Select(OrderView.Projection(db, protector)).ToListAsync(ct);

    private OrderView View(OrderId id, DbDataReader row) =>
        new(
            id,
            new CustomerId(row.GetInt64(0)),
            (OrderStatus)row.GetInt32(1),
            (OrderChannel)row.GetInt32(2),
            new Money(row.GetInt64(3)),
            new Money(row.GetInt64(4)),
            row.GetTextOrNull(5),
            new ServiceId(row.GetGuid(6)),
            row.GetString(7),
            row.IsDBNull(8) ? null : protector.Unprotect(new ProtectedText(row.GetString(8))),
            row.GetUtc(9),
            row.GetUtc(10),
            row.IsDBNull(11) ? null : row.GetUtc(11),
            IsOpen: row.IsDBNull(12),
            WaitsForAnother: row.GetBoolean(13)
        )
        {
            IsByText = row.GetBoolean(14),
        };
}
