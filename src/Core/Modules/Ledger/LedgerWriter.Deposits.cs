using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Modules.Ledger;

/// <summary>Money that comes in.</summary>
/// <param name="Reference">The cause, unique: the same one deposits once.</param>
/// <param name="Payment">The payment's key in the database, where it is one.</param>
internal sealed record Deposit(
    CustomerId Customer,
    Money Amount,
    string Way,
    Actor Actor,
    string? Reason,
    string? Reference,
    DateTime Now,
    long? Payment = null
);

internal static partial class LedgerWriter
{
    private static readonly DialectText OwingSql = new(dialect =>
        $"""
            select b.customer_id, b.amount_minor, b.debt_minor from balances b
            where b.debt_minor > 0 and b.amount_minor > 0 and b.customer_id in (select id from {dialect.Each("@ids", "id")})
            """
    );

    private static readonly RowStatement<(long Customer, long Minor)> RepaySql = new(
        """
        update balances set amount_minor = balances.amount_minor - r.minor, debt_minor = balances.debt_minor - r.minor from {rows}
        where balances.customer_id = r.customer_id
        """,
        RowStatement<(long Customer, long Minor)>.Of("customer_id", t => t.Customer),
        RowStatement<(long Customer, long Minor)>.Of("minor", t => t.Minor)
    );

    private static readonly RowStatement<(long Customer, long Minor)> LendSql = new(
        """
        update balances set amount_minor = balances.amount_minor + r.minor, debt_minor = balances.debt_minor + r.minor from {rows}
        where balances.customer_id = r.customer_id
        """,
        RowStatement<(long Customer, long Minor)>.Of("customer_id", t => t.Customer),
        RowStatement<(long Customer, long Minor)>.Of("minor", t => t.Minor)
    );

    private static readonly DialectText BalanceSql = new(dialect =>
        $"select b.amount_minor from balances b where b.customer_id = @customer {dialect.ForUpdateOf("b")}"
    );

    /// <returns>The part of it that paid a debt.</returns>
    public static async Task<Money> DepositAsync(StoreDbContext db, Deposit deposit, CancellationToken ct)
    {
        db.Add(
            Posting.Transfer(
                PostingKind.Deposit,
                Account.Deposits(deposit.Way),
                Account.Customer(deposit.Customer),
                deposit.Amount,
                deposit.Actor,
                deposit.Reason,
                deposit.Reference,
                deposit.Now,
                deposit.Payment
            )
        );
        await db.SaveChangesAsync(ct);
        var repaid = await GiveAsync(db, [new Total(deposit.Customer.Value, deposit.Amount.Minor, 0)], deposit.Now, ct);
        db.Publish(new PaidInChanged(deposit.Customer, deposit.Now));
        return repaid;
    }

    /// <summary>
    /// Takes back all deposits of a payment that are not reversed yet, each once by the unique index over the reversed posting. The part
    /// that the balance does not cover becomes the customer's debt.
    /// </summary>
    public static async Task<(Money Reversed, Money Debt)> ReverseDepositsAsync(
        StoreDbContext db,
        CustomerId customer,
        long payment,
        Actor actor,
        string? reason,
        DateTime now,
        CancellationToken ct
    )
    {
        var deposits = await db
            .Postings.Where(p =>
                p.PaymentId == payment && p.Kind == PostingKind.Deposit && !db.Set<Posting>().Any(reversal => reversal.ReversesId == p.Id)
            )
            .OrderBy(p => p.Id)
            .Select(p => new
            {
                p.Id,
                p.Source,
                p.AmountMinor,
            })
            .ToListAsync(ct);
        var total = deposits.Sum(d => d.AmountMinor);
        if (total == 0)
            return default;
        var command = db.Statements.Get(BalanceSql.For(db.Dialect)).With("customer", customer.Value);
        var balance = Convert.ToInt64(await command.ExecuteScalarAsync(ct), null);
        var debt = Math.Max(0, total - balance);
        var account = Account.Customer(customer);
        if (debt > 0)
        {
            db.Add(
                Posting.Transfer(PostingKind.Debt, Account.Debts(customer), account, new Money(debt), actor, reason, null, now, payment)
            );
            await LendSql.RunAsync(db, [(customer.Value, debt)], null, ct);
        }

        foreach (var deposit in deposits)
        {
            db.Add(
                Posting.Transfer(
                    PostingKind.Reversal,
                    account,
                    deposit.Source,
                    new Money(deposit.AmountMinor),
                    actor,
                    reason,
                    null,
                    now,
                    payment,
                    deposit.Id
                )
            );
        }

        await db.SaveChangesAsync(ct);
        if (await TakeSql.RunAsync(db, [(customer.Value, total)], null, ct) != 1)
            throw new InvalidOperationException("A balance changed while it was locked.");
        db.Publish(new PaidInChanged(customer, now));
        return (new Money(total), new Money(debt));
    }

    /// <summary>A customer who owes pays from what has just come in.</summary>
    private static async Task<Money> RepayAsync(StoreDbContext db, List<long> customers, DateTime now, CancellationToken ct)
    {
        var owing = new List<(long Customer, long Minor)>();
        await db
            .Statements.Get(OwingSql.For(db.Dialect))
            .With("ids", db.Dialect.List(customers))
            .RunAsync(row => owing.Add((row.GetInt64(0), Math.Min(row.GetInt64(1), row.GetInt64(2)))), ct);
        if (owing.Count == 0)
            return Money.Zero;
        foreach (var (key, minor) in owing)
        {
            var customer = new CustomerId(key);
            var (from, to) = (Account.Customer(customer), Account.Debts(customer));
            db.Add(Posting.Transfer(PostingKind.Repayment, from, to, new Money(minor), Actor.System, null, null, now));
        }

        await db.SaveChangesAsync(ct);
        await RepaySql.RunAsync(db, owing, null, ct);
        return new Money(owing.Sum(o => o.Minor));
    }
}
