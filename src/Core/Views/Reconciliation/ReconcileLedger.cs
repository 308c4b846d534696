using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Ledger;
using XthonBot.Core.Modules.Orders;
using XthonBot.Core.Modules.Payments;
using XthonBot.Core.Modules.Stock;
using XthonBot.Core.Modules.Suppliers;

namespace XthonBot.Core.Views.Reconciliation;

/// <summary>One figure of the check: what was counted, and how many rows of it are wrong.</summary>
public sealed record LedgerFigure(string Name, long Counted, long Wrong);

/// <summary>Compares balances with postings, and orders with their numbers, charges and refunds.</summary>
public sealed class ReconcileLedgerHandler(Store store, TimeProvider time)
{
    private const string Tables = "balances, customers, numbers, orders, payments, postings, supplies";

    // Large books take their time.
    private static readonly TimeSpan LimitOfOne = TimeSpan.FromMinutes(10);

    private static readonly string PaidBack = SqlEnum.Of(OrderStatus.Canceled, OrderStatus.Expired, OrderStatus.Refunded);
    private static readonly string Kept = SqlEnum.Of(OrderStatus.Pending, OrderStatus.Succeeded);
    private static readonly string NotLookedAfter = SqlEnum.Of(
        SupplierOrderState.Missing,
        SupplierOrderState.Closed,
        SupplierOrderState.Owed
    );

    private static readonly string Credited = SqlEnum.Of(PaymentState.Paid, PaymentState.Partial);
    private static readonly string Uncredited = SqlEnum.Of(PaymentState.Open, PaymentState.Expired);

    // Each line: a name, how many there are, how many are wrong.
    private static readonly (string Name, string Count, string Wrong)[] Checks =
    [
        (
            "balances that equal their postings",
            "select count(*) from balances",
            // In one walk over all postings: no index knows who gave.
            """
            select count(*) from balances b left join (select account, sum(minor) as minor from (
                select destination as account, amount_minor as minor from postings
                union all select source, -amount_minor from postings) sides group by account) moved
            on moved.account = 'customer:' || b.customer_id where b.amount_minor <> coalesce(moved.minor, 0)
            """
        ),
        (
            "customers with a balance",
            "select count(*) from customers",
            "select count(*) from customers c where not exists (select 1 from balances b where b.customer_id = c.id)"
        ),
        (
            "orders charged once, at their price",
            "select count(*) from orders",
            $"""
            select count(*) from orders o where 1 <> (select count(*) from postings p
                where p.order_id = o.id and p.kind = {(int)PostingKind.Purchase} and p.amount_minor = o.price_minor
                    and p.source = 'customer:' || o.customer_id and p.destination = 'sales')
            """
        ),
        (
            "canceled, expired and refunded orders paid back once, in full",
            $"select count(*) from orders where status in ({PaidBack})",
            $"""
            select count(*) from orders o where o.status in ({PaidBack}) and 1 <> (select count(*) from postings p
                join postings charge on charge.id = p.reverses_id and charge.order_id = o.id
                where p.order_id = o.id and p.kind = {(int)PostingKind.Refund} and p.amount_minor = charge.amount_minor
                and p.destination = charge.source and p.source = charge.destination)
            """
        ),
        (
            "waiting and succeeded orders not paid back",
            $"select count(*) from orders where status in ({Kept})",
            $"""
            select count(*) from orders o where o.status in ({Kept})
                and exists (select 1 from postings p where p.order_id = o.id and p.kind = {(int)PostingKind.Refund})
            """
        ),
        (
            "open orders that hold their number",
            "select count(*) from orders where closed_at is null and number_id is not null",
            $"""
            select count(*) from orders o where o.closed_at is null and o.number_id is not null
                and not exists (select 1 from numbers n where n.id = o.number_id and n.status = {(int)NumberStatus.Held}
                    and n.phone = o.phone)
            """
        ),
        (
            "held numbers with an open order",
            $"select count(*) from numbers where status = {(int)NumberStatus.Held}",
            $"""
            select count(*) from numbers n where n.status = {(int)NumberStatus.Held}
                and not exists (select 1 from orders o where o.phone = n.phone and o.number_id = n.id and o.closed_at is null)
            """
        ),
        (
            "orders without a number of the shelf that are bought in",
            "select count(*) from orders where number_id is null",
            "select count(*) from orders o where o.number_id is null and not exists (select 1 from supplies s where s.order_id = o.id)"
        ),
        (
            "bought-in numbers that are looked after while their orders wait",
            $"select count(*) from supplies s join orders o on o.id = s.order_id where o.status = {(int)OrderStatus.Pending}",
            $"""
            select count(*) from supplies s join orders o on o.id = s.order_id
            where o.status = {(int)OrderStatus.Pending} and s.state in ({NotLookedAfter})
            """
        ),
        (
            "waiting orders that are open",
            $"select count(*) from orders where status = {(int)OrderStatus.Pending}",
            $"select count(*) from orders where status = {(int)OrderStatus.Pending} and (closed_at is not null or ended_at is not null)"
        ),
        (
            "debts that equal their postings",
            "select count(*) from balances where debt_minor > 0",
            """
            select count(*) from balances b where b.debt_minor <>
                coalesce((select sum(p.amount_minor) from postings p where p.source = 'debts:' || b.customer_id
                    and p.order_id is null), 0) -
                coalesce((select sum(p.amount_minor) from postings p where p.destination = 'debts:' || b.customer_id), 0)
            """
        ),
        (
            "open orders that are counted at their customers",
            "select count(*) from orders where closed_at is null",
            $"select count(*) {RecountOpenOrdersHandler.WrongSql}"
        ),
        (
            "payments credited and reversed as their postings say",
            "select count(*) from payments",
            $"""
            select count(*) from payments pay where
                pay.credited_minor <> coalesce((select sum(p.amount_minor) from postings p
                    where p.payment_id = pay.id and p.kind = {(int)PostingKind.Deposit}
                        and p.source = 'deposits:' || pay.way and p.destination = 'customer:' || pay.customer_id), 0)
                or pay.reversed_minor <> coalesce((select sum(p.amount_minor) from postings p
                    join postings deposit on deposit.id = p.reverses_id and deposit.payment_id = pay.id
                        and deposit.amount_minor = p.amount_minor
                    where p.payment_id = pay.id and p.kind = {(int)PostingKind.Reversal}
                        and p.source = 'customer:' || pay.customer_id and p.destination = 'deposits:' || pay.way), 0)
            """
        ),
        (
            "payments credited with all that their providers say has come",
            "select count(*) from payments where received_minor > 0",
            "select count(*) from payments where not is_reversed and credited_minor < received_minor"
        ),
        (
            "payments in the state that their credit implies",
            $"select count(*) from payments where state in ({Credited})",
            $"""
            select count(*) from payments where state in ({Credited}) and credited_minor = 0
                or state in ({Uncredited}) and credited_minor > 0 or is_reversed and reversed_minor > credited_minor
            """
        ),
        (
            "deposits by a way to pay that belong to a payment",
            $"select count(*) from postings where payment_id is not null and kind = {(int)PostingKind.Deposit}",
            $"""
            select count(*) from postings p where p.kind in ({SqlEnum.Of(PostingKind.Deposit, PostingKind.Reversal)})
                and p.source <> 'deposits:operator'
                and not exists (select 1 from payments pay where pay.id = p.payment_id)
            """
        ),
    ];

