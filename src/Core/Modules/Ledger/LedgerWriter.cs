using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Modules.Ledger;

/// <summary>The charge of an order.</summary>
internal sealed record Charge(OrderId Order, CustomerId Customer, Money Price, DateTime Now);

/// <summary>An order whose charge goes back.</summary>
internal sealed record Reversal(long OrderKey, CustomerId Customer);

/// <summary>The only code that moves money. Every call is part of its caller's transaction.</summary>
internal static class LedgerWriter
{
    private static readonly RowStatement<(long Customer, long Minor)> TakeSql = new(
        """
        update balances set amount_minor = balances.amount_minor - r.minor from {rows}
        where balances.customer_id = r.customer_id and balances.amount_minor >= r.minor
        """,
        RowStatement<(long Customer, long Minor)>.Of("customer_id", t => t.Customer),
        RowStatement<(long Customer, long Minor)>.Of("minor", t => t.Minor)
    );

    private static readonly RowStatement<(long Customer, long Minor)> GiveSql = new(
        "update balances set amount_minor = balances.amount_minor + r.minor from {rows} where balances.customer_id = r.customer_id",
        RowStatement<(long Customer, long Minor)>.Of("customer_id", t => t.Customer),
        RowStatement<(long Customer, long Minor)>.Of("minor", t => t.Minor)
    );

    private static readonly RowInsert<Charge> ChargeSql = new(
        "postings",
        null,
        null,
        RowStatement<Charge>.Of("kind", _ => (int)PostingKind.Purchase),
        RowStatement<Charge>.Of("destination", _ => Account.Sales),
        RowStatement<Charge>.Of("source", c => Account.Customer(c.Customer)),
        RowStatement<Charge>.Of("amount_minor", c => c.Price.Minor),
        RowStatement<Charge>.Of("order_id", c => c.Order.Value, "(select o.id from orders o where o.public_id = {value})"),
        RowStatement<Charge>.Of("actor", c => Actor.Customer(c.Customer).Name),
        RowStatement<Charge>.Of("at", c => c.Now)
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

    /// <summary>Opens the account of somebody new, at zero.</summary>
    public static void Open(StoreDbContext db, CustomerId customer) => db.Add(new Balance(customer.Value));

    /// <summary>
    /// Takes the price of each order from its customer, once the round has added it. The caller has locked the balances and seen that they
    /// reach.
    /// </summary>
    /// <exception cref="InvalidOperationException">From the round: one does not reach after all; nothing of the transaction may be
    /// kept.</exception>
    public static void Charge(StatementBatch batch, IReadOnlyList<Charge> charges)
    {
        var totals = Totals(charges.Select(c => (c.Customer, c.Price.Minor)));
        batch.Add(
            TakeSql,
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
    /// Gives back what the charges of these orders took. A second refund fails on the unique index over the reversed posting.
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
        await GiveAsync(db, Totals(reversals.Select(r => (r.Customer, refunds[r.OrderKey].Minor))), ct);
        return refunds;
    }

    public static async Task DepositAsync(
        StoreDbContext db,
        CustomerId customer,
        Money amount,
        string way,
        Actor actor,
        string? reason,
        string? reference,
        DateTime now,
        CancellationToken ct
    )
    {
        db.Add(
            Posting.Transfer(PostingKind.Deposit, Account.Deposits(way), Account.Customer(customer), amount, actor, reason, reference, now)
        );
        await db.SaveChangesAsync(ct);
        await GiveAsync(db, [(customer.Value, amount.Minor)], ct);
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
            return default(Done);

        var have = await db.Balances.Where(b => b.CustomerId == customer.Value).Select(b => b.AmountMinor).SingleAsync(ct);
        return new Error.InsufficientFunds(amount, new Money(have));
    }

    private static async Task GiveAsync(StoreDbContext db, List<(long Customer, long Minor)> totals, CancellationToken ct)
    {
        // Everybody who takes many balances takes them in this order, or two would wait for each other.
        if (db.Dialect.HasManyWriters && totals.Count > 1)
            await db
                .Statements.Get(LockSql.For(db.Dialect))
                .With("ids", db.Dialect.List(totals.ConvertAll(t => t.Customer)))
                .ExecuteNonQueryAsync(ct);
        if (await GiveSql.RunAsync(db, totals, null, ct) != totals.Count)
            throw new InvalidOperationException("A customer has no balance row.");
    }

    private static List<(long Customer, long Minor)> Totals(IEnumerable<(CustomerId Customer, long Minor)> amounts) =>
        [.. amounts.GroupBy(a => a.Customer.Value).Select(g => (g.Key, checked(g.Sum(a => a.Minor))))];
}
