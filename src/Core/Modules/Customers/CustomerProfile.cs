using System.Data.Common;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Ledger;

namespace XthonBot.Core.Modules.Customers;

/// <summary>A customer, for Api and Bot.</summary>
public sealed record CustomerProfile(
    CustomerId Id,
    long TelegramId,
    string? Username,
    string Name,
    string Language,
    int BonusPercent,
    string? TermsVersion,
    bool IsBanned,
    string? BanReason,
    bool HasBlockedBot,
    Money Balance,
    DateTime CreatedAt
)
{
    /// <summary>Whether an operator set the bonus.</summary>
    public bool IsBonusByHand { get; init; }

    /// <summary>Owed to the store; read for one customer, and not for whoever writes.</summary>
    public Money Debt { get; init; }

    private const string ByTelegramIdSql = """
        select c.id, c.telegram_id, c.username, c.name, c.language, c.bonus_percent, c.terms_version,
            c.banned_at, c.ban_reason, c.blocked_bot_at, b.amount_minor, c.created_at, c.is_bonus_by_hand
        from customers c join balances b on b.customer_id = c.id where c.telegram_id = @id
        """;

    internal static IQueryable<CustomerProfile> From(StoreDbContext db, Expression<Func<Customer, bool>> which) =>
        from customer in db.Customers.Where(which)
        join balance in db.Balances on customer.Id equals balance.CustomerId
        orderby customer.Id
        select new CustomerProfile(
            new CustomerId(customer.Id),
            customer.TelegramId,
            customer.Username,
            customer.Name,
            customer.Language,
            customer.BonusPercent,
            customer.TermsVersion,
            customer.BannedAt != null,
            customer.BanReason,
            customer.BlockedBotAt != null,
            new Money(balance.AmountMinor),
            customer.CreatedAt
        )
        {
            IsBonusByHand = customer.IsBonusByHand,
            Debt = new Money(balance.DebtMinor),
        };

    /// <summary>Several at once.</summary>
    internal static async Task<Dictionary<CustomerId, CustomerProfile>> OfAsync(
        StoreDbContext db,
        IEnumerable<CustomerId> customers,
        CancellationToken ct
    )
    {
        var ids = customers.Select(customer => customer.Value).Distinct().ToList();
        return ids.Count == 0 ? [] : await From(db, c => ids.Contains(c.Id)).ToDictionaryAsync(customer => customer.Id, ct);
    }

    /// <summary>The profile that every update reads first.</summary>
    internal static async Task<CustomerProfile?> FindAsync(StoreDbContext db, long telegramId, CancellationToken ct)
    {
        await using var reader = await db.Statements.Get(ByTelegramIdSql).With("id", telegramId).ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? Read(reader) : null;
    }

    private static CustomerProfile Read(DbDataReader row) =>
        new(
            new CustomerId(row.GetInt64(0)),
            row.GetInt64(1),
            row.GetTextOrNull(2),
            row.GetString(3),
            row.GetString(4),
            row.GetInt32(5),
            row.GetTextOrNull(6),
            !row.IsDBNull(7),
            row.GetTextOrNull(8),
            !row.IsDBNull(9),
            new Money(row.GetInt64(10)),
            row.GetUtc(11)
        )
        {
            IsBonusByHand = row.GetBoolean(12),
        };
}