    public async Task<IReadOnlyList<LedgerFigure>> HandleAsync(CancellationToken ct)
    {
        await store.ReadAsync((db, token) => db.AnalyzeAsync(Tables, token), ct);
        return await CompareAsync(ct);
    }

    private Task<IReadOnlyList<LedgerFigure>> CompareAsync(CancellationToken ct) =>
        store.ReadAsync<IReadOnlyList<LedgerFigure>>(
            async (db, token) =>
            {
                await db.Database.OpenConnectionAsync(token);
                await using var snapshot = await db.BeginSnapshotAsync(token);
                var usual = db.Database.GetCommandTimeout();
                db.Database.SetCommandTimeout(LimitOfOne);
                await db.Database.UseTransactionAsync(snapshot, token);
                try
                {
                    var figures = new List<LedgerFigure>();
                    foreach (var (name, count, wrong) in Checks)
                        figures.Add(new LedgerFigure(name, await ScalarAsync(db, count, token), await ScalarAsync(db, wrong, token)));
                    return figures;
                }
                finally
                {
                    db.Database.SetCommandTimeout(usual);
                    await db.Database.UseTransactionAsync(null, CancellationToken.None);
                }
            },
            ct
        );

    /// <summary>The nightly check: tells the operators of any difference.</summary>
    public async Task<bool> AgreeAsync(CancellationToken ct)
    {
        var wrong = (await HandleAsync(ct)).Where(figure => figure.Wrong > 0).ToList();
        if (wrong.Count == 0)
            return true;

        var now = time.UtcNow();
        var detail = string.Join('\n', wrong.Select(figure => $"{figure.Name}: {figure.Wrong} of {figure.Counted} wrong"));
        await store.WriteAsync(
            (db, token) =>
            {
                db.Publish(new ReconciliationFailed(detail, now));
                return Task.FromResult(true);
            },
            ct
        );
        return false;
    }

    private static async Task<long> ScalarAsync(StoreDbContext db, string sql, CancellationToken ct) =>
        (await db.Database.SqlQueryRaw<long>(sql).ToListAsync(ct)).Single();
}
