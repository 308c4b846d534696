using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Ledger;
using XthonBot.Core.Modules.Stock;

namespace XthonBot.Core.Modules.Orders;

internal sealed record Purchase(PlaceOrder Command, DateTime Now);

/// <summary>
/// Any number of purchases in one transaction: look at all buyers and take all numbers, decide in the order in which they came,
/// then write all and put back what nobody got: two round trips. The balance is locked by the query, and debited by a conditional update
/// all the same.
/// </summary>
internal sealed class PlaceOrdersBatch(OrderOptions options, INumberSource source) : IBatchWrite<Purchase, Result<OrderView>>
{
    private static readonly DialectText BuyersSql = new(dialect =>
        $"""
            select c.id, c.bonus_percent, c.banned_at, c.ban_reason, b.amount_minor from balances b join customers c on c.id = b.customer_id
            where b.customer_id in (select id from {dialect.Each("@ids", "id")}) order by b.customer_id {dialect.ForUpdateOf("b")}
            """
    );

    private static readonly DialectText ServicesSql = new(dialect =>
        $"""
            select id, public_id, name, price_minor, code from services
            where not is_paused and public_id in (select id from {dialect.Each("@ids", "id")})
            """
    );

    // In the order of an index, and no more than counts, so that it never walks the open orders of everybody.
    private static readonly DialectText OpenSql = new(dialect =>
        $"""
            select i.id, (select count(*) from
                (select o.id from orders o where o.customer_id = i.id and o.closed_at is null order by o.id limit @most) few)
            from (select id from {dialect.Each("@ids", "id")}) i
            """
    );

    private static readonly RowStatement<PlaceOrder> KnownSql = new(
        "select o.customer_id, o.purchase_key from {rows} join orders o on o.customer_id = r.customer_id and o.purchase_key = r.purchase_key",
        RowStatement<PlaceOrder>.Of("customer_id", p => p.Customer.Value),
        RowStatement<PlaceOrder>.Of("purchase_key", p => p.PurchaseKey!)
    );

    public LockOrder Locks => LockOrder.Balances;

    public async Task<IReadOnlyList<Result<OrderView>>> RunAsync(StoreDbContext db, IReadOnlyList<Purchase> commands, CancellationToken ct)
    {
        var batch = new StatementBatch(db);
        var buyers = LoadBuyers(db, batch, [.. commands.Select(p => p.Command.Customer.Value).Distinct()]);
        var services = LoadServices(db, batch, [.. commands.Select(p => p.Command.Service.Value).Distinct()]);
        var known = LoadKnown(batch, commands);
        var offers = source.LoadOffers(db, batch, [.. commands.Select(p => p.Command.Service.Value).Distinct()], commands[0].Now);
        var spending = KeySpending.Load(db, batch, commands);
        var claims = new StockReservations.Claims();
        var choosy = ClaimFor(db, batch, [.. commands.Where(p => p.Command.Except.Count > 0)]);
        StockReservations.Reserve(
            batch,
            [
                .. commands
                    .Where(p => p.Command.Except.Count == 0)
                    .GroupBy(p => p.Command.Service)
                    .Select(wanted => (wanted.Key, wanted.Count())),
            ],
            source.HasSuppliers,
            claims
        );
        await batch.RunAsync(ct);

        var results = new Result<OrderView>[commands.Count];
        var orders = new List<NewOrder>(commands.Count);
        for (var i = 0; i < results.Length; i++)
        {
            var purchase = commands[i];
            var shelf = purchase.Command.Except.Count == 0 ? claims : choosy[purchase];
            var decided = Quote(purchase.Command, buyers, services, known, shelf, offers)
                .Then(quote => Decide(purchase, quote, shelf, known, spending));
            results[i] = decided.Then(order => Result.Ok(order.View(purchase.Command.Service)));
            if (decided.IsOk)
                orders.Add(decided.Value);
        }

        StockReservations.Release(db, batch, [.. choosy.Values.Append(claims).SelectMany(shelf => shelf.Left).Select(number => number.Id)]);
        NewOrder.Add(batch, orders);
        LedgerWriter.Charge(batch, orders.ConvertAll(o => new Charge(o.Id, o.Customer, o.Price, o.Now)));
        await batch.RunAsync(ct);
        db.Publish(orders.ConvertAll(o => o.Placed));
        return results;
    }

    /// <summary>Each of those who do not take every number has a shelf of their own: what one leaves the next may not want.</summary>
    private static Dictionary<Purchase, StockReservations.Claims> ClaimFor(StoreDbContext db, StatementBatch batch, List<Purchase> choosy)
    {
        var claims = new Dictionary<Purchase, StockReservations.Claims>(ReferenceEqualityComparer.Instance);
        foreach (var purchase in choosy)
        {
            claims[purchase] = new StockReservations.Claims();
            StockReservations.ReserveExcept(db, batch, purchase.Command.Service, purchase.Command.Except, claims[purchase]);
        }

        return claims;
    }

