using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Foundation.Protection;
using XthonBot.Core.Modules.Ledger;
using XthonBot.Core.Modules.Stock;

namespace XthonBot.Core.Modules.Orders;

/// <summary>How orders end: to which status, on whose behalf, and how long their numbers rest.</summary>
internal sealed record OrderEnd(OrderStatus To, Actor Actor, string? Reason, TimeSpan CoolDown, DateTime Now);

/// <summary>An order that takes messages.</summary>
/// <param name="Senders">Its service's <see cref="Service.SenderPattern"/>.</param>
/// <param name="Pattern">Its service's <see cref="Service.CodePattern"/>.</param>
/// <param name="IsPending">Whether no code came before.</param>
internal sealed record OpenOrder(
    long Key, CustomerId Customer, OrderChannel Channel, DateTime CreatedAt, string? Senders, string? Pattern, bool IsPending);

/// <summary>An order to which an operator hands a message.</summary>
internal sealed record HeldOrder(long Key, CustomerId Customer, OrderChannel Channel, DateTime CreatedAt, string Phone, OrderStatus Status, string? Pattern);

/// <param name="ReceivedAt">When the gateway had the message.</param>
internal sealed record NewCode(long OrderKey, SealedText Code, DateTime ReceivedAt);

/// <summary>The conditional updates that decide every race over an order's status, with all that follows from them.</summary>
internal static class Settlement
{
    private static readonly DialectText OpenSql = new(dialect => $"""
        select o.phone, o.id, o.customer_id, o.channel, o.created_at, s.sender_pattern, s.code_pattern, o.status
        from orders o join services s on s.id = o.service_id
        where o.closed_at is null and o.phone in (select phone from {dialect.Each("@phones", "phone")}) order by o.id {dialect.ForUpdateOf("o")}
        """);

    private static readonly DialectText OneSql = new(dialect => $"""
        select o.id, o.customer_id, o.channel, o.created_at, o.phone, o.status, s.code_pattern
        from orders o join services s on s.id = o.service_id where o.public_id = @id {dialect.ForUpdateOf("o")}
        """);

    private static readonly RowStatement<NewCode> TakeCodesSql = TakeSql("closed_at is null");

    // A message that waited for the operator may be of an order which is over by now.
    private static readonly RowStatement<NewCode> TakeLateCodeSql = TakeSql("ended_at is null");

    // Whoever asked for another code has it.
    private static readonly RowStatement<NewCode> AnswerWishSql = new(
        $"update activations set seen = {Activation.NoneWanted} from {"{rows}"} where activations.order_id = r.order_id and activations.seen >= 0",
        RowStatement<NewCode>.Of("order_id", c => c.OrderKey));

    private static readonly string GiveNumberSql = $"""
        update orders set phone = @phone where id = @id and phone is null and status = {(int)OrderStatus.Pending} and closed_at is null returning customer_id, channel
        """;

    private static readonly DialectText EndSql = new(dialect => $"""
        update orders set status = @to, ended_at = @now, closed_at = coalesce(closed_at, @now)
        where status = @from and id in (select id from {dialect.Each("@ids", "id")})
        returning id, customer_id, number_id, channel, phone
        """);

    /// <summary>The open orders on these numbers. They stay as they are until the end of the transaction.</summary>
    public static async Task<Dictionary<string, OpenOrder>> HoldOpenAsync(StoreDbContext db, IReadOnlyCollection<string> phones, CancellationToken ct)
    {
        var open = new Dictionary<string, OpenOrder>(phones.Count);
        await using var reader = await db.Statements.Get(OpenSql.For(db.Dialect)).With("phones", db.Dialect.List(phones)).ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            open[reader.GetString(0)] = new OpenOrder(
                reader.GetInt64(1), new CustomerId(reader.GetInt64(2)), (OrderChannel)reader.GetInt32(3), reader.GetUtc(4),
                reader.GetTextOrNull(5), reader.GetTextOrNull(6), (OrderStatus)reader.GetInt32(7) == OrderStatus.Pending);
        }

