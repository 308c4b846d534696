using XthonBot.Core.Data;
using XthonBot.Core.Ledger;
using XthonBot.Core.Notifications;
using XthonBot.Core.Primitives;
using XthonBot.Core.Stock;

namespace XthonBot.Core.Orders;

internal sealed record Purchase(PlaceOrder Command, DateTime Now);

/// <summary>
/// Any number of purchases in one transaction: look at all buyers, take all numbers, decide in the order in which they came,
/// then write all. What a buyer can spend is locked by the look, and taken by a conditional update all the same.
/// </summary>
internal sealed class PurchaseSet(OrderOptions options) : IWriteSet<Purchase, Result<OrderView>>
{
    private static readonly DialectText BuyersSql = new(dialect => $"""
        select c.id, c.bonus_percent, c.banned_at, c.ban_reason, b.amount_minor from balances b join customers c on c.id = b.customer_id
        where b.customer_id in (select id from {dialect.Each("@ids", "id")}) order by b.customer_id {dialect.ForUpdateOf("b")}
        """);

    private static readonly DialectText ServicesSql = new(dialect => $"""
        select id, public_id, name, price_minor from services
        where not is_paused and public_id in (select id from {dialect.Each("@ids", "id")})
        """);

    private static readonly RowStatement<PlaceOrder> KnownSql = new(
        "select o.customer_id, o.purchase_key from {rows} join orders o on o.customer_id = r.customer_id and o.purchase_key = r.purchase_key",
        RowStatement<PlaceOrder>.Of("customer_id", p => p.Customer.Value),
        RowStatement<PlaceOrder>.Of("purchase_key", p => p.PurchaseKey!));

    public async Task<IReadOnlyList<Result<OrderView>>> RunAsync(StoreDbContext db, IReadOnlyList<Purchase> commands, CancellationToken ct)
    {
        var buyers = await LoadBuyersAsync(db, [.. commands.Select(p => p.Command.Customer.Value).Distinct()], ct);
        var services = await LoadServicesAsync(db, [.. commands.Select(p => p.Command.Service.Value).Distinct()], ct);
        var known = await LoadKnownAsync(db, commands, ct);

        var offers = new Result<Offer>[commands.Count];
        for (var i = 0; i < offers.Length; i++)
            offers[i] = Quote(commands[i].Command, buyers, services, known);

        var shelves = await Shelf.ClaimAsync(
            db, [.. offers.Where(o => o.IsOk).GroupBy(o => o.Value.Service.Key).Select(wanted => (wanted.Key, wanted.Count()))], ct);

        var results = new Result<OrderView>[commands.Count];
        var orders = new List<NewOrder>(commands.Count);
        for (var i = 0; i < results.Length; i++)
        {
            var decided = offers[i].Then(offer => Decide(commands[i], offer, shelves[offer.Service.Key], known));
            results[i] = decided.Then(order => Result.Ok(order.View(commands[i].Command.Service)));
            if (decided.IsOk)
                orders.Add(decided.Value);
        }

        await Shelf.ReturnAsync(db, [.. shelves.Values.SelectMany(left => left).Select(number => number.Id)], ct);
        await NewOrder.AddAsync(db, orders, ct);
        await Books.ChargeAsync(db, orders.ConvertAll(o => new Charge(o.Key, o.Customer, o.Price, o.Now)), ct);
        await Outbox.AddAsync(
            db, [.. orders.Where(o => o.Channel == OrderChannel.Chat).Select(o => Notification.ForOrder(NotificationKind.OrderPlaced, o.Key, o.Customer, o.Now))], ct);
        return results;
    }

    /// <summary>What depends on the buyer and the service alone.</summary>
    private static Result<Offer> Quote(
        PlaceOrder command, Dictionary<long, Buyer> buyers, Dictionary<Guid, Service> services, HashSet<(long, string)> known)
    {
        var buyer = buyers[command.Customer.Value];
        if (buyer.IsBanned)
            return new Error.Banned(buyer.BanReason);
        if (command.PurchaseKey is { } key && known.Contains((command.Customer.Value, key)))
            return new Error.AlreadyDone("purchase");
        if (!services.TryGetValue(command.Service.Value, out var service))
            return new Error.NotFound("service");

        var price = service.ListPrice.LessPercent(buyer.BonusPercent);
        return command.AgreedPrice is { } agreed && agreed != price
            ? new Error.PriceChanged(agreed, price)
            : new Offer(buyer, service, price);
    }

    /// <summary>What depends on those before it: was it done by one of them, is there a number left, and money for it?</summary>
    private Result<NewOrder> Decide(Purchase purchase, Offer offer, Queue<Shelf.Claim> shelf, HashSet<(long, string)> known)
    {
        var key = purchase.Command.PurchaseKey;
        if (key is not null && known.Contains((purchase.Command.Customer.Value, key)))
            return new Error.AlreadyDone("purchase");
        if (!shelf.TryPeek(out var number))
            return new Error.OutOfStock(offer.Service.Name);
        if (offer.Buyer.Balance < offer.Price)
            return new Error.InsufficientFunds(offer.Price, offer.Buyer.Balance);

        shelf.Dequeue();
        if (key is not null)
            known.Add((purchase.Command.Customer.Value, key));
        offer.Buyer.Balance -= offer.Price;
        return new NewOrder(purchase, offer.Service.Key, offer.Service.Name, offer.Service.ListPrice, offer.Price, number, options.Lifetime);
    }

    private static async Task<Dictionary<long, Buyer>> LoadBuyersAsync(StoreDbContext db, List<long> ids, CancellationToken ct)
    {
        var buyers = new Dictionary<long, Buyer>(ids.Count);
        await using var reader = await db.Statements.Get(BuyersSql.For(db.Dialect)).With("ids", db.Dialect.List(ids)).ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            buyers[reader.GetInt64(0)] = new Buyer(reader.GetInt32(1), !reader.IsDBNull(2), reader.GetTextOrNull(3))
            {
                Balance = new Money(reader.GetInt64(4)),
            };
        }

        return buyers;
    }

    private static async Task<Dictionary<Guid, Service>> LoadServicesAsync(StoreDbContext db, List<Guid> ids, CancellationToken ct)
    {
        var services = new Dictionary<Guid, Service>(ids.Count);
        await using var reader = await db.Statements.Get(ServicesSql.For(db.Dialect)).With("ids", db.Dialect.List(ids)).ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            services[reader.GetGuid(1)] = new Service(reader.GetInt64(0), reader.GetString(2), new Money(reader.GetInt64(3)));
        return services;
    }

    private static async Task<HashSet<(long, string)>> LoadKnownAsync(StoreDbContext db, IReadOnlyList<Purchase> commands, CancellationToken ct)
    {
        var known = new HashSet<(long, string)>();
        var keyed = commands.Where(p => p.Command.PurchaseKey is not null).Select(p => p.Command).ToList();
        await KnownSql.RunAsync(db, keyed, row => known.Add((row.GetInt64(0), row.GetString(1))), ct);
        return known;
    }

    private sealed record Service(long Key, string Name, Money ListPrice);

    private sealed record Offer(Buyer Buyer, Service Service, Money Price);

    private sealed class Buyer(int bonusPercent, bool isBanned, string? banReason)
    {
        public int BonusPercent => bonusPercent;

        public bool IsBanned => isBanned;

        public string? BanReason => banReason;

        /// <summary>What is left after the purchases decided so far.</summary>
        public required Money Balance { get; set; }
    }
}
