using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Catalog;
using XthonBot.Core.Modules.Ledger;
using XthonBot.Core.Modules.Stock;

namespace XthonBot.Core.Modules.Orders;

internal sealed record Purchase(PlaceOrder Command, DateTime Now);

/// <summary>
/// Any number of purchases in one transaction: read all buyers and reserve numbers, decide in the order of arrival, then write all and
/// release the numbers that are left: two round trips. The balance is locked by the query, and debited by a conditional update
/// all the same.
/// </summary>
internal sealed class PlaceOrdersBatch(OrderOptions options, INumberSource source) : IBatchWrite<Purchase, Result<OrderView>>
{
    private static readonly DialectText BuyersSql = new(dialect =>
        $"""
            select c.id, c.bonus_percent, c.banned_at, c.ban_reason, b.amount_minor, b.debt_minor, b.open_orders
            from balances b join customers c on c.id = b.customer_id
            where b.customer_id in (select id from {dialect.Each("@ids", "id")}) order by b.customer_id {dialect.ForUpdateOf("b")}
            """
    );

    private static readonly DialectText ServicesSql = new(dialect =>
        $"""
            select id, public_id, name, price_minor, code, text_completes, sender_pattern is not null from services
            where not is_paused and public_id in (select id from {dialect.Each("@ids", "id")})
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
        var reservations = new StockReservations.Reservations();
        var choosy = ReserveFor(db, batch, [.. commands.Where(p => p.Command.Except.Count > 0)]);
        StockReservations.Reserve(
            batch,
            [
                .. commands
                    .Where(p => p.Command.Except.Count == 0)
                    .GroupBy(p => p.Command.Service)
                    .Select(wanted => (wanted.Key, wanted.Count())),
            ],
            source.HasSuppliers,
            reservations
        );
        await batch.RunAsync(ct);

        var results = new Result<OrderView>[commands.Count];
        var orders = new List<NewOrder>(commands.Count);
        for (var i = 0; i < results.Length; i++)
        {
            var purchase = commands[i];
            var shelf = purchase.Command.Except.Count == 0 ? reservations : choosy[purchase];
            var decided = Quote(purchase.Command, buyers, services, known, shelf, offers)
                .Then(quote => Decide(purchase, quote, shelf, known, spending));
            results[i] = decided.Then(order => Result.Ok(order.View(purchase.Command.Service)));
            if (decided.IsOk)
                orders.Add(decided.Value);
        }

        StockReservations.Release(
            db,
            batch,
            [.. choosy.Values.Append(reservations).SelectMany(shelf => shelf.Left).Select(number => number.Id)]
        );
        NewOrder.Add(batch, orders);
        LedgerWriter.Charge(batch, orders.ConvertAll(o => new PurchaseCharge(o.Id, o.Customer, o.Price, o.Now)));
        await batch.RunAsync(ct);
        db.Publish(orders.ConvertAll(o => o.Placed));
        return results;
    }

    /// <summary>Each buyer who excludes numbers has a reservation of their own: a number that one leaves, the next may exclude.</summary>
    private static Dictionary<Purchase, StockReservations.Reservations> ReserveFor(
        StoreDbContext db,
        StatementBatch batch,
        List<Purchase> choosy
    )
    {
        var reservations = new Dictionary<Purchase, StockReservations.Reservations>(ReferenceEqualityComparer.Instance);
        foreach (var purchase in choosy)
        {
            reservations[purchase] = new StockReservations.Reservations();
            StockReservations.ReserveExcept(db, batch, purchase.Command.Service, purchase.Command.Except, reservations[purchase]);
        }

        return reservations;
    }

    /// <summary>Resolves buyer, service and price. When own stock is empty the price may be a supplier's.</summary>
    private static Result<Quoted> Quote(
        PlaceOrder command,
        Dictionary<long, BuyerState> buyers,
        Dictionary<Guid, Service> services,
        HashSet<(long, string)> known,
        StockReservations.Reservations reservations,
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
            reservations.HasOf(service.Key),
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
    /// Decides what depends on the purchases before it: the limit of open orders, the balance left, and the number.
    /// </summary>
    private Result<NewOrder> Decide(
        Purchase purchase,
        Quoted quoted,
        StockReservations.Reservations reservations,
        HashSet<(long, string)> known,
        KeySpending spending
    )
    {
        var (buyer, service, source) = quoted;
        if (options.MaxOpenPerCustomer is > 0 and var most && buyer.OpenOrders >= most)
            return new Error.TooManyOpen(most);
        // Who owes pays that first.
        if (buyer.Balance < source.Price + buyer.Debt)
            return new Error.InsufficientFunds(source.Price + buyer.Debt, buyer.Balance);

        if (spending.Take(purchase.Command.Buyer.Limit, source.Price) is { } refused)
            return refused;
        if (purchase.Command.PurchaseKey is { } key)
            known.Add((purchase.Command.Customer.Value, key));
        buyer.Balance -= source.Price;
        buyer.OpenOrders++;
        return new NewOrder(purchase, service, source, source.Offer is null ? reservations.Take(service.Key) : null, options.Lifetime);
    }

    private static Dictionary<long, BuyerState> LoadBuyers(StoreDbContext db, StatementBatch batch, List<long> ids)
    {
        var buyers = new Dictionary<long, BuyerState>(ids.Count);
        batch.Add(
            BuyersSql.For(db.Dialect),
            row =>
                buyers[row.GetInt64(0)] = new BuyerState(row.GetInt32(1), !row.IsDBNull(2), row.GetTextOrNull(3))
                {
                    Balance = new Money(row.GetInt64(4)),
                    Debt = new Money(row.GetInt64(5)),
                    OpenOrders = row.GetInt32(6),
                },
            ("ids", db.Dialect.List(ids))
        );
        return buyers;
    }

    private Dictionary<Guid, Service> LoadServices(StoreDbContext db, StatementBatch batch, List<Guid> ids)
    {
        var services = new Dictionary<Guid, Service>(ids.Count);
        batch.Add(
            ServicesSql.For(db.Dialect),
            row =>
                services[row.GetGuid(1)] = new Service(
                    row.GetInt64(0),
                    row.GetString(2),
                    new Money(row.GetInt64(3)),
                    row.GetString(4),
                    options.RuleOf(row.IsDBNull(5) ? null : (TextCompletes)row.GetInt32(5), row.GetBoolean(6)) is var rule
                    && rule == TextCompletes.Never
                        ? null
                        : rule
                ),
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

    /// <param name="Texts">Null as <see cref="TextCompletes.Never"/>.</param>
    internal sealed record Service(long Key, string Name, Money ListPrice, string Code, TextCompletes? Texts);

    private sealed record Quoted(BuyerState Buyer, Service Service, NumberChoice Source);

    private sealed class BuyerState(int bonusPercent, bool isBanned, string? banReason)
    {
        public int BonusPercent => bonusPercent;

        public bool IsBanned => isBanned;

        public string? BanReason => banReason;

        /// <summary>The balance left after the purchases decided so far.</summary>
        public required Money Balance { get; set; }

        public required Money Debt { get; init; }

        /// <summary>The open orders, with those decided so far.</summary>
        public required int OpenOrders { get; set; }
    }
}