        return open;
    }

    /// <summary>One order in whatever state. It stays in it until the end of the transaction.</summary>
    /// <returns>Null where there is none.</returns>
    public static async Task<HeldOrder?> HoldAsync(StoreDbContext db, OrderId order, CancellationToken ct)
    {
        await using var row = await db.Statements.Get(OneSql.For(db.Dialect)).With("id", order.Value).ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct)
            ? new HeldOrder(
                row.GetInt64(0), new CustomerId(row.GetInt64(1)), (OrderChannel)row.GetInt32(2), row.GetUtc(3), row.GetString(4),
                (OrderStatus)row.GetInt32(5), row.GetTextOrNull(6))
            : null;
    }

    /// <summary>
    /// Codes arrive, at most one for an order: the first makes it succeed, each that arrives after it replaces it. What clocks elsewhere
    /// say of them does not count.
    /// </summary>
    /// <returns>The orders that took theirs; not those for which a cancel or an expiry came first.</returns>
    public static async Task<HashSet<long>> TakeCodesAsync(StoreDbContext db, IReadOnlyList<NewCode> codes, CancellationToken ct)
    {
        var taken = new HashSet<long>(codes.Count);
        await TakeAsync(db, TakeCodesSql, codes, taken, ct);
        return taken;
    }

    /// <summary>The number of an order comes that was bought in.</summary>
    /// <returns>False where the order ended before.</returns>
    public static async Task<bool> GiveNumberAsync(StoreDbContext db, long orderKey, string phone, DateTime now, CancellationToken ct)
    {
        await using var reader = await db.Statements.Get(GiveNumberSql).With("id", orderKey).With("phone", phone).ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct))
            return false;
        var (customer, channel) = (new CustomerId(reader.GetInt64(0)), (OrderChannel)reader.GetInt32(1));
        await reader.DisposeAsync();
        db.Publish(new NumberAssigned(orderKey, customer, channel, now));
        return true;
    }

    /// <summary>A code that waited for the operator arrives: as <see cref="TakeCodesAsync"/>, also where the order takes no more by itself.</summary>
    /// <returns>Whether the order took it: not where its money went back.</returns>
    public static async Task<bool> TakeLateCodeAsync(StoreDbContext db, NewCode code, CancellationToken ct)
    {
        var taken = new HashSet<long>();
        await TakeAsync(db, TakeLateCodeSql, [code], taken, ct);
        return taken.Count == 1;
    }

    /// <summary>Deletes codes that came before a time; their orders stay.</summary>
    public static Task<int> PurgeCodesAsync(StoreDbContext db, DateTime before, CancellationToken ct) =>
        db.Orders.Where(o => o.Code != null && o.CodeAt < before).ExecuteUpdateAsync(set => set.SetProperty(o => o.Code, (SealedText?)null), ct);

    /// <summary>Ends one order.</summary>
    /// <returns>What went back, or null when the order was not in the status that this end asks for.</returns>
    public static async Task<Money?> EndAsync(StoreDbContext db, long orderKey, OrderEnd end, CancellationToken ct) =>
        (await EndAsync(db, [orderKey], end, ct)).TryGetValue(orderKey, out var refunded) ? refunded : null;

    /// <summary>Ends orders with their refunds and the rest of their numbers.</summary>
    /// <returns>What went back for each; those that were not in the status that this end asks for are not among them.</returns>
    public static async Task<Dictionary<long, Money>> EndAsync(StoreDbContext db, IReadOnlyCollection<long> orderKeys, OrderEnd end, CancellationToken ct)
    {
        var ended = await ChangeStatusAsync(db, orderKeys, end, ct);
        if (ended.Count == 0)
            return [];

        var refunds = await LedgerWriter.RefundAsync(db, ended.ConvertAll(o => new Reversal(o.Key, o.Customer)), end.Actor, end.Reason, end.Now, ct);
        await LetGoAsync(db, ended, end, ct);
        db.Publish(ended.ConvertAll(o => new OrderEnded(o.Key, o.Customer, o.Channel, o.Phone, end.To, refunds[o.Key], end.Actor, end.Now)));
        return refunds;
    }

    private static Task TakeAsync(StoreDbContext db, RowStatement<NewCode> sql, IReadOnlyList<NewCode> codes, HashSet<long> taken, CancellationToken ct)
    {
        var batch = new StatementBatch(db);
        batch.Add(sql, codes, row => taken.Add(row.GetInt64(0)));
        batch.Add(AnswerWishSql, codes, row: null);
        return batch.RunAsync(ct);
    }

    private static async Task<List<Ended>> ChangeStatusAsync(StoreDbContext db, IReadOnlyCollection<long> orderKeys, OrderEnd end, CancellationToken ct)
    {
        var ended = new List<Ended>(orderKeys.Count);
        await using var reader = await db.Statements.Get(EndSql.For(db.Dialect)).With("ids", db.Dialect.List(orderKeys))
            .With("from", (int)OrderTransitions.Into(end.To).From).With("to", (int)end.To).With("now", end.Now).ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            ended.Add(new Ended(reader.GetInt64(0), new CustomerId(reader.GetInt64(1)), reader.IsDBNull(2) ? null : reader.GetInt64(2), (OrderChannel)reader.GetInt32(3), reader.GetTextOrNull(4)));
        return ended;
    }

    private static async Task LetGoAsync(StoreDbContext db, List<Ended> ended, OrderEnd end, CancellationToken ct)
    {
        var numbers = ended.Select(o => o.NumberKey).OfType<long>().ToList();
        if (numbers.Count == 0)
            return;
        switch (end.To)
        {
            case OrderStatus.Canceled:
                await StockReservations.CoolDownAsync(db, numbers, end.Now + end.CoolDown, ct);
                break;
            case OrderStatus.Expired:
                var withheld = await StockReservations.ExpireAsync(db, numbers, end.Now + end.CoolDown, ct);
                db.Publish(ended.FindAll(o => o.NumberKey is { } number && withheld.Contains(number)).ConvertAll(o => new NumberWithheld(o.Key, end.Now)));
                break;
            default:
                await StockReservations.RetireAsync(db, numbers, end.Now, ct);
                break;
        }
    }

    private static RowStatement<NewCode> TakeSql(string whileIt) => new(
        $"""
        update orders set status = {(int)OrderStatus.Succeeded},
            code = r.new_code, code_at = r.received_at
        from {"{rows}"} where orders.id = r.order_id and {whileIt}
            and status in ({(int)OrderTransitions.Into(OrderStatus.Succeeded).From}, {(int)OrderStatus.Succeeded})
        returning orders.id
        """,
        RowStatement<NewCode>.Of("order_id", c => c.OrderKey),
        RowStatement<NewCode>.Of("new_code", c => c.Code.Value),
        RowStatement<NewCode>.Of("received_at", c => c.ReceivedAt));

    private sealed record Ended(long Key, CustomerId Customer, long? NumberKey, OrderChannel Channel, string? Phone);
}
