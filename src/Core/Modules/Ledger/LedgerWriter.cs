using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Modules.Ledger;

/// <summary>The charge of an order.</summary>
internal sealed record PurchaseCharge(OrderId Order, CustomerId Customer, Money Price, DateTime Now);

/// <summary>An order whose charge is refunded.</summary>
/// <param name="Closes">Whether the order was open until now.</param>
internal sealed record Reversal(long OrderKey, CustomerId Customer, bool Closes);

/// <summary>The only code that moves money. Every call is part of its caller's transaction.</summary>
internal static partial class LedgerWriter
{
    private static readonly RowStatement<(long Customer, long Minor)> TakeSql = new(
        """
        update balances set amount_minor = balances.amount_minor - r.minor from {rows}
        where balances.customer_id = r.customer_id and balances.amount_minor >= r.minor
        """,
        RowStatement<(long Customer, long Minor)>.Of("customer_id", t => t.Customer),
        RowStatement<(long Customer, long Minor)>.Of("minor", t => t.Minor)
    );

    private static readonly RowStatement<Total> BuySql = new(
        """
        update balances set amount_minor = balances.amount_minor - r.minor, open_orders = balances.open_orders + r.orders from {rows}
        where balances.customer_id = r.customer_id and balances.amount_minor >= r.minor
        """,
        Total.Columns
    );

    private static readonly RowStatement<Total> GiveSql = new(
        """
        update balances set amount_minor = balances.amount_minor + r.minor, open_orders = balances.open_orders - r.orders from {rows}
        where balances.customer_id = r.customer_id
        """,
        Total.Columns
    );

    private static readonly RowInsert<PurchaseCharge> ChargeSql = new(
        "postings",
        null,
        null,
        RowStatement<PurchaseCharge>.Of("kind", _ => (int)PostingKind.Purchase),
        RowStatement<PurchaseCharge>.Of("destination", _ => Account.Sales),
        RowStatement<PurchaseCharge>.Of("source", c => Account.Customer(c.Customer)),
        RowStatement<PurchaseCharge>.Of("amount_minor", c => c.Price.Minor),
        RowStatement<PurchaseCharge>.Of("order_id", c => c.Order.Value, "(select o.id from orders o where o.public_id = {value})"),
        RowStatement<PurchaseCharge>.Of("actor", c => Actor.Customer(c.Customer).Name),
        RowStatement<PurchaseCharge>.Of("at", c => c.Now)
    );

    private static readonly DialectText LockSql = new(dialect =>
        $"""
            select b.customer_id from balances b
            where b.customer_id in (select id from {dialect.Each("@ids", "id")}) order by b.customer_id {dialect.ForUpdateOf("b")}
            """
    );

    private static readonly DialectText ReverseSql = new(dialect =>
        $"""
            insert into postings (kind, source, destination, amount_minor, order_id, reverses_id, actor, reason, at)
            select {(int)PostingKind.Refund}, charge.destination, charge.source, charge.amount_minor,
                charge.order_id, charge.id, @actor, @reason, @now
            from postings charge where charge.kind = {(int)PostingKind.Purchase} and charge.order_id in (select id
                from {dialect.Each("@ids", "id")})
            returning order_id, amount_minor
            """
    );

    /// <summary>Opens the account of a new customer, at zero.</summary>
    public static void Open(StoreDbContext db, CustomerId customer) => db.Add(new Balance(customer.Value));

    /// <summary>
    /// Debits the price of each order, after the statement batch has inserted the order. The caller has locked the balances and checked
    /// that they cover the prices.
    /// </summary>
    /// <exception cref="InvalidOperationException">Thrown by the statement batch where a balance does not cover a price after all; the
    /// transaction must be rolled back.</exception>
    public static void Charge(StatementBatch batch, IReadOnlyList<PurchaseCharge> charges)
    {
        var totals = Totals(charges.Select(c => (c.Customer, c.Price.Minor, 1)));
        batch.Add(
            BuySql,
            totals,
            row: null,
            taken =>
            {
                if (taken != totals.Count)
                    throw new InvalidOperationException("A balance changed while it was locked.");
            }
        );
        batch.Add(ChargeSql.Statement, charges, row: null);
    }

