using System.Globalization;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Ledger;

namespace XthonBot.Core.Modules.Customers;

/// <summary>A bonus that payments earn.</summary>
/// <param name="From">The least that has to be paid in for it.</param>
/// <param name="Percent">1 to 90.</param>
public readonly record struct BonusTier(Money From, int Percent);

/// <summary>
/// The bonus that customers earn by what they paid in lately. The rule stands in the ledger's own rows: deposits that were not reversed,
/// newest first, less what operators took off, which comes off the newest deposit before it.
/// </summary>
internal sealed class EarnedBonus
{
    // The running sum from the newest movement back: its highest point is what is left of all deposits, and the deposit at which it
    // reaches a tier is the one on which that tier rests.
    private static readonly string ReachedSql = $$"""
        with paid as (
            select r.customer_id, p.id, p.at, p.amount_minor as minor
            from {rows} join postings p on p.destination = r.account and p.kind = {{(int)PostingKind.Deposit}} and p.at > r.since
            where not exists (select 1 from postings back where back.reverses_id = p.id)
            union all
            select r.customer_id, p.id, p.at, -p.amount_minor
            from {rows} join postings p on p.source = r.account and p.kind = {{(int)PostingKind.Adjustment}} and p.at > r.since
        ), reached as (
            select paid.customer_id, paid.at,
                sum(paid.minor) over (partition by paid.customer_id order by paid.at desc, paid.id desc) as minor
            from paid
        )
        """;

    private static readonly RowStatement<Counted>.Column[] Columns =
    [
        RowStatement<Counted>.Of("customer_id", c => c.Customer.Value),
        RowStatement<Counted>.Of("account", c => Account.Customer(c.Customer)),
        RowStatement<Counted>.Of("since", c => c.Since),
    ];

    private static readonly RowStatement<Counted> SumSql = new(
        $"{ReachedSql} select cast(max(minor) as bigint) from reached where minor > 0",
        Columns
    );

    /// <param name="tiers">With the amount the percentage rises as well.</param>
    public EarnedBonus(IReadOnlyList<BonusTier> tiers)
    {
        Tiers = [.. tiers.OrderBy(tier => tier.From)];
        Update = new RowStatement<Counted>(
            $$"""
            {{ReachedSql}}, earned as (
                select reached.customer_id, t.percent, max(reached.at) as paid_at,
                    row_number() over (partition by reached.customer_id order by t.percent desc) as place
                from reached join ({{TiersSql(Tiers)}}) t on reached.minor >= t.from_minor
                group by reached.customer_id, t.percent
            )
            update customers set bonus_percent = coalesce(e.percent, 0), bonus_paid_at = e.paid_at
            from {rows} left join earned e on e.customer_id = r.customer_id and e.place = 1
            where customers.id = r.customer_id and not customers.is_bonus_by_hand
                and (customers.bonus_percent <> coalesce(e.percent, 0) or customers.bonus_paid_at is distinct from e.paid_at)
            """,
            Columns
        );
    }

    /// <summary>From the lowest up.</summary>
    public IReadOnlyList<BonusTier> Tiers { get; }

    /// <summary>
    /// Gives customers what they have earned, and leaves those whose bonus was set by hand. The caller's transaction holds their balances,
    /// so that none of two deposits at once is missed.
    /// </summary>
    public RowStatement<Counted> Update { get; }

    /// <summary>The worth of what one customer paid in since then.</summary>
    public static async Task<Money> PaidInAsync(StoreDbContext db, Counted customer, CancellationToken ct)
    {
        var minor = 0L;
        await SumSql.RunAsync(db, [customer], row => minor = row.IsDBNull(0) ? 0 : row.GetInt64(0), ct);
        return new Money(minor);
    }

    private static string TiersSql(IReadOnlyList<BonusTier> tiers) =>
        tiers.Count == 0
            ? "select 0 as from_minor, 0 as percent where 1 = 0"
            : string.Join(
                " union all ",
                tiers.Select(tier =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"select cast({tier.From.Minor} as bigint) as from_minor, cast({tier.Percent} as integer) as percent"
                    )
                )
            );

    /// <param name="Since">Deposits after it count.</param>
    internal readonly record struct Counted(CustomerId Customer, DateTime Since);
}