    /// <summary>Resolves buyer, service and price. When own stock is empty the price may be a supplier's.</summary>
    private static Result<Quoted> Quote(
        PlaceOrder command,
        Dictionary<long, BuyerState> buyers,
        Dictionary<Guid, Service> services,
        HashSet<(long, string)> known,
        StockReservations.Claims claims,
        IReadOnlyDictionary<string, List<Offer>> offers
    )
    {
        var buyer = buyers[command.Customer.Value];
        if (buyer.IsBanned)
            return new Error.Banned(buyer.BanReason);
        if (command.PurchaseKey is { } key && known.Contains((command.Customer.Value, key)))
            return new Error.AlreadyDone("purchase");
        if (!services.TryGetValue(command.Service.Value, out var service))
            return new Error.NotFound("service");

        var source = NumberChoice.Of(
            service.ListPrice,
            buyer.BonusPercent,
            claims.HasOf(service.Key),
            offers.Count == 0 || command.Except.Count > 0 ? [] : offers.GetValueOrDefault(service.Code, [])
        );
        var price = source?.Price ?? service.ListPrice.LessPercent(buyer.BonusPercent);
        if (command.AgreedPrice is { } agreed && agreed != price)
            return new Error.PriceChanged(agreed, price);
        if (command.MostPrice is { } most && price > most)
            return new Error.TooDear(price, most);
        return source is null ? new Error.OutOfStock(service.Name) : new Quoted(buyer, service, source);
    }

    /// <summary>
    /// The decisions that depend on the purchases before it: may there be one more, is there money left, and which number is it?
    /// </summary>
    private Result<NewOrder> Decide(
        Purchase purchase,
        Quoted quoted,
        StockReservations.Claims claims,
        HashSet<(long, string)> known,
        KeySpending spending
    )
    {
        var (buyer, service, source) = quoted;
        if (options.MaxOpenPerCustomer is > 0 and var most && buyer.OpenOrders >= most)
            return new Error.TooManyOpen(most);
        if (buyer.Balance < source.Price)
            return new Error.InsufficientFunds(source.Price, buyer.Balance);

        if (spending.Take(purchase.Command.Buyer.Limit, source.Price) is { } refused)
            return refused;
        if (purchase.Command.PurchaseKey is { } key)
            known.Add((purchase.Command.Customer.Value, key));
        buyer.Balance -= source.Price;
        buyer.OpenOrders++;
        return new NewOrder(purchase, service, source, source.Offer is null ? claims.Take(service.Key) : null, options.Lifetime);
    }

    private Dictionary<long, BuyerState> LoadBuyers(StoreDbContext db, StatementBatch batch, List<long> ids)
    {
        var buyers = new Dictionary<long, BuyerState>(ids.Count);
        batch.Add(
            BuyersSql.For(db.Dialect),
            row =>
                buyers[row.GetInt64(0)] = new BuyerState(row.GetInt32(1), !row.IsDBNull(2), row.GetTextOrNull(3))
                {
                    Balance = new Money(row.GetInt64(4)),
                },
            ("ids", db.Dialect.List(ids))
        );
        // After the look that locks them: what others bought for them before is counted.
        if (options.MaxOpenPerCustomer is > 0 and var most)
            batch.Add(
                OpenSql.For(db.Dialect),
                row => buyers[row.GetInt64(0)].OpenOrders = row.GetInt64(1),
                ("ids", db.Dialect.List(ids)),
                ("most", most)
            );
        return buyers;
    }

    private static Dictionary<Guid, Service> LoadServices(StoreDbContext db, StatementBatch batch, List<Guid> ids)
    {
        var services = new Dictionary<Guid, Service>(ids.Count);
        batch.Add(
            ServicesSql.For(db.Dialect),
            row => services[row.GetGuid(1)] = new Service(row.GetInt64(0), row.GetString(2), new Money(row.GetInt64(3)), row.GetString(4)),
            ("ids", db.Dialect.List(ids))
        );
        return services;
    }

    private static HashSet<(long, string)> LoadKnown(StatementBatch batch, IReadOnlyList<Purchase> commands)
    {
        var known = new HashSet<(long, string)>();
        batch.Add(
            KnownSql,
            [.. commands.Where(p => p.Command.PurchaseKey is not null).Select(p => p.Command)],
            row => known.Add((row.GetInt64(0), row.GetString(1)))
        );
        return known;
    }

    internal sealed record Service(long Key, string Name, Money ListPrice, string Code);

    private sealed record Quoted(BuyerState Buyer, Service Service, NumberChoice Source);

    private sealed class BuyerState(int bonusPercent, bool isBanned, string? banReason)
    {
        public int BonusPercent => bonusPercent;

        public bool IsBanned => isBanned;

        public string? BanReason => banReason;

        /// <summary>The rest after the purchases decided so far.</summary>
        public required Money Balance { get; set; }

        /// <summary>With those decided so far; counted where there is a limit, and up to it.</summary>
        public long OpenOrders { get; set; }
    }
}
