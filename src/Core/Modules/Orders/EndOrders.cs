using Microsoft.Extensions.Options;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Ledger;
using XthonBot.Core.Modules.Stock;

namespace XthonBot.Core.Modules.Orders;

/// <summary>How orders end: to which status, and on whose behalf.</summary>
internal sealed record OrderClosure(OrderStatus To, Actor Actor, string? Reason, DateTime Now);

/// <summary>Ends orders: updates their status conditionally, refunds them and releases their numbers.</summary>
public sealed class EndOrders(IOptions<StockOptions> stock)
{
    private static readonly DialectText EndSql = new(dialect =>
        $"""
            update orders set status = @to, ended_at = @now, closed_at = coalesce(closed_at, @now)
            where status = @from and id in (select id from {dialect.Each("@ids", "id")})
            returning id, customer_id, number_id, channel, phone
            """
    );

    /// <summary>Ends one order.</summary>
    /// <returns>The refund; null when the order was not in the status that this end asks for.</returns>
    internal async Task<Money?> EndAsync(StoreDbContext db, long orderKey, OrderClosure end, CancellationToken ct) =>
        (await EndAsync(db, [orderKey], end, ct)).TryGetValue(orderKey, out var refunded) ? refunded : null;

    /// <summary>Ends orders with their refunds and the rest of their numbers.</summary>
    /// <returns>The refund of each; orders that were not in the status that this end asks for are not among them.</returns>
    internal async Task<Dictionary<long, Money>> EndAsync(
        StoreDbContext db,
        IReadOnlyCollection<long> orderKeys,
        OrderClosure end,
        CancellationToken ct
    )
    {
        // One that waits for a code is open; one that got it may be closed already.
        var from = OrderTransitions.Into(end.To).From;
        if (from == OrderStatus.Succeeded)
            await CloseOrders.RunAsync(db, orderKeys, end.Now, ct);
        var ended = await ChangeStatusAsync(db, orderKeys, end, ct);
        if (ended.Count == 0)
            return [];

        var refunds = await LedgerWriter.RefundAsync(
            db,
            ended.ConvertAll(o => new Reversal(o.Key, o.Customer, Closes: from == OrderStatus.Pending)),
            end.Actor,
            end.Reason,
            end.Now,
            ct
        );
        await ReleaseNumbersAsync(db, ended, end, ct);
        // A refund by whatever way gives the customer what a dispute asks for.
        if (end.To == OrderStatus.Refunded)
            await Disputes.DecideAsync(db, ended.ConvertAll(o => o.Key), DisputeState.Accepted, end.Actor, end.Now, ct);
        db.Publish(
            ended.ConvertAll(o => new OrderEnded(o.Key, o.Customer, o.Channel, o.Phone, end.To, refunds[o.Key], end.Actor, end.Now))
        );
        return refunds;
    }

    private static async Task<List<Ended>> ChangeStatusAsync(
        StoreDbContext db,
        IReadOnlyCollection<long> orderKeys,
        OrderClosure end,
        CancellationToken ct
    )
    {
        var ended = new List<Ended>(orderKeys.Count);
        await using var reader = await db
            .Statements.Get(EndSql.For(db.Dialect))
            .With("ids", db.Dialect.List(orderKeys))
            .With("from", (int)OrderTransitions.Into(end.To).From)
            .With("to", (int)end.To)
            .With("now", end.Now)
            .ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            ended.Add(
                new Ended(
                    reader.GetInt64(0),
                    new CustomerId(reader.GetInt64(1)),
                    reader.IsDBNull(2) ? null : reader.GetInt64(2),
                    (OrderChannel)reader.GetInt32(3),
                    reader.GetTextOrNull(4)
                )
            );
        }

        return ended;
    }

    private async Task ReleaseNumbersAsync(StoreDbContext db, List<Ended> ended, OrderClosure end, CancellationToken ct)
    {
        var numbers = ended.Select(o => o.NumberKey).OfType<long>().ToList();
        if (numbers.Count == 0)
            return;
        switch (end.To)
        {
            case OrderStatus.Canceled:
                await StockReservations.CoolDownAsync(db, numbers, end.Now + stock.Value.CoolDown, ct);
                break;
            case OrderStatus.Expired:
                var withheld = await StockReservations.ExpireAsync(db, numbers, end.Now + stock.Value.CoolDown, ct);
                db.Publish(
                    ended
                        .FindAll(o => o.NumberKey is { } number && withheld.Contains(number))
                        .ConvertAll(o => new NumberWithheld(o.Key, end.Now))
                );
                break;
            default:
                await StockReservations.RetireAsync(db, numbers, end.Now, ct);
                break;
        }
    }

    private sealed record Ended(long Key, CustomerId Customer, long? NumberKey, OrderChannel Channel, string? Phone);
}
