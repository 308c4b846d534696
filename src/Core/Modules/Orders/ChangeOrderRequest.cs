using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Modules.Orders;

public enum OrderRequestKind
{
    /// <summary>Another code is wanted: until it comes, the last one is not the answer.</summary>
    Another,

    /// <summary>The client needs no further code.</summary>
    Finish,
}

/// <summary>A client asks for another code, or is done.</summary>
public sealed class ChangeOrderRequestHandler(Store store)
{
    private const string SaySql = """
        insert into activations (order_id, seen, is_finished) values (@order, @seen, @finished)
        on conflict (order_id) do update set seen = excluded.seen, is_finished = excluded.is_finished
        """;

    /// <returns><see cref="Error.NoAnotherCode"/> where the order has brought no code, or for another code is over or finished.</returns>
    public Task<Result<Done>> HandleAsync(CustomerId customer, OrderNumber id, OrderRequestKind wish, CancellationToken ct) =>
        SayAsync(o => o.Id == id.Value && o.CustomerId == customer.Value, wish, ct);

    /// <inheritdoc cref="HandleAsync(CustomerId, OrderNumber, OrderRequestKind, CancellationToken)"/>
    public Task<Result<Done>> HandleAsync(CustomerId customer, OrderId id, OrderRequestKind wish, CancellationToken ct) =>
        SayAsync(o => o.PublicId == id.Value && o.CustomerId == customer.Value, wish, ct);

    private Task<Result<Done>> SayAsync(Expression<Func<Order, bool>> which, OrderRequestKind wish, CancellationToken ct) =>
        store.WriteAsync<Result<Done>>(
            async (db, token) =>
            {
                var order = await db
                    .Orders.Where(which)
                    .Select(o => new
                    {
                        o.Id,
                        o.PublicId,
                        o.Status,
                        IsOpen = o.ClosedAt == null,
                        IsFinished = db.Set<OrderRequest>().Any(a => a.OrderId == o.Id && a.IsFinished),
                    })
                    .SingleOrDefaultAsync(token);
                if (order is null)
                    return new Error.NotFound("transaction");
                if (order.Status != OrderStatus.Succeeded || (wish == OrderRequestKind.Another && (!order.IsOpen || order.IsFinished)))
                    return new Error.NoAnotherCode(new OrderId(order.PublicId), order.Status);

                var (seen, isFinished) = wish == OrderRequestKind.Another ? (0, false) : (OrderRequest.NoneWanted, true);
                await db
                    .Statements.Get(SaySql)
                    .With("order", order.Id)
                    .With("seen", seen)
                    .With("finished", isFinished)
                    .ExecuteNonQueryAsync(token);
                return default(Done);
            },
            ct
        );
}