    /// <summary>
    /// Refunds the charges of these orders. A second refund fails on the unique index over the reversed posting.
    /// </summary>
    /// <returns>The refund of each order.</returns>
    public static async Task<Dictionary<long, Money>> RefundAsync(
        StoreDbContext db,
        IReadOnlyList<Reversal> reversals,
        Actor actor,
        string? reason,
        DateTime now,
        CancellationToken ct
    )
    {
        var refunds = new Dictionary<long, Money>(reversals.Count);
        var reverse = db
            .Statements.Get(ReverseSql.For(db.Dialect))
            .With("ids", db.Dialect.List(reversals.Select(r => r.OrderKey).ToList()))
            .With("actor", actor.Name)
            .WithText("reason", reason)
            .With("now", now);
        await using (var reader = await reverse.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
                refunds[reader.GetInt64(0)] = new Money(reader.GetInt64(1));
        }

        if (refunds.Count != reversals.Count)
            throw new InvalidOperationException("An order that is to be refunded has no charge.");
        await GiveAsync(db, Totals(reversals.Select(r => (r.Customer, refunds[r.OrderKey].Minor, r.Closes ? 1 : 0))), now, ct);
        return refunds;
    }

    public static async Task<Result<Done>> WithdrawAsync(
        StoreDbContext db,
        CustomerId customer,
        Money amount,
        Actor actor,
        string? reason,
        string? reference,
        DateTime now,
        CancellationToken ct
    )
    {
        // The posting first: a repeated cause is told by its unique reference, not by a balance that no longer reaches.
        db.Add(
            Posting.Transfer(PostingKind.Adjustment, Account.Customer(customer), Account.Adjustments, amount, actor, reason, reference, now)
        );
        await db.SaveChangesAsync(ct);
        if (await TakeSql.RunAsync(db, [(customer.Value, amount.Minor)], null, ct) == 1)
        {
            db.Publish(new PaidInChanged(customer, now));
            return default(Done);
        }

        var have = await db.Balances.Where(b => b.CustomerId == customer.Value).Select(b => b.AmountMinor).SingleAsync(ct);
        return new Error.InsufficientFunds(amount, new Money(have));
    }

    /// <summary>Holds balances until the transaction ends, in the order of their customers' ids.</summary>
    public static async Task LockAsync(StoreDbContext db, IReadOnlyCollection<long> customers, CancellationToken ct)
    {
        // SQLite has one writer, which holds the whole file.
        if (db.Dialect.HasManyWriters)
            await db.Statements.Get(LockSql.For(db.Dialect)).With("ids", db.Dialect.List(customers)).ExecuteNonQueryAsync(ct);
    }

    private static async Task<Money> GiveAsync(StoreDbContext db, List<Total> totals, DateTime now, CancellationToken ct)
    {
        // All transactions lock balances in this order, or two would wait for each other.
        if (totals.Count > 1)
            await LockAsync(db, totals.ConvertAll(t => t.Customer), ct);
        if (await GiveSql.RunAsync(db, totals, null, ct) != totals.Count)
            throw new InvalidOperationException("A customer has no balance row.");
        return await RepayAsync(db, totals.ConvertAll(t => t.Customer), now, ct);
    }

    private static List<Total> Totals(IEnumerable<(CustomerId Customer, long Minor, int Orders)> amounts) =>
        [.. amounts.GroupBy(a => a.Customer.Value).Select(g => new Total(g.Key, checked(g.Sum(a => a.Minor)), g.Sum(a => a.Orders)))];

    /// <summary>The change of one balance.</summary>
    /// <param name="Orders">How many orders are open from now on, or no longer.</param>
    private readonly record struct Total(long Customer, long Minor, int Orders)
    {
        public static readonly RowStatement<Total>.Column[] Columns =
        [
            RowStatement<Total>.Of("customer_id", t => t.Customer),
            RowStatement<Total>.Of("minor", t => t.Minor),
            RowStatement<Total>.Of("orders", t => t.Orders),
        ];
    }
}
